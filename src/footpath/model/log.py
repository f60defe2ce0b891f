"""An event log: the declared columns of events, each read when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.errors import InputError
from footpath.model.event import EVENT_SCHEMA

Read = Callable[[Sequence[str]], pa.Table]  # names of columns → these columns, always of the same rows


class EventLog:
    """Events in no particular order, one row each, with the columns of `EVENT_SCHEMA`.

    Most questions look at few of them, and what people wrote is most of what there is to read.
    """

    __slots__ = ("_held", "_read")

    def __init__(self, table: pa.Table) -> None:
        if table.schema.names != EVENT_SCHEMA.names:
            raise InputError(f"an event log has the columns {', '.join(EVENT_SCHEMA.names)}")
        whole = table.cast(EVENT_SCHEMA).unify_dictionaries()
        self._held: dict[str, pa.ChunkedArray] = dict(zip(whole.column_names, whole.columns, strict=True))
        self._read: Read = whole.select

    def __len__(self) -> int:
        return len(self.column("kind"))

    @classmethod
    def reading(cls, read: Read) -> Self:
        """The log whose columns `read` gives, with the types of the schema."""
        log = cls.__new__(cls)
        log._held, log._read = {}, read
        return log

    @classmethod
    def empty(cls) -> EventLog:
        """A log without events."""
        return cls(EVENT_SCHEMA.empty_table())

    @classmethod
    def concat(cls, tables: Iterable[pa.Table]) -> EventLog:
        """One log of many tables."""
        found = [table.cast(EVENT_SCHEMA) for table in tables]
        return cls(pa.concat_tables(found)) if found else cls.empty()

    @property
    def table(self) -> pa.Table:
        """All columns."""
        return self.columns(EVENT_SCHEMA.names)

    def column(self, name: str) -> pa.ChunkedArray:
        """One column."""
        return self.columns([name]).column(0)

    def columns(self, names: Sequence[str]) -> pa.Table:
        """Some columns; those that nobody has looked at yet are read together."""
        missing = [name for name in names if name not in self._held]
        if missing:
            found = self._read(missing).unify_dictionaries()
            self._held |= {name: found.column(name) for name in missing}
        return pa.table([self._held[name] for name in names], schema=_schema(names))

    def take(self, rows: NDArray[np.signedinteger[Any]], names: Sequence[str]) -> pa.Table:
        """Some columns of some rows; where there are no rows, nothing is read."""
        if not len(rows):
            return _schema(names).empty_table()
        return self.columns(names).take(pa.array(rows))


def _schema(names: Sequence[str]) -> pa.Schema:
    return pa.schema([EVENT_SCHEMA.field(name) for name in names])
