"""Who could have been asked, who was and who answered, in; weights for the answers, and estimates, out.

Everybody has a journey, those who stayed silent too. So each answer is weighted by how rarely people with
such a journey are heard, and then the weights are moved until the answers stand for the journeys of all. The
weights hang on no answer: one set serves every question of a survey.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.model.estimate import Estimate, Unit
from footpath.stats.intervals import student, wilson_bounds
from footpath.stats.logistic import standardised
from footpath.stats.raking import FIRM, rake_and_trim, spread, trim
from footpath.stats.scores import NPS_ADDED, effective_size, net_interval
from footpath.voice.missing import Balance, balance, who_is_missing
from footpath.voice.propensity import Bools, Floats, Ids, Ints, hashed, heard, representative

LEAST_ANSWERS = 30  # persons who answered, below which nobody is weighted
LEAST_CELL = 5  # answers; a smaller cell of a margin is joined with others
MOST = 5.0  # times the mean: what one answer may count
SLACK = 8.0  # answers' worth of doubt about the mean of each feature
METHOD = "inverse response propensity (cross-fitted logistic), raked to journeys"


@dataclass(frozen=True, slots=True, eq=False)
class Unweighted:
    """Why answers were not weighted, and how many persons answered."""

    reason: str
    answered: int


@dataclass(frozen=True, slots=True, eq=False)
class Weighting:
    """Weights of m answers, of n who could have been asked.

    `trimmed` weights were cut to five times the mean. `missing` says who stayed silent, in words.
    """

    rows: Ints  # [m] of the n, those who answered
    weights: Floats  # [m] mean 1
    chance: Floats  # [n] of being heard: asked, and then answering
    effective_n: float  # Kish's
    r_indicator: Estimate  # 1 − 2 sd of the chance to answer, of those asked
    balance: tuple[Balance, ...]
    missing: tuple[str, ...]
    trimmed: int
    method: str
    basis: Floats  # [m, k] what the weights were raked to
    slack: Floats  # [k]
    person: Ints  # [m] whose answer; all answers of one person have the same number

    @property
    def share(self) -> float:
        """Of those who could have been asked, the part that answered."""
        return len(self.rows) / len(self.chance)


def weigh(
    features: Floats,
    names: Sequence[str],
    asked: Bools,
    answered: Bools,
    *,
    margins: Mapping[str, NDArray[np.integer]] | None = None,
    persons: Ids | None = None,
) -> Weighting | Unweighted:
    """Weights that make those who answered stand for all n who could have been asked.

    `features` [n, k] are what was seen of each before the time of asking (see `before.features_before`),
    NaN where unknown. `margins` are categories [n], as codes, whose shares are met exactly, but for cells
    with fewer than 5 answers. `persons` [n] are ids: of a person with several rows all are in one fold, and
    intervals count the person once.

    First the chance of being heard, from other people's journeys; its inverse, cut at five times the mean;
    then raking to the margins, firmly, and to the mean of every feature, softly. Either step alone would do
    if its model were right, both together if one is: Robins, Rotnitzky and Zhao (1994), JASA 89; Deville and
    Särndal (1992), JASA 87.
    """
    ids = hashed(np.arange(len(asked)) if persons is None else persons)
    rows = np.flatnonzero(answered)
    _, person = np.unique(ids[rows], return_inverse=True)
    if (people := len(np.unique(person))) < LEAST_ANSWERS:
        return Unweighted(f"fewer than {LEAST_ANSWERS} people answered", people)
    known, asked = _filled(features), asked | answered
    found = heard(known, asked, answered, ids)
    basis, slack = _basis(known, answered, margins or {})
    base = trim(1 / found.chance[rows], MOST)
    weights, cut = rake_and_trim(base, basis[rows], basis.mean(axis=0), slack / len(rows), MOST)
    return Weighting(
        rows=rows,
        weights=weights * len(rows),
        chance=found.chance,
        effective_n=effective_size(weights),
        r_indicator=representative(found.answers, answered, asked),
        balance=balance(known, names, rows, weights),
        missing=who_is_missing(known, names, asked, answered),
        trimmed=cut,
        method=METHOD,
        basis=basis[rows],
        slack=slack / len(rows),
        person=person,
    )


def weighted_nps(points: Floats, weighting: Weighting) -> Estimate | None:
    """Net promoter score of all who could have been asked; None where nobody answered the question.

    `points` [n] are 100, 0 or −100, NaN where there is no answer. The interval is the adjusted Wald interval
    at the size that an unweighted sample with the same variance would have.
    """
    said = _said(points, weighting)
    if said is None:
        return None
    good, bad = (float(said.weights @ (said.points == side)) for side in (100, -100))
    size = said.size(1e4 * (good + bad - (good - bad) ** 2))
    low, high = net_interval(good * size, bad * size, size, added=NPS_ADDED)
    return Estimate(100 * (good - bad), 100 * low, 100 * high, said.n, "score", f"nps, {METHOD}")


def weighted_share(hits: Floats, weighting: Weighting) -> Estimate | None:
    """The same for a share: `hits` [n] are 1 or 0, NaN where there is no answer; Wilson's interval."""
    said = _said(hits, weighting)
    if said is None:
        return None
    value = float(np.clip(said.weights @ said.points, 0.0, 1.0))
    low, high = wilson_bounds(np.array(value), np.array(said.size(value * (1 - value))))
    return Estimate(value, float(low), float(high), said.n, "share", f"wilson, {METHOD}")


def weighted_mean(
    values: Floats, scale: tuple[float, float], weighting: Weighting, *, unit: Unit = "score"
) -> Estimate | None:
    """The same for a mean of answers [n] on a scale, NaN where there is none; Student's interval."""
    said = _said(values, weighting)
    if said is None:
        return None
    value = float(said.weights @ said.points)
    least = ((scale[1] - scale[0]) / 10) ** 2 / said.n  # as in an unweighted mean: agreement is no proof
    df = np.array(max(effective_size(said.weights) - 1, 2.0))
    margin = float(student(df)) * max(said.variance, least) ** 0.5
    low, high = max(scale[0], value - margin), min(scale[1], value + margin)
    return Estimate(value, low, high, said.n, unit, f"mean, {METHOD}")


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """The answers to one question, their weights with sum 1, and the variance of their mean."""

    points: Floats
    weights: Floats
    variance: float
    n: int

    def size(self, spread: float) -> float:
        """How many unweighted answers with this spread would have the same variance."""
        alike = effective_size(self.weights)
        if min(spread, self.variance) <= 1e-12 * max(spread, 1.0):
            return alike
        return float(np.clip(spread / self.variance, 1.0, 4 * len(self.points)))


def _said(points: Floats, weighting: Weighting) -> _Said | None:
    given = np.flatnonzero(~np.isnan(points[weighting.rows]))
    if not len(given):
        return None
    rows, person = weighting.rows[given], weighting.person[given]
    weights = weighting.weights[given] / weighting.weights[given].sum()
    # Of a finite number of people, those who are surely heard leave no doubt
    off = spread(points[rows], weights, weighting.basis[given], weighting.slack)
    off *= np.sqrt(1 - weighting.chance[rows])
    by_person = np.bincount(person, off)
    return _Said(points[rows], weights, float(by_person @ by_person), len(np.unique(person)))


def _filled(features: Floats) -> Floats:
    """Features with the mean of the others where one is unknown."""
    unknown = np.isnan(features)
    if not unknown.any():
        return features
    count = np.maximum((~unknown).sum(axis=0), 1)
    return np.where(unknown, np.where(unknown, 0.0, features).sum(axis=0) / count, features)


def _basis(
    features: Floats, answered: Bools, margins: Mapping[str, NDArray[np.integer]]
) -> tuple[Floats, Floats]:
    """What to rake to [n, k]: margins as one-hot columns, firm, and features, soft; and the slack [k]."""
    soft = standardised(features)
    firm = [one_hot(codes, answered) for codes in margins.values()]
    basis = np.column_stack([*firm, soft])
    hard = basis.shape[1] - soft.shape[1]
    return basis, np.concatenate([np.full(hard, FIRM * answered.sum()), np.full(soft.shape[1], SLACK)])


def one_hot(codes: NDArray[np.integer], answered: Bools) -> Floats:
    """A column for each cell of a margin [n, cells]; cells with few answers are one, or join the largest.

    >>> one_hot(np.array([0] * 6 + [1] * 5 + [2]), np.ones(12, bool)).sum(axis=0).tolist()
    [7.0, 5.0]
    """
    _, cell = np.unique(codes, return_inverse=True)
    count = np.bincount(cell[answered], minlength=cell.max() + 1)
    few = count < LEAST_CELL
    rest = len(count) if count[few].sum() >= LEAST_CELL else int(count.argmax())
    cell = np.where(few[cell], rest, cell)
    return np.asarray(cell[:, None] == np.unique(cell), np.float64)
