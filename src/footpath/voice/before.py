"""Timelines and the times of asking in, what was seen of each person strictly before out, as numbers."""

from __future__ import annotations

from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from footpath.model.timeline import NO_TIME, Named, Offsets, Timelines, Times, ranges

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST = 12  # touchpoints with features of their own
LEAST_MET = 0.01  # share of those asked that met a touchpoint, below which it tells nothing of them
DAY = 86_400e6  # µs
SECOND = 1_000_000
LONGEST = 10**9  # seconds, about thirty years: more than any wait


class Past(NamedTuple):
    """The steps of those who were asked, others being far more."""

    offsets: Offsets
    touchpoint: Named
    channel: Named
    time: Times

    @classmethod
    def of(cls, timelines: Timelines, persons: NDArray[np.integer]) -> Self:
        """Those of some persons, who ascend."""
        begins, ends = timelines.offsets[persons], timelines.offsets[persons + 1]
        some = ranges(begins, ends)
        offsets = np.concatenate([[0], np.cumsum(ends - begins)])
        return cls(offsets, timelines.touchpoint[some], timelines.channel[some], timelines.time[some])


def features_before(
    timelines: Timelines, persons: NDArray[np.integer], at: Times
) -> tuple[Floats, tuple[str, ...]]:
    """Features [n, k] and their names, of `persons` [n] (positions in the timelines) before `at` [n].

    How often each was at the touchpoints that most have met, which was the last; touchpoints and channels in
    all; days since first and last seen, and of the longest wait. Counts and days are log(1 + x). What happens
    at the very time of asking is not looked at. Days are 0 where nothing has a time.
    """
    asked, which = np.unique(persons, return_inverse=True)
    past = Past.of(timelines, asked)
    begin = past.offsets[which]
    end = first_from(past.time, begin, past.offsets[which + 1], at)
    latest = np.where(end > begin, end - 1, -1)
    last = np.append(past.touchpoint, -1)[latest]
    met = [_between(past.touchpoint == each, begin, end) for each in range(len(timelines.touchpoints))]
    used = [_between(past.channel == each, begin, end) > 0 for each in range(len(timelines.channels))]
    columns = {
        "touchpoints": np.log1p(end - begin),
        "channels": np.log1p(np.sum(used, axis=0, dtype=np.int64) if used else np.zeros(len(begin))),
        "days since first seen": _days(timelines.first_seen[persons], at),
        "days since last seen": _days(np.append(past.time, NO_TIME)[latest], at),
        "longest wait": np.log1p(_longest_wait(past, begin, end)),
    }
    for each in _common(met):
        columns[f"met: {timelines.touchpoints[each]}"] = np.log1p(met[each])
        columns[f"last: {timelines.touchpoints[each]}"] = last == each
    return np.column_stack(list(columns.values())).astype(np.float64), tuple(columns)


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


def _longest_wait(past: Past, begin: Ints, end: Ints) -> Floats:
    """Days of the longest time between two steps from `begin` to `end` [n]; 0 where there are not two."""
    person = np.repeat(np.arange(len(past.offsets) - 1), np.diff(past.offsets))
    gap = np.zeros(len(person), np.int64)
    known = past.time[:-1] != NO_TIME  # steps without a time come first
    same = (person[1:] == person[:-1]) & known
    gap[1:][same] = np.diff(past.time)[same] // SECOND
    # The persons' numbers rise, so a running maximum never reaches back to another's wait
    running = np.maximum.accumulate(np.minimum(gap, LONGEST - 1) + person * LONGEST) - person * LONGEST
    longest = np.append(running, 0)[np.where(end > begin, end - 1, -1)]
    return longest * SECOND / DAY


def _days(since: Times, at: Times) -> Floats:
    known = (since != NO_TIME) & (at != NO_TIME)
    passed = np.where(known, at, 0) - np.where(known, since, 0)
    return np.asarray(np.log1p(np.maximum(passed, 0) / DAY), np.float64)
