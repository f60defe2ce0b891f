"""What was written of journeys and how they ended in, whether it must have been written afterwards out.

An export with a row a case repeats the last state of the case, such as "delivered" or its review, on all its
events. To hold such a thing fixed would hide every effect, so what knows the end too well is not believed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

TOO_WELL = 0.9  # hardly anything that is known beforehand tells two outcomes apart that well
FEWEST = 50  # journeys
FEWEST_EACH = 10  # that reach the goal, and that do not
FEW_VALUES = 20  # up to so many, numbers are looked at one by one
COMMON = 0.03
APART = 0.1
BY_CHANCE = 1e-4
SURELY = 3.0  # errors
WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
AN_END = re.compile(
    r"(is|was|has)?((status|outcome|result|resol|clos(e|ure)|cancel|finish|complet|churn|convert|reject|approv)"
    r"|(final|end|won|lost|delivered)$)"
)


def known_too_well(values: NDArray[np.generic], reached: Flags) -> bool:
    """Whether values [J] tell which settled journeys `reached` [J] their goal better than one can foresee.

    Whole numbers are codes of values, each by itself, -1 (nothing told) among them; floats are numbers, NaN
    where nothing is told. They know too much if the area under the ROC curve is at least 0.9 or at most 0.1
    (Hanley and McNeil 1982, Radiology 143), or if of a value of at least 3 % of the journeys all or none
    reach the goal, though the others do at a rate at least 0.1 away that makes this no accident. Of fewer
    than 50 journeys, or 10 of either end, nobody can tell: False.

    >>> reached = np.arange(100) % 2 == 0
    >>> known_too_well(np.where(reached, 1, 0), reached), known_too_well(np.arange(100) // 50, reached)
    (True, False)
    """
    n = int(reached.sum())
    if len(reached) < FEWEST or min(n, len(reached) - n) < FEWEST_EACH:
        return False
    if np.issubdtype(values.dtype, np.integer):
        return _by_value(values.astype(np.int64), reached)
    numbers = values.astype(np.float64)
    told = ~np.isnan(numbers)
    if _by_value(told.astype(np.int64), reached):
        return True
    few = np.unique(numbers[told])
    if len(few) <= FEW_VALUES and _by_value(np.where(told, np.searchsorted(few, numbers), -1), reached):
        return True
    return _apart(numbers[told], reached[told])


def told_of(told: Flags, reached: Flags) -> bool:
    """Whether something is told [J] clearly more of settled journeys that `reached` [J] their goal, or less.

    A list of customers knows those who bought. That somebody is on it is no circumstance, it is the end.
    """
    n, misses = int(reached.sum()), int((~reached).sum())
    if min(n, misses) < FEWEST_EACH:
        return False
    share, other = told[reached].mean(), told[~reached].mean()
    error = np.sqrt(share * (1 - share) / n + other * (1 - other) / misses)
    return bool(abs(share - other) > max(APART, SURELY * error))


def says_how_it_ended(name: str, values: Iterable[str], happened: Iterable[str]) -> bool:
    """Whether a property, by its name or because its values are what `happened`, is how something ended.

    That is a fact once it has come so far, but not where it is told from the beginning.

    >>> says_how_it_ended("orderStatus", [], []), says_how_it_ended("stands", ["shipped"], ["Shipped"])
    (True, True)
    """
    if any(AN_END.match(word.lower()) for word in WORDS.findall(name)):
        return True
    known = {each.casefold() for each in happened}
    return any(value.casefold() in known for value in values)


def _by_value(codes: NDArray[np.int64], reached: Flags) -> bool:
    """Whether the values, each with the rate of its journeys, know too much."""
    _, each = np.unique(codes, return_inverse=True)
    n, hits = np.bincount(each), np.bincount(each, reached)
    rest = (hits.sum() - hits) / np.maximum(n.sum() - n, 1)
    accident = np.where(hits == 0, (1 - rest) ** n, np.where(hits == n, rest**n, 1.0))
    away = np.abs(hits / n - rest) >= APART
    if ((n >= COMMON * len(codes)) & (n < len(codes)) & away & (accident <= BY_CHANCE)).any():
        return True
    return _apart((hits / n)[each], reached)


def _apart(score: Floats, reached: Flags) -> bool:
    """Whether a score, by the area under its curve, separates those who reach from those who don't."""
    if min(reached.sum(), (~reached).sum()) < FEWEST_EACH:
        return False
    _, each = np.unique(score, return_inverse=True)
    hits = np.bincount(each, reached)
    misses = np.bincount(each, ~reached)
    below = np.cumsum(misses) - misses
    area = float((hits * (below + misses / 2)).sum() / (hits.sum() * misses.sum()))
    return bool(area >= TOO_WELL or area <= 1 - TOO_WELL)
