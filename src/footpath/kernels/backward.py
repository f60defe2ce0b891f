"""Rows of journeys in time order in, what each is worth if the moment is never met after it, out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def never_later(journey: Ints, met: Bools, chance: Floats, most: float) -> Floats:
    """The weight of each row [n] for standing for all that never meet it later: 0 where its journey does.

    One over the product of 1 − `chance` of its journey's later rows, at most `most`. Rows come by journey,
    then time; a row that meets it counts as met later.
    """
    n = len(journey)
    weight = np.ones(n)
    for row in range(n - 1, -1, -1):
        if met[row]:
            weight[row] = 0.0
        elif row + 1 < n and journey[row + 1] == journey[row]:
            weight[row] = min(weight[row + 1] / (1.0 - chance[row + 1]), most)
    return weight


@njit(cache=True, nogil=True)
def pseudo_outcomes(
    journey: Ints, met: Bools, chance: Floats, worth: Floats, outcome: Floats, most: float
) -> Floats:
    """The outcome of each row [n] as it would be had its journey not met the moment later.

    The outcome itself where no row of the journey follows, else the next row's `worth`, corrected by what its
    own pseudo-outcome is beyond that, weighted by one over its chance of not being met. Bang and Robins
    (2005), Biometrics 61: doubly robust for a course of treatments. The weights of a journey's rows multiply
    to at most `most`, as in never_later: else one long journey outweighs all others. For a row that meets it:
    its `worth`.
    """
    n = len(journey)
    found = outcome.copy()
    weight = 1.0
    for row in range(n - 1, -1, -1):
        last = row + 1 == n or journey[row + 1] != journey[row]
        if last:
            weight = 1.0
        if met[row]:
            found[row] = worth[row]
        elif not last:
            later = row + 1
            beyond = 0.0
            if not met[later]:
                grown = min(weight / (1.0 - chance[later]), most)
                beyond = (found[later] - worth[later]) * grown / weight
                weight = grown
            found[row] = worth[later] + beyond
    return found
