"""The events table in, files that other tools read out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from footpath.collect.export import write_xes


def _xes(events: pa.Table, output: Path) -> None:
    with output.open("wb") as out:
        write_xes(events, out)


def _parquet(events: pa.Table, output: Path) -> None:
    pq.write_table(events, output)


WRITERS: Mapping[str, Callable[[pa.Table, Path], None]] = {"xes": _xes, "parquet": _parquet}
