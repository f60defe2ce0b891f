"""Journeys in, when each could arrive at one touchpoint for the first time out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]


@njit(cache=True, nogil=True)
def arrivals(first: Ints, last: Ints, person: Codes, touchpoint: Codes, n_codes: int) -> tuple[Ints, Ints]:
    """Who meets what, and directly after what.

    Persons [n_codes] that arrive at each touchpoint in a journey that began elsewhere, and the journeys
    [n_codes, n_codes] in which the first arrival (column) came directly after a touchpoint (row).
    """
    people, came = np.zeros(n_codes, np.int64), np.zeros((n_codes, n_codes), np.int64)
    seen_in, counted = np.full(n_codes, -1, np.int64), np.full(n_codes, -1, np.int64)
    for j in range(len(first)):
        for at in range(first[j], last[j]):
            here = touchpoint[at]
            if seen_in[here] == j:
                continue
            seen_in[here] = j
            if at == first[j]:
                continue
            came[touchpoint[at - 1], here] += 1
            if counted[here] != person[j]:
                counted[here] = person[j]
                people[here] += 1
    return people, came


@njit(cache=True, nogil=True)
def times_at_risk(
    first: Ints, last: Ints, touchpoint: Codes, code: int, after: Flags
) -> tuple[Ints, Ints, Flags, Ints]:
    """Journeys, positions and whether it is met there, of all times of risk; then the strays.

    A time of risk follows a step at one of the touchpoints `after` [codes], until `code` is met; a journey
    that begins there has none. Strays meet it directly after another touchpoint, and have no rows.
    """
    size = 0
    for j in range(len(first)):
        size += last[j] - first[j]
    journey, position = np.empty(size, np.int64), np.empty(size, np.int64)
    met, strays = np.zeros(size, np.bool_), np.empty(len(first), np.int64)
    n, n_strays = 0, 0
    for j in range(len(first)):
        if first[j] == last[j] or touchpoint[first[j]] == code:
            continue
        begin = n
        for at in range(first[j] + 1, last[j] + 1):
            arrived = at < last[j] and touchpoint[at] == code
            if after[touchpoint[at - 1]]:
                journey[n], position[n], met[n] = j, at, arrived
                n += 1
            elif arrived:
                n = begin
                strays[n_strays] = j
                n_strays += 1
            if arrived:
                break
    return journey[:n].copy(), position[:n].copy(), met[:n].copy(), strays[:n_strays].copy()
