"""Events and definitions of one moment in; who is who, timelines and journeys out, each made once.

What takes long is kept, and made again only when what it is made from changes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property, lru_cache

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.identity.region import region_of
from footpath.identity.stitch import stitch
from footpath.journeys.cohort import members_in, people_table
from footpath.journeys.cut import cut
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


class Basis:
    """One state of the data under one state of the definitions: what all questions rest on."""

    def __init__(self, log: EventLog, definitions: Definitions, kept: Kept | None = None) -> None:
        self.log = log
        self.definitions = definitions
        self.kept = kept or Kept()
        self.timelines = lru_cache(maxsize=4)(self._timelines)
        self.table = lru_cache(maxsize=4)(self._table)
        self.members = lru_cache(maxsize=KEPT)(self._members)
        self.journeys = lru_cache(maxsize=KEPT)(self._journeys)

    @cached_property
    def outline(self) -> Outline:
        """What one look at all events tells of them."""
        return self.kept.index.kept(Outline, "events", lambda _: Outline.of(self._read))

    @cached_property
    def people(self) -> PersonIndex:
        """Who is who."""
        rules, region, _ = self._rules
        return self.kept.index.kept(
            PersonIndex, (rules, region), lambda room: stitch(self._read, rules, region=region, room=room)
        )

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
        made = self.kept.index.kept(Placed, rules, lambda room: Placed(place(self._read, rules, room=room)))
        return made.codes

    @cached_property
    def whole(self) -> Timelines:
        """The timelines of all time."""
        return self.kept.index.kept(Timelines, self._rules, self._built, persons=self.people.ids)

    def _timelines(self, until: datetime | None) -> Timelines:
        if until is None:
            return self.whole
        return self._built(self.kept.index.room, until)

    def _built(self, room: Room, until: datetime | None = None) -> Timelines:
        rules = self.definitions.touchpoints
        return build(self._read, self.people, self.codes, rules, until=until, room=room)

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
            Journeys, of, lambda room: cut(self.whole, definition, room=room), persons=self.people.ids
        )

    def _table(self, until: datetime | None) -> pa.Table:
        """What is known of each person, which serves all segments."""
        return people_table(self.log, self.people, self.timelines(until), until=until)

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
