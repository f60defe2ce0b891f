"""Persons' steps in order, and what each step may do to a journey, in; which journey each step is in, out.

Every step is in at most one journey. A stream is the steps of one case, or those without a case: each stream
is cut by itself, then the steps that are left over are shared out as lead-in and aftermath.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

START, GOAL, END = 1, 2, 4  # bits of `does`
RUNNING, AT_GOAL, AT_END = 0, 1, 2  # how a journey stands after its last step
UNTIMED = np.iinfo(np.int64).min
NEVER = np.iinfo(np.int64).max

Ints = NDArray[np.int64]


class Steps(NamedTuple):
    """N steps of P persons: streams are 0 for no case, else 1 + case, and less than `streams`."""

    offsets: Ints  # [P + 1]
    time: Ints  # [N] µs, never falling within a person; UNTIMED where unknown
    stream: NDArray[np.int32]  # [N]
    does: NDArray[np.uint8]  # [N] bits
    streams: int


class Cut(NamedTuple):
    """J journeys in the order in which they open: whose, from which step to which, and how they stand."""

    person: NDArray[np.int32]
    first: Ints
    last: Ints
    stands: NDArray[np.int8]


@njit(cache=True, nogil=True)
def open_journeys(steps: Steps, started: bool, within: int, quiet: int) -> tuple[NDArray[np.int32], Cut]:
    """Cut each stream of each person; answers each step's journey [N], -1 for none, and the journeys.

    `started`: a journey needs a START step, and the stream without a case may hold several, one after the
    other; otherwise a stream is one journey from its first step. `within` (µs or NEVER) limits a journey from
    its start, `quiet` (µs or NEVER) the gap between two steps of one of several.
    """
    n, count = len(steps.time), 0
    owner = np.full(n, -1, np.int32)
    person, stands = np.empty(n, np.int32), np.empty(n, np.int8)
    first, last = np.empty(n, np.int64), np.empty(n, np.int64)
    current = np.full(steps.streams, -1, np.int32)
    for who in range(len(steps.offsets) - 1):
        low, high = steps.offsets[who], steps.offsets[who + 1]
        for step in range(low, high):
            stream, does = steps.stream[step], steps.does[step]
            journey, several = current[stream], started and stream == 0
            limits = (within, quiet if several else NEVER)
            running = journey >= 0 and stands[journey] == RUNNING
            if running and _runs_on(steps.time, first[journey], last[journey], step, limits):
                owner[step], last[journey], stands[journey] = journey, step, _standing(does)
            elif (journey < 0 or several) and (not started or does & START):
                owner[step], current[stream] = count, count
                person[count], first[count], last[count] = who, step, step
                stands[count] = RUNNING if started else _standing(does)
                count += 1
        current[steps.stream[low:high]] = -1
    return owner, Cut(person[:count].copy(), first[:count].copy(), last[:count].copy(), stands[:count].copy())


@njit(cache=True, nogil=True)
def share_out(steps: Steps, owner: NDArray[np.int32], cut: Cut, before: int, after: int) -> None:
    """Give the steps that are in no journey to one as its lead-in or aftermath, in `owner`, in place.

    A step of a case goes to that case's journey. One without a case goes to the journey that ended last
    before it, if at most `after` (µs) ago, else to the one that starts next, if at most `before` ahead, else
    nowhere.
    """
    of_case = np.full(steps.streams, -1, np.int32)
    for who in range(len(steps.offsets) - 1):
        low, high = steps.offsets[who], steps.offsets[who + 1]
        ended = -1
        for step in range(low, high):
            journey = owner[step]
            if journey >= 0:
                of_case[steps.stream[step]] = journey
                ended = step if cut.last[journey] == step else ended
            elif steps.stream[step] == 0 and ended >= 0 and _near(steps.time, ended, step, after):
                owner[step] = owner[ended]
        coming = -1
        for step in range(high - 1, low - 1, -1):
            journey = owner[step]
            if journey >= 0:
                coming = step if cut.first[journey] == step else coming
            elif steps.stream[step] > 0:
                owner[step] = of_case[steps.stream[step]]
            elif coming >= 0 and _near(steps.time, step, coming, before):
                owner[step] = owner[coming]
        of_case[steps.stream[low:high]] = -1


@njit(cache=True, nogil=True)
def _standing(does):  # type: ignore[no-untyped-def]
    if does & GOAL:
        return AT_GOAL
    return AT_END if does & END else RUNNING


@njit(cache=True, nogil=True)
def _runs_on(time, first, last, step, limits):  # type: ignore[no-untyped-def]
    """Whether a journey from `first`, seen at `last`, still runs at `step`; without a time it does."""
    if time[first] == UNTIMED:
        return True
    within, quiet = limits
    return time[step] - time[first] <= within and time[step] - time[last] <= quiet


@njit(cache=True, nogil=True)
def _near(time, earlier, later, limit):  # type: ignore[no-untyped-def]
    """Whether two steps are no further apart than `limit`; without times they are, with one they are not."""
    if time[earlier] == UNTIMED:
        return time[later] == UNTIMED
    return time[later] - time[earlier] <= limit
