"""One bucket of persons as an Arrow table in, their timelines and journeys out, as if cut from the whole.

What one machine learns from all events (their first and last time, which channels occur, what is quiet) is
found beforehand and handed in, so that no journey depends on who shares its bucket.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.engine.spark.rows import as_log
from footpath.journeys import columns
from footpath.journeys.cut import cut
from footpath.journeys.timelines import build
from footpath.model.definition import JourneyDefinition, Touchpoint
from footpath.model.journey import Journeys
from footpath.model.person import PersonIndex
from footpath.model.timeline import Named, Timelines, narrow

# A bucket without events
NOTHING = pa.table(
    {"person": pa.array([], pa.string()), "touchpoint": pa.array([], pa.int32())},
)


@dataclass(frozen=True, slots=True)
class Whole:
    """What all events say together: their first and last time (µs, NO_TIME for none), how many they are, and
    of those at touchpoints how many, which touchpoints, and the channels and sources by name.
    """

    oldest: int
    newest: int
    total: int
    matched: int
    met: frozenset[int]
    channels: tuple[str, ...]
    sources: tuple[str, ...]

    def around(self, timelines: Timelines) -> Timelines:
        """The timelines of a bucket as they would be cut from those of everybody."""
        return replace(
            timelines,
            channel=_among(self.channels, timelines.channels, timelines.channel),
            channels=self.channels,
            source=_among(self.sources, timelines.sources, timelines.source),
            sources=self.sources,
            oldest=self.oldest,
            newest=self.newest,
        )


@dataclass(frozen=True, slots=True)
class View:
    """Which journeys are wanted of a bucket; `quiet` is what the definition leaves open."""

    touchpoints: tuple[Touchpoint, ...]
    definition: JourneyDefinition
    whole: Whole
    since: datetime | None = None
    until: datetime | None = None
    quiet: timedelta | None = None

    def journeys(self, timelines: Timelines, members: pa.StringArray | None = None) -> Journeys:
        """The journeys of the persons of a bucket, or of those among `members`."""
        definition = self.definition if self.quiet is None else replace(self.definition, quiet=self.quiet)
        found = cut(self.whole.around(timelines), definition, since=self.since, until=self.until)
        if members is None:
            return found
        return found.of_people(np.asarray(pc.is_in(timelines.persons, members), bool))

    def nobodys(self) -> Journeys:
        """The journeys of no persons at all."""
        return self.journeys(timelines_of(NOTHING, self.touchpoints))


def timelines_of(table: pa.Table, touchpoints: tuple[Touchpoint, ...]) -> Timelines:
    """The timelines of a bucket: a table with the columns of `steps`, in no particular order."""
    codes = np.require(table.column("touchpoint").to_numpy(), np.int32, "W")
    return build(as_log(table), people_of(table), codes, touchpoints)


def _among(names: tuple[str, ...], own: tuple[str, ...], codes: Named) -> Named:
    """Indices into the bucket's own names as those into everybody's."""
    place = {name: at for at, name in enumerate(names)}
    return narrow(np.array([*(place[name] for name in own), -1], np.int32)[codes], names)


def people_of(table: pa.Table) -> PersonIndex:
    """The persons of a bucket; of their identifiers nothing is asked any more."""
    ids, row_person = columns.rank(table.column("person"))
    none, nobody = pa.array([], pa.string()), np.empty(0, np.int32)
    return PersonIndex(none, nobody, ids, row_person, none, none, nobody.astype(np.int64), {})
