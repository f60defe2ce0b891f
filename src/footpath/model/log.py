"""An event log: an Arrow table that is known to have the declared columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pyarrow as pa

from footpath.errors import InputError
from footpath.model.event import EVENT_SCHEMA


@dataclass(frozen=True, slots=True, eq=False)
class EventLog:
    """Events in no particular order, one row each, with the columns of `EVENT_SCHEMA`."""

    table: pa.Table

    def __post_init__(self) -> None:
        if self.table.schema.names != EVENT_SCHEMA.names:
            raise InputError(f"an event log has the columns {', '.join(EVENT_SCHEMA.names)}")
        object.__setattr__(self, "table", self.table.cast(EVENT_SCHEMA).unify_dictionaries())

    def __len__(self) -> int:
        return int(self.table.num_rows)

    @classmethod
    def empty(cls) -> EventLog:
        """A log without events."""
        return cls(EVENT_SCHEMA.empty_table())

    @classmethod
    def concat(cls, tables: Iterable[pa.Table]) -> EventLog:
        """One log of many tables."""
        found = [table.cast(EVENT_SCHEMA) for table in tables]
        return cls(pa.concat_tables(found)) if found else cls.empty()
