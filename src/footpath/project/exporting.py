"""The events table in, files that other tools read out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from footpath.collect.export import write_xes
from footpath.project.order import in_order

INTERNAL = ["file", "seq", "received", "zone", "actors"]  # who it was is in the person of the trace


def _xes(events: pa.Table, output: Path) -> None:
    with output.open("wb") as out:
        write_xes(in_order(events).drop_columns(INTERNAL), out)


def _parquet(events: pa.Table, output: Path) -> None:
    pq.write_table(events, output)


WRITERS: Mapping[str, Callable[[pa.Table, Path], None]] = {"xes": _xes, "parquet": _parquet}
