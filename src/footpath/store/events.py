"""What an event store is: batches of events in, one log out, whatever lies underneath."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog

Mask = NDArray[np.bool_]
Gone = Callable[[pa.Table], Mask]  # which rows [n] of a table of events are to be erased

# The same columns with names as text: what is written, so that no unused name lingers in a dictionary.
NAMES = tuple(field.name for field in EVENT_SCHEMA if pa.types.is_dictionary(field.type))
PLAIN_SCHEMA = pa.schema(
    [pa.field(f.name, pa.string(), f.nullable) if f.name in NAMES else f for f in EVENT_SCHEMA]
)


@dataclass(frozen=True, slots=True)
class Appended:
    """How many events were kept, and how many were there already."""

    kept: int
    duplicates: int


@dataclass(frozen=True, slots=True)
class SourceCount:
    """A source, its events, and the time of its newest event."""

    name: str
    events: int
    newest: datetime | None


class EventStore(Protocol):
    """Events as sent, each (source, id) once.

    The first row of a (source, id) stays and later ones are duplicates. A response (kind "said") whose
    (received, seq) is greater and whose content differs replaces the earlier one on reading. Rows come in no
    particular order, but the same for the same revision. One writer at a time: see `lock.writing`.
    """

    def append(self, batches: Iterable[pa.Table], *, file: str) -> Appended:
        """All batches of one import at once, or, when anything fails, none; they are stamped with `file`."""
        ...

    @overload
    def scan(self, columns: None = None) -> EventLog: ...
    @overload
    def scan(self, columns: Sequence[str]) -> pa.Table: ...
    def scan(self, columns: Sequence[str] | None = None) -> EventLog | pa.Table:
        """All events, or some of their columns as a plain table."""
        ...

    def brought(self, file: str) -> EventLog:
        """Events among which are all that an import brought; those of others may be among them."""
        ...

    def undo(self, file: str) -> int:
        """Takes an import's rows out; returns how many they were."""
        ...

    def forget(self, gone: Gone) -> int:
        """Erases rows so that no byte of them remains, earlier versions included; returns how many."""
        ...

    def revision(self) -> int:
        """A number that grows with each change; 0 while nothing was ever appended."""
        ...

    def count(self) -> int:
        """How many events a scan returns."""
        ...

    def sources(self) -> list[SourceCount]:
        """The sources by name."""
        ...


def stamped(batch: pa.Table, file: str) -> pa.Table:
    """The batch with the declared columns, marked as brought by import `file`."""
    table = EventLog(batch).table
    at = table.schema.get_field_index("file")
    column = pa.DictionaryArray.from_arrays(np.zeros(len(table), np.int32), pa.array([file]))
    return table.set_column(at, EVENT_SCHEMA.field("file"), column)


def count_sources(table: pa.Table) -> list[SourceCount]:
    """Sources of a table with the columns source and time."""
    plain = table.select(["source", "time"]).cast(
        pa.schema([("source", pa.string()), table.schema.field("time")])
    )
    found = plain.group_by("source").aggregate([([], "count_all"), ("time", "max")]).sort_by("source")
    rows = zip(*(found[name].to_pylist() for name in ("source", "count_all", "time_max")), strict=True)
    return [SourceCount(*row) for row in rows]


def holding(actors: Collection[str]) -> Gone:
    """Marks the events that carry at least one of the actors, each written "kind:value" as in the event.

    >>> from footpath.model.event import EVENT_SCHEMA
    >>> holding({"email:ann@example.com"})(EVENT_SCHEMA.empty_table()).sum()
    np.int64(0)
    """
    wanted = pa.array(sorted(actors), pa.string())

    def gone(table: pa.Table) -> Mask:
        column = table["actors"].combine_chunks()
        flat = pc.list_flatten(column)
        names = pc.binary_join_element_wise(
            pc.struct_field(flat, "kind"), pc.struct_field(flat, "value"), ":"
        )
        mask = np.zeros(len(table), dtype=np.bool_)
        mask[pc.filter(pc.list_parent_indices(column), pc.is_in(names, wanted)).to_numpy()] = True
        return mask

    return gone


def among(events: pa.Table) -> Gone:
    """Marks the events whose (source, id) is a row of `events`, with all their versions."""
    wanted = _names(events)

    def gone(table: pa.Table) -> Mask:
        mask: Mask = pc.is_in(_names(table), wanted).to_numpy(zero_copy_only=False)
        return mask

    return gone


def _names(events: pa.Table) -> pa.Array:
    source = events["source"].cast(pa.string())
    return pc.binary_join_element_wise(source, events["id"], "\0").combine_chunks()
