"""Timelines in, who is no human and when something fell silent out: what effects must be kept clear of.

Both stay in all counts. A program neither hurts nor delights; and of a journey that ran while a source sent
nothing, nobody can tell what it met.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from footpath.model.journey import LEFT, REACHED, Journeys
from footpath.model.timeline import NO_TIME, Codes, Timelines, Times
from footpath.stats.spans import silent

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SECOND = 1_000_000
DAY = 86_400 * SECOND
FEWEST = 30  # seconds in which something happened, below which a pace is no habit
PACE = 1.5  # seconds
MOST_A_DAY = 1_000
COMMON = 30.0  # events of a touchpoint that its silence must have swallowed
GOES_ON = 0.5  # of what usually comes
HABIT = 0.75  # of the weeks before and after
NEAR = 28  # days before and after that say what usually comes
ITS_OWN = 0.1  # of a touchpoint's events, from which on the silence of their source hides it
LONGEST = 40_000  # days of a history; what is dated farther away is a slip


def bots(steps: Timelines | Journeys) -> Flags:
    """Which persons [P] have a pace that is not human.

    They do something in at least 30 different seconds, half of them at most 1.5 s after the one before, or
    have more than 1,000 steps on one day (UTC). Seconds count, not steps: sources that know whole seconds
    say the same as finer ones, one press of a button may be several events, and where only days are known
    there is no pace.

    >>> from footpath.journeys import notation
    >>> crawler = " ".join(f"page@{second}s" for second in range(40))
    >>> bots(notation.timelines(f"ann: page page page · crawler: {crawler}")).tolist()
    [False, True]
    """
    person, time = _by_person(steps)
    n = len(steps.persons)
    second, day = time // SECOND, time // DAY
    return _hurried(person, second, n) | _busy(person, day, n)


@dataclass(frozen=True, slots=True)
class Silence:
    """When a source or a touchpoint sent nothing though it should have: [begin, end) in µs, whole days.

    `touchpoints` are those whose events were then not seen.
    """

    what: Literal["source", "touchpoint"]
    name: str
    begin: int
    end: int
    touchpoints: tuple[str, ...]


def silent_days(timelines: Timelines) -> tuple[Silence, ...]:
    """The days on which something was silent between days on which it was heard.

    A source while the others went on; a touchpoint while its sources did, if at least 30 events should have
    come. What began or stopped for good was not silent, and neither is what is only heard for less time than
    it was quiet on either side of it, such as two incidents.
    """
    timed = timelines.time != NO_TIME
    if not timed.any():
        return ()
    day = timelines.time[timed] // DAY
    first = int(day.min())
    if int(day.max()) - first >= LONGEST:
        return ()
    length = int(day.max()) - first + 1
    source, touchpoint = timelines.source[timed], timelines.touchpoint[timed]
    at = (day - first).astype(np.int64)
    of_source = _daily(source, at, len(timelines.sources), length)
    of_touchpoint = _daily(touchpoint, at, len(timelines.touchpoints), length)
    sent = _together(source, touchpoint, len(timelines.sources), len(timelines.touchpoints))
    days = np.arange(first, first + length).astype("datetime64[D]")
    return (
        *_silent_sources(timelines, of_source, sent, days),
        *_silent_touchpoints(timelines, of_touchpoint, of_source, sent, days),
    )


def blind(
    journeys: Journeys,
    spans: Sequence[Silence],
    touchpoints: Collection[str],
    *,
    within: int | None = None,
    quiet: int | None = None,
) -> Flags:
    """Which journeys [J] ran while one of these touchpoints could not be seen.

    A journey runs from its start to its end; one that is not reached until start + `within` (µs), or, without
    it, `quiet` (µs) after its end, for until then it might have gone on unseen. `touchpoints` are those of
    the moment, those it is met after, and the goals. A journey without times is not blind.
    """
    until = _until(journeys, within, quiet)
    timed = (journeys.start != NO_TIME) & (journeys.end != NO_TIME)
    found = np.zeros(len(journeys), np.bool_)
    for span in spans:
        if not set(touchpoints).isdisjoint(span.touchpoints):
            found |= timed & (journeys.start < span.end) & (until >= span.begin)
    return found


def _until(journeys: Journeys, within: int | None, quiet: int | None) -> Times:
    """Until when each journey ran, or may have."""
    end = journeys.end
    if within is not None:
        longest = np.where(journeys.start == NO_TIME, end, journeys.start + within)
        return np.where(journeys.outcome == REACHED, end, np.maximum(end, longest))
    left = end if quiet is None else np.where(end == NO_TIME, end, end + quiet)
    still = np.maximum(left, journeys.as_of)
    return np.where(journeys.outcome == REACHED, end, np.where(journeys.outcome == LEFT, left, still))


def _by_person(steps: Timelines | Journeys) -> tuple[NDArray[np.int32], Times]:
    """The person and time of each step that has one, by person, then time; only of who has enough of them."""
    lengths = np.diff(steps.offsets)
    everybody = np.arange(len(steps.persons), dtype=np.int32)
    owner = steps.person if isinstance(steps, Journeys) else everybody
    many = np.bincount(owner, lengths, minlength=len(everybody)) >= FEWEST
    at = np.flatnonzero(np.repeat(many[owner], lengths) & (steps.time != NO_TIME))
    person, time = np.repeat(owner, lengths)[at], steps.time[at]
    if isinstance(steps, Timelines):
        return person, time
    order = np.lexsort((time, person))  # journeys of one person may overlap
    return person[order], time[order]


def _hurried(person: NDArray[np.int32], second: Ints, n: int) -> Flags:
    """Who does something in many different seconds, most of which follow each other closely [n]."""
    anew = np.ones(len(person), np.bool_)
    anew[1:] = (person[1:] != person[:-1]) | (second[1:] != second[:-1])
    person, second = person[anew], second[anew]
    same = person[1:] == person[:-1]
    short = same & (np.diff(second) <= PACE)
    moments = np.bincount(person, minlength=n)
    shorts = np.bincount(person[1:][short], minlength=n)
    # The median gap is short where at least half of the gaps are.
    hurried: Flags = (moments >= FEWEST) & (2 * shorts >= moments - 1)
    return hurried


def _busy(person: NDArray[np.int32], day: Ints, n: int) -> Flags:
    """Who has more steps on a day than anybody has [n]; rows are by person, then day."""
    turns = np.flatnonzero((np.diff(person) != 0) | (np.diff(day) != 0)) + 1
    begins = np.concatenate([[0], turns]) if len(person) else turns
    counts = np.diff(np.append(begins, len(person)))
    busy = np.zeros(n, np.bool_)
    busy[person[begins[counts > MOST_A_DAY]]] = True
    return busy


def _daily(code: Codes, at: Ints, n: int, length: int) -> Ints:
    """How many events of each of n kinds there were on each day [n, length]."""
    counts: Ints = np.bincount(code * np.int64(length) + at, minlength=n * length).reshape(n, length)
    return counts


def _together(source: Codes, touchpoint: Codes, n_sources: int, n_touchpoints: int) -> Ints:
    """How many events of each touchpoint each source sent [sources, touchpoints]."""
    both = source * np.int64(n_touchpoints) + touchpoint
    counts: Ints = np.bincount(both, minlength=n_sources * n_touchpoints).reshape(n_sources, n_touchpoints)
    return counts


def _silent_sources(
    timelines: Timelines, of_source: Ints, sent: Ints, days: NDArray[np.datetime64]
) -> Iterator[Silence]:
    everything = of_source.sum(axis=0)
    its_own = sent >= np.maximum(ITS_OWN * sent.sum(axis=0), 1)
    for at, name in enumerate(timelines.sources):
        hidden = tuple(timelines.touchpoints[code] for code in np.flatnonzero(its_own[at]))
        for begin, end in _gaps(of_source[at], days):
            if _goes_on(everything - of_source[at], begin, end):
                yield Silence("source", name, *_us(days, begin, end), hidden)


def _silent_touchpoints(
    timelines: Timelines, of_touchpoint: Ints, of_source: Ints, sent: Ints, days: NDArray[np.datetime64]
) -> Iterator[Silence]:
    for at, name in enumerate(timelines.touchpoints):
        # A source whose events are all of this touchpoint can't go on without it.
        whence = (sent[:, at] > 0) & (sent.sum(axis=1) > sent[:, at])
        beside = np.maximum(of_source[whence].sum(axis=0) - of_touchpoint[at], 0)
        for begin, end in _gaps(of_touchpoint[at], days):
            missed = (end - begin) * _around(of_touchpoint[at], begin, end)
            habit = _is_a_habit(of_touchpoint[at], begin, end)
            if missed >= COMMON and habit and _goes_on(beside, begin, end):
                yield Silence("touchpoint", name, *_us(days, begin, end), (name,))


def _gaps(counts: Ints, days: NDArray[np.datetime64]) -> Iterator[tuple[int, int]]:
    """The silences [begin, end) of a stream, as places in the days [length], between two of its events."""
    heard = np.flatnonzero(counts)
    if not len(heard):
        return
    low, high = int(heard[0]), int(heard[-1]) + 1
    for begin, end in silent(counts[low:high], days[low:high]):
        yield _place(begin, days), _place(end, days)


def _place(day: date, days: NDArray[np.datetime64]) -> int:
    return int((np.datetime64(day, "D") - days[0]).astype(np.int64))


def _us(days: NDArray[np.datetime64], begin: int, end: int) -> tuple[int, int]:
    first = int(days[0].astype(np.int64))
    return (first + begin) * DAY, (first + end) * DAY


def _around(counts: Ints, begin: int, end: int) -> float:
    """How many events a day there are before and after."""
    near = np.concatenate([counts[max(begin - NEAR, 0) : begin], counts[end : end + NEAR]])
    return float(near.mean()) if len(near) else 0.0


def _goes_on(counts: Ints, begin: int, end: int) -> bool:
    """Whether others send at least half of what is usual meanwhile."""
    usual = _around(counts, begin, end)
    return usual > 0 and float(counts[begin:end].mean()) >= GOES_ON * usual


def _is_a_habit(counts: Ints, begin: int, end: int) -> bool:
    """Whether it is heard for as long as it is silent, in most of the weeks before and after."""
    weeks = -(-(end - begin) // 7)
    before, after = counts[max(begin - 7 * weeks, 0) : begin], counts[end : end + 7 * weeks]
    if min(len(before), len(after)) < 7 * weeks:
        return False
    active = [(each.reshape(weeks, 7).sum(axis=1) > 0).mean() for each in (before, after)]
    return bool(min(active) >= HABIT)
