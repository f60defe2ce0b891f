"""Journeys and the stage of each touchpoint in; who comes to each stage, and goes on from it when, out."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.clusters import add_cluster
from footpath.kernels.strands import BITS, SAME

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
    settled: NDArray[np.bool_]  # [J] whether it counts in rates
    person: People  # [J]
    touchpoint: Codes
    time: Ints


class Progress(NamedTuple):
    """By stage: all that is counted."""

    visits: Ints  # [n_stages, 2] persons and journeys, over all steps
    entered: Ints  # [n_stages, 3] of settled journeys that enter it, as the bases of cluster_sums
    went_on: Ints  # [n_stages, 4] of these the ones that go on to a later stage or the goal, as its hits
    end: Ints  # [n_stages] where the durations of each end in the room that was given


@njit(cache=True, nogil=True)
def stage_progress(  # noqa: C901, PLR0912, PLR0915 (one loop over journeys: what a call would hand on is much)
    walks: Walks, stage_of: People, room: Ints
) -> Progress:
    """What is counted by stage; stage_of [touchpoints] is -1 for one in no stage.

    In the room [n_stages, J] durations are laid as strands (footpath.kernels.strands): from the first step in
    a stage to the first in a later one, within the journey itself, where both times are known.
    """
    offsets, first, last, end, reached, settled, person, touchpoint, time = walks
    n_stages, n_journeys = len(room), len(first)
    visits, laid = np.zeros((n_stages, 2), np.int64), np.zeros(n_stages, np.int64)
    visited = np.zeros(n_stages, np.int64)  # one up from the journey that was there last
    by = np.zeros(n_stages, np.int64)  # one up from the first journey of the person whose duration is last
    entry, onward = np.full(n_stages, _NEVER), np.full(n_stages, _NEVER)
    m, x = np.zeros(n_stages, np.int64), np.zeros(n_stages, np.int64)
    once = np.zeros((n_stages, 2), np.int64)  # of persons with one journey: entered, and went on
    entered, went_on = np.zeros((n_stages, 3), np.int64), np.zeros((n_stages, 4), np.int64)
    since = 0
    for j in range(n_journeys):
        since = j if j == 0 or person[j - 1] != person[j] else since
        is_over = j + 1 == n_journeys or person[j + 1] != person[j]
        begin, stop = max(first[j], offsets[j]), min(last[j], offsets[j + 1])
        stop = max(begin, stop)
        _visit(touchpoint, stage_of, offsets[j], begin, j, since, visited, visits)
        _visit(touchpoint, stage_of, stop, offsets[j + 1], j, since, visited, visits)
        waiting = n_stages  # the earliest stage that was entered and not passed yet
        for step in range(begin, stop):
            at = np.uint64(step)
            stage = int(stage_of[np.uint64(touchpoint[at])])
            if stage < 0:
                continue
            if waiting < stage:
                waiting = _pass(entry, onward, waiting, stage, step)
            if entry[stage] < 0:
                entry[stage] = step
                waiting = min(waiting, stage)
        for stage in range(n_stages):
            begun, passed = entry[stage], onward[stage]
            if begun < 0:
                continue
            entry[stage] = onward[stage] = _NEVER
            if visited[stage] != j + 1:
                visits[stage, 1] += 1
                visits[stage, 0] += visited[stage] <= since
                visited[stage] = j + 1
            if settled[j]:
                # A case goes on after its goal: a stage entered only then was not continued to the goal
                to_goal = reached[j] and (end[j] == _NO_TIME or time[begun] <= end[j])
                goes_on = np.int64(passed >= 0 or to_goal)
                if since == j and is_over:
                    once[stage, 0] += 1
                    once[stage, 1] += goes_on
                else:
                    m[stage] += 1
                    x[stage] += goes_on
            if passed >= 0 and time[begun] != _NO_TIME and time[passed] != _NO_TIME:
                same = np.int64(by[stage] == since + 1)
                room[stage, laid[stage]] = ((time[passed] - time[begun]) << BITS) | (SAME * same)
                laid[stage] += 1
                by[stage] = since + 1
        if is_over and since < j:
            for stage in range(n_stages):
                add_cluster(entered[stage], m[stage])
                add_cluster(went_on[stage], x[stage])
                went_on[stage, 3] += x[stage] * m[stage]
                m[stage] = x[stage] = 0
    for stage in range(n_stages):
        entered[stage] += once[stage, 0]
        went_on[stage] += once[stage, 1]
    return Progress(visits, entered, went_on, laid)


@njit(cache=True, nogil=True)
def _visit(touchpoint, stage_of, begin, end, j, since, visited, visits):  # type: ignore[no-untyped-def]
    """Counts the stages that a journey comes to ahead of itself, or after."""
    for at in range(begin, end):
        stage = np.int64(stage_of[touchpoint[at]])
        if stage >= 0 and visited[stage] != j + 1:
            visits[stage, 1] += 1
            visits[stage, 0] += visited[stage] <= since
            visited[stage] = j + 1


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
