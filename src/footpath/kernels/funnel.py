"""Journeys and the steps of a funnel in; how far each journey comes, and how many persons do, out.

Most events are at no step. So some journeys at a time, as many events as the nearest cache holds, are first
marked without a look at what they mean, then the marked ones are gathered without a branch, and only these
are walked through.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
Mask = NDArray[np.bool_]
Places = NDArray[np.uint64]
_NO_TIME, _NEVER_ENDS = np.iinfo(np.int64).min, np.iinfo(np.int64).max
_ROUND = 2048  # events that are looked at together
_FEW = 8  # touchpoints that are sooner compared with than looked up
_NONE, _ONE = np.uint64(0), np.uint64(1)  # indices without a sign are not looked at twice


class Steps(NamedTuple):
    """The steps of each touchpoint: `step` from `first` on, the last of them first, until a 0."""

    codes: Codes  # of touchpoints that have a step
    first: Places  # [n] into step, 0 for a touchpoint that has none
    step: Places  # from 1


class Room(NamedTuple):
    """What is known while journeys are walked through; the first two are of the events of a round."""

    mark: NDArray[np.uint8]  # 1 for one at any step
    found: Places  # where these are, and after them the end of all
    until: Ints  # [steps + 1] until when what follows a step may come
    met: Mask  # [steps + 1] whether it was reached


def funnel_counts(
    offsets: Ints, touchpoint: Codes, time: Ints, member: Mask, within: int, person: NDArray[np.int32]
) -> tuple[Ints, Ints]:
    """Persons and journeys that reach each step [steps]; person [J] with each one's journeys side by side.

    The rest as in funnel_depths, of which this is the count.
    """
    return count_reached(funnel_depths(offsets, touchpoint, time, member, within), person, len(member))


def funnel_depths(
    offsets: Ints, touchpoint: Codes, time: Ints, member: Mask, within: int
) -> NDArray[np.int16]:
    """How many steps each journey [J] reaches: those of its deepest match, of any start.

    offsets     [J + 1] where each journey begins
    touchpoint  [S] 0 … n − 1, the narrower the faster; time [S] rising within a journey where it is known
    member      [steps, n] which touchpoints a step takes
    within      µs from the first step on, then a step without a time is within nothing; -1 for no limit
    """
    most, n = max(int(np.diff(offsets).max(initial=0)), _ROUND), len(member) + 1
    room = Room(
        np.empty(most, np.uint8), np.empty(most + 1, np.uint64), np.empty(n, np.int64), np.empty(n, np.bool_)
    )
    depth = np.zeros(len(offsets) - 1, np.int16)
    _depths(offsets, touchpoint, time, within, _steps(member, touchpoint.dtype), room, depth)
    return depth


def count_reached(depth: NDArray[np.int16], person: NDArray[np.int32], n_steps: int) -> tuple[Ints, Ints]:
    """Persons and journeys that reach each step [steps], from how many each journey [J] of a person does."""
    people, journeys = np.zeros(n_steps + 1, np.int64), np.zeros(n_steps + 1, np.int64)
    _count(depth, person, people, journeys)
    # Whoever reaches a step has reached all before it
    return people[::-1].cumsum()[::-1][1:], journeys[::-1].cumsum()[::-1][1:]


def _steps(member: Mask, kind: np.dtype[Any]) -> Steps:
    first, step = np.zeros(member.shape[1], np.uint64), [0]
    codes = np.flatnonzero(member.any(axis=0))
    for code in codes:
        first[code] = len(step)
        step += [*(np.flatnonzero(member[:, code])[::-1] + 1).tolist(), 0]
    return Steps(codes.astype(kind), first, np.array(step, np.uint64))


@njit(cache=True, nogil=True)
def _depths(
    offsets: Ints,
    touchpoint: Codes,
    time: Ints,
    within: int,
    steps: Steps,
    room: Room,
    depth: NDArray[np.int16],
) -> None:
    begin, n = _NONE, np.uint64(len(depth))
    while begin < n:
        end = begin + _ONE
        while end < n and offsets[end + _ONE] - offsets[begin] <= _ROUND:
            end += _ONE
        _gather(touchpoint, np.uint64(offsets[begin]), np.uint64(offsets[end]), steps, room)
        _walk(offsets, begin, end, touchpoint, time, within, steps, room, depth)
        begin = end


@njit(cache=True, nogil=True)
def _gather(touchpoint: Codes, begin: np.uint64, end: np.uint64, steps: Steps, room: Room) -> None:
    """Finds the events at any step from begin to end."""
    many = len(steps.codes) > _FEW
    for i in range(end - begin):
        room.mark[i] = many and steps.first[np.uint64(touchpoint[begin + i])] > _NONE
    if not many:
        for code in steps.codes:
            for i in range(end - begin):
                room.mark[i] |= touchpoint[begin + i] == code
    row = _NONE
    for i in range(end - begin):
        room.found[row] = begin + i
        row += np.uint64(room.mark[i])
    room.found[row] = end


@njit(cache=True, nogil=True)
def _walk(
    offsets: Ints,
    begin: np.uint64,
    end: np.uint64,
    touchpoint: Codes,
    time: Ints,
    within: int,
    steps: Steps,
    room: Room,
    depth: NDArray[np.int16],
) -> None:
    """Notes the depth of the journeys begin … end − 1, whose events at any step are found.

    Of all starts from which a step was reached, the latest has the most time left, so no other is kept. It
    goes on to the next step even when it is too late: then all earlier ones are, and time only passes.
    """
    found, until, met, limit, n = room.found, room.until, room.met, max(within, 0), np.uint64(len(room.met))
    row, at = _NONE, found[_NONE]
    for j in range(begin, end):
        for step in range(_ONE, n):
            until[step], met[step] = _NO_TIME, False
        last = np.uint64(offsets[j + _ONE])
        while at < last:
            place = steps.first[np.uint64(touchpoint[at])]
            now = time[at] if within >= 0 else 0
            row += _ONE
            at = found[row]
            if within >= 0 and now == _NO_TIME:
                continue
            until[_NONE] = min(now, _NEVER_ENDS - limit) + limit
            step = steps.step[place]
            while step:
                before = until[step - _ONE]
                until[step] = before
                met[step] |= now <= before
                place += _ONE
                step = steps.step[place]
        reached = _NONE
        for step in range(_ONE, n):
            reached += np.uint64(met[step])
        depth[j] = reached


@njit(cache=True, nogil=True)
def _count(depth: NDArray[np.int16], person: NDArray[np.int32], people: Ints, journeys: Ints) -> None:
    """Adds up persons by the deepest of their journeys, and journeys."""
    furthest = _NONE
    for j in range(np.uint64(len(depth))):
        if j > _NONE and person[j] != person[j - _ONE]:
            people[furthest] += 1
            furthest = _NONE
        reached = np.uint64(depth[j])
        journeys[reached] += 1
        furthest = max(furthest, reached)
    people[furthest] += 1


@njit(cache=True, nogil=True)
def step_rows(offsets: Ints, touchpoint: Codes, takes: Mask, keep: Mask) -> tuple[Ints, Ints]:
    """Of the journeys marked in `keep` [J]: events [R] at touchpoints marked in `takes` [n], and offsets into
    these [kept + 1].
    """
    begins, rows = np.zeros(len(offsets), np.int64), np.empty(len(touchpoint) + 1, np.int64)
    kept, n = 0, 0
    for j in range(len(keep)):
        if not keep[j]:
            continue
        for at in range(offsets[j], offsets[j + 1]):
            rows[n] = at
            n += int(takes[touchpoint[at]])
        kept += 1
        begins[kept] = n
    return begins[: kept + 1].copy(), rows[:n].copy()
