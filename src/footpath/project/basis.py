"""Events and definitions of one moment in; who is who, timelines and journeys out, each made once.

What takes long is kept, and made again only when what it is made from changes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.identity.actors import Actors, actors_of
from footpath.identity.alike import alike
from footpath.identity.growing import Before, Growth, grow
from footpath.identity.known import Known, Near
from footpath.identity.links import Rows
from footpath.identity.region import region_of
from footpath.identity.stitch import limited, spread, stitch, stitch_actors
from footpath.journeys.cohort import Told, members_in, people_table
from footpath.journeys.cut import cut
from footpath.journeys.earlier import up_to
from footpath.journeys.lengthening import Events, lengthen
from footpath.journeys.recutting import Was, recut
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
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
        self._growth: Growth | None = None
        self.definitions = definitions
        self.kept = kept or Kept()
        self.timelines = lru_cache(maxsize=4)(self._timelines)
        self.table = lru_cache(maxsize=4)(self._table)
        self.members = lru_cache(maxsize=KEPT)(self._members)
        self.journeys = lru_cache(maxsize=KEPT)(self._journeys)

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
        if (growth := self.growth(room)) is not None:
            return growth.people
        if not self.kept.index.keeps:
            return stitch(self._read, rules, region=region, room=room)
        log = self.known.log
        actors = actors_of(log, limited(rules), region)
        self.near(actors)
        found = stitch_actors(actors, Rows.of(log, self.known.weight), rules)
        return spread(found, self.known.of_row, room)

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

    def growth(self, room: Room | None = None) -> Growth | None:
        """Who of the persons of before is who now; None where there is no before, or it does not help."""
        if self._growth is None and self._grown is not None:
            rules, region, _ = self._rules
            was, room = self._grown.before, room or self.kept.index.room
            before = Before(was.people, was.known, was.near())
            self._growth = grow(before, self._grown.since, rules, region=region, room=room)
            if self._growth is None:
                self._grown.again()
                self._grown = None
        return self._growth

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
        rules = self.definitions.touchpoints
        if self._placed_before is not None:
            placed = [self._placed_before, place(self._grown.since, rules)]  # type: ignore[union-attr]
            return np.concatenate(placed)
        made = self.kept.index.kept(Placed, rules, lambda room: Placed(place(self._read, rules, room=room)))
        return made.codes

    @property
    def _placed_before(self) -> Named | None:
        """The touchpoints of the events of before; None where new events may change them."""
        # What type a property has is told by all of its values
        typed = any(each.where is not None for each in self.definitions.touchpoints)
        return None if typed or self._grown is None else self._grown.before.codes

    @cached_property
    def whole(self) -> Timelines:
        """The timelines of all time."""
        return self.kept.index.kept(Timelines, self._rules, self._made, persons=self.people.ids)

    def _made(self, room: Room) -> Timelines:
        growth, grown = self.growth(), self._grown
        if growth is None or grown is None or not self._same_places():
            return self._built(room)
        events = Events(self._read, grown.since, grown.begin, self.codes)
        return lengthen(grown.before.whole, growth, events, self.definitions.touchpoints, room=room)

    def _same_places(self) -> bool:
        """Whether the events of before are where they were."""
        grown = self._grown
        if grown is None or self._placed_before is not None:
            return grown is not None
        return np.array_equal(self.codes[: grown.begin], grown.before.codes)

    def _timelines(self, until: datetime | None) -> Timelines:
        if until is None:
            return self.whole
        return up_to(self.whole, self._read, self.people, until, room=self.kept.index.room)

    def _built(self, room: Room) -> Timelines:
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
        of = (self._rules, definition)
        return self.kept.index.kept(
            Journeys, of, lambda room: self._cut(lens, definition, room), persons=self.people.ids
        )

    def _cut(self, lens: Lens, definition: JourneyDefinition, room: Room) -> Journeys:
        growth, grown = self.growth(), self._grown
        if growth is None or grown is None or not self._same_places():
            return cut(self.whole, definition, room=room)
        was = Was(grown.before.journeys(lens), grown.before.whole, growth.moved)
        return recut(was, self.whole, definition, room=room)

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

    def definition(self, lens: Lens) -> JourneyDefinition:
        """The journey that the lens looks at."""
        return self.definitions.journey(lens.journey)

    def segment(self, lens: Lens) -> Segment | None:
        """The segment that the lens looks at; None for everybody."""
        return None if lens.segment is None else self.definitions.segment(lens.segment)
