"""Risk sets in, the effect of meeting something on those who met it out, with all that makes it doubtful.

Sequential risk sets with a doubly robust estimate: each time at which it could be met for the first time,
those who meet it are compared with those who do not and, from then on, never do. Whoever meets it later
stands in only until then, and is made up for by weights. Chances come from folds without the person.
Hernán and Robins (2016), American Journal of Epidemiology 183, for the trials that this emulates; Bang and
Robins (2005), Biometrics 61, for the correction; Chernozhukov et al. (2018), Econometrics Journal 21, for the
folds. Errors are of influence functions, summed by person.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.backward import never_later, pseudo_outcomes
from footpath.stats.logistic import Fitted, chances, fitted, line, standardised

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

FOLDS = 3
PENALTY = 5.0
LIKELIEST, LEAST_LIKELY = 0.95, 1e-4  # chances of meeting are cut there
HEAVIEST = 30.0  # weight of one row for those who met it later
MIXER = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, eq=False)
class RiskSet:
    """n times at which journeys could meet something first, by person, journey, then time.

    A journey has no row after the one that meets it. `outcome` is that of the journey, on each of its rows;
    `observed` weights those of whom it is known, 0 where not; `weight` is of the sampling.
    """

    person: Ints  # [n] a hash or number of each person
    journey: Ints  # [n]
    met: Bools  # [n]
    outcome: Floats  # [n]
    features: Floats  # [n, k] what was seen strictly before
    observed: Floats  # [n]
    weight: Floats  # [n]

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Bools) -> RiskSet:
        """Some rows; those of a journey belong together."""
        return RiskSet(*(getattr(self, each.name)[rows] for each in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Nuisance:
    """What has to be learnt on the way: the chance of meeting it at each row, and what the row is worth."""

    features: Floats  # [n, k] standardised
    chance: Floats  # [n]
    worth: Floats  # [n] the expected outcome of never meeting it, from here on
    control: Floats  # [n] what never meeting it brought beyond that, where it was not met


@dataclass(frozen=True, slots=True, eq=False)
class Contrast:
    """Met against not met: the difference, its error, and who stood in for whom."""

    value: float
    error: float
    counterfactual: float  # the outcome of those who met it, had they not
    odds: Floats  # [n] weight of each control, 0 for those who met it
    influence: Floats  # [n] of each row on the value


def estimate(risk: RiskSet, *, seed: int = 0, binary: bool = True) -> tuple[Contrast, Nuisance]:
    """The mean change of the outcome, by meeting it, of those who met it.

    `binary` outcomes are 0 or 1 and get a logistic model, others a linear one; `seed` deals the folds.
    """
    return next(estimates(risk, range(seed, seed + 1), binary=binary))


def estimates(
    risk: RiskSet, seeds: Iterable[int], *, binary: bool = True
) -> Iterator[tuple[Contrast, Nuisance]]:
    """The same by other folds, one after the other; what does not hang on the folds is found out once."""
    whole = prepared(risk)
    for seed in seeds:
        known = learn(risk, whole, seed=seed, binary=binary)
        yield contrast(risk, known.chance, known.control, risk.outcome - known.worth), known


def within(risk: RiskSet, known: Nuisance, rows: Bools) -> Contrast:
    """The same of some persons' rows alone, by what was learnt from all."""
    part = risk.take(rows)
    return contrast(part, known.chance[rows], known.control[rows], part.outcome - known.worth[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Prepared:
    """What no fold changes: the features as models have them, and what all rows tell of meeting it."""

    features: Floats  # [n, k] standardised
    first: Fitted


def prepared(risk: RiskSet) -> Prepared:
    """What every cross-fit of a risk set begins with."""
    features = standardised(risk.features)
    return Prepared(features, fitted(features, risk.met, PENALTY, weight=risk.weight))


def learn(risk: RiskSet, whole: Prepared, *, seed: int, binary: bool) -> Nuisance:
    """The chance and the worth of each row, each from persons of other folds."""
    features, fold = whole.features, folds(risk.person, seed)
    chance = np.empty(len(risk))
    for each in range(FOLDS):
        here = fold == each
        # Rows without weight change nothing, and cost less than a copy of all others
        beta = fitted(features, risk.met, PENALTY, whole.first, np.where(here, 0.0, risk.weight)).beta
        chance[here] = chances(beta, features)[here]
    chance = np.clip(chance, LEAST_LIKELY, LIKELIEST)
    counts = never_later(risk.journey, risk.met, chance, HEAVIEST) * risk.weight * risk.observed
    worth = _worth(features, risk.outcome, counts, fold, binary=binary)
    pseudo = pseudo_outcomes(risk.journey, risk.met, chance, worth, risk.outcome, HEAVIEST)
    return Nuisance(features, chance, worth, pseudo - worth)


def _worth(features: Floats, outcome: Floats, counts: Floats, fold: Ints, *, binary: bool) -> Floats:
    """The expected outcome of each row [n], from rows of other folds, as often as they count."""
    used = counts > 0
    seen, became, mass, where = features[used], outcome[used], counts[used], fold[used]
    worth, begin = np.empty(len(fold)), None
    for each in range(FOLDS):
        told = np.where(where == each, 0.0, mass)
        if binary:
            begin = fitted(seen, became, PENALTY, begin, told)
            found = chances(begin.beta, features)
        else:
            beta = line(seen, became, told, PENALTY)
            found = beta[0] + features @ beta[1:]
        worth[fold == each] = found[fold == each]
    return worth


def contrast(risk: RiskSet, chance: Floats, controls: Floats, exposed: Floats) -> Contrast:
    """The weighted mean of `exposed` [n] where met, less that of `controls` [n] where not, by the odds."""
    told = risk.weight * risk.observed
    ones = np.where(risk.met, told, 0.0)
    odds = np.where(risk.met, 0.0, told * chance / (1 - chance))
    ones_sum, odds_sum = ones.sum(), odds.sum()
    high, low = float(ones @ exposed / ones_sum), float(odds @ controls / odds_sum)
    influence = ones * (exposed - high) / ones_sum - odds * (controls - low) / odds_sum
    value = high - low
    outcome = float(ones @ risk.outcome / ones_sum)
    return Contrast(value, clustered(influence, risk.person), outcome - value, odds, influence)


def clustered(influence: Floats, person: Ints) -> float:
    """The standard error of a value from the influence of its rows [n], which a person shares."""
    _, cluster = np.unique(person, return_inverse=True)
    sums = np.bincount(cluster, influence)
    n = len(sums)
    return float(np.sqrt((sums @ sums) * n / max(n - 1, 1)))


def folds(person: Ints, seed: int) -> Ints:
    """The fold of each row [n]: by person, and by nothing else, so it is the same in every run."""
    mixed = (person.astype(np.uint64) + np.uint64(seed + 1)) * MIXER
    mixed ^= mixed >> np.uint64(29)
    return np.asarray((mixed * MIXER >> np.uint64(33)) % np.uint64(FOLDS), np.int64)
