"""Durations key by key, each person's side by side, in; what quantiles and their intervals need of them out.

A strand is what there is of one key. An item is a duration, and two bits that tell whether the one before it
is the same person's, and whether it counts among the first visits. Nothing is sorted: durations are counted
by cell (footpath.kernels.durations), and only what a person has several times of a key is looked at again.
Everything is told twice: of all items, and of those that are first.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.durations import DIGITS, EXPONENT, KEY, cell_of

Ints = NDArray[np.int64]
People = NDArray[np.int32]
FIRST, SAME, BITS = 1, 2, 2  # below the µs of an item
ALL, OF_FIRST = 0, 1
PEOPLE, BASE, BASE2, HITS, HITS2, CROSS = range(6)  # as in footpath.stats.intervals.ShareSums
_CELLS = 1 << KEY
_MOST = np.iinfo(np.int64).max


class Told(NamedTuple):
    """What is told of k strands: of all their items [:, 0], and of those that are first [:, 1]."""

    sums: Ints  # [k, 2, 6] of the share of durations up to the median, as of intervals.ShareSums
    ends: Ints  # [k + 1] where the cells of each strand begin in `cells`, and end
    cells: People  # [cells, 3] number, items up to its end, and those that are first


@njit(cache=True, nogil=True)
def strands_of(keys: Ints, values: Ints, person: People, n_keys: int) -> tuple[Ints, Ints, Ints]:
    """Durations [n], each person's side by side, as strands: where they begin and end [n_keys], and items."""
    begin, by = np.zeros(n_keys, np.int64), np.full(n_keys, np.int32(-1))
    for i in range(len(keys)):
        begin[keys[i]] += 1
    end = np.cumsum(begin)
    begin[:] = end - begin
    end[:] = begin
    items = np.empty(len(keys), np.int64)
    for i in range(len(keys)):
        key = keys[i]
        items[end[key]] = (values[i] << BITS) | (SAME * (by[key] == person[i]))
        by[key] = person[i]
        end[key] += 1
    return begin, end, items


@njit(cache=True, nogil=True)
def lay(begin: Ints, end: Ints, items: Ints, at: Ints, room: Ints) -> None:
    """Puts strands [k] to `at` [k] in a larger room, and moves that on to where they end there."""
    for key in range(len(begin)):
        place = at[key]
        for i in range(begin[key], end[key]):
            room[place] = items[i]
            place += 1
        at[key] = place


@njit(cache=True, nogil=True)
def tell(begin: Ints, end: Ints, items: Ints, bits: int, cells: People) -> Told:
    """What is told of some strands [k]; there is room in `cells` for as many as they have items."""
    sums, ends = np.zeros((len(begin), 2, 6), np.int64), np.zeros(len(begin) + 1, np.int64)
    counts, again, found = np.zeros(2 * _CELLS, np.int32), np.empty(1, np.int64), 0
    both = counts.view(np.uint64)  # the two counts of a cell, looked at together
    for key in range(len(begin)):
        n = end[key] - begin[key]
        if n > len(again):
            again = np.empty(2 * n, np.int64)
        strand = items[begin[key] : end[key]]
        least, most, n_again = _count(strand, bits, counts, again)
        begun, total, of_first = found, 0, 0
        for cell in range(least, most + 1):
            if both[np.uint64(cell)]:
                others, firsts = counts[2 * cell], counts[2 * cell + 1]
                total += others + firsts
                of_first += firsts
                cells[found, 0], cells[found, 1], cells[found, 2] = cell, total, of_first
                counts[2 * cell] = counts[2 * cell + 1] = 0
                found += 1
        ends[key + 1] = found
        _halve(strand, again[:n_again], bits, cells[begun:found], sums[key])
    return Told(sums, ends, cells)


@njit(cache=True, nogil=True)
def _count(strand: Ints, bits: int, counts: People, again: Ints) -> tuple[int, int, int]:
    """Counts items by cell, and by whether they are first; the least and the greatest cell, and how many of
    the items are their person's again, whose places are noted.
    """
    least, most, n = _CELLS, -1, 0
    for i in range(len(strand)):
        item = strand[i]
        cell = cell_of(item >> BITS, bits)
        least, most = min(least, cell), max(most, cell)
        counts[np.uint64(2 * cell + (item & FIRST))] += 1
        # Written each time, and kept when it is the same person's: nothing to guess
        again[np.uint64(n)] = i
        n += (item & SAME) >> 1
    return least, most, n


@njit(cache=True, nogil=True)
def _halve(strand: Ints, again: Ints, bits: int, cells: People, sums: Ints) -> None:
    """The sums of a strand's items up to the median, of all and of those that are first."""
    middle = np.zeros((2, 5), np.int64)  # cell, items before it, in it, how many of them are up to the median
    inside = np.zeros((2, 2), np.int64)  # squares and cross in that cell
    for kind in range(2):
        total = cells[-1, 1 + kind] if len(cells) else 0
        if total == 0:
            middle[kind, 0] = -1
            continue
        at = find(cells, kind, (total - 1) // 2)
        before = cells[at - 1, 1 + kind] if at else 0
        n = cells[at, 1 + kind] - before
        taken = (total - 1) // 2 - before + 1
        if n > 1 and taken < n and _alike(strand, kind, cells[at, 0], bits):
            taken = n
        middle[kind, 0], middle[kind, 1], middle[kind, 2], middle[kind, 3] = cells[at, 0], before, n, taken
        sums[kind, PEOPLE] = sums[kind, BASE] = sums[kind, BASE2] = total
        sums[kind, HITS2] = sums[kind, CROSS] = before
        inside[kind, 0] = inside[kind, 1] = n
    _repeat(strand, again, bits, middle[:, 0], sums, inside)
    for kind in range(2):
        _, before, n, taken = middle[kind, :4]
        if n:
            sums[kind, HITS] = before + taken
            sums[kind, HITS2] += inside[kind, 0] * taken // n
            sums[kind, CROSS] += inside[kind, 1] * taken // n


@njit(cache=True, nogil=True)
def _repeat(strand: Ints, again: Ints, bits: int, middle: Ints, sums: Ints, inside: Ints) -> None:
    """Adds what tells items of one person from those of several."""
    last = np.int64(-2)
    m, before, within = np.zeros(2, np.int64), np.zeros(2, np.int64), np.zeros(2, np.int64)
    for i in again:
        if i != last + 1:
            m[:] = 0
            before[:] = 0
            within[:] = 0
            _add(strand[i - 1], bits, middle, sums, inside, m, before, within)
        _add(strand[i], bits, middle, sums, inside, m, before, within)
        last = i


@njit(cache=True, nogil=True)
def _add(item, bits, middle, sums, inside, m, before, within):  # type: ignore[no-untyped-def]
    """Adds an item of a person of whom m are known, of these some before the middle cell and some in it.

    A person's x items count x² = Σ(2i − 1), and with m in all xm: here is what is above one for each item.
    """
    cell = cell_of(item >> BITS, bits)
    for kind in range(1 + (item & FIRST)):
        below, here = np.int64(cell < middle[kind]), np.int64(cell == middle[kind])
        sums[kind, PEOPLE] -= m[kind] > 0
        sums[kind, BASE2] += 2 * m[kind]
        sums[kind, HITS2] += 2 * before[kind] * below
        inside[kind, 0] += 2 * (within[kind] * below + (before[kind] + within[kind]) * here)
        sums[kind, CROSS] += before[kind] + m[kind] * below
        inside[kind, 1] += within[kind] + m[kind] * here
        m[kind] += 1
        before[kind] += below
        within[kind] += here


@njit(cache=True, nogil=True)
def _alike(strand: Ints, kind: int, cell: int, bits: int) -> bool:
    """Whether all durations in a cell are equal."""
    value, n = np.int64(0), 0
    for item in strand:
        if (item & FIRST) < kind or cell_of(item >> BITS, bits) != cell:
            continue
        if n > 0 and item >> BITS != value:
            return False
        value, n = item >> BITS, n + 1
    return True


@njit(cache=True, nogil=True)
def find(cells: People, kind: int, rank: int) -> int:
    """Which of a strand's cells holds the duration of a rank, from 0."""
    low, high = 0, len(cells) - 1
    while low < high:
        middle = (low + high) // 2
        if cells[middle, 1 + kind] > rank:
            high = middle
        else:
            low = middle + 1
    return low


@njit(cache=True, nogil=True)
def least_of(cell: int, bits: int) -> int:
    """The least duration of a cell, below 285 years; of the first one, the least there is."""
    if cell == 0:
        return -_MOST
    digits = np.int64(cell - 1 + (EXPONENT << bits)) << (DIGITS - bits)
    return int(np.ceil(np.int64(digits).view(np.float64)))


@njit(cache=True, nogil=True)
def at_ranks(  # noqa: C901, PLR0912 (one loop over strands: what a call would hand on is much)
    begin: Ints, end: Ints, items: Ints, bits: int, told: Told, ranks: Ints
) -> Ints:
    """The cells of ranks [2, r, k] in k strands, from 0, among all items and those that are first.

    Their lowest, highest, items, and the rank in it [4, 2, r, k]; nothing of a kind of which there are none.
    """
    found = np.zeros((4, *ranks.shape), np.int64)
    wanted = np.zeros(_CELLS, np.bool_)
    low, high = np.full((2, _CELLS), _MOST), np.full((2, _CELLS), -_MOST)
    asked = np.zeros(ranks.shape[:2], np.int64)  # the cells of the strand in hand, or of one before
    for key in range(len(begin)):
        own = told.cells[told.ends[key] : told.ends[key + 1]]
        least, most = _CELLS, -1
        for kind in range(2):
            if told.sums[key, kind, BASE] == 0:
                continue
            for r in range(ranks.shape[1]):
                at = find(own, kind, ranks[kind, r, key])
                before = np.int64(own[at - 1, 1 + kind]) if at else 0
                cell = int(own[at, 0])
                found[0, kind, r, key], found[3, kind, r, key] = cell, ranks[kind, r, key] - before
                found[2, kind, r, key] = own[at, 1 + kind] - before
                wanted[cell], asked[kind, r] = True, cell
                least, most = min(least, cell), max(most, cell)
        if most < 0:
            continue
        since, until = least_of(least, bits), least_of(most + 1, bits)
        for i in range(begin[key], end[key]):
            value = items[i] >> BITS
            if since <= value < until:
                cell = cell_of(value, bits)
                if wanted[cell]:
                    low[0, cell], high[0, cell] = min(low[0, cell], value), max(high[0, cell], value)
                    if items[i] & FIRST:
                        low[1, cell], high[1, cell] = min(low[1, cell], value), max(high[1, cell], value)
        for kind in range(2):
            if told.sums[key, kind, BASE]:
                for r in range(ranks.shape[1]):
                    cell = found[0, kind, r, key]
                    found[0, kind, r, key], found[1, kind, r, key] = low[kind, cell], high[kind, cell]
        for each in asked.ravel():
            wanted[each] = False
            low[0, each] = low[1, each] = _MOST
            high[0, each] = high[1, each] = -_MOST
    return found
