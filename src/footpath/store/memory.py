"""Events in memory, for notebooks and tests."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import overload

import pyarrow as pa
import pyarrow.compute as pc

from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog
from footpath.store.duplicates import fresh, keys_of
from footpath.store.events import PLAIN_SCHEMA, Appended, Gone, Mask, SourceCount, count_sources, stamped
from footpath.store.reading import are_latest


class MemoryStore:
    """An event store that lives as long as its process.

    >>> store = MemoryStore()
    >>> store.append([EVENT_SCHEMA.empty_table()], file="empty")
    Appended(kept=0, duplicates=0)
    """

    def __init__(self) -> None:
        self._rows: pa.Table = EVENT_SCHEMA.empty_table()
        self._revision = 0

    def append(self, batches: Iterable[pa.Table], *, file: str) -> Appended:
        """All batches of one import at once, or, when anything fails, none."""
        new = EventLog.concat([stamped(batch, file) for batch in batches]).table
        keep = fresh(keys_of(new, content=True), keys_of(self._rows, content=True))
        kept = int(keep.sum())
        if kept:
            self._replace(pa.concat_tables([self._rows, new.filter(keep)]))
        return Appended(kept, len(new) - kept)

    @overload
    def scan(self, columns: None = None) -> EventLog: ...
    @overload
    def scan(self, columns: Sequence[str]) -> pa.Table: ...
    def scan(self, columns: Sequence[str] | None = None) -> EventLog | pa.Table:
        """All events, or some of their columns as a plain table."""
        shown = only_latest(self._rows)
        return EventLog(shown) if columns is None else shown.select(list(columns))

    def brought(self, file: str) -> EventLog:
        """The events that an import brought."""
        return EventLog(self._rows.filter(pc.equal(self._rows["file"], file)))

    def undo(self, file: str) -> int:
        """Takes an import's rows out; returns how many they were."""
        return self._remove(pc.equal(self._rows["file"], file).to_numpy())

    def forget(self, gone: Gone) -> int:
        """Erases rows; returns how many."""
        return self._remove(gone(self._rows))

    def revision(self) -> int:
        """A number that grows with each change."""
        return self._revision

    def count(self) -> int:
        """How many events a scan returns."""
        return len(only_latest(self._rows))

    def sources(self) -> list[SourceCount]:
        """The sources by name."""
        return count_sources(self.scan(["source", "time"]))

    def _remove(self, gone: Mask) -> int:
        if gone.any():
            # By way of texts, so that no name stays behind in a dictionary.
            self._replace(self._rows.filter(~gone).cast(PLAIN_SCHEMA).cast(EVENT_SCHEMA))
        return int(gone.sum())

    def _replace(self, rows: pa.Table) -> None:
        self._rows = rows.unify_dictionaries()
        self._revision += 1


def only_latest(table: pa.Table) -> pa.Table:
    """The table without responses that a later version replaced; it has at least KEY_COLUMNS."""
    shown = are_latest(table)
    return table if shown.all() else table.filter(shown)
