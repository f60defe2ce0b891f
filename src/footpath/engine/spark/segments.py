"""A segment, traits and buckets in, the ids of who is in it out.

The table of persons comes to the driver, for a condition reads text as numbers only where all persons allow
it: a row for each person, of traits, sums, and visits of the touchpoints that the condition asks for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.engine.spark.buckets import NOTHING, Whole, people_of, timelines_of
from footpath.engine.spark.rows import as_log
from footpath.journeys.cohort import CALL, members_in, people_table
from footpath.model.definition import Segment, Touchpoint
from footpath.model.timeline import Timelines, narrow

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

SUMS = "person string, first_channel string, events bigint, value double, visits array<bigint>"
OWN = pa.schema(
    {"person": pa.string(), "first_channel": pa.string(), "events": pa.int64(), "value": pa.float64()}
)
TRAITS = ("person", "id", "source", "seq", "time", "kind", "properties")


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a segment looks at: everybody, at these touchpoints, as seen at `until`."""

    touchpoints: tuple[Touchpoint, ...]
    whole: Whole
    until: datetime | None

    def sums(self, table: pa.Table, asked: list[int]) -> pa.Table:
        """Of each person of a bucket what happened, and how often at each of the `asked` touchpoints."""
        timelines = self.whole.around(timelines_of(table, self.touchpoints))
        known = people_table(as_log(table), people_of(table), timelines)
        own = known.select(OWN.names).cast(OWN)  # a bucket may hold no values at all
        counts = [_visits(timelines, code) for code in asked]
        flat = np.stack(counts, axis=1).ravel() if counts else np.empty(0, np.int64)
        offsets = np.arange(len(own) + 1, dtype=np.int32) * len(asked)
        return own.append_column("visits", pa.ListArray.from_arrays(offsets, pa.array(flat, pa.int64())))


def members(segment: Segment, who: Who, events: DataFrame, buckets: DataFrame) -> pa.StringArray:
    """The sorted ids of the persons in a segment; the same errors as of `journeys.cohort.members`."""
    asked = sorted(_asked(segment, who.touchpoints))
    sums = buckets.groupBy("bucket").applyInArrow(lambda table: who.sums(table, asked), SUMS).toArrow()
    told = events.where("kind = 'traits' AND person IS NOT NULL AND properties IS NOT NULL")
    traits = told.select(*TRAITS).toArrow()
    persons = _sorted(pa.chunked_array([*sums["person"].chunks, *traits["person"].chunks], pa.string()))
    timelines = _timelines(sums, persons, asked, who)
    people = replace(
        people_of(traits), ids=persons, row_person=_positions(traits["person"].combine_chunks(), persons)
    )
    table = people_table(as_log(traits), people, timelines, until=who.until)
    return persons.filter(pa.array(members_in(_with(table, sums, persons), segment, timelines)))


def _asked(segment: Segment, touchpoints: tuple[Touchpoint, ...]) -> set[int]:
    """The codes of the touchpoints that the condition counts; unknown ones are told of later."""
    code_of = {each.name: code for code, each in enumerate(touchpoints)}
    calls = (call["name"].replace("''", "'") for call in CALL.finditer(segment.where) if call["what"])
    return {code_of[name] for name in calls if name in code_of}


def _visits(timelines: Timelines, code: int) -> NDArray[np.int64]:
    before = np.concatenate([[0], np.cumsum(timelines.touchpoint == code)])
    visits: NDArray[np.int64] = np.diff(before[timelines.offsets])
    return visits


def _sorted(persons: pa.ChunkedArray) -> pa.StringArray:
    found = pc.unique(persons)
    return found.take(pc.array_sort_indices(found))


def _positions(texts: pa.Array, among: pa.StringArray) -> NDArray[np.int32]:
    found: NDArray[np.int32] = pc.index_in(texts, among).to_numpy(zero_copy_only=False).astype(np.int32)
    return found


def _timelines(sums: pa.Table, persons: pa.StringArray, asked: list[int], who: Who) -> Timelines:
    """As many visits of each asked touchpoint as each person made, and nothing else."""
    counts = np.zeros((len(persons), len(asked)), np.int64)
    if len(sums):
        made = sums["visits"].combine_chunks().flatten().to_numpy()
        counts[_positions(sums["person"].combine_chunks(), persons)] = made.reshape(len(sums), len(asked))
    codes = np.tile(narrow(np.array(asked, np.int32), who.touchpoints), len(persons))
    steps = np.repeat(codes, counts.ravel())
    nothing = who.whole.around(timelines_of(NOTHING, who.touchpoints))
    offsets = np.concatenate([[0], np.cumsum(counts.sum(axis=1))]).astype(np.int64)
    channel = np.full(len(steps), -1, np.int16)
    return replace(nothing, persons=persons, offsets=offsets, touchpoint=steps, channel=channel)


def _with(table: pa.Table, sums: pa.Table, persons: pa.StringArray) -> pa.Table:
    """The table of persons with the sums that the buckets told; nothing for whom nothing happened."""
    place = pc.index_in(persons, sums["person"].combine_chunks())
    for name, nothing in (("first_channel", None), ("events", 0), ("value", 0.0)):
        column = sums[name].combine_chunks().take(place)
        filled = column if nothing is None else pc.fill_null(column, nothing)
        table = table.set_column(table.column_names.index(name), name, filled)
    return table
