"""An event log: the declared columns of events, each read when it is first looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.errors import InputError
from footpath.model.event import EVENT_SCHEMA, schema_of

Read = Callable[[Sequence[str]], pa.Table]  # names of columns → these columns, always of the same rows
ReadParts = Callable[[Sequence[str]], Iterable[pa.Table]]  # the same, some rows at a time
Rows = NDArray[np.signedinteger[Any]]
Pick = Callable[[Rows, Sequence[str]], pa.Table]  # the same, of rows whose numbers rise
PART = 1 << 17  # rows: enough to be worth a call, few enough to stay in the processor's cache


class EventLog:
    """Events in no particular order, one row each, with the columns of `EVENT_SCHEMA`.

    Most questions look at few of them, and what people wrote is most of what there is to read.
    """

    __slots__ = ("_count", "_held", "_parts", "_pick", "_read")

    def __init__(self, table: pa.Table) -> None:
        if table.schema.names != EVENT_SCHEMA.names:
            raise InputError(f"an event log has the columns {', '.join(EVENT_SCHEMA.names)}")
        whole = table.cast(EVENT_SCHEMA).unify_dictionaries()
        self._held: dict[str, pa.ChunkedArray] = dict(zip(whole.column_names, whole.columns, strict=True))
        self._read: Read = whole.select
        self._parts: ReadParts | None = None
        self._pick: Pick | None = None
        self._count: Callable[[], int] | None = None

    def __len__(self) -> int:
        return len(self.column("kind")) if self._count is None else self._count()

    @classmethod
    def reading(
        cls,
        read: Read,
        parts: ReadParts | None = None,
        pick: Pick | None = None,
        count: Callable[[], int] | None = None,
    ) -> Self:
        """The log whose columns `read` gives, with the types of the schema.

        `parts` gives them some rows at a time, in the same order, `pick` those of some rows, and `count` how
        many rows there are.
        """
        log = cls.__new__(cls)
        log._held, log._read, log._parts, log._pick, log._count = {}, read, parts, pick, count
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
        return pa.table([self._held[name] for name in names], schema=schema_of(names))

    def parts(self, names: Sequence[str], rows: int = PART) -> Iterator[pa.Table]:
        """Some columns in the order of the rows, at most `rows` at a time, each in one piece.

        Nothing stays in memory that was not there before.

        >>> [len(part) for part in EventLog.empty().parts(["kind"])]
        []
        """
        far = None if self._holds(names) else self._parts
        for table in [self.columns(names)] if far is None else far(names):
            for batch in table.to_batches(max_chunksize=rows):
                if len(batch):
                    yield pa.Table.from_batches([batch])

    def watched(self, tell: Callable[[int, int], None]) -> EventLog:
        """The same log; while it is passed over, `tell` hears how many rows are done, and how many there are.

        >>> EventLog.empty().watched(print).table.equals(EventLog.empty().table)
        True
        """

        def parts(names: Sequence[str]) -> Iterator[pa.Table]:
            done, many = 0, len(self)
            for part in self.parts(names):
                yield part
                done += len(part)
                tell(done, many)

        return EventLog.reading(self.columns, parts, self.pick, self.__len__)

    def take(self, rows: Rows, names: Sequence[str]) -> pa.Table:
        """Some columns of some rows; where there are no rows, nothing is read."""
        if not len(rows):
            return schema_of(names).empty_table()
        return self.columns(names).take(pa.array(rows))

    def pick(self, rows: Rows, names: Sequence[str]) -> pa.Table:
        """As `take`, of ascending rows that are looked at once: nothing else stays in memory."""
        if not len(rows) or self._pick is None or self._holds(names):
            return self.take(rows, names)
        return self._pick(rows, names).unify_dictionaries()

    def _holds(self, names: Sequence[str]) -> bool:
        return all(name in self._held for name in names)
