"""A snapshot in; the tables that SQL sees out: events, journeys, people, responses."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.model.journey import OUTCOMES
from footpath.model.lens import Lens
from footpath.model.timeline import NO_TIME
from footpath.project.responses import SCHEMA, responses
from footpath.project.snapshot import Snapshot

SEEN = "seen_by"


def tables(snapshot: Snapshot, statement: str) -> dict[str, pa.Table]:
    """The tables by name, as the contract lists their columns.

    Words take long to read the first time, so `responses` has rows only where a statement speaks of it.
    """
    wanted = "responses" in statement.casefold()
    return {
        "events": events(snapshot),
        "journeys": _journeys(snapshot),
        "people": _people(snapshot),
        "responses": responses(snapshot.voice(None)) if wanted else SCHEMA.empty_table(),
    }


def events(snapshot: Snapshot) -> pa.Table:
    """The columns of the log, with person, touchpoint and stage; no traits."""
    people, definitions = snapshot.people, snapshot.definitions
    names = pa.array([touchpoint.name for touchpoint in definitions.touchpoints], pa.string())
    stages = pa.array([touchpoint.stage for touchpoint in definitions.touchpoints], pa.string())
    codes = pa.array(snapshot.codes, mask=snapshot.codes < 0)
    person = people.ids.take(pa.array(people.row_person, mask=people.row_person < 0))
    table = snapshot.log.table
    for name, column in (
        ("person", person),
        ("touchpoint", names.take(codes)),
        ("stage", stages.take(codes)),
    ):
        table = table.append_column(name, column)
    return table.filter(pc.not_equal(table["kind"].cast(pa.string()), "traits"))


def _people(snapshot: Snapshot) -> pa.Table:
    """What is known of each person, and which sources saw them, unless a trait has that name."""
    table = snapshot.table(None)
    return table if SEEN in table.column_names else table.append_column(SEEN, snapshot.sightings.lists())


def _journeys(snapshot: Snapshot) -> pa.Table:
    parts = [_journey(snapshot, journey.name) for journey in snapshot.definitions.journeys]
    return pa.concat_tables(parts) if parts else _EMPTY


_EMPTY = pa.schema(
    [
        ("journey", pa.string()),
        ("person", pa.string()),
        ("case", pa.string()),
        ("start", pa.timestamp("us", tz="UTC")),
        ("end", pa.timestamp("us", tz="UTC")),
        ("outcome", pa.string()),
        ("touchpoints", pa.list_(pa.string())),
    ]
).empty_table()


def _journey(snapshot: Snapshot, name: str) -> pa.Table:
    found = snapshot.journeys(Lens(name))
    cases = snapshot.timelines(None).cases
    touchpoints = pa.array(found.touchpoints, pa.string()).take(pa.array(found.touchpoint))
    return pa.table(
        {
            "journey": pa.repeat(pa.scalar(name), len(found)),
            "person": found.persons.take(pa.array(found.person)),
            "case": cases.take(pa.array(found.case, mask=found.case < 0)),
            "start": _times(found.start),
            "end": _times(found.end),
            "outcome": pa.array(OUTCOMES).take(pa.array(found.outcome)),
            "touchpoints": pa.ListArray.from_arrays(pa.array(found.offsets.astype(np.int32)), touchpoints),
        },
        schema=_EMPTY.schema,
    )


def _times(values: np.ndarray) -> pa.Array:
    return pa.array(values, pa.int64(), mask=values == NO_TIME).cast(pa.timestamp("us", tz="UTC"))
