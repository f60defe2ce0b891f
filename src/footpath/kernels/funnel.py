"""Journeys and the steps of a funnel in, how many persons and journeys reach each step out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
_NO_TIME = np.iinfo(np.int64).min
_ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def funnel_counts(
    offsets: Ints,
    touchpoint: Codes,
    time: Ints,
    member: NDArray[np.bool_],
    within: int,
    person: NDArray[np.int32],
) -> tuple[Ints, Ints]:
    """Persons and journeys that reach each step [steps]; a journey counts at its deepest match of any start.

    offsets     [J + 1] where each journey begins
    touchpoint  [S] 0 … n − 1, time [S] rising within a journey where it is known
    member      [steps, n] which touchpoints a step takes
    within      µs from the first step on, then a step without a time is within nothing; -1 for no limit
    person      [J] with each person's journeys side by side

    Nothing is tried twice: of all starts from which some step was reached, the latest has the most time left.
    """
    n_steps, limit = len(member), max(within, 0)
    takes = np.zeros(member.shape[1], np.bool_)
    for step in range(n_steps):
        takes |= member[step]
    latest = np.zeros(n_steps, np.int64)  # start from which each step was reached
    people, journeys = np.zeros(n_steps + 1, np.int64), np.zeros(n_steps + 1, np.int64)
    furthest = 0  # of the person
    for j in range(len(offsets) - 1):
        if j > 0 and person[j] != person[j - 1]:
            people[furthest] += 1
            furthest = 0
        depth, at, end = 0, np.uint64(offsets[j]), np.uint64(offsets[j + 1])
        while at < end:
            code, here = np.uint64(touchpoint[at]), at
            at += _ONE
            if not takes[code]:
                continue
            now = time[here] if within >= 0 else 0
            if within >= 0 and now == _NO_TIME:
                continue
            # The last step first, that no event is taken twice
            for step in range(min(depth, n_steps - 1), 0, -1):
                if member[step, code] and now - latest[step - 1] <= limit:
                    latest[step] = latest[step - 1]
                    depth = max(depth, step + 1)
            if member[0, code]:
                latest[0] = now
                depth = max(depth, 1)
        journeys[depth] += 1
        furthest = max(furthest, depth)
    people[furthest] += 1
    # Whoever reaches a step has reached all before it
    return people[::-1].cumsum()[::-1][1:], journeys[::-1].cumsum()[::-1][1:]
