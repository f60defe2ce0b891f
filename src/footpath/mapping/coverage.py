"""What was imported and what became of it in, what is measured and what is not out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pyarrow as pa

from footpath.model.definition import PHASES, Stage
from footpath.model.log import EventLog
from footpath.model.map import Coverage, Source
from footpath.model.person import PersonIndex
from footpath.model.timeline import NO_TIME, Timelines


def coverage(
    log: EventLog,
    people: PersonIndex,
    timelines: Timelines,
    stages: Sequence[Stage],
    *,
    outside: int = 0,
    first_contact_unknown: int = 0,
    warnings: Sequence[str] = (),
) -> Coverage:
    """What a map of these stages rests on; `stages` are those that hold evidence."""
    seen = {stage.phase for stage in stages}
    return Coverage(
        sources=sources(log),
        unmatched_share=timelines.unmatched / timelines.total if timelines.total else 0.0,
        joined_share=people.joined / people.n_people if people.n_people else 0.0,
        outside_events=outside,
        phases_without_evidence=tuple(phase for phase in PHASES if phase not in seen),
        first_contact_unknown=first_contact_unknown,
        warnings=tuple(warnings),
    )


def sources(log: EventLog) -> tuple[Source, ...]:
    """Every source with its number of rows and its newest time, by name."""
    plain = pa.table({"source": log.table["source"].combine_chunks(), "time": log.table["time"]})
    found = plain.group_by("source").aggregate([("time", "max"), ([], "count_all")]).to_pylist()
    return tuple(
        Source(name=row["source"], events=row["count_all"], newest=row["time_max"])
        for row in sorted(found, key=lambda row: row["source"])
    )


def in_time(microseconds: int) -> datetime | None:
    """The time of a number of µs; None for none."""
    return None if microseconds == NO_TIME else datetime.fromtimestamp(microseconds / 1e6, UTC)
