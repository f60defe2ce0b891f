"""Durations by person in; how they are spread, on a scale of cells that adds up, out.

A cell is a range of values that are alike: each octave, from a value to its double, is cut into 256 equal
ones, or 64. Of each cell there is a row:

    n        values
    first    values that are their person's lowest under the key: over all cells, the persons
    lowest, highest
    squares  Σ(2i − 1), the value being the i-th of its person's under the key: up to any cell, Σx² over
             persons with x values there, as 1 + 3 + … + (2x − 1) = x²
    cross    Σm, the person having m values under the key: up to any cell, Σxm

All are whole numbers, and those of different persons add up.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
People = NDArray[np.int32]

FINE, COARSE = 8, 6  # bits of a cell: its width is below 1 / 256, or 1 / 64, of its values
KEY = 14  # bits of a cell's number; above them stands the key
COLUMNS = 6
N, FIRST, LOWEST, HIGHEST, SQUARES, CROSS = range(COLUMNS)
DIGITS, EXPONENT = 52, 1023  # of a float of 64 bits
_NO_TIME = np.iinfo(np.int64).min
_LOW = (1 << 32) - 1
_FEW = 24  # values that are sorted by insertion


class Items(NamedTuple):
    """Durations by key, and room for those of the person in hand."""

    ends: Ints  # [keys] where the durations of each key end
    place: Ints  # [keys] where the next one goes
    pairs: Ints  # [n, 2] value, and rank << 32 | m
    keys: Ints  # [most durations of a person]
    values: Ints
    m: People  # [keys] how many the person has, and how many with a rank
    rank: People


@njit(cache=True, nogil=True)
def cell_of(value: int, bits: int) -> int:
    """The cell of a value, from 0; what is below 0 is in the cell of 0."""
    if value <= 0:
        return 0
    # As a float, its exponent and the first digits after it stand side by side
    digits = np.float64(value).view(np.int64) >> (DIGITS - bits)
    return int(digits - (EXPONENT << bits) + 1)


@njit(cache=True, nogil=True)
def spread(keys: Ints, values: Ints, person: People, n_keys: int, bits: int) -> tuple[Ints, Ints]:
    """The cells of durations [n]: their numbers, rising, and their rows; each person's side by side.

    A number is key << 14 | cell. Keys are below n_keys, values are µs.
    """
    total, most, begin = np.zeros(n_keys, np.int64), 0, 0
    for i in range(len(keys)):
        begin = i if person[i] != person[begin] else begin
        most = max(most, i + 1 - begin)
        total[keys[i]] += 1
    items, n = _items(total, most), 0
    for i in range(len(keys)):
        if i > 0 and person[i] != person[i - 1]:
            _settle(items, n)
            n = 0
        items.keys[n], items.values[n] = keys[i], values[i]
        n += 1
    _settle(items, n)
    ids, rows = _gather(items, bits)
    return ids, rows


@njit(cache=True, nogil=True)
def spread_moves(
    first: Ints,
    last: Ints,
    key: Codes,
    keep: NDArray[np.bool_],
    time: Ints,
    person: People,
    n_keys: int,
    bits: int,
) -> tuple[Ints, Ints]:
    """The same of the time from each step to the next within spans first:last [J] of steps.

    key [S] of the move that begins at a step; keep [S] which are looked at, or empty for all.
    """
    total, most, n = np.zeros(n_keys, np.int64), 0, 0
    for j in range(len(first)):
        n = 0 if j > 0 and person[j] != person[j - 1] else n
        for at in range(first[j], last[j] - 1):
            if _counts(time, keep, at):
                total[key[at]] += 1
                n += 1
        most = max(most, n)
    items, n = _items(total, most), 0
    for j in range(len(first)):
        if j > 0 and person[j] != person[j - 1]:
            _settle(items, n)
            n = 0
        for at in range(first[j], last[j] - 1):
            if _counts(time, keep, at):
                items.keys[n], items.values[n] = key[at], time[at + 1] - time[at]
                n += 1
    _settle(items, n)
    ids, rows = _gather(items, bits)
    return ids, rows


@njit(cache=True, nogil=True)
def _counts(time: Ints, keep: NDArray[np.bool_], at: int) -> bool:
    known = time[at] != _NO_TIME and time[at + 1] != _NO_TIME
    return known and (len(keep) == 0 or keep[at])


def merge_cells(ids: Ints, rows: Ints, more_ids: Ints, more_rows: Ints) -> tuple[Ints, Ints]:
    """The cells of both, who are different persons'; numbers rise."""
    # Made here, where much memory comes in large pages
    found = np.empty(len(ids) + len(more_ids), np.int64)
    sums = np.empty((len(found), COLUMNS), np.int64)
    n = _merge(ids, rows, more_ids, more_rows, found, sums)
    return found[:n], sums[:n]


@njit(cache=True, nogil=True)
def _merge(ids: Ints, rows: Ints, more_ids: Ints, more_rows: Ints, found: Ints, sums: Ints) -> int:
    a, b, n = 0, 0, 0
    while a < len(ids) or b < len(more_ids):
        if b == len(more_ids) or (a < len(ids) and ids[a] < more_ids[b]):
            found[n] = ids[a]
            _copy(rows, a, sums, n)
            a += 1
        elif a == len(ids) or more_ids[b] < ids[a]:
            found[n] = more_ids[b]
            _copy(more_rows, b, sums, n)
            b += 1
        else:
            found[n] = ids[a]
            _copy(rows, a, sums, n)
            _join(sums, n, more_rows, b)
            a += 1
            b += 1
        n += 1
    return n


def sums_before(rows: Ints) -> Ints:
    """The rows before each row, and before the end, added up [n + 1, 6]."""
    up_to = np.empty((len(rows) + 1, COLUMNS), np.int64)
    _add_up(rows, up_to)
    return up_to


@njit(cache=True, nogil=True)
def _add_up(rows: Ints, up_to: Ints) -> None:
    for column in range(COLUMNS):
        up_to[0, column] = 0
    for at in range(len(rows)):
        for column in range(COLUMNS):
            up_to[at + 1, column] = up_to[at, column] + rows[at, column]


@njit(cache=True, nogil=True)
def _copy(rows: Ints, at: int, to: Ints, place: int) -> None:
    for column in range(COLUMNS):
        to[place, column] = rows[at, column]


@njit(cache=True, nogil=True)
def _join(rows: Ints, at: int, others: Ints, other: int) -> None:
    rows[at, LOWEST] = min(rows[at, LOWEST], others[other, LOWEST])
    rows[at, HIGHEST] = max(rows[at, HIGHEST], others[other, HIGHEST])
    for column in (N, FIRST, SQUARES, CROSS):
        rows[at, column] += others[other, column]


@njit(cache=True, nogil=True)
def _items(total: Ints, most: int) -> Items:
    ends = np.cumsum(total)
    return Items(
        ends,
        ends - total,
        np.empty((total.sum(), 2), np.int64),
        np.empty(most, np.int64),
        np.empty(most, np.int64),
        np.zeros(len(total), np.int32),
        np.zeros(len(total), np.int32),
    )


@njit(cache=True, nogil=True)
def _settle(items: Items, n: int) -> None:
    """Puts a person's n durations in their places, with their ranks among those of the same key."""
    keys, values, m, rank = items.keys, items.values, items.m, items.rank
    repeated = False
    for i in range(n):
        m[keys[i]] += 1
        repeated |= m[keys[i]] > 1
    if repeated:
        _sort(keys, values, n)
    for i in range(n):
        key = keys[i]
        rank[key] += 1
        items.pairs[items.place[key], 0] = values[i]
        items.pairs[items.place[key], 1] = (np.int64(rank[key]) << 32) | m[key]
        items.place[key] += 1
    for i in range(n):
        m[keys[i]] = rank[keys[i]] = 0


@njit(cache=True, nogil=True)
def _sort(keys: Ints, values: Ints, n: int) -> None:
    """Both by value."""
    if n > _FEW:
        order = np.argsort(values[:n])
        keys[:n], values[:n] = keys[:n][order], values[:n][order]
        return
    for i in range(1, n):
        key, value, at = keys[i], values[i], i
        while at > 0 and values[at - 1] > value:
            keys[at], values[at] = keys[at - 1], values[at - 1]
            at -= 1
        keys[at], values[at] = key, value


@njit(cache=True, nogil=True)
def _gather(items: Items, bits: int) -> tuple[Ints, Ints]:
    """The cells of all items: key by key, so that the cells in hand are few and stay near."""
    pairs, n, end = items.pairs, len(items.pairs), 0
    ids, rows, found = np.empty(n, np.int64), np.empty((n, COLUMNS), np.int64), 0
    cells, met = np.zeros((1 << KEY, COLUMNS), np.int64), np.empty(1 << KEY, np.int64)
    for key in range(len(items.ends)):
        begin, end, n_met = end, items.ends[key], 0
        for i in range(begin, end):
            cell = cell_of(pairs[i, 0], bits)
            if cells[cell, N] == 0:
                met[n_met] = cell
                n_met += 1
            _add(cells[cell], pairs[i, 0], pairs[i, 1] >> 32, pairs[i, 1] & _LOW)
        for cell in np.sort(met[:n_met]):
            ids[found] = (key << KEY) + cell
            _copy(cells, cell, rows, found)
            cells[cell] = 0
            found += 1
    return ids[:found], rows[:found]  # what was not written takes no memory


@njit(cache=True, nogil=True)
def _add(row: Ints, value: int, rank: int, m: int) -> None:
    """Adds a value, the rank-th of m of its person's."""
    row[LOWEST] = min(row[LOWEST], value) if row[N] else value
    row[HIGHEST] = max(row[HIGHEST], value) if row[N] else value
    row[N] += 1
    row[FIRST] += rank == 1
    row[SQUARES] += 2 * rank - 1
    row[CROSS] += m
