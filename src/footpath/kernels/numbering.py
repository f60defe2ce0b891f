"""Hashes in, the number of each out: things are numbered as they first come, over many calls.

The table is open addressing with linear probing. `slots` [a power of two] holds numbers, -1 where free;
`known` [room, 2] the hashes by number. Both are changed in place.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]  # [n, 2]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]


@njit(cache=True, nogil=True)
def number(hashes: Hashes, slots: Int32s, known: Hashes, count: int) -> tuple[Int32s, Int64s]:
    """The number of each hash [n], and where those that are new first stand.

    `count` are known so far; there must be room for all to be new.
    """
    last = np.uint64(len(slots) - 1)
    place, first = np.empty(len(hashes), np.int32), np.empty(len(hashes), np.int64)
    begin = count
    for row in range(len(hashes)):
        one, other = hashes[row, 0], hashes[row, 1]
        at = one & last
        found = slots[at]
        while found >= 0 and (known[found, 0] != one or known[found, 1] != other):
            at = (at + np.uint64(1)) & last
            found = slots[at]
        if found < 0:
            found = np.int32(count)
            slots[at], known[count, 0], known[count, 1] = found, one, other
            first[count - begin] = row
            count += 1
        place[row] = found
    return place, first[: count - begin].copy()


@njit(cache=True, nogil=True)
def refill(slots: Int32s, known: Hashes, count: int) -> None:
    """Puts what is known into new, empty slots."""
    last = np.uint64(len(slots) - 1)
    for each in range(count):
        at = known[each, 0] & last
        while slots[at] >= 0:
            at = (at + np.uint64(1)) & last
        slots[at] = each


@njit(cache=True, nogil=True)
def tally(place: Int32s, time: Int64s, weight: Int64s, earliest: Int64s) -> None:
    """Counts rows and finds the least time by number, in place."""
    for row in range(len(place)):
        at = place[row]
        weight[at] += 1
        earliest[at] = min(earliest[at], time[row])


@njit(cache=True, nogil=True)
def renumber(was: Int32s, to: Int32s, kind: Int32s, of_kind: Int32s) -> Int32s:
    """What each number is now [rows]: what `to` says, or, where that is -1, what its row's kind is.

    What is negative stays as it is.
    """
    found = np.empty(len(was), np.int32)
    for row in range(len(was)):
        found[row] = was[row] if was[row] < 0 else to[was[row]]
        if found[row] < 0 <= was[row]:
            found[row] = of_kind[kind[row]]
    return found


@njit(cache=True, nogil=True)
def count(place: Int32s, counts: Int64s) -> None:
    """Counts rows by number, in place; negative ones are left out."""
    for at in place:
        if at >= 0:
            counts[at] += 1
