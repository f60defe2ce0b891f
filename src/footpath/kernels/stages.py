"""Journeys and the stage of each touchpoint in; who comes to each stage, and goes on from it when, out."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.integer[Any]]
People = NDArray[np.int32]
_NO_TIME = np.iinfo(np.int64).min
_NEVER = np.int64(-1)


class Walks(NamedTuple):
    """Steps [S] of journeys [J], each person's side by side."""

    offsets: Ints  # [J + 1]
    first: Ints  # [J] where the journey itself begins
    last: Ints  # [J] and ends
    end: Ints  # [J] its time, which that of its goal is
    reached: NDArray[np.bool_]  # [J]
    person: People  # [J]
    touchpoint: Codes
    time: Ints


class Entries(NamedTuple):
    """The stages that journeys themselves enter, by journey, then stage [n]."""

    journey: People
    stage: Ints
    goes_on: NDArray[np.bool_]  # to a later stage or the goal
    spent: Ints  # µs until the first step in a later stage; NO_TIME where that is not known


@njit(cache=True, nogil=True)
def stage_progress(walks: Walks, stage_of: People, n_stages: int) -> tuple[Ints, Entries]:
    """Persons, journeys and steps in each stage [n_stages, 3], over all steps; and what is entered.

    stage_of [touchpoints] is -1 for one in no stage.
    """
    offsets, first, last, end, reached, person, touchpoint, time = walks
    counts = np.zeros((n_stages, 3), np.int64)
    visited = np.zeros(n_stages, np.int64)  # one up from the journey that was there last
    entry, onward = np.full(n_stages, _NEVER), np.full(n_stages, _NEVER)
    room = len(first) * n_stages
    journeys, stages = np.empty(room, np.int32), np.empty(room, np.int64)
    goes_on, spent, n = np.empty(room, np.bool_), np.empty(room, np.int64), 0
    before = 0
    for j in range(len(first)):
        if j > 0 and person[j] != person[j - 1]:
            before = j
        waiting = n_stages  # the earliest stage that was entered and not passed yet
        for at in range(offsets[j], offsets[j + 1]):
            stage = int(stage_of[touchpoint[at]])
            if stage < 0:
                continue
            counts[stage, 2] += 1
            counts[stage, 1] += visited[stage] != j + 1
            counts[stage, 0] += visited[stage] <= before
            visited[stage] = j + 1
            if at < first[j] or at >= last[j]:
                continue
            if waiting < stage:
                waiting = _pass(entry, onward, waiting, stage, at)
            if entry[stage] < 0:
                entry[stage] = at
                waiting = stage if stage < waiting else waiting
        for stage in range(n_stages):
            begun, passed = entry[stage], onward[stage]
            if begun < 0:
                continue
            # A case goes on after its goal: a stage entered only then was not continued to the goal
            to_goal = reached[j] and (end[j] == _NO_TIME or time[begun] <= end[j])
            known = passed >= 0 and time[begun] != _NO_TIME and time[passed] != _NO_TIME
            journeys[n], stages[n], goes_on[n] = j, stage, passed >= 0 or to_goal
            spent[n] = time[passed] - time[begun] if known else _NO_TIME
            entry[stage] = onward[stage] = _NEVER
            n += 1
    return counts, Entries(journeys[:n], stages[:n], goes_on[:n], spent[:n])


@njit(cache=True, nogil=True)
def _pass(entry: Ints, onward: Ints, waiting: int, stage: int, at: int) -> int:
    """Passes all stages before this one that wait for it; the earliest that waits then."""
    for earlier in range(waiting, stage):
        if entry[earlier] >= 0 and onward[earlier] < 0:
            onward[earlier] = at
    for later in range(stage, len(entry)):
        if entry[later] >= 0 and onward[later] < 0:
            return later
    return len(entry)
