"""Sentences in, groups of terms that are said together out, and how surely each comes back.

Words of one theme stand in one sentence more often than chance: "waited", "hours", "queue". Terms are grouped
by that rather than texts by their words, since a comment speaks of several things at once, and since a group
of terms is a definition that a person can read and change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Groups = tuple[Ints, ...]  # terms, as positions in the vocabulary; disjoint

CHANCE = 3.0  # standard deviations that two terms must be together beyond chance
DIMENSIONS = 20
FEWEST_TERMS = 4
FITS, HALF_FITS, SPLITS = 20, 8, 3
GRAINS = (3, 4, 6, 8, 12, 16, 24, 32)  # branches that a tree is cut into: of V terms, V / 20 to V / 3
TOGETHER = 0.5  # share of fits in which the terms of a group are in one branch
RETURNS = 0.5  # of a group's texts, on average over other samples; below, Hennig calls a cluster dissolved
MOST_SENTENCES = 10  # of one person; who writes more has them count less, never more together


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """Which of V terms each sentence holds, and whose it is."""

    held: csr_array  # [sentences, V] of 0 and 1
    text: Ints  # [sentences] into the texts
    person: Ints  # [sentences] 0 to persons − 1

    @property
    def persons(self) -> int:
        """How many persons there are."""
        return int(self.person.max(initial=-1)) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Groups of terms that came back in other samples of the same persons."""

    groups: Groups
    returns: Floats  # [groups] Jaccard index of its texts in a fit to other persons, on average
    stability: float  # adjusted Rand index of the texts' best groups between two halves, on average


class Fit(NamedTuple):
    """Ward's tree of the terms in one sample, and which of them were with no other beyond chance [V]."""

    tree: Floats
    lonely: Bools


def group(sentences: Sentences, seed: int = 0) -> Grouping:
    """The groups of terms that are found again in other samples of the persons.

    Each fit is to a bootstrap sample of persons: terms by the significance of being together, their spectral
    coordinates, Ward's tree. Terms that are in one branch in most fits, cut finely and coarsely, are a group:
    so no number of groups has to be chosen (Fred and Jain 2005, Combining multiple clusterings using evidence
    accumulation, IEEE TPAMI 27). A group is kept where its texts are found again in fits to half of the
    persons (Hennig 2007, Cluster-wise assessment of cluster stability, CSDA 52).
    """
    if sentences.held.shape[1] < FEWEST_TERMS:
        return Grouping((), np.zeros(0), 0.0)
    random = np.random.default_rng(seed)
    whole = _fits(sentences, np.ones(sentences.persons), FITS, random)
    halves = [
        _fits(sentences, half, HALF_FITS, random)
        for _ in range(SPLITS)
        for half in _halves(sentences.persons, random)
    ]
    return _kept(cores(consensus(whole)), [cores(consensus(half)) for half in halves], texts_of(sentences))


def _halves(persons: int, random: np.random.Generator) -> tuple[Floats, Floats]:
    first = random.permutation(persons) < persons / 2
    return first.astype(np.float64), (~first).astype(np.float64)


def _fits(sentences: Sentences, chosen: Floats, fits: int, random: np.random.Generator) -> list[Fit]:
    """Fits to some bootstrap samples of the chosen persons [persons]."""
    from scipy.cluster.hierarchy import ward
    from scipy.spatial.distance import pdist

    share = np.minimum(1.0, MOST_SENTENCES / np.maximum(np.bincount(sentences.person), 1))
    found = []
    for _ in range(fits):
        drawn = random.poisson(chosen) * share
        weight = drawn[sentences.person]
        counts = (sentences.held.T @ sentences.held.multiply(weight[:, None])).toarray()
        together = association(counts, float(weight.sum()))
        # Distances rather than points: as many points as dimensions look like distances to scipy
        found.append(Fit(ward(pdist(coordinates(together))), together.max(axis=0) == 0))
    return found


def association(counts: Floats, sentences: float) -> Floats:
    """By how much terms are together beyond chance, in standard deviations above CHANCE; else 0.

    `counts` [V, V] of sentences that hold both, the diagonal those that hold the one. The signed root of the
    likelihood ratio: Dunning (1993), Accurate methods for the statistics of surprise and coincidence.
    """
    alone = np.diag(counts)
    expected = np.outer(alone, alone) / max(sentences, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = 2 * (counts * np.log(counts / expected) - (counts - expected))
    ratio = np.where(counts > expected, np.nan_to_num(ratio, nan=0.0, posinf=0.0), 0.0)
    np.fill_diagonal(ratio, 0.0)
    return np.maximum(np.sqrt(np.maximum(ratio, 0.0)) - CHANCE, 0.0)


def coordinates(association: Floats) -> Floats:
    """Terms as points of the unit sphere [V, dimensions]: near where they are said with the same terms."""
    values, vectors = np.linalg.eigh(association)
    most = np.argsort(-values, kind="stable")[: min(DIMENSIONS, len(values))]
    at = vectors[:, most] * np.sqrt(np.maximum(values[most], 0.0))
    length = np.linalg.norm(at, axis=1, keepdims=True)
    point: Floats = np.divide(at, length, out=np.zeros_like(at), where=length > 1e-9)
    return point


def consensus(fits: Sequence[Fit]) -> Floats:
    """In what share of the fits, and of the grains of each, two terms are in one branch [V, V]."""
    from scipy.cluster.hierarchy import fcluster

    terms = len(fits[0].lonely)
    grains = [grain for grain in GRAINS if terms / 20 <= grain <= terms / 3] or GRAINS[:1]
    together = np.zeros((terms, terms))
    for fit in fits:
        for grain in grains:
            branch = np.where(fit.lonely, 0, fcluster(fit.tree, grain, "maxclust"))
            together += (branch[:, None] == branch[None, :]) & (branch > 0)
    together /= len(fits) * len(grains)
    np.fill_diagonal(together, 1.0)
    return together


def cores(together: Floats) -> Groups:
    """Groups of two terms or more that are together in most fits; a term that hangs on loosely is in none."""
    from scipy.cluster.hierarchy import average, fcluster
    from scipy.spatial.distance import squareform

    label = fcluster(average(squareform(1 - together, checks=False)), 1 - TOGETHER, "distance")
    found = []
    for each in range(1, int(label.max()) + 1):
        terms = np.flatnonzero(label == each)
        inside = together[np.ix_(terms, terms)].sum(axis=1) - 1
        terms = terms[inside >= TOGETHER * (len(terms) - 1)]
        if len(terms) > 1:
            found.append(terms)
    return tuple(found)


def _kept(groups: Groups, in_halves: list[Groups], texts: csr_array) -> Grouping:
    """The groups that are found again in halves of the persons, which stand side by side."""
    returns = _returns(groups, in_halves, texts)
    kept = np.flatnonzero(returns >= RETURNS)
    labels = [best_group(each, texts) for each in in_halves]
    agreement = [_agreement(labels[at], labels[at + 1]) for at in range(0, len(labels), 2)]
    return Grouping(tuple(groups[at] for at in kept), returns[kept], float(np.mean(agreement)))


def _returns(groups: Groups, others: list[Groups], texts: csr_array) -> Floats:
    """How well each group is found again: the Jaccard index of its texts with the likest, on average."""
    mine = _members(groups, texts)
    found = np.zeros((len(others), len(groups)))
    for at, other in enumerate(others):
        theirs = _members(other, texts)
        both = mine.T @ theirs
        either = mine.sum(axis=0)[:, None] + theirs.sum(axis=0)[None, :] - both
        found[at] = (both / np.maximum(either, 1)).max(axis=1, initial=0.0)
    mean: Floats = found.mean(axis=0)
    return mean


def _members(groups: Groups, texts: csr_array) -> Floats:
    mine = np.zeros((texts.shape[1], len(groups)))
    for at, terms in enumerate(groups):
        mine[terms, at] = 1.0
    members: Floats = (texts @ mine > 0).astype(np.float64)
    return members


def best_group(groups: Groups, texts: csr_array) -> Ints:
    """The group of which each text holds most, rare terms weighing more; −1 where it holds none."""
    if not groups:
        return np.full(texts.shape[0], -1)
    rarity = np.log(texts.shape[0] / np.maximum(texts.sum(axis=0), 1)) + 1
    mine = np.zeros((texts.shape[1], len(groups)))
    for at, terms in enumerate(groups):
        mine[terms, at] = rarity[terms]
    score = texts @ mine
    return np.where(score.max(axis=1) > 0, score.argmax(axis=1), -1)


def _agreement(left: Ints, right: Ints) -> float:
    from sklearn.metrics import adjusted_rand_score

    return float(adjusted_rand_score(left, right))


def texts_of(sentences: Sentences) -> csr_array:
    """Which terms each text holds [texts, V]."""
    from scipy.sparse import csr_array

    n = int(sentences.text.max(initial=-1)) + 1
    rows = len(sentences.text)
    spread = csr_array((np.ones(rows), (sentences.text, np.arange(rows))), shape=(n, rows))
    held = (spread @ sentences.held).tocsr()
    held.data[:] = 1.0
    return held
