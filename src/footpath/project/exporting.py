"""A snapshot in, files that other tools read out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from footpath.collect.export import write_xes
from footpath.project.order import in_order
from footpath.project.responses import responses
from footpath.project.snapshot import Snapshot
from footpath.project.tables import events

INTERNAL = ["file", "seq", "received", "zone", "actors"]  # who it was is in the person of the trace
FORMULA = r"^[=+\-@\t\r＝＋－＠]"  # what a spreadsheet would run


def _xes(snapshot: Snapshot, output: Path) -> None:
    with output.open("wb") as out:
        write_xes(in_order(events(snapshot)).drop_columns(INTERNAL), out)


def _parquet(snapshot: Snapshot, output: Path) -> None:
    pq.write_table(events(snapshot), output)


def _responses(snapshot: Snapshot, output: Path) -> None:
    """As CSV where the file's name ends so, else as Parquet."""
    found = responses(snapshot.voice(None))
    if output.suffix.casefold() == ".csv":
        csv.write_csv(pa.table([_cells(column) for column in found.columns], found.column_names), output)
    else:
        pq.write_table(found, output)


def _cells(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Lists as one text, and no text that a spreadsheet takes for a formula."""
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, "; ")
    if not pa.types.is_string(column.type):
        return column
    return pc.if_else(
        pc.match_substring_regex(column, FORMULA), pc.binary_join_element_wise("'", column, ""), column
    )


WRITERS: Mapping[str, Callable[[Snapshot, Path], None]] = {
    "xes": _xes,
    "parquet": _parquet,
    "responses": _responses,
}
