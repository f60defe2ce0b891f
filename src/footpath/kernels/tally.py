"""Occurrences by group in, how many persons, journeys and occurrences each group has out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
People = NDArray[np.int32]
_PEOPLE, _JOURNEYS, _STEPS, _WIDTH = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)  # of a row
_NO_TIME = np.iinfo(np.int64).min


@njit(cache=True, nogil=True)
def tally(
    group: NDArray[np.int64], journey: NDArray[np.int32], person: NDArray[np.int32], n_groups: int
) -> NDArray[np.int64]:
    """Distinct persons, distinct journeys and occurrences of each group [n_groups, 3], in one pass.

    group [n], journey [n] never falling, person [J] with each person's journeys side by side.
    """
    counts = np.zeros((n_groups, 3), np.int64)
    last_person = np.full(n_groups, -1, np.int32)
    last_journey = np.full(n_groups, -1, np.int32)
    for i in range(len(group)):
        g, j = group[i], journey[i]
        counts[g, 2] += 1
        if last_journey[g] == j:
            continue
        last_journey[g] = j
        counts[g, 1] += 1
        if last_person[g] != person[j]:
            last_person[g] = person[j]
            counts[g, 0] += 1
    return counts


@njit(cache=True, nogil=True)
def tally_steps(offsets: Ints, code: Codes, by: Codes, n_by: int, person: People, n_codes: int) -> Ints:
    """The same of steps [S] of journeys offsets [J + 1], by code × n_by + by, [n_codes × n_by, 3].

    code and by [S] are -1 for a step that doesn't count; `by` may be empty, then n_by is 1. person [J], each
    person's journeys side by side.
    """
    # One row of 16 bytes a group, and indices without a sign: neither is looked for twice
    rows = np.zeros(4 * n_codes * n_by, np.uint32)
    mark, before = np.uint32(0), np.uint32(0)
    for j in range(len(offsets) - 1):
        if j == 0 or person[j] != person[j - 1]:
            before = mark
        mark += np.uint32(1)
        for step in range(offsets[j], offsets[j + 1]):
            at = np.uint64(step)
            group = np.int64(code[at])
            if len(by):
                group = np.int64(-1 if group < 0 or by[at] < 0 else group * n_by + by[at])
            if group < 0:
                continue
            row = np.uint64(group) * _WIDTH
            last = rows[row]
            rows[row] = mark
            rows[row + _STEPS] += np.uint32(1)
            rows[row + _JOURNEYS] += np.uint32(last != mark)
            rows[row + _PEOPLE] += np.uint32(last <= before)
    return rows.reshape(n_codes * n_by, 4)[:, 1:].astype(np.int64)


@njit(cache=True, nogil=True)
def tally_moves(first: Ints, last: Ints, code: Codes, time: Ints, person: People, n_codes: int) -> Ints:
    """The same of moves by the code they begin at [n_codes, 3], within spans first:last [J] of steps.

    A move goes from a step to the next; it counts if both their times are known.
    """
    counts = np.zeros((n_codes, 3), np.int64)
    seen = np.zeros(n_codes, np.int64)
    before = 0
    for j in range(len(first)):
        if j > 0 and person[j] != person[j - 1]:
            before = j
        for at in range(first[j], last[j] - 1):
            if time[at] == _NO_TIME or time[at + 1] == _NO_TIME:
                continue
            group = code[at]
            counts[group, 2] += 1
            counts[group, 1] += seen[group] != j + 1
            counts[group, 0] += seen[group] <= before
            seen[group] = j + 1
    return counts
