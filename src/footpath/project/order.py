"""Events in, the same events in the order of timelines out."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from footpath.model.timeline import NO_TIME

KEYS = ("time", "source", "case", "seq", "id")


def in_order(events: pa.Table) -> pa.Table:
    """By time, source, case, seq and id; those without a time come first."""
    columns = {name: events[name] for name in KEYS}
    columns["time"] = pc.fill_null(columns["time"].cast(pa.int64()), NO_TIME)
    columns["source"] = columns["source"].cast(pa.string())
    columns["case"] = pc.fill_null(columns["case"], "")
    return events.take(pc.sort_indices(pa.table(columns), sort_keys=[(name, "ascending") for name in KEYS]))
