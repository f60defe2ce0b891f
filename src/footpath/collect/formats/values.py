"""Python values of any kind in, Arrow columns out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from footpath.errors import UnknownColumn


def texts(values: Iterable[Any]) -> pa.Array:
    """A column of texts, whatever the values are."""
    found = values if isinstance(values, list) else list(values)
    try:
        return pa.array(found, pa.string())
    except (pa.ArrowTypeError, pa.ArrowInvalid):  # numbers, truths, lists
        return pa.array([text(value) for value in found], pa.string())


def numbers(values: Iterable[Any]) -> pa.Array:
    """A column of numbers, or of texts where one is none."""
    found = values if isinstance(values, list) else list(values)
    try:
        return pa.array(found, pa.float64())
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        return texts(found)


def text(value: Any) -> str | None:
    """A value as one would write it; of several the last, and of an object nothing.

    >>> [text(12), text(12.0), text(True), text(["a", "b"]), text({})]
    ['12', '12', 'true', 'b', None]
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return text(value[-1]) if value else None
    if isinstance(value, dict):
        return None
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


class Named:
    """The columns that a person named for a file of records, taken out of their properties."""

    def __init__(self, columns: Mapping[str, str], where: str) -> None:
        self._columns, self._where = columns, where
        self._seen: set[str] = set()
        self._records = 0

    def take(
        self,
        columns: dict[str, Any],
        properties: list[dict[str, Any]],
        records: list[dict[str, Any]] | None = None,
    ) -> None:
        """Moves what is named into its column; a record without it keeps what the format found.

        Names are looked up in `records`, by default the properties themselves, and leave the properties.
        """
        if not self._columns:
            return
        records = properties if records is None else records
        self._seen.update(*records)
        self._records += len(records)
        for field, name in self._columns.items():
            default = columns[field].to_pylist() if field in columns else [None] * len(records)
            pairs = zip(records, default, strict=True)
            columns[field] = texts([record.get(name, instead) for record, instead in pairs])
        for name in self._columns.values():
            for each in properties:
                each.pop(name, None)

    def check(self) -> None:
        """Raises UnknownColumn, once the file is read, for a name that no record has."""
        for name in self._columns.values():
            if self._records and name not in self._seen:
                raise UnknownColumn(name, sorted(self._seen), where=self._where)
