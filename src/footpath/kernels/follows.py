"""Journeys in; how many persons, journeys and moves go from each touchpoint directly to each other one out.

One pass and no sorting: beside the counts of a pair stands the journey that made it last. Each person's
journeys stand side by side, so that mark tells a new journey, and a new person too.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
MOST = 2**32 - 1  # what a count of 32 bits holds
MOVES, JOURNEYS, PEOPLE = (np.uint64(i) for i in (1, 2, 3))
ONE = np.uint64(1)


@njit(cache=True, nogil=True)
def follow_counts(
    offsets: Ints, touchpoint: Codes, person: NDArray[np.int32], n: int
) -> tuple[Ints, Ints, Ints]:
    """Persons, journeys and moves [n, n] in which the column comes immediately after the row.

    offsets     [J + 1] where each journey begins
    touchpoint  [S] 0 … n − 1, the narrower the faster; OverflowError beyond 2**32 − 1 steps
    person      [J] with each person's journeys side by side
    """
    if len(touchpoint) > MOST or len(person) > MOST:
        raise OverflowError("more than 2**32 - 1 steps in one pass")
    # A row of 12 bytes a pair, 16 where anybody has several journeys: narrow ones stay in the nearest cache.
    # Indices have no sign, else they are looked at twice
    several = (person[1:] == person[:-1]).any()
    size, width = np.uint64(4 if several else 3), np.uint64(n)
    rows = np.zeros(np.int64(size) * n * n, np.uint32)
    more = np.uint32(1)
    mark, before = np.uint32(0), np.uint32(0)
    for j in range(np.uint64(len(offsets) - 1)):
        if several and (j == 0 or person[j] != person[j - ONE]):
            before = mark
        mark += more
        at, end = np.uint64(offsets[j]), np.uint64(offsets[j + ONE])
        if at == end:
            continue
        from_ = np.uint64(touchpoint[at]) * width
        at += ONE
        while at < end:
            to = np.uint64(touchpoint[at])
            row = (from_ + to) * size
            last = rows[row]
            rows[row] = mark
            rows[row + MOVES] += more
            rows[row + JOURNEYS] += np.uint32(last != mark)
            if several:
                rows[row + PEOPLE] += np.uint32(last <= before)
            from_ = to * width
            at += ONE
    counts = rows.reshape(n, n, np.int64(size))
    return (
        counts[:, :, np.int64(size) - 1].astype(np.int64),
        counts[:, :, 2].astype(np.int64),
        counts[:, :, 1].astype(np.int64),
    )
