"""Journeys in; what follows the first visit to each touchpoint, and how long moves take, out: in one walk.

Durations are written to their moves' places as the walk meets them, each person's side by side, to be counted
move by move afterwards, so that what is being counted is little and stays near. Most persons have one
journey: whoever has more is gone through again.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.clusters import add_cluster
from footpath.kernels.follows import MOST
from footpath.kernels.strands import BITS, SAME

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
People = NDArray[np.int32]
Flags = NDArray[np.bool_]
_NO_TIME = np.iinfo(np.int64).min
_NEXT = np.uint32(1)
_ONE = np.uint64(1)  # indices without a sign are not looked for at the other end


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


class Room(NamedTuple):
    """Room for durations, move by move: strands, as footpath.kernels.strands has them."""

    begin: Ints  # [moves] where those of a move begin; there is room for as many as it is made
    end: Ints  # [moves] and end, which `walk` fills in as the items
    items: Ints  # [room]


@njit(cache=True, nogil=True)
def walk(drawn: Drawn, made: Room, n: int, n_outcomes: int) -> tuple[Ints, Ints]:
    """What follows the first visit to each touchpoint in a journey; durations of moves are put in `made`.

    Bases [n, 3] and hits [moves + n × n_outcomes, 4] are as in cluster_sums: a base is a touchpoint, a hit
    the move made there, or, for the last step of a journey, moves + touchpoint × n_outcomes + outcome.
    Durations are those within journeys between known times; OverflowError beyond 2**32 − 1 of them.
    """
    # What is looked up in a tuple is counted as a reference each time: here once
    offsets, first, last, outcome, person, touchpoint, time, move_of, begins = drawn
    begin_of, end_of, items = made
    n_moves, n_journeys = len(begin_of), len(last)
    bases, hits = np.zeros((n, 3), np.int64), np.zeros((n_moves + n * n_outcomes, 4), np.int64)
    seen = np.zeros(n, np.int32)  # one up from the journey that was there last
    once = np.zeros(len(hits) + 1, np.uint32)  # one up from the hit; what is none is counted at 0
    if len(items) > MOST:
        raise OverflowError("more than 2**32 - 1 moves in one pass")
    # Of each move, side by side: where its next duration goes, and who made the last (see `who`)
    state = np.zeros(2 * n_moves, np.uint32)
    state[::2] = begin_of
    since, width = 0, np.uint64(n)
    for j in range(n_journeys):
        since = j if j == 0 or person[j - 1] != person[j] else since
        is_over = j + 1 == n_journeys or person[j + 1] != person[j]
        mark, who, alone = np.int32(j + 1), np.uint32(since + 1), np.uint64(since == j and is_over)
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
            once[(move + _ONE) * (is_first * alone)] += _NEXT
            begun, ended = time[at], time[at + _ONE]
            if begun == _NO_TIME or ended == _NO_TIME:  # noqa: PLR1714 (this one is compiled)
                continue
            slot = move << _ONE
            place, is_same = state[slot], np.int64(state[slot | _ONE] == who)
            state[slot], state[slot | _ONE] = place + _NEXT, who
            items[np.uint64(place)] = ((ended - begun) << BITS) | (is_same * SAME) | np.int64(is_first)
        at_stop = n_moves + 1 + outcome[j]
        _halt(touchpoint, seen, once, low, stop, at_stop, n_outcomes, mark, alone)
        _go_on(touchpoint, move_of, seen, once, stop + 1, end - 1, width, mark, alone)
        _halt(touchpoint, seen, once, stop + 1, end - 1, at_stop, n_outcomes, mark, alone)
    _add_several(drawn, bases, hits, seen)
    end_of[:] = state[::2]
    _add_once(bases, hits, once[1:], begins, n_outcomes)
    return bases, hits


@njit(cache=True, nogil=True)
def _add_several(drawn: Drawn, bases: Ints, hits: Ints, seen: People) -> None:
    """Adds the first visits of persons who have several journeys."""
    # On its own, for it takes what the loop over all steps keeps at hand
    offsets, _, last, outcome, person, touchpoint, _, move_of, begins = drawn
    n, n_moves, n_outcomes = len(bases), len(begins), (len(hits) - len(begins)) // max(len(bases), 1)
    own, m, x = np.empty((64, 2), np.int64), np.zeros(n, np.int64), np.zeros(len(hits), np.int64)
    n_own = 0
    for j in range(len(person)):
        goes_on = j > 0 and person[j - 1] == person[j]
        more = j + 1 < len(person) and person[j + 1] == person[j]
        if not (goes_on or more):
            continue
        n_own = n_own if goes_on else 0
        begin, end = offsets[j], offsets[j + 1]
        if n_own + end - begin > len(own):
            own = _roomier(own, n_own + end - begin)
        at_stop = n_moves + outcome[j]
        n_own = _first_visits(
            touchpoint, move_of, seen, begin, last[j], end, n, -j - 1, at_stop, n_outcomes, own, n_own
        )
        if not more:
            _add_person(bases, hits, own[:n_own], m, x)


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
        once[(move + _ONE) * (is_first * alone)] += _NEXT


@njit(cache=True, nogil=True)
def _halt(touchpoint, seen, once, begin, at, hit, n_outcomes, mark, alone):  # type: ignore[no-untyped-def]
    """Goes to a step at which the journey ends, as it is drawn or itself, unless it lies before `begin`."""
    if at >= begin:
        code = np.uint64(touchpoint[at])
        is_first = np.uint64(seen[code] != mark)
        once[np.uint64(hit + np.int64(code) * n_outcomes) * (is_first * alone)] += _NEXT
        seen[code] = mark


@njit(cache=True, nogil=True)
def _first_visits(  # type: ignore[no-untyped-def]
    touchpoint, move_of, seen, low, last, end, n, mark, at_stop, n_outcomes, own, n_own
):
    """Notes a journey's first visits, from where and what follows; how many there are by now."""
    for step in range(low, end):
        at, to = np.uint64(step), np.uint64(n_own)
        code = np.int64(touchpoint[at])
        hit = at_stop + code * n_outcomes
        if step + 1 != end and step + 1 != last:
            hit = np.int64(move_of[at]) if len(move_of) else code * n + np.int64(touchpoint[at + _ONE])
        # Written each time, and kept when it is new: nothing to guess
        own[to, 0], own[to, 1] = code, hit
        n_own += np.int64(seen[np.uint64(code)] != mark)
        seen[np.uint64(code)] = mark
    return n_own


@njit(cache=True, nogil=True)
def _add_person(bases: Ints, hits: Ints, own: Ints, m: Ints, x: Ints) -> None:
    """Adds a person's first visits [n]: from where, and what follows; m and x are zero before and after."""
    for base, hit in own:
        m[base] += 1
        x[hit] += 1
    for base, hit in own:
        if x[hit]:
            add_cluster(hits[hit], x[hit])
            hits[hit, 3] += x[hit] * m[base]
            x[hit] = 0
    for base, _ in own:
        if m[base]:
            add_cluster(bases[base], m[base])
            m[base] = 0


@njit(cache=True, nogil=True)
def _add_once(bases: Ints, hits: Ints, once: Ints, begins: Ints, n_outcomes: int) -> None:
    """Adds the persons with one journey, each of whose first visits is one."""
    for hit in range(len(once)):
        base = begins[hit] if hit < len(begins) else (hit - len(begins)) // n_outcomes
        bases[base] += np.int64(once[hit])
        hits[hit] += np.int64(once[hit])


@njit(cache=True, nogil=True)
def _roomier(rows, least):  # type: ignore[no-untyped-def]
    """The same pairs with room for more."""
    more = np.empty((max(least, 2 * len(rows)), 2), rows.dtype)
    for at in range(len(rows)):
        more[at, 0], more[at, 1] = rows[at, 0], rows[at, 1]
    return more
