"""Timelines and a definition in, journeys out.

What the pages leave open is decided here:
- the events of one case are one journey. What the case holds before its start and after its end is drawn,
  however long ago. With `start`, a case that has no start touchpoint delimits nothing that was asked for: its
  events count as events without a case, so that a ticket or an order may be part of a journey;
- a person's events without a case form journeys of their own; what is left of them becomes lead-in or
  aftermath of the journeys next to it, also of those of cases;
- a goal, or a touchpoint that ends it, counts after the start touchpoint; only where the start touchpoint
  is a goal and nothing at all follows in the journey is it reached at its start;
- `quiet` counts without `within` only; a gap longer than it divides journeys that begin at a start
  touchpoint, while whole timelines and cases go on;
- a journey whose start has no time has no limits: it is reached, or left, and settled; all that its timeline
  holds around it is drawn.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.errors import DefinitionError, UnknownName
from footpath.journeys.selecting import nth
from footpath.journeys.spool import BUCKET
from footpath.journeys.timelines import microseconds
from footpath.kernels import cut as kernel
from footpath.kernels.order import group
from footpath.model.ahead import in_order
from footpath.model.definition import MONTH, Goal, JourneyDefinition
from footpath.model.journey import LEFT, OPEN, REACHED, Journeys
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import NO_TIME, Codes, Places, Timelines, Times

JOURNEY = ("person", "case", "start", "end", "outcome", "settled", "offsets", "first", "last")
STEP = ("touchpoint", "time", "channel", "source", "step")
CONDITION = re.compile(r"\s*(>=|<=|!=|>|<|=)\s*([+-]?\d+(?:\.\d+)?)\s*")
COMPARE: dict[str, Callable[[NDArray[np.float64], float], NDArray[np.bool_]]] = {
    ">=": np.greater_equal,
    "<=": np.less_equal,
    "!=": np.not_equal,
    ">": np.greater,
    "<": np.less,
    "=": np.equal,
}


def cut(
    timelines: Timelines,
    definition: JourneyDefinition,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    room: Room = MEMORY,
    bucket: int = BUCKET,
) -> Journeys:
    """The journeys of everybody that begin at or after `since`, seen from `until`.

    Steps after `until` are not looked at. UnknownName for a touchpoint that the timelines don't know. Long
    arrays are made in `room`; memory holds a few times `bucket` steps.

    >>> from footpath.journeys import notation
    >>> text = "ann: visit cart pay · bob: visit cart"
    >>> found = notation.journeys(text, start="visit", goal="pay", within="1h")
    >>> found.outcome.tolist(), found.touchpoint.tolist()
    ([1, 0], [0, 1, 2, 0, 1])
    """
    if definition.within is None and definition.quiet is None:
        definition = replace(definition, quiet=default_quiet(timelines, until=until, bucket=bucket))

    def work(people: tuple[int, int]) -> Journeys:
        return _cut(timelines.of_people(*people), definition, since, until)

    nothing, parts = work((0, 0)), timelines.buckets(bucket)
    made = {name: room.column(getattr(nothing, name).dtype) for name in (*JOURNEY, *STEP)}
    made["offsets"].append(nothing.offsets)
    first_step, is_early, drawn, outside = [], [], 0, 0
    for (low, _), part in zip(parts, in_order(work, parts), strict=True):
        begin = int(timelines.offsets[low])
        moved = replace(
            part,
            person=part.person + np.int32(low),
            offsets=part.offsets[1:] + drawn,
            first=part.first + drawn,
            last=part.last + drawn,
            step=part.step + np.int32(begin),
        )
        for name, column in made.items():
            column.append(getattr(moved, name))
        first_step.append(np.where(part.first_step >= 0, part.first_step + np.int32(begin), np.int32(-1)))
        is_early.append(part.early)
        drawn, outside = drawn + len(part.touchpoint), outside + part.outside
    columns: dict[str, Any] = {name: column.whole() for name, column in made.items()}
    return replace(
        nothing,
        persons=timelines.persons,
        **columns,
        first_step=np.concatenate(first_step),
        early=np.concatenate(is_early),
        outside=outside,
    )


def _cut(
    timelines: Timelines, definition: JourneyDefinition, since: datetime | None, until: datetime | None
) -> Journeys:
    """As `cut`, all at once."""
    seen, place = _until(timelines, until)
    does = _does(seen, definition)
    within, quiet = limits(definition)
    stream = _streams(seen, does, bool(definition.start))
    steps = kernel.Steps(seen.offsets, seen.time, stream, does, len(seen.cases) + 1)
    owner, cuts = kernel.open_journeys(steps, bool(definition.start), within, quiet)
    before, after = _us(definition.before), _us(definition.after)
    kernel.share_out(steps, owner, cuts, before, after)
    offsets, step = group(owner, len(cuts.person))
    position = np.empty(len(owner), np.int64)
    position[step] = np.arange(len(step))
    outcome, settled = _judge(seen, does, cuts, within, quiet)
    found = Journeys(
        persons=seen.persons,
        touchpoints=seen.touchpoints,
        channels=seen.channels,
        sources=seen.sources,
        person=cuts.person,
        case=seen.case[cuts.first],
        start=seen.time[cuts.first],
        end=seen.time[cuts.last],
        outcome=outcome,
        settled=settled,
        offsets=offsets,
        first=position[cuts.first],
        last=position[cuts.last] + 1,
        touchpoint=seen.touchpoint[step],
        time=seen.time[step],
        channel=seen.channel[step],
        source=seen.source[step],
        step=place[step],
        first_step=first_steps(seen, place),
        early=early(seen, definition.before),
        as_of=seen.newest,
        outside=int((owner < 0).sum()),
    )
    return found if since is None else found.select(_begin_after(found.start, since))


def default_quiet(timelines: Timelines, *, until: datetime | None = None, bucket: int = BUCKET) -> timedelta:
    """How long is quiet where nobody says: the 95th percentile of gaps between a person's touchpoints.

    It is a gap that occurs (the nearest rank from above); a month where there is no gap. Touchpoints after
    `until` are not looked at.

    >>> from footpath.journeys import notation
    >>> default_quiet(notation.timelines("ann: visit@0 cart@1h pay@3h"))
    datetime.timedelta(seconds=7200)
    """

    def parts() -> Iterator[NDArray[np.int64]]:
        return in_order(of, timelines.buckets(bucket))

    def of(people: tuple[int, int]) -> NDArray[np.int64]:
        return gaps(_until(timelines.of_people(*people), until)[0])

    many = sum(map(len, parts()))
    if not many:
        return MONTH
    at = -(-95 * many // 100) - 1
    return timedelta(microseconds=nth(parts, at, most=timelines.newest - timelines.oldest))


def gaps(timelines: Timelines) -> NDArray[np.int64]:
    """The times between each person's touchpoints, µs; none where the earlier has no time."""
    inside = np.ones(len(timelines.time), np.bool_)
    inside[timelines.offsets[:-1][timelines.offsets[:-1] < len(inside)]] = False
    later = np.flatnonzero(inside & (np.roll(timelines.time, 1) != NO_TIME))
    return timelines.time[later] - timelines.time[later - 1]


def _until(timelines: Timelines, until: datetime | None) -> tuple[Timelines, Places]:
    """What is to be seen at `until`, and where in the timelines each of its steps is."""
    if until is None or timelines.newest <= microseconds(until):
        return timelines, np.arange(len(timelines.time), dtype=np.int32)
    moment = microseconds(until)
    keep = timelines.time <= moment
    place = np.flatnonzero(keep).astype(np.int32)
    seen = replace(
        timelines,
        offsets=np.concatenate([[0], np.cumsum(keep)])[timelines.offsets],
        touchpoint=timelines.touchpoint[keep],
        time=timelines.time[keep],
        channel=timelines.channel[keep],
        case=timelines.case[keep],
        source=timelines.source[keep],
        score=timelines.score[keep],
        row=timelines.row[keep],
        first_matched=timelines.first_matched & (timelines.first_seen <= moment),
        newest=moment,
    )
    return seen, place


def _does(timelines: Timelines, definition: JourneyDefinition) -> NDArray[np.uint8]:
    """What each step may do to a journey: START, GOAL and END as bits."""
    where = f'journey "{definition.name}"'
    code_of = {name: code for code, name in enumerate(timelines.touchpoints)}
    wanted = [*definition.start, *definition.ends, *(goal.touchpoint for goal in definition.goal)]
    for name in wanted:
        if name not in code_of:
            raise UnknownName("touchpoint", name, timelines.touchpoints, where=where)
    bits = np.zeros(len(code_of), np.uint8)
    bits[[code_of[name] for name in set(definition.start)]] |= kernel.START
    bits[[code_of[name] for name in set(definition.ends)]] |= kernel.END
    does: NDArray[np.uint8] = bits[timelines.touchpoint]
    for goal in definition.goal:
        at_goal = timelines.touchpoint == code_of[goal.touchpoint]
        does[at_goal & _meets(timelines.score, goal, where)] |= kernel.GOAL
    return does


def _streams(timelines: Timelines, does: NDArray[np.uint8], by_start: bool) -> Codes:
    """One up from the case of each step; 0 for none, and, if starts matter, for cases that never start."""
    if not by_start or not len(timelines.cases):
        return timelines.case + np.int32(1)
    person = np.repeat(np.arange(len(timelines.persons)), np.diff(timelines.offsets))
    key = person * (len(timelines.cases) + 1) + timelines.case
    begun = np.isin(key, key[(does & kernel.START) > 0])
    return np.where(begun, timelines.case, -1).astype(np.int32) + np.int32(1)


def _meets(score: NDArray[np.float64], goal: Goal, where: str) -> NDArray[np.bool_]:
    if goal.score is None:
        return np.ones(len(score), np.bool_)
    condition = CONDITION.fullmatch(goal.score)
    if condition is None:
        raise DefinitionError(
            f'"{goal.score}" is no condition on a score', where=where, hint='Write it as ">= 4".'
        )
    return COMPARE[condition[1]](score, float(condition[2])) & ~np.isnan(score)


def limits(definition: JourneyDefinition) -> tuple[int, int]:
    """How far journeys go: `within` and `quiet` in µs; whichever does not count is NEVER."""
    if definition.within is not None:
        return _us(definition.within), kernel.NEVER
    return kernel.NEVER, _us(definition.quiet or timedelta(0))


def _us(duration: timedelta) -> int:
    return duration // timedelta(microseconds=1)


def _judge(
    timelines: Timelines, does: NDArray[np.uint8], cuts: kernel.Cut, within: int, quiet: int
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """Outcome and whether it counts in rates, of each journey."""
    start, end = timelines.time[cuts.first], timelines.time[cuts.last]
    over = is_over(timelines.newest, start, end, within, quiet)
    nothing_else = (cuts.first == cuts.last) & ((does[cuts.first] & kernel.GOAL) > 0)
    outcome = np.where(over, LEFT, OPEN).astype(np.int8)
    outcome[cuts.stands == kernel.AT_END] = LEFT
    outcome[(cuts.stands == kernel.AT_GOAL) | nothing_else] = REACHED
    return outcome, over if within != kernel.NEVER else outcome != OPEN


def is_over(newest: int, start: Times, end: Times, within: int, quiet: int) -> NDArray[np.bool_]:
    """Whether nothing that comes after `newest` can belong to a journey [J]."""
    over: NDArray[np.bool_] = newest - start >= within if within != kernel.NEVER else newest - end > quiet
    over |= start == NO_TIME
    return over


def first_steps(timelines: Timelines, place: Places | None = None) -> Places:
    """The place of each person's earliest event of all [P]; -1 where that is at no touchpoint.

    `place` [N] says where each step is; without it they are where they are.
    """
    first = np.full(len(timelines.persons), -1, np.int32)
    known = timelines.first_matched
    begins = timelines.offsets[:-1][known]
    first[known] = begins if place is None else place[begins]
    return first


def early(timelines: Timelines, before: timedelta) -> NDArray[np.bool_]:
    """Who was seen so soon after the data begin that an earlier contact may be missing [P]."""
    known = timelines.first_seen != NO_TIME
    found: NDArray[np.bool_] = known & (timelines.first_seen < timelines.oldest + _us(before))
    return found


def _begin_after(start: Times, since: datetime) -> NDArray[np.bool_]:
    """What begins at or after `since`; what has no time is kept, for nobody can tell."""
    begins: NDArray[np.bool_] = (start >= microseconds(since)) | (start == NO_TIME)
    return begins
