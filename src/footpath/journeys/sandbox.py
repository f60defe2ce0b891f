"""Arrow tables in, a DuckDB connection that sees those tables and nothing else out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    import duckdb

CONFIG = {
    "python_enable_replacements": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
}


@contextmanager
def sandbox(**tables: pa.Table) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory with these tables; files, extensions and settings are out of reach.

    >>> with sandbox(rows=pa.table({"a": [1, 2]})) as database:
    ...     database.execute("SELECT sum(a) FROM rows").fetchone()
    (3,)
    """
    import duckdb  # most questions need no SQL

    database = duckdb.connect(":memory:", config=CONFIG)
    try:
        for name, table in tables.items():
            database.register(name, table)
        database.execute("SET TimeZone = 'UTC'")
        database.execute("SET enable_external_access = false")
        database.execute("SET lock_configuration = true")
        yield database
    finally:
        database.close()
