"""An SQL condition and a table in, the rows for which it holds out; nothing else can be reached from it.

The condition is one expression over the columns of the table: no subquery, no second statement, no file, no
setting. NULL counts as false.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.errors import QueryError, suggestion
from footpath.journeys.sandbox import sandbox

Path = tuple[str, ...]


def references(expression: str, *, where: str) -> list[Path]:
    """The columns that an expression speaks of, each as the parts of its name, without repeats.

    `where` is the place that a QueryError names if this is no single expression.

    >>> references("delivered > promised and properties.plan = 'x'", where="here")
    [('delivered',), ('promised',), ('properties', 'plan')]
    """
    found = [tuple(node["column_names"]) for node in _nodes(_parse(expression, where), "COLUMN_REF")]
    return list(dict.fromkeys(found))


def among(columns: Sequence[str], expression: str, *, where: str) -> list[str]:
    """Those of the columns that an expression may look at, at least one.

    >>> among(["person", "Age", "plan"], "age > 18", where="adults")
    ['Age']
    """
    named = {part.casefold() for path in references(expression, where=where) for part in path}
    found = [each for each in columns if each.casefold() in named]
    star = any(True for _ in _nodes(_parse(expression, where), "STAR"))
    return list(columns) if star or not found else found


def holds(
    expression: str, readings: Iterable[pa.Table], *, where: str, columns: Callable[[], Sequence[str]]
) -> NDArray[np.bool_]:
    """For which rows an expression is true [rows].

    `readings` are the same rows with other types of columns: the first in which the expression makes sense is
    taken. A QueryError names the place `where` and lists `columns()`.

    >>> holds("age >= 18", [pa.table({"age": [17, 18, None]})], where="adults", columns=list).tolist()
    [False, True, False]
    """
    import duckdb

    _parse(expression, where)
    failed = ""
    for table in readings:
        try:
            return _filter(expression, table)
        except duckdb.Error as error:
            failed = str(error)
    raise _explained(failed, expression, where, columns())


def _filter(expression: str, table: pa.Table) -> NDArray[np.bool_]:
    numbered = table.append_column("footpath_row", pa.array(np.arange(len(table))))
    # A condition of WHERE can hold no aggregate and no window: it sees one row at a time.
    query = f"SELECT footpath_row FROM rows WHERE ({expression}\n)"  # noqa: S608
    with sandbox(rows=numbered) as database:
        rows = database.execute(query).fetchnumpy()["footpath_row"]
    answer = np.zeros(len(table), np.bool_)
    answer[rows] = True
    return answer


def _parse(expression: str, where: str) -> Any:
    """The tree of a single expression."""
    parsed, plain = _tree(expression), _tree("TRUE")
    if parsed["error"]:
        raise QueryError(f'"{expression}" is no SQL condition: {parsed["error_message"]}', where=where)
    if len(parsed["statements"]) != 1 or _frame(parsed) != _frame(plain):
        raise QueryError(f'"{expression}" is more than one SQL condition', where=where)
    (tree,) = parsed["statements"][0]["node"]["select_list"]
    if any(True for _ in _nodes(tree, "SUBQUERY")):
        raise QueryError(
            f'"{expression}" looks into a table',
            where=where,
            hint="A condition sees one row, without SELECT.",
        )
    return tree


@cache
def _tree(expression: str) -> Any:
    with sandbox(rows=pa.table({"sql": [f"SELECT ({expression}\n)"]})) as database:
        (tree,) = database.execute("SELECT json_serialize_sql(sql) FROM rows").fetchone()
    return json.loads(tree)


def _frame(parsed: Any) -> Any:
    """The statement around the expression, which must be none of the expression's doing."""
    node = {**parsed["statements"][0]["node"]}
    if len(node.get("select_list", ())) == 1:
        node["select_list"] = None
    return _without_places(node)


def _without_places(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: _without_places(value) for key, value in node.items() if not key.startswith("query_location")
        }
    return [_without_places(value) for value in node] if isinstance(node, list) else node


def _nodes(tree: Any, kind: str) -> Iterator[dict[str, Any]]:
    if isinstance(tree, dict):
        if tree.get("class") == kind:
            yield tree
        for value in tree.values():
            yield from _nodes(value, kind)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value, kind)


def _explained(message: str, expression: str, where: str, columns: Sequence[str]) -> QueryError:
    if missing := re.search(r'Referenced column "(.+?)" (?:was )?not found', message):
        name = missing[1]
        return QueryError(
            f'no column "{name}" in "{expression}"', where=where, hint=suggestion(name, columns, "There are")
        )
    first_line = message.splitlines()[0].removesuffix(".")
    listed = ", ".join(columns)
    return QueryError(
        f'can\'t evaluate "{expression}": {first_line}', where=where, hint=f"The columns are {listed}."
    )
