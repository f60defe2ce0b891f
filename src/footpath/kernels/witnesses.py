"""Journeys in, the first few persons behind each of their numbers out.

Rows of persons [n, most] rise, with NOBODY where there are no more. A map names a few of the persons behind
each of its hundreds of numbers, and asking each of them for its persons would be hundreds of passes.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
People = NDArray[np.int32]
Codes = NDArray[np.integer[Any]]
Flags = NDArray[np.bool_]
NOBODY = np.iinfo(np.int32).max
ROOM = 64  # moves that are held before more room is made
_NEW, _FULL = np.int32(-1), np.int32(-2)


@njit(cache=True, nogil=True)
def of_steps(
    offsets: Ints, touchpoint: Codes, person: People, n: int, most: int
) -> tuple[People, Ints, People]:
    """The first distinct persons at each of n touchpoints [n, most]; the moves that occur [m], from × n + to,
    rising, and the first persons of each [m, most].

    offsets     [J + 1] where the steps of each journey begin
    touchpoint  [S] 0 … n − 1
    person      [J] never falls
    """
    met, n_met = np.full((n, most), np.int32(NOBODY)), np.zeros(n, np.int64)
    # Where the row of a move is; most steps are of moves that have all their persons, and cost one look
    place = np.full(n * n, _NEW)
    moves, made, n_made = _more(np.empty(0, np.int64), np.empty((0, most), np.int32), np.zeros(0, np.int64))
    found = 0
    for j in range(len(person)):
        begin, end = offsets[j], offsets[j + 1]
        step = _open(touchpoint, place, begin, end - 1, n)
        while step < end - 1:
            from_ = np.int64(touchpoint[step])
            move = from_ * n + np.int64(touchpoint[step + 1])
            row = np.int64(place[move])
            if row == _NEW:
                if found == len(moves):
                    moves, made, n_made = _more(moves, made, n_made)
                row = np.int64(found)
                place[move] = found
                moves[found] = move
                found += 1
            full = _add(made, n_made, row, person[j])
            if _add(met, n_met, from_, person[j]) and full:
                place[move] = _FULL
            step = _open(touchpoint, place, step + 1, end - 1, n)
        if begin < end:
            _add(met, n_met, np.int64(touchpoint[end - 1]), person[j])
    order = np.argsort(moves[:found])
    return met, moves[:found][order], made[:found][order]


@njit(cache=True, nogil=True)
def _open(touchpoint: Codes, place: People, begin: int, end: int, n: int) -> int:
    """The first of some steps whose move may lack persons; the end where there is none."""
    width = np.uint64(n)
    for step in range(begin, end):
        at = np.uint64(step)
        if place[np.uint64(touchpoint[at]) * width + np.uint64(touchpoint[at + np.uint64(1)])] != _FULL:
            return step
    return max(begin, end)


@njit(cache=True, nogil=True)
def of_groups(group: Ints, journey: People, person: People, n: int, most: int) -> People:
    """The first distinct persons of each of n groups [n, most]; group [m], −1 for none, of journeys [m] that
    never fall.
    """
    found, held = np.full((n, most), np.int32(NOBODY)), np.zeros(n, np.int64)
    for i in range(len(group)):
        if group[i] >= 0:
            _add(found, held, group[i], person[journey[i]])
    return found


class Drawn(NamedTuple):
    """Steps [S] of journeys [J] of persons who never fall."""

    offsets: Ints  # [J + 1]
    first: Ints  # [J] where the journey itself begins
    last: Ints  # [J] and ends
    reached: Flags  # [J]
    left: Flags  # [J]
    person: People  # [J]
    touchpoint: Codes


@njit(cache=True, nogil=True)
def of_ends(drawn: Drawn, n: int, most: int) -> tuple[People, People]:
    """The first distinct persons who left after each of n touchpoints, and whose journeys reached their goal,
    as they are drawn or themselves, at their first visit of it [n, most].
    """
    offsets, first, last, reached, left, person, touchpoint = drawn
    left_after, n_left = np.full((n, most), np.int32(NOBODY)), np.zeros(n, np.int64)
    reached_at, n_reached = np.full((n, most), np.int32(NOBODY)), np.zeros(n, np.int64)
    for j in range(len(last)):
        begin, end = offsets[j], offsets[j + 1]
        if left[j] and first[j] < last[j]:
            _add(left_after, n_left, np.int64(touchpoint[last[j] - 1]), person[j])
        if not reached[j]:
            continue
        if begin < last[j] < end:
            _add_first(reached_at, n_reached, touchpoint, begin, last[j] - 1, person[j])
        if begin < end:
            _add_first(reached_at, n_reached, touchpoint, begin, end - 1, person[j])
    return left_after, reached_at


@njit(cache=True, nogil=True)
def taking(offsets: Ints, touchpoint: Codes, person: People, ends: Ints, wanted: Codes, most: int) -> People:
    """The first persons who take each of n paths [n, most]; path i is wanted[ends[i] : ends[i + 1]]."""
    n = len(ends) - 1
    found, held = np.full((n, most), np.int32(NOBODY)), np.zeros(n, np.int64)
    n_full = 0
    for j in range(len(offsets) - 1):
        if n_full == n:
            break
        begin, length = offsets[j], offsets[j + 1] - offsets[j]
        for path in range(n):
            if ends[path + 1] - ends[path] != length or held[path] == most:
                continue
            at = 0
            while at < length and touchpoint[begin + at] == wanted[ends[path] + at]:
                at += 1
            if at == length:
                _add(found, held, path, person[j])
                n_full += held[path] == most
    return found


@njit(cache=True, nogil=True)
def first_of_both(left: People, right: People) -> People:
    """The first distinct persons of both rows, for each of n pairs of rows [n, most]."""
    both = np.full(left.shape, np.int32(NOBODY))
    n, most = left.shape
    for row in range(n):
        a = b = 0
        for at in range(most):
            both[row, at] = min(left[row, a], right[row, b])
            if both[row, at] == NOBODY:
                break
            # a and b stay below at + 1, and a row is read no further than it is filled
            a += left[row, a] == both[row, at]
            b += right[row, b] == both[row, at]
    return both


@njit(cache=True, nogil=True)
def _add(found: People, held: Ints, row: int, who: int) -> bool:
    """Notes a person, of whom all journeys come one after the other; whether the row is full."""
    n = held[row]
    if n == found.shape[1]:
        return True
    if n == 0 or found[row, n - 1] != who:
        found[row, n] = who
        held[row] = n + 1
    return False


@njit(cache=True, nogil=True)
def _more(moves: Ints, made: People, held: Ints) -> tuple[Ints, People, Ints]:
    """The same with twice the room."""
    n, most = made.shape
    room = max(2 * n, ROOM)
    more, people, many = (
        np.empty(room, np.int64),
        np.full((room, most), np.int32(NOBODY)),
        np.zeros(room, np.int64),
    )
    more[:n], people[:n], many[:n] = moves, made, held
    return more, people, many


@njit(cache=True, nogil=True)
def _add_first(found, held, touchpoint, begin, at, who):  # type: ignore[no-untyped-def]
    """Notes a person at the step's touchpoint if that is its first visit from `begin` on."""
    row = np.int64(touchpoint[at])
    if held[row] == found.shape[1]:
        return
    before = begin
    while touchpoint[before] != row:
        before += 1
    if before == at:
        _add(found, held, row, who)
