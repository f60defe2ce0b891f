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
from footpath.journeys.cut import cut, gaps
from footpath.journeys.timelines import build
from footpath.model.definition import JourneyDefinition, Touchpoint
from footpath.model.journey import Journeys
from footpath.model.person import PersonIndex
from footpath.model.timeline import Timelines, narrow

# A bucket without events
NOTHING = pa.table(
    {"person": pa.array([], pa.string()), "touchpoint": pa.array([], pa.int32())},
)


@dataclass(frozen=True, slots=True)
class Whole:
    """What all events say together: their first and last time (µs, NO_TIME for none), channels in order."""

    oldest: int
    newest: int
    channels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """Which journeys are wanted of a bucket; `quiet` is what the definition leaves open."""

    touchpoints: tuple[Touchpoint, ...]
    definition: JourneyDefinition
    whole: Whole
    since: datetime | None = None
    until: datetime | None = None
    quiet: timedelta | None = None

    def journeys(self, table: pa.Table, members: pa.StringArray | None = None) -> Journeys:
        """The journeys of the persons of a bucket, or of those among `members`."""
        definition = self.definition if self.quiet is None else replace(self.definition, quiet=self.quiet)
        timelines = timelines_of(table, self.touchpoints, self.whole)
        found = cut(timelines, definition, since=self.since, until=self.until)
        if members is None:
            return found
        return found.of_people(np.asarray(pc.is_in(timelines.persons, members), bool))

    def gaps(self, table: pa.Table) -> pa.Table:
        """The times between the touchpoints of each person, from which `default_quiet` is taken, in µs."""
        return pa.table({"gap": gaps(timelines_of(table, self.touchpoints, self.whole))})


def timelines_of(table: pa.Table, touchpoints: tuple[Touchpoint, ...], whole: Whole) -> Timelines:
    """The timelines of a bucket: a table with the columns of `steps`, in no particular order."""
    codes = np.require(table.column("touchpoint").to_numpy(), np.int32, "W")
    found = build(as_log(table), people_of(table), codes, touchpoints)
    place = {name: at for at, name in enumerate(whole.channels)}
    channel = np.array([*(place[name] for name in found.channels), -1], np.int32)[found.channel]
    return replace(
        found,
        channel=narrow(channel, whole.channels),
        channels=whole.channels,
        oldest=whole.oldest,
        newest=whole.newest,
    )


def people_of(table: pa.Table) -> PersonIndex:
    """The persons of a bucket; of their identifiers nothing is asked any more."""
    ids, row_person = columns.rank(table.column("person"))
    none, nobody = pa.array([], pa.string()), np.empty(0, np.int32)
    return PersonIndex(none, nobody, ids, row_person, none, none, nobody.astype(np.int64), {})
