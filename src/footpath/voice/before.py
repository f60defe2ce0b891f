"""Timelines and the times of asking in, what was seen of each person strictly before out, as numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from footpath.model.timeline import NO_TIME, Timelines, Times

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST = 12  # touchpoints with features of their own
LEAST_MET = 0.01  # share of those asked that met a touchpoint, below which it tells nothing of them
DAY = 86_400e6  # µs
SECOND = 1_000_000
LONGEST = 10**9  # seconds, about thirty years: more than any wait


def features_before(
    timelines: Timelines, persons: NDArray[np.integer], at: Times
) -> tuple[Floats, tuple[str, ...]]:
    """Features [n, k] and their names, of `persons` [n] (positions in the timelines) before `at` [n].

    How often each was at the touchpoints that most have met, which was the last; touchpoints and channels in
    all; days since first and last seen, and of the longest wait. Counts and days are log(1 + x). What happens
    at the very time of asking is not looked at. Days are 0 where nothing has a time.
    """
    begin, end = timelines.offsets[persons], _ends(timelines, persons, at)
    some = end > begin
    last = np.append(timelines.touchpoint, -1)[np.where(some, end - 1, -1)]
    met = [_between(timelines.touchpoint == each, begin, end) for each in range(len(timelines.touchpoints))]
    columns = {
        "touchpoints": np.log1p(end - begin),
        "channels": np.log1p(_channels(timelines, begin, end)),
        "days since first seen": _days(timelines.first_seen[persons], at),
        "days since last seen": _days(np.append(timelines.time, NO_TIME)[np.where(some, end - 1, -1)], at),
        "longest wait": np.log1p(_longest_wait(timelines, begin, end)),
    }
    for each in _common(met):
        columns[f"met: {timelines.touchpoints[each]}"] = np.log1p(met[each])
        columns[f"last: {timelines.touchpoints[each]}"] = last == each
    return np.column_stack(list(columns.values())).astype(np.float64), tuple(columns)


def _ends(timelines: Timelines, persons: NDArray[np.integer], at: Times) -> Ints:
    """The position after each person's last step before a time [n]."""
    persons = np.asarray(persons)
    return first_from(timelines.time, timelines.offsets[persons], timelines.offsets[persons + 1], at)


def first_from(time: Times, begin: Ints, end: Ints, at: Times) -> Ints:
    """The first position from `begin` to `end` [n] whose time is `at` [n] or later, else `end`.

    Times rise within each span; all spans are searched by halves, at once.

    >>> first_from(np.array([1, 5, 9, 2, 4]), np.array([0, 3]), np.array([3, 5]), np.array([5, 8]))
    array([1, 5])
    """
    low, high = begin.copy(), end.copy()
    time = np.append(time, NO_TIME)
    while (low < high).any():
        middle = (low + high) // 2
        earlier = (time[middle] < at) & (low < high)
        low = np.where(earlier, middle + 1, low)
        high = np.where(earlier, high, np.minimum(middle, high))
    return np.asarray(low, np.int64)


def _between(hit: NDArray[np.bool_], begin: Ints, end: Ints) -> Ints:
    """How many hits there are from `begin` to `end` [n]."""
    sums = np.concatenate([[0], np.cumsum(hit)])
    return np.asarray(sums[end] - sums[begin], np.int64)


def _common(met: list[Ints]) -> list[int]:
    """The touchpoints that most have met, in their own order."""
    shares = np.array([(each > 0).mean() if len(each) else 0.0 for each in met])
    ranked = np.argsort(-shares, kind="stable")[:MOST]
    return sorted(int(each) for each in ranked if shares[each] >= LEAST_MET)


def _channels(timelines: Timelines, begin: Ints, end: Ints) -> Ints:
    used = np.zeros(len(begin), np.int64)
    for each in range(len(timelines.channels)):
        used += _between(timelines.channel == each, begin, end) > 0
    return used


def _longest_wait(timelines: Timelines, begin: Ints, end: Ints) -> Floats:
    """Days of the longest time between two steps from `begin` to `end` [n]; 0 where there are not two."""
    person = np.repeat(np.arange(len(timelines.persons), dtype=np.int64), np.diff(timelines.offsets))
    gap = np.zeros(len(person), np.int64)
    known = timelines.time[:-1] != NO_TIME  # steps without a time come first
    same = (person[1:] == person[:-1]) & known
    gap[1:][same] = np.diff(timelines.time)[same] // SECOND
    # The persons' numbers rise, so a running maximum never reaches back to another's wait
    running = np.maximum.accumulate(np.minimum(gap, LONGEST - 1) + person * LONGEST) - person * LONGEST
    longest = np.append(running, 0)[np.where(end > begin, end - 1, -1)]
    return longest * SECOND / DAY


def _days(since: Times, at: Times) -> Floats:
    known = (since != NO_TIME) & (at != NO_TIME)
    passed = np.where(known, at, 0) - np.where(known, since, 0)
    return np.asarray(np.log1p(np.maximum(passed, 0) / DAY), np.float64)
