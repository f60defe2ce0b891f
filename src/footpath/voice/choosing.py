"""Groups of terms in, those worth proposing as themes out: sharp ones, that many persons speak of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from footpath.voice.clusters import Groups, Sentences, best_group, texts_of

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

OWN = 0.3  # of a term's texts are best told by its group; else it stands in everything
FEWEST_PERSONS, OF_PERSONS = 4, 100  # a theme is of four persons at least, and of one in a hundred


def choose(groups: Groups, sentences: Sentences, most: int) -> list[tuple[int, Ints]]:
    """At most `most` groups, as their place and the terms that are left of them; most persons first.

    Chosen are those of which most persons say two terms in one sentence: who does so speaks of the theme and
    does not just use a word.
    """
    if not groups:
        return []
    texts = texts_of(sentences)
    floor = max(FEWEST_PERSONS, sentences.persons // OF_PERSONS)
    told = []
    for at, terms in enumerate(sharpened(groups, texts)):
        if len(terms) < 2:
            continue
        said = np.asarray(sentences.held[:, terms].sum(axis=1))
        persons, together = (len(np.unique(sentences.person[said >= least])) for least in (1, 2))
        if persons >= floor and together >= FEWEST_PERSONS:
            told.append((together, persons, at, terms))
    told.sort(key=lambda each: (-each[0], -each[1], each[2]))
    first = sorted(told[:most], key=lambda each: (-each[1], -each[0], each[2]))
    return [(at, terms) for *_, at, terms in first]


def sharpened(groups: Groups, texts: csr_array) -> Groups:
    """The groups without terms whose texts are mostly best told by other groups, the worst leaving first."""
    left = [terms.tolist() for terms in groups]
    while worst := _worst(left, texts):
        at, term = worst
        left[at].remove(term)
        if len(left[at]) == 1:
            left[at].clear()
    return tuple(np.array(terms, np.int64) for terms in left)


def _worst(groups: list[list[int]], texts: csr_array) -> tuple[int, int] | None:
    shares = precisions(tuple(np.array(terms, np.int64) for terms in groups), texts)
    ranked = [(shares[term], at, term) for at, terms in enumerate(groups) for term in terms]
    share, at, term = min(ranked, default=(1.0, 0, 0))
    return (at, term) if share < OWN else None


def precisions(groups: Groups, texts: csr_array) -> Floats:
    """Of the texts that hold a term, the share whose best group is the term's own [V]; 0 for ungrouped."""
    label = best_group(groups, texts)
    share = np.zeros(texts.shape[1])
    held = np.maximum(np.asarray(texts.sum(axis=0)).ravel(), 1)
    for at, terms in enumerate(groups):
        share[terms] = np.asarray(texts[label == at].sum(axis=0)).ravel()[terms] / held[terms]
    return share
