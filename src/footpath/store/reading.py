"""The files of a lake at one moment in, columns of its events out, as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import pyarrow as pa

from footpath.model.event import EVENT_SCHEMA
from footpath.store.duplicates import KEY_COLUMNS, is_said, keys_of, latest
from footpath.store.events import Mask

Columns = Callable[[Sequence[str]], pa.Table]


class Reading:
    """The latest version of every event; the rows are the same whatever columns are asked for."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns

    def __call__(self, names: Sequence[str]) -> pa.Table:
        """Some columns, with the types of the schema."""
        found = self._columns(names)
        shown = found if self._shown is None else found.filter(self._shown)
        return shown.cast(pa.schema([EVENT_SCHEMA.field(name) for name in names]))

    @cached_property
    def _shown(self) -> Mask | None:
        """Which rows no later version has replaced; None for all. Only responses have versions."""
        if not is_said(self._columns(["kind"])).any():
            return None
        shown = are_latest(self._columns(KEY_COLUMNS))
        return None if shown.all() else shown


def are_latest(table: pa.Table) -> Mask:
    """Which rows of a table with at least KEY_COLUMNS no later version of a response has replaced."""
    said = is_said(table)
    shown = ~said
    shown[said] = latest(keys_of(table.filter(said)))
    return shown
