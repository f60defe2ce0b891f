"""Answers and timelines in, the step that each answer follows out."""

from __future__ import annotations

from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.journeys import columns
from footpath.kernels.order import Keys
from footpath.kernels.placement import Spans, any_other, last_before
from footpath.model.log import EventLog
from footpath.model.timeline import NO_TIME, Codes, Timelines, ranges

Ints = NDArray[np.int64]
Rows = NDArray[np.int64] | NDArray[np.bool_]


class Moments(NamedTuple):
    """R moments: whose, of which record, about which touchpoint (-1 any), and how far they look back, µs."""

    person: NDArray[np.int32]
    record: NDArray[np.int32]
    about: Codes
    window: Ints
    keys: Keys

    def select(self, rows: Rows) -> Moments:
        """Only some."""
        return Moments(
            self.person[rows],
            self.record[rows],
            self.about[rows],
            self.window[rows],
            _taken(self.keys, rows),
        )


class Steps(NamedTuple):
    """Steps in the order of the timelines."""

    position: Ints  # in the timelines
    row: NDArray[np.int32]  # of the event log
    person: NDArray[np.int32]
    record: NDArray[np.int32]  # that of the answer that a step is; -1 for any other
    touchpoint: Codes
    keys: Keys


def steps_of(
    log: EventLog,
    timelines: Timelines,
    persons: NDArray[np.int32],
    answers: Ints,
    record: NDArray[np.int32],
) -> Steps:
    """The steps of some persons; of the log's rows `answers` are answers, each of a `record`."""
    chosen = np.unique(persons)
    begins, ends = timelines.offsets[chosen], timelines.offsets[chosen + 1]
    some = ranges(begins, ends)
    rows, time = timelines.row[some], timelines.time[some]
    seq = np.zeros(len(some), np.int64)
    # Only where there is no time does it tell what comes first, and to read it takes a pass over all events
    untimed = time == NO_TIME
    seq[untimed] = columns.integers(log.take(rows[untimed], ["seq"])["seq"])
    return Steps(
        some,
        rows,
        np.repeat(chosen, ends - begins),
        at(record, places(rows, answers)),
        timelines.touchpoint[some],
        Keys(time, timelines.source[some], timelines.case[some], seq),
    )


def places(sought: Ints | NDArray[np.int32], among: Ints | NDArray[np.int32]) -> Ints:
    """Where each number stands among others that all differ; -1 for what does not. None is below 0.

    >>> places(np.array([7, 3, 9]), np.array([9, 4, 7])).tolist()
    [2, -1, 0]
    """
    order = np.argsort(among, kind="stable")
    ordered = np.append(among[order], -1)
    found = np.searchsorted(ordered[:-1], sought.astype(among.dtype))
    return np.where(ordered[found] == sought, np.append(order, -1)[found], -1)


def at(numbers: NDArray[np.signedinteger[Any]], positions: Ints) -> NDArray[Any]:
    """The number at each position, of 32 bits or more; -1 where there is no position (-1).

    >>> at(np.array([5, 6], np.int16), np.array([1, -1, 0])).tolist()
    [6, -1, 5]
    """
    found = np.full(len(positions), -1, np.promote_types(numbers.dtype, np.int32))
    known = positions >= 0
    found[known] = numbers[positions[known]]
    return found


def step_before(moments: Moments, steps: Steps) -> Ints:
    """Position in the timelines of the last step of another record within the window [R], -1 for none.

    A moment with a case that has such steps looks at that case only; one that is about a touchpoint, at that
    touchpoint only. A step at the same time is before it, as exports often know no more than the day.
    """
    in_case = _has_case(moments, steps)
    found = np.full(len(moments.person), -1, np.int64)
    for case, about in product((False, True), repeat=2):
        rows = np.flatnonzero((in_case == case) & ((moments.about >= 0) == about))
        if len(rows):
            found[rows] = _last(moments.select(rows), steps, case=case, about=about)
    return found


def _has_case(moments: Moments, steps: Steps) -> NDArray[np.bool_]:
    """Which moments [R] have a case with steps of the person, besides those of their own record."""
    with_case: NDArray[np.bool_] = moments.keys.case >= 0
    if with_case.any():
        some = moments.select(with_case)
        order, spans = _grouped(some, steps, case=True, about=False)
        with_case[with_case] = any_other(spans, steps.record[order], some.record)
    return with_case


def _last(moments: Moments, steps: Steps, *, case: bool, about: bool) -> Ints:
    order, spans = _grouped(moments, steps, case=case, about=about)
    keys = _taken(steps.keys, order)
    last = last_before(spans, keys, steps.record[order], moments.keys, moments.record)
    # The last of each is what -1 points to
    near = _near(np.append(keys.time, NO_TIME)[last], moments.keys.time, moments.window)
    return np.where((last >= 0) & near, np.append(steps.position[order], -1)[last], -1)


def _taken(keys: Keys, rows: Rows) -> Keys:
    return Keys(keys.time[rows], keys.source[rows], keys.case[rows], keys.seq[rows])


def _near(time: Ints, now: Ints, window: Ints) -> NDArray[np.bool_]:
    """Whether `time` is within the window before `now`; without times it is, with one it is not."""
    both = (time != NO_TIME) & (now != NO_TIME)
    passed = np.where(both, now, 0) - np.where(both, time, 0)
    near: NDArray[np.bool_] = np.where(both, passed <= window, time == now)
    return near


def _grouped(moments: Moments, steps: Steps, *, case: bool, about: bool) -> tuple[Ints, Spans]:
    """Steps by person, and by case and touchpoint if asked, and the group of each moment."""
    n_cases = int(max(steps.keys.case.max(initial=0), moments.keys.case.max(initial=0))) + 1
    n_touchpoints = int(max(steps.touchpoint.max(initial=0), moments.about.max(initial=0))) + 1

    def key(person: NDArray[np.int32], cases: Codes, touchpoints: Codes) -> Ints:
        group = person.astype(np.int64)
        # Steps without a case are in no case's group
        group = group * (n_cases + 1) + cases + 1 if case else group
        return group * n_touchpoints + touchpoints if about else group

    of_step = key(steps.person, steps.keys.case, steps.touchpoint)
    of_moment = key(moments.person, moments.keys.case, moments.about)
    order = np.argsort(of_step, kind="stable")
    ordered = of_step[order]
    return order, Spans(
        np.searchsorted(ordered, of_moment, "left"), np.searchsorted(ordered, of_moment, "right")
    )
