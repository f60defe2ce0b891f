"""Arrow tables with some of the columns of an event in, event logs out; and frames that Spark hands over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

import pyarrow as pa

from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog

AT_ONCE = 8  # batches: placing asks DuckDB of each table, which takes milliseconds however small it is
NOTHING = {
    "id": "",
    "source": "",
    "file": "",
    "seq": 0,
    "received": 0,
    "event": "",
    "kind": "did",
    "actors": [],
}


def as_log(table: pa.Table) -> EventLog:
    """A log of the columns that there are; the others hold nothing.

    >>> len(as_log(pa.table({"id": ["a", "b"], "more": [1, 2]})))
    2
    """
    columns = [_column(table, field) for field in EVENT_SCHEMA]
    return EventLog(pa.table(columns, schema=EVENT_SCHEMA))


def _column(table: pa.Table, field: pa.Field) -> pa.ChunkedArray | pa.Array:
    if field.name in table.column_names:
        return table.column(field.name).cast(field.type)
    if field.nullable or not len(table):
        return pa.nulls(len(table), field.type)
    plain = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
    return pa.repeat(pa.scalar(NOTHING[field.name], plain), len(table)).cast(field.type)


def tables(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.Table]:
    """Batches by the handful."""
    coming = iter(batches)
    while some := list(islice(coming, AT_ONCE)):
        yield pa.Table.from_batches(some)
