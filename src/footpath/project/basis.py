"""Events and definitions of one moment in; who is who, timelines and journeys out, each made once.

What takes long is kept, and made again only when what it is made from changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.identity.actors import Actors, actors_of
from footpath.identity.alike import alike
from footpath.identity.growing import Before, Growth, grow
from footpath.identity.known import Known, Near
from footpath.identity.links import Rows
from footpath.identity.region import region_of
from footpath.identity.sightings import Sightings
from footpath.identity.stitch import limited, spread, stitch, stitch_actors
from footpath.journeys.choosing import Chosen
from footpath.journeys.cohort import Told, members_in, people_table
from footpath.journeys.cut import cut
from footpath.journeys.earlier import up_to
from footpath.journeys.lengthening import Events, Longer, lengthen
from footpath.journeys.recutting import Recut, recut
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.model.ahead import at_once
from footpath.model.definition import Definitions, Identifier, JourneyDefinition, Segment, Touchpoint
from footpath.model.journey import Journeys
from footpath.model.lens import Lens
from footpath.model.log import EventLog
from footpath.model.outline import Outline
from footpath.model.person import PersonIndex
from footpath.model.room import Room
from footpath.model.timeline import Named, Timelines
from footpath.project.indexing import Kept, Placed

KEPT = 16  # views of journeys held in memory
LONG = 1 << 20  # events that take more than a moment to pass over


@dataclass(frozen=True, slots=True, eq=False)
class Grown:
    """What was found out of the first events of a log, and the others."""

    before: Basis
    since: EventLog
    begin: int  # how many events there were before
    again: Callable[[], None]  # says that the next index is to be made of all events


class Basis:
    """One state of the data under one state of the definitions: what all questions rest on."""

    def __init__(
        self, log: EventLog, definitions: Definitions, kept: Kept | None = None, grown: Grown | None = None
    ) -> None:
        self.log = log
        self._grown = grown
        self.definitions = definitions
        self.kept = kept or Kept()
        self.timelines = lru_cache(maxsize=4)(self._timelines)
        self.table = lru_cache(maxsize=4)(self._table)
        self.members = lru_cache(maxsize=KEPT)(self._members)
        self.journeys = lru_cache(maxsize=KEPT)(self._journeys)
        self.recut = lru_cache(maxsize=KEPT)(self._recut)

    @cached_property
    def outline(self) -> Outline:
        """What one look at all events tells of them."""
        return self.kept.index.kept(Outline, "events", lambda _: self._outlined())

    def _outlined(self) -> Outline:
        if self._grown is None:
            return Outline.of(self._read)
        return self._grown.before.outline.followed(Outline.of(self._grown.since), self._grown.begin)

    @cached_property
    def people(self) -> PersonIndex:
        """Who is who."""
        return self.kept.index.kept(PersonIndex, self._rules[:2], self._stitched)

    def _stitched(self, room: Room) -> PersonIndex:
        rules, region, _ = self._rules
        if self.growth is not None:
            return self.growth.people(room)
        if not self.kept.index.keeps:
            return stitch(self._read, rules, region=region, room=room)
        log = self.known.log
        actors = actors_of(log, limited(rules), region)
        rows = Rows.of(log, self.known.weight)
        _, found = at_once(lambda: self.near(actors), lambda: stitch_actors(actors, rows, rules))
        return spread(found, self.known.of_row, room)

    @property
    def ids(self) -> pa.StringArray:
        """The ids of all persons."""
        return (self._unspread or self.people).ids

    @cached_property
    def joined(self) -> int:
        """Persons with more than one identifier."""
        return (self._unspread or self.people).joined

    @property
    def _unspread(self) -> Growth | None:
        """Who is who where that is not told of each event yet."""
        return None if self._has(PersonIndex, self._rules[:2]) else self.growth

    def _has(self, sort: type[Any], of: object) -> bool:
        """Whether something as long as the log is there already; nothing grew where it must be anyway."""
        return self._grown is None or self.kept.index.has(sort, of)

    @cached_property
    def sightings(self) -> Sightings:
        """Who was seen in which sources."""
        many = len(self.outline.sources)
        return self.kept.index.kept(
            Sightings, self._rules[:2], lambda _: Sightings.of(self._read, self.people, many)
        )

    @cached_property
    def known(self) -> Known:
        """What the events say of who is who."""
        return self.kept.index.kept(
            Known, "events", lambda room: Known.of(alike(self._read, room=room, spare=False))
        )

    def near(self, actors: Actors | None = None) -> Near:
        """What of that hangs together; whoever has its actors at hand gives them."""
        rules, region, _ = self._rules

        def make(_: Room) -> Near:
            return Near.of(actors or actors_of(self.known.log, limited(rules), region))

        return self.kept.index.kept(Near, (rules, region), make)

    @cached_property
    def growth(self) -> Growth | None:
        """Who of the persons of before is who now; None where there is no before, or it does not help."""
        if self._grown is None:
            return None
        rules, region, _ = self._rules
        was = self._grown.before
        found = grow(Before(was.people, was.known, was.near()), self._grown.since, rules, region=region)
        if found is None:
            self._grown.again()
            self._grown = None
        return found

    @property
    def _read(self) -> EventLog:
        """The log as it is read whole; of a long one it is told how far that is."""
        return self.log.watched(self.kept.progress) if len(self.log) > LONG else self.log

    @property
    def _rules(self) -> tuple[tuple[Identifier, ...], str | None, tuple[Touchpoint, ...]]:
        """What decides whose each event is, and at which touchpoint."""
        held = self.definitions
        return held.identifiers, region_of(held.timezone), held.touchpoints

    @cached_property
    def codes(self) -> Named:
        """The touchpoint of each event."""
        if self._grown is not None and (since := self._placed_since) is not None:
            return np.concatenate([self._grown.before.codes, since])
        return self._placed(lambda room: place(self._read, self.definitions.touchpoints, room=room))

    def _placed(self, make: Callable[[Room], Named]) -> Named:
        rules = self.definitions.touchpoints
        return self.kept.index.kept(Placed, rules, lambda room: Placed(make(room))).codes

    @cached_property
    def _placed_since(self) -> Named | None:
        """The touchpoints of the new events; None where these may change those of the others."""
        rules = self.definitions.touchpoints
        # What type a property has is told by all of its values
        typed = any(each.where is not None for each in rules)
        return None if typed or self._grown is None else place(self._grown.since, rules)

    @cached_property
    def whole(self) -> Timelines:
        """The timelines of all time."""
        return self.kept.index.kept(Timelines, self._rules, self._made, persons=self.ids)

    def _made(self, room: Room) -> Timelines:
        return self._built(room) if self.longer is None else self.longer.whole(room=room)

    @cached_property
    def longer(self) -> Longer | None:
        """The timelines of before and those of who is touched; None where that does not help."""
        growth, grown = self.growth, self._grown
        if growth is None or grown is None:
            return None
        since, known = self._placed_since, grown.before.codes
        if since is None and np.array_equal(self.codes[: grown.begin], known):
            since = self.codes[grown.begin :]
        if since is None:
            return None
        events = Events(self._read, grown.since, grown.begin, since, known)
        return lengthen(grown.before.whole, growth, events, self.definitions.touchpoints)

    def glimpse(self, until: datetime | None) -> Timelines:
        """The timelines, or, where they would have to be laid together first, what is told of all of them,
        with one step at each touchpoint that occurs.
        """
        there = until is not None or "whole" in vars(self) or self._has(Timelines, self._rules)
        return self.timelines(until) if there or self.longer is None else self.longer.glimpse

    def _timelines(self, until: datetime | None) -> Timelines:
        if until is None:
            return self.whole
        return up_to(self.whole, self._read, self.people, until, room=self.kept.index.room)

    def _built(self, room: Room) -> Timelines:
        index = self.kept.index
        if index.keeps and not index.has(PersonIndex, self._rules[:2]):
            _ = self.known  # first, so that one look at all events is told at a time
        at_once(lambda: self.people, lambda: self.codes, lambda: self.outline)
        return build(self._read, self.people, self.codes, self.definitions.touchpoints, room=room)

    def _journeys(self, lens: Lens) -> Journeys:
        segment = self.segment(lens)
        if segment is not None:
            whole = self.journeys(replace(lens, segment=None))
            return whole.of_people(self.members(segment, lens.until))
        definition = self.definition(lens)
        if lens.since or lens.until:
            seen, room = self.timelines(lens.until), self.kept.index.room
            return cut(seen, definition, since=lens.since, until=lens.until, room=room)
        return self.kept.index.kept(
            Journeys,
            (self._rules, definition),
            lambda room: self._cut(lens, definition, room),
            persons=self.ids,
        )

    def _cut(self, lens: Lens, definition: JourneyDefinition, room: Room) -> Journeys:
        again = self.recut(lens)
        return cut(self.whole, definition, room=room) if again is None else again.whole(room=room)

    def _recut(self, lens: Lens) -> Recut | None:
        """The journeys of before and those of who is touched; None where that does not help."""
        if self.longer is None or self._grown is None:
            return None
        return recut(self._grown.before.journeys(lens), self.longer, self.definition(lens))

    def drawn(self, lens: Lens) -> Journeys | Recut | Chosen:
        """The journeys that the lens looks at, in one piece only where they are that already."""
        if (segment := self.segment(lens)) is not None:
            return Chosen(self.drawn(replace(lens, segment=None)), self.members(segment, lens.until))
        if lens.since or lens.until or self._has(Journeys, (self._rules, self.definition(lens))):
            return self.journeys(lens)
        return self.recut(lens) or self.journeys(lens)

    def _table(self, until: datetime | None) -> pa.Table:
        """What is known of each person, which serves all segments."""
        told = None
        if until is None:
            told = self.kept.index.kept(Told, self._rules[:2], lambda _: Told.of(self._read, self.people))
        return people_table(self.log, self.people, self.timelines(until), until=until, told=told)

    def _members(self, segment: Segment, until: datetime | None) -> NDArray[np.bool_]:
        """Which persons [P] are in the segment."""
        name = f"members until {until} of {segment}"
        if (held := self.kept.results.get(name)) is not None:
            return np.unpackbits(np.frombuffer(held, np.uint8), count=self.people.n_people).astype(np.bool_)
        found = members_in(self.table(until), segment, self.timelines(until))
        self.kept.results.put(name, np.packbits(found).tobytes())
        return found

    def settle(self) -> None:
        """Makes all that can be grown from, and what else the index before had."""
        before = self._grown.before if self._grown else self
        self._placed(lambda _: self.codes)
        _ = self.outline, self.people, self.near(), self.whole
        for each in self.definitions.journeys:
            if before.kept.index.has(Journeys, (self._rules, each)):
                self.journeys(Lens(each.name))
        if before.kept.index.has(Told, self._rules[:2]):
            self.table(None)

    def definition(self, lens: Lens) -> JourneyDefinition:
        """The journey that the lens looks at."""
        return self.definitions.journey(lens.journey)

    def segment(self, lens: Lens) -> Segment | None:
        """The segment that the lens looks at; None for everybody."""
        return None if lens.segment is None else self.definitions.segment(lens.segment)
