"""Journeys in; how many persons, journeys and moves go from each touchpoint directly to each other one out.

One pass and no sorting: beside the counts of a pair stands the journey that made it last. Each person's
journeys stand side by side, so that mark tells a new journey, and a new person too.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.clusters import add_cluster

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
MOST = 2**32 - 1  # what a count of 32 bits holds
LAST, MOVES, JOURNEYS, PEOPLE = (np.uint64(i) for i in range(4))
ONE, WIDTH = np.uint64(1), np.uint64(4)


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


@njit(cache=True, nogil=True)
def move_ids(touchpoint: Codes, width: int) -> NDArray[np.int32]:
    """What each step [S] and the one after it are together: from × width + to."""
    moves = np.zeros(len(touchpoint), np.int32)
    for at in range(len(touchpoint) - 1):
        moves[at] = np.int32(touchpoint[at]) * np.int32(width) + np.int32(touchpoint[at + 1])
    return moves


class Drawn(NamedTuple):
    """Steps [S] of journeys [J], each person's side by side, and which move [S] begins at each step."""

    offsets: Ints  # [J + 1]
    last: Ints  # [J] where the journey itself ends
    outcome: NDArray[np.int8]  # [J]
    person: NDArray[np.int32]  # [J]
    touchpoint: Codes
    move: NDArray[np.int32]


@njit(cache=True, nogil=True)
def next_sums(drawn: Drawn, n: int, n_moves: int, n_outcomes: int) -> tuple[Ints, Ints, NDArray[np.bool_]]:
    """What follows the first visit to each touchpoint in a journey.

    Bases [n, 3] and hits [n_moves + n × n_outcomes, 4] as in cluster_sums: a base is a touchpoint, a hit the
    move made there, or, for the last step of a journey, n_moves + touchpoint × n_outcomes + outcome. And
    which steps [S] are such a visit.
    """
    bases, hits = np.zeros((n, 3), np.int64), np.zeros((n_moves + n * n_outcomes, 4), np.int64)
    first, seen_in = np.zeros(len(drawn.touchpoint), np.bool_), np.full(n, -1, np.int64)
    m, x = np.zeros(n, np.int64), np.zeros(len(hits), np.int64)
    met, n_met = np.empty(n, np.int64), 0
    made, base_of, n_made = np.empty(len(hits), np.int64), np.empty(len(hits), np.int64), 0
    n_journeys = len(drawn.offsets) - 1
    for j in range(n_journeys):
        end = drawn.offsets[j + 1]
        for at in range(drawn.offsets[j], end):
            code = np.int64(drawn.touchpoint[at])
            if seen_in[code] == j:
                continue
            seen_in[code], first[at] = j, True
            hit = np.int64(drawn.move[at])
            if at + 1 in (end, drawn.last[j]):
                hit = n_moves + code * n_outcomes + drawn.outcome[j]
            if m[code] == 0:
                met[n_met] = code
                n_met += 1
            if x[hit] == 0:
                made[n_made], base_of[n_made] = hit, code
                n_made += 1
            m[code] += 1
            x[hit] += 1
        if j + 1 < n_journeys and drawn.person[j + 1] == drawn.person[j]:
            continue
        for i in range(n_made):
            add_cluster(hits[made[i]], x[made[i]])
            hits[made[i], 3] += x[made[i]] * m[base_of[i]]
            x[made[i]] = 0
        for code in met[:n_met]:
            add_cluster(bases[code], m[code])
            m[code] = 0
        n_met = n_made = 0
    return bases, hits, first
