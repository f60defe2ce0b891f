"""Tables and one SELECT in, its answer out; nothing else can be read or written by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyarrow as pa

from footpath.errors import QueryError
from footpath.journeys.sandbox import sandbox

DAY = 86_400  # seconds


def query(statement: str, tables: Mapping[str, pa.Table]) -> pa.Table:
    """The answer to one SELECT over the tables.

    Columns of one name are told apart ("n", "n_2"), times are UTC, whole numbers int64 where they fit,
    intervals seconds (a month has 30 days). Raises QueryError for anything else than a SELECT, for two
    statements, and for what DuckDB can't make sense of.

    >>> query("SELECT count(*) AS n FROM events", {"events": pa.table({"event": ["a", "b"]})}).to_pylist()
    [{'n': 2}]
    """
    import duckdb

    hint = f"Tables: {', '.join(tables)}"
    with sandbox(**tables) as database:
        try:
            parsed = database.extract_statements(statement)
            if len(parsed) != 1 or parsed[0].type != duckdb.StatementType.SELECT:
                raise QueryError("only one SELECT is answered", hint=hint)
            answer = database.sql(parsed[0])
            if answer is None:
                raise QueryError("the statement has no answer", hint=hint)
            found: pa.Table = answer.to_arrow_table()
        except (duckdb.Error, pa.ArrowException) as error:
            raise QueryError(str(error).splitlines()[0].rstrip(".! "), where="sql", hint=hint) from error
    columns = [_plain(column) for column in found.columns]
    return pa.table(columns, names=list(_distinct(found.column_names)))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    kind = column.type
    if pa.types.is_timestamp(kind):
        return column.cast(pa.timestamp("us", tz="UTC"), safe=False)
    if pa.types.is_interval(kind):
        return pa.chunked_array([[None if each is None else _seconds(each) for each in column.to_pylist()]])
    if pa.types.is_decimal(kind):
        return _number(column)
    return column


def _number(column: pa.ChunkedArray) -> pa.ChunkedArray:
    try:
        return column.cast(pa.int64())
    except pa.ArrowInvalid:
        return column.cast(pa.float64())


def _seconds(interval: pa.MonthDayNano) -> float:
    return float((interval.months * 30 + interval.days) * DAY + interval.nanoseconds / 1e9)


def _distinct(names: Iterable[str]) -> Iterator[str]:
    taken: set[str] = set()
    for name in names:
        free, n = name, 1
        while free in taken:
            n += 1
            free = f"{name}_{n}"
        taken.add(free)
        yield free
