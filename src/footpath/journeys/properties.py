"""Properties as JSON text in, those that are asked for as Arrow columns out.

A path is the name of a property; a dot leads into an object, unless a property has the dot in its name.
A column holds numbers or truth values where all its values are such, else text; JSON null is null.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from footpath.journeys.sandbox import sandbox

WHOLE = {"BIGINT", "UBIGINT"}
NUMBERS = WHOLE | {"DOUBLE", "HUGEINT", "UHUGEINT"}
FIRST = 1024  # values that are looked at before all others
DIGITS = 18  # as many as any whole number of 64 bits can have
# What reads back as it was written: no leading zeros, no more digits than a float holds.
WRITTEN_WHOLE = r"^-?(0|[1-9][0-9]{0,14})$"
WRITTEN_NUMBER = r"^-?(0|[1-9][0-9]{0,14})([.][0-9]{1,9})?$"


def names(column: pa.ChunkedArray) -> list[str]:
    """The names of all properties, sorted.

    >>> names(pa.chunked_array([['{"b": 1}', None, '{"a": 2, "b": 3}']]))
    ['a', 'b']
    """
    query = "SELECT DISTINCT name FROM (SELECT unnest(json_keys(json)) AS name FROM rows) ORDER BY name"
    with sandbox(rows=pa.table({"json": column})) as database:
        return [name for (name,) in database.execute(query).fetchall()]


def texts(column: pa.ChunkedArray, paths: Sequence[str]) -> list[pa.ChunkedArray]:
    """The values at each path as text.

    >>> texts(pa.chunked_array([['{"page": {"url": "/a"}, "n": 1}', "{}"]]), ["page.url", "n"])[0].to_pylist()
    ['/a', None]
    """
    return _read(column, paths, ["json_extract_string"])


def columns(column: pa.ChunkedArray, paths: Sequence[str]) -> list[pa.ChunkedArray]:
    """The values at each path as numbers or truth values where all are such, else as text.

    >>> json = pa.chunked_array([['{"a": 1, "b": 1}', '{"b": "x"}']])
    >>> [each.to_pylist() for each in columns(json, ["a", "b"])]
    [[1, None], ['1', 'x']]
    """
    found = _read(column, paths, ["json_extract_string", "json_type"])
    return [_typed(*each) for each in zip(found[: len(paths)], found[len(paths) :], strict=True)]


def readings(columns: Sequence[pa.ChunkedArray]) -> Iterator[list[pa.ChunkedArray]]:
    """How columns of text may be meant, the likeliest first, each made when it is asked for.

    Exports write numbers as text.

    As numbers, if all values of a column are numbers written out; as numbers and null for all else, if some
    are; as they are.

    >>> [column.to_pylist() for (column,) in readings([pa.chunked_array([["10", "n/a"]])])]
    [['10', 'n/a'], [10.0, None], ['10', 'n/a']]
    """
    yield [_as_numbers(each) for each in columns]
    yield [_or_null(each) for each in columns]
    yield list(columns)


def _as_numbers(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type != pa.string():
        return column
    if column.null_count == len(column):
        return pa.chunked_array([pa.nulls(len(column))])  # compares with anything
    for pattern, kind in ((WRITTEN_WHOLE, pa.int64()), (WRITTEN_NUMBER, pa.float64())):
        # Of most columns the first texts tell that they are no numbers
        if all(pc.all(pc.match_substring_regex(some, pattern)).as_py() for some in (column[:FIRST], column)):
            return column.cast(kind)
    return column


def _or_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    if column.type != pa.string():
        return column
    numbers = pc.match_substring_regex(column, WRITTEN_NUMBER)
    if column.null_count == len(column) or not pc.any(numbers).as_py():
        return _as_numbers(column)
    return pc.if_else(numbers, column, None).cast(pa.float64())


def _read(column: pa.ChunkedArray, paths: Sequence[str], functions: Sequence[str]) -> list[pa.ChunkedArray]:
    """What each function of DuckDB says of each path, function by function."""
    if not paths:
        return []
    pointers = [pointer for path in paths for pointer in _pointers(path)]
    listed = ", ".join("'" + pointer.replace("'", "''") + "'" for pointer in pointers)
    found = ", ".join(f"{function}(json, [{listed}]) AS f{at}" for at, function in enumerate(functions))
    chosen = ", ".join(
        f"coalesce(f{at}[{2 * i + 1}], f{at}[{2 * i + 2}]) AS f{at}_{i}"
        for at in range(len(functions))
        for i in range(len(paths))
    )
    with sandbox(rows=pa.table({"json": column})) as database:
        table: pa.Table = database.sql(f"SELECT {chosen} FROM (SELECT {found} FROM rows)").to_arrow_table()  # noqa: S608
    return list(table.columns)


def _pointers(path: str) -> tuple[str, str]:
    escaped = path.replace("~", "~0").replace("/", "~1")
    return "/" + escaped, "/" + escaped.replace(".", "/")


def _typed(values: pa.ChunkedArray, kinds: pa.ChunkedArray) -> pa.ChunkedArray:
    found = set(pc.unique(kinds.filter(pc.is_valid(values))).to_pylist())
    if found and found <= WHOLE and pc.max(pc.utf8_length(values)).as_py() <= DIGITS:
        return values.cast(pa.int64())
    if found and found <= NUMBERS:
        return values.cast(pa.float64())
    return values.cast(pa.bool_()) if found == {"BOOLEAN"} else values
