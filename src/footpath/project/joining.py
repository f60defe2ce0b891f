"""How the files of imports name their persons in, which of them nobody else's rows can be joined to out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from footpath.collect.receipt import Alone

if TYPE_CHECKING:
    from footpath.store.catalog import Import

# The formats in which nothing but columns tells who it was
PLAIN = frozenset({"csv", "parquet", "ndjson", "xlsx", "xes", "answers", "traits"})


def alone(columns: Mapping[str, str], source: str, kind: str, imports: Iterable[Import]) -> tuple[Alone, ...]:
    """The column by which only its own source knows the persons of a file; none where there is an actor.

    `columns` are those that were named and guessed, field to column; `kind` is the format.
    """
    column = _own(columns, kind)
    if column is None:
        return ()
    others = {each.source for each in imports if each.undone_at is None and _own_of(each) == column}
    return (Alone(column, tuple(sorted(others - {source}))),)


def _own(columns: Mapping[str, str], kind: str) -> str | None:
    """The column that becomes an identifier of the kind SOURCE.COLUMN and has no other beside it."""
    shared = kind not in PLAIN or any(field.startswith("actor.") for field in columns)
    return None if shared else columns.get("person", columns.get("case"))


def _own_of(each: Import) -> str | None:
    return _own({**each.options.get("guessed", {}), **each.options["columns"]}, each.format)
