"""Journeys in; what follows the first visit to each touchpoint, and how long moves take, out: in one walk.

Durations are written to their moves' places as the walk meets them, each person's side by side, and counted
move by move afterwards, so that what is being counted is little and stays near. Most persons have one
journey and make each move once: whoever has more is gone through again.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.clusters import add_cluster
from footpath.kernels.durations import CROSS, FIRST, HIGHEST, KEY, LOWEST, SQUARES, N, cell_of

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
People = NDArray[np.int32]
Flags = NDArray[np.bool_]
_NO_TIME = np.iinfo(np.int64).min
_MOST = np.iinfo(np.int64).max
_FEW = 24  # values that are sorted by insertion
_CELLS = 1 << KEY
_ONE = np.uint64(1)  # indices without a sign are not looked for at the other end
_RANK, _M, _FIRST_RANK, _FIRST_M = range(4)  # columns of what is known of a move that a person made again


class Drawn(NamedTuple):
    """Steps [S] of journeys [J], each person's side by side."""

    offsets: Ints  # [J + 1]
    first: Ints  # [J] where the journey itself begins
    last: Ints  # [J] and ends
    outcome: NDArray[np.int8]  # [J]
    person: People  # [J]
    touchpoint: Codes
    time: Ints
    move: People  # [S] which move begins at each step; empty where it is from × n + to
    begins: Ints  # [moves] the touchpoint at which each move begins


class Durations(NamedTuple):
    """How long moves take, move by move, and each person's side by side; `walk` fills all but `begin`."""

    begin: Ints  # [moves] where those of a move begin; there is room for as many as it is made
    end: Ints  # [moves]
    items: Ints  # [room] twice the µs, and one more where the move is the first from where it begins
    again: People  # [room] zeros; where more is known of one that its person made several times


class Cells(NamedTuple):
    """Room for cells: numbers [room] and rows [room, 6]."""

    ids: Ints
    rows: Ints


@njit(cache=True, nogil=True)
def walk(  # noqa: C901, PLR0915 (one loop over all steps: a call each would cost more than a step)
    drawn: Drawn, made: Durations, n: int, n_outcomes: int
) -> tuple[Ints, Ints, People]:
    """What follows the first visit to each touchpoint in a journey; durations of moves are put in `made`.

    Bases [n, 3] and hits [moves + n × n_outcomes, 4] are as in cluster_sums: a base is a touchpoint, a hit
    the move made there, or, for the last step of a journey, moves + touchpoint × n_outcomes + outcome.
    Durations are those within journeys between known times; what is known of moves made again comes last.
    """
    # What is looked up in a tuple is counted as a reference each time: here once
    offsets, first, last, outcome, person, touchpoint, time, move_of, begins = drawn
    begin_of, end_of, items, again = made
    n_moves, n_journeys = len(begin_of), len(last)
    end_of[:] = begin_of
    bases, hits = np.zeros((n, 3), np.int64), np.zeros((n_moves + n * n_outcomes, 4), np.int64)
    seen = np.zeros(n, np.int32)  # one up from the journey that was there last
    once = np.zeros(len(hits) + 1, np.int64)  # one up from the hit; what is none is counted at 0
    by, began = np.zeros(n_moves, np.int32), np.zeros(n_moves, np.int64)
    twice, n_twice = np.empty(n_moves + 1, np.int64), 0
    more, n_more = np.empty((64, 4), np.int32), 1
    own, n_own = np.empty((64, 2), np.int64), 0
    m, x = np.zeros(n, np.int64), np.zeros(len(hits), np.int64)
    since, width = 0, np.uint64(n)
    for j in range(n_journeys):
        since = j if j == 0 or person[j - 1] != person[j] else since
        is_over = j + 1 == n_journeys or person[j + 1] != person[j]
        mark, who, alone = np.int32(j + 1), np.int32(since + 1), np.uint64(since == j and is_over)
        low, end = offsets[j], offsets[j + 1]
        stop = max(last[j] - 1, low - 1)  # where the journey itself ends
        begin = min(max(first[j], low), max(stop, low))
        _go_on(touchpoint, move_of, seen, once, low, begin, width, mark, alone)
        for step in range(begin, stop):
            at = np.uint64(step)
            code = np.uint64(touchpoint[at])
            is_first = np.uint64(seen[code] != mark)
            seen[code] = mark
            move = code * width + np.uint64(touchpoint[at + _ONE])
            if len(move_of):
                move = np.uint64(move_of[at])
            once[(move + _ONE) * (is_first * alone)] += 1
            begun, ended = time[at], time[at + _ONE]
            if begun == _NO_TIME or ended == _NO_TIME:  # noqa: PLR1714 (this one is compiled)
                continue
            place = end_of[move]
            since_place = began[move] if by[move] == who else place
            began[move], by[move] = since_place, who
            # Written each time, and kept when it is the second: nothing to guess
            twice[np.uint64(n_twice)] = move
            n_twice += place - since_place == 1
            items[np.uint64(place)] = ((ended - begun) << 1) | np.int64(is_first)
            end_of[move] = place + 1
        at_stop = n_moves + 1 + outcome[j]
        _halt(touchpoint, seen, once, low, stop, at_stop, n_outcomes, mark, alone)
        _go_on(touchpoint, move_of, seen, once, stop + 1, end - 1, width, mark, alone)
        _halt(touchpoint, seen, once, stop + 1, end - 1, at_stop, n_outcomes, mark, alone)
        if not is_over:
            continue
        for i in range(n_twice):
            a, b = began[twice[i]], end_of[twice[i]]
            if n_more + b - a > len(more):
                more = _roomier(more, n_more + b - a)
            n_more = _rank(items, again, more, a, b, n_more)
        n_twice = 0
        if since < j:
            if end - offsets[since] > len(own):
                own = _roomier(own, end - offsets[since])
            n_own = 0
            for each in range(since, j + 1):
                at_stop = n_moves + outcome[each]
                low, end = offsets[each], offsets[each + 1]
                n_own = _first_visits(
                    touchpoint,
                    move_of,
                    seen,
                    low,
                    last[each],
                    end,
                    n,
                    -each - 1,
                    at_stop,
                    n_outcomes,
                    own,
                    n_own,
                )
            _add_person(bases, hits, own, n_own, m, x)
    _add_once(bases, hits, once[1:], begins, n_outcomes)
    return bases, hits, more[:n_more]


@njit(cache=True, nogil=True)
def _go_on(touchpoint, move_of, seen, once, begin, end, width, mark, alone):  # type: ignore[no-untyped-def]
    """Goes over steps after each of which another one comes."""
    for step in range(begin, end):
        at = np.uint64(step)
        code = np.uint64(touchpoint[at])
        is_first = np.uint64(seen[code] != mark)
        seen[code] = mark
        move = code * width + np.uint64(touchpoint[at + _ONE])
        if len(move_of):
            move = np.uint64(move_of[at])
        once[(move + _ONE) * (is_first * alone)] += 1


@njit(cache=True, nogil=True)
def _halt(touchpoint, seen, once, begin, at, hit, n_outcomes, mark, alone):  # type: ignore[no-untyped-def]
    """Goes to a step at which the journey ends, as it is drawn or itself, unless it lies before `begin`."""
    if at >= begin:
        code = np.uint64(touchpoint[at])
        is_first = np.uint64(seen[code] != mark)
        once[np.uint64(hit + np.int64(code) * n_outcomes) * (is_first * alone)] += 1
        seen[code] = mark


@njit(cache=True, nogil=True)
def _first_visits(  # type: ignore[no-untyped-def]
    touchpoint, move_of, seen, low, last, end, n, mark, at_stop, n_outcomes, own, n_own
):
    """Notes a journey's first visits, from where and what follows; how many there are by now."""
    for at in range(low, end):
        code = np.int64(touchpoint[at])
        if seen[code] == mark:
            continue
        seen[code] = mark
        if at + 1 == end or at + 1 == last:
            hit = at_stop + code * n_outcomes
        elif len(move_of):
            hit = np.int64(move_of[at])
        else:
            hit = code * n + np.int64(touchpoint[at + 1])
        own[n_own, 0], own[n_own, 1] = code, hit
        n_own += 1
    return n_own


@njit(cache=True, nogil=True)
def cells_of(
    made: Durations, more: People, keys: Ints, bits: int, everything: Cells, firsts: Cells
) -> tuple[int, int]:
    """Fills in the cells of all durations, and of those that are first; how many they are.

    As in footpath.kernels.durations; a number is the key [moves] of its move << 14 | cell.
    """
    begin_of, end_of, items, again = made
    ids, rows = everything
    first_ids, first_rows = firsts
    # Of others, then of those that are first, in one table: which it is need not be guessed
    n, extra = np.zeros(2 * _CELLS, np.int32), np.zeros((2 * _CELLS, 3), np.int64)
    low, high = np.full(2 * _CELLS, _MOST), np.full(2 * _CELLS, -_MOST)
    found = found_first = 0
    for move in range(len(begin_of)):
        least, most = _count(items, again, more, begin_of[move], end_of[move], bits, n, low, high, extra)
        for cell in range(least, most + 1):
            first = cell + _CELLS
            here = np.int64(n[cell]) + n[first]
            if here == 0:
                continue
            ids[found] = (keys[move] << KEY) + cell
            _put(rows, found, here, min(low[cell], low[first]), max(high[cell], high[first]), extra, cell)
            found += 1
            if n[first]:
                first_ids[found_first] = (keys[move] << KEY) + cell
                _put(first_rows, found_first, np.int64(n[first]), low[first], high[first], extra, first)
                found_first += 1
            _clear(n, low, high, extra, cell)
            _clear(n, low, high, extra, first)
    return found, found_first


@njit(cache=True, nogil=True)
def _count(items, again, more, begin, end, bits, n, low, high, extra):  # type: ignore[no-untyped-def]
    """Adds up a move's durations by cell; the least and the greatest cell."""
    least, most = _CELLS, -1
    for step in range(begin, end):
        at = np.uint64(step)
        value = items[at] >> 1
        cell = cell_of(value, bits)
        least, most = min(least, cell), max(most, cell)
        place = np.uint64(cell + (items[at] & 1) * _CELLS)
        n[place] += 1
        low[place] = min(low[place], value)
        high[place] = max(high[place], value)
        if again[at]:
            _add_again(extra, more, again[at], cell)
    return least, most


@njit(cache=True, nogil=True)
def _clear(n, low, high, extra, cell):  # type: ignore[no-untyped-def]
    n[cell], low[cell], high[cell] = 0, _MOST, -_MOST
    extra[cell, 0] = extra[cell, 1] = extra[cell, 2] = 0


@njit(cache=True, nogil=True)
def _rank(items: Ints, again: People, more: People, a: int, b: int, n: int) -> int:
    """Sorts what a person has at a:b of a move, and notes which of them each is; how much is noted then."""
    _sort(items, a, b)
    firsts = 0
    for at in range(a, b):
        firsts += items[at] & 1
    rank = 0
    for at in range(a, b):
        rank += items[at] & 1
        again[at] = n
        more[n, _RANK], more[n, _M], more[n, _FIRST_RANK] = at - a + 1, b - a, rank
        more[n, _FIRST_M] = firsts * (items[at] & 1)
        n += 1
    return n


@njit(cache=True, nogil=True)
def _sort(items: Ints, a: int, b: int) -> None:
    if b - a > _FEW:
        items[a:b] = np.sort(items[a:b])
        return
    for i in range(a + 1, b):
        item, at = items[i], i
        while at > a and items[at - 1] > item:
            items[at] = items[at - 1]
            at -= 1
        items[at] = item


@njit(cache=True, nogil=True)
def _add_person(bases: Ints, hits: Ints, own: Ints, n: int, m: Ints, x: Ints) -> None:
    """Adds a person's first visits [n]: from where, and what follows; m and x are zero before and after."""
    for i in range(n):
        m[own[i, 0]] += 1
        x[own[i, 1]] += 1
    for i in range(n):
        base, hit = own[i]
        if x[hit]:
            add_cluster(hits[hit], x[hit])
            hits[hit, 3] += x[hit] * m[base]
            x[hit] = 0
    for i in range(n):
        if m[own[i, 0]]:
            add_cluster(bases[own[i, 0]], m[own[i, 0]])
            m[own[i, 0]] = 0


@njit(cache=True, nogil=True)
def _add_once(bases: Ints, hits: Ints, once: Ints, begins: Ints, n_outcomes: int) -> None:
    """Adds the persons with one journey, each of whose first visits is one."""
    for hit in range(len(once)):
        base = begins[hit] if hit < len(begins) else (hit - len(begins)) // n_outcomes
        bases[base] += once[hit]
        hits[hit] += once[hit]


@njit(cache=True, nogil=True)
def _add_again(extra, more, at, cell):  # type: ignore[no-untyped-def]
    """Adds what tells a move that its person made several times from one made once."""
    if more[at, _M] > 1:
        _add_extra(extra, cell, more[at, _RANK], more[at, _M])
    if more[at, _FIRST_M] > 1:
        _add_extra(extra, cell + _CELLS, more[at, _FIRST_RANK], more[at, _FIRST_M])


@njit(cache=True, nogil=True)
def _add_extra(extra, cell, rank, m):  # type: ignore[no-untyped-def]
    extra[cell, 0] -= rank > 1
    extra[cell, 1] += 2 * rank - 2
    extra[cell, 2] += m - 1


@njit(cache=True, nogil=True)
def _put(rows, at, n, low, high, extra, cell):  # type: ignore[no-untyped-def]
    rows[at, N], rows[at, FIRST], rows[at, LOWEST], rows[at, HIGHEST] = n, n + extra[cell, 0], low, high
    rows[at, SQUARES], rows[at, CROSS] = n + extra[cell, 1], n + extra[cell, 2]


@njit(cache=True, nogil=True)
def _roomier(rows, least):  # type: ignore[no-untyped-def]
    """The same rows with room for more."""
    more = np.empty((max(least, 2 * len(rows)), rows.shape[1]), rows.dtype)
    more[: len(rows)] = rows
    return more
