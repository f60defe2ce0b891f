"""Tables and one SELECT in, its answer out; nothing else can be read or written by it."""

from __future__ import annotations

from collections.abc import Mapping

import duckdb
import pyarrow as pa

from footpath.errors import QueryError
from footpath.journeys.sandbox import sandbox


def query(statement: str, tables: Mapping[str, pa.Table]) -> pa.Table:
    """The answer to one SELECT over the tables.

    Raises QueryError for anything else, for two statements, and for what DuckDB can't make sense of.

    >>> query("SELECT count(*) AS n FROM events", {"events": pa.table({"event": ["a", "b"]})}).to_pylist()
    [{'n': 2}]
    """
    with sandbox(**tables) as database:
        try:
            parsed = database.extract_statements(statement)
            if len(parsed) != 1 or parsed[0].type != duckdb.StatementType.SELECT:
                raise QueryError("only one SELECT is answered", hint=f"Tables: {', '.join(tables)}")
            answer: pa.Table = database.sql(parsed[0]).to_arrow_table()
        except duckdb.Error as error:
            raise QueryError(
                str(error).splitlines()[0], where="sql", hint=f"Tables: {', '.join(tables)}"
            ) from error
    return answer
