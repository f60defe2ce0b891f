"""Timelines and new events in, the timelines of all events out: what building them anew would give.

Only those persons are put in order anew who have new events, or who were somebody else before. The others
stay where they are until somebody asks for timelines in one piece.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.identity.growing import Growth
from footpath.journeys import columns
from footpath.journeys.braiding import STEPS, Tongue, braided
from footpath.journeys.spool import BUCKET, NEEDED
from footpath.journeys.timelines import build
from footpath.kernels.visits import occurring
from footpath.model.ahead import in_order
from footpath.model.definition import Touchpoint
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import NO_TIME, Codes, Named, Offsets, Timelines, ranges
from footpath.model.weaving import Runs, Woven

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]
RECORDED = [*NEEDED, "id"]
MANY = 1 << 18  # persons that are looked at together


class Events(NamedTuple):
    """All rows of a log, of which those from `begin` on are new, and the touchpoints of these and those."""

    log: EventLog
    new: EventLog
    begin: int
    codes: Named  # of the new rows
    known: Named  # of all others


@dataclass(frozen=True, eq=False)
class Longer:
    """Timelines of before, and those of the persons who are touched; what is told of all is told in `some`.

    ids    string array [persons];  woven  which person of which of the two each is
    gone   int64 [G], the persons before who are touched, or are no more
    to     what the codes of names of before are now, by column, None where the same
    """

    base: Timelines
    some: Timelines
    ids: pa.StringArray
    woven: Woven
    gone: Ints
    to: dict[str, Named | None]

    @cached_property
    def told(self) -> Timelines:
        """What is told of all events, and the timelines of nobody."""
        return self.some.of_people(0, 0)

    @cached_property
    def glimpse(self) -> Timelines:
        """The same, with one step at each touchpoint that occurs."""
        met = np.zeros(len(self.some.touchpoints), np.bool_)
        for low in range(0, len(self.ids), MANY):
            runs = self.woven.runs(low, min(low + MANY, len(self.ids)))
            met |= occurring(self._items("touchpoint", runs, *self.steps(runs)), len(met))
            if met.all():
                break
        return replace(self.told, touchpoint=np.flatnonzero(met))

    def steps(self, runs: Runs) -> tuple[Ints, Ints]:
        """Where the steps of runs of persons begin and end, each in its part."""
        of = [self.base.offsets.take, self.some.offsets.take]
        return runs.told(of, runs.low), runs.told(of, runs.high)

    @property
    def moved(self) -> Ints:
        """How far from its place in its part each step of a run is in the timelines of all [runs]."""
        begins, ends = self.steps(self.woven.runs())
        many = ends - begins
        found: Ints = np.cumsum(many) - many - begins
        return found

    def whole(self, *, room: Room = MEMORY, bucket: int = BUCKET) -> Timelines:
        """The timelines of everybody, made in `room`."""
        parts = (self.base, self.some)
        scored = any(any(each.score.strides) for each in parts)
        offsets = _offsets(parts, self.woven)
        names = [name for name in STEPS if name != "score" or scored]
        made = {name: room.column(getattr(self.some, name).dtype) for name in names}

        def work(people: tuple[int, int]) -> dict[str, NDArray[Any]]:
            runs = self.woven.runs(*people)
            begins, ends = self.steps(runs)
            return {name: self._items(name, runs, begins, ends) for name in names}

        whole = replace(self.told, offsets=offsets, persons=self.ids)
        for found in in_order(
            work, replace(whole, time=np.broadcast_to(0, int(offsets[-1]))).buckets(bucket)
        ):
            for name, values in found.items():
                made[name].append(values)
        steps: dict[str, Any] = {name: column.whole() for name, column in made.items()}
        steps.setdefault("score", np.broadcast_to(np.nan, int(offsets[-1])))
        return replace(
            whole,
            **steps,
            first_seen=self.woven.each([each.first_seen for each in parts]),
            first_matched=self.woven.each([each.first_matched for each in parts]),
        )

    def _items(self, name: str, runs: Runs, begins: Ints, ends: Ints) -> NDArray[Any]:
        values = [getattr(part, name) for part in (self.base, self.some)]
        return runs.items(values, begins, ends, self.to.get(name))


def lengthen(base: Timelines, growth: Growth, events: Events, touchpoints: Sequence[Touchpoint]) -> Longer:
    """As `build` of all events, given the timelines of those that are not new."""
    touched = growth.touched
    whose = np.searchsorted(touched, growth.of_new).astype(np.int32)
    whose[growth.of_new < 0] = -1
    people = PersonIndex.nameless(growth.ids.take(pa.array(touched)), whose)
    new = build(events.new, people, events.codes, touchpoints)
    new = replace(new, row=new.row + np.int32(events.begin))
    tongue = Tongue.of([base, new])
    some, unclear = _braided(base, tongue.spoken(new, 1), tongue, growth, events, whose)
    unclear |= growth.torn
    if unclear.any():
        (which,) = np.nonzero(unclear)
        again = _anew(events, growth, touched[which], touchpoints)
        spoken = Tongue.of([base, new, again]).spoken(again, 2)
        woven = Woven.of(which, len(some.persons), which)
        some = Longer(some, replace(spoken, channels=tongue.channels), some.persons, woven, which, {}).whole()
    told = _told(base, new)
    left = (base.offsets[growth.gone + 1] - base.offsets[growth.gone]).sum()
    many = len(base.time) - int(left) + len(some.time)
    some = replace(some, **told, persons=new.persons, unmatched=told["total"] - many)
    return Longer(base, some, growth.ids, growth.woven, growth.gone, tongue.to[0])


def _braided(
    base: Timelines, new: Timelines, tongue: Tongue, growth: Growth, events: Events, whose: Codes
) -> tuple[Timelines, Bools]:
    """What the persons that are touched did before and since; and of whom that is not told."""
    people = len(new.persons)
    known = (growth.into >= 0) & ~growth.silent
    before = tongue.spoken(of_persons(base, growth.gone[known]), 0)
    did = np.zeros(people, np.bool_)
    happened = columns.happened(events.new.column("kind"), np.empty(0, np.int64), None)
    did[whose[happened & (whose >= 0)]] = True
    since = np.where(did, np.arange(people), -1).astype(np.int32)
    into = np.searchsorted(growth.touched, growth.into[known]).astype(np.int32)
    return braided(events.log, [before, new], [into, since], people)


def _anew(events: Events, growth: Growth, persons: Ints, touchpoints: Sequence[Touchpoint]) -> Timelines:
    """The timelines of some persons from all of their rows."""
    rows, whose = growth.rows_of(persons)
    log = EventLog.reading(events.log.pick(rows, RECORDED).select)
    old = rows < events.begin
    codes = np.concatenate([events.known[rows[old]], events.codes[rows[~old] - events.begin]])
    people = PersonIndex.nameless(growth.ids.take(pa.array(persons)), whose)
    found = build(log, people, codes, touchpoints)
    return replace(found, row=rows[found.row].astype(np.int32))


def of_persons(timelines: Timelines, persons: NDArray[np.int64]) -> Timelines:
    """The timelines of some persons, in the order given; what is told of all events stays."""
    begins, ends = timelines.offsets[persons], timelines.offsets[persons + 1]
    steps = ranges(begins, ends)
    columns: dict[str, Any] = {name: getattr(timelines, name)[steps] for name in STEPS}
    return replace(
        timelines,
        persons=timelines.persons.take(pa.array(persons)),
        offsets=np.concatenate([[0], np.cumsum(ends - begins)]),
        **columns,
        first_seen=timelines.first_seen[persons],
        first_matched=timelines.first_matched[persons],
    )


def _told(base: Timelines, new: Timelines) -> dict[str, Any]:
    """What is told of all events."""
    times = [each for each in (base, new) if each.timed]
    return {
        "oldest": min((each.oldest for each in times), default=NO_TIME),
        "newest": max((each.newest for each in times), default=NO_TIME),
        "total": base.total + new.total,
    }


def _offsets(parts: Sequence[Timelines], woven: Woven) -> Offsets:
    """Where the steps of each person begin [P + 1]."""
    many = woven.each([np.diff(each.offsets) for each in parts])
    return np.concatenate([[0], np.cumsum(many)]).astype(np.int64)
