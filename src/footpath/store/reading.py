"""The files of a lake at one moment in, columns of its events out, as they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pyarrow as pa

from footpath.model.event import schema_of
from footpath.model.numbering import named
from footpath.store.duplicates import KEY_COLUMNS, Keys, is_said, keys_of, latest
from footpath.store.events import Mask
from footpath.store.picking import Numbers


@dataclass(frozen=True, slots=True)
class Rows:
    """All versions of all events, always in the same order: whole columns, batch by batch, or some rows."""

    columns: Callable[[Sequence[str]], pa.Table]
    batches: Callable[[Sequence[str]], Iterable[pa.RecordBatch]]
    picked: Callable[[Sequence[str], Numbers], Iterable[pa.Table]]
    count: Callable[[], int]


class Reading:
    """The latest version of every event; the rows are the same whatever columns are asked for."""

    def __init__(self, rows: Rows, *, all_shown: bool = False) -> None:
        self._rows = rows
        self._all_shown = all_shown  # it is known already that no version replaces another

    def __call__(self, names: Sequence[str]) -> pa.Table:
        """Some columns, with the types of the schema."""
        found = self._rows.columns(names)
        return (found if self._shown is None else found.filter(self._shown)).cast(schema_of(names))

    def parts(self, names: Sequence[str]) -> Iterator[pa.Table]:
        """Some columns, as many rows at a time as the files give."""
        begin = 0
        for batch in self._rows.batches(names):
            part = pa.Table.from_batches([batch])
            if self._shown is not None:
                part = part.filter(self._shown[begin : begin + len(batch)])
            begin += len(batch)
            yield part.cast(schema_of(names))

    def pick(self, rows: Numbers, names: Sequence[str]) -> pa.Table:
        """Some columns of some rows, whose numbers rise."""
        every = rows if self._shown is None else np.flatnonzero(self._shown)[rows]
        parts = [part.cast(schema_of(names)) for part in self._rows.picked(names, every)]
        return pa.concat_tables([schema_of(names).empty_table(), *parts])

    def count(self) -> int:
        """How many rows there are."""
        return self._rows.count() if self._shown is None else int(np.count_nonzero(self._shown))

    @cached_property
    def _shown(self) -> Mask | None:
        """Which rows no later version has replaced; None for all. Only responses have versions."""
        said = np.empty(0, np.bool_) if self._all_shown else self._said()
        if not said.any():
            return None
        keys = []
        for batch in self._rows.batches(KEY_COLUMNS):
            rows = pa.Table.from_batches([batch])
            keys.append(keys_of(rows.filter(is_said(rows))))
        shown = ~said
        shown[said] = latest(Keys.concat(keys))
        return None if shown.all() else shown

    def _said(self) -> Mask:
        """Which rows are responses."""
        kinds = (pa.chunked_array(batch.columns) for batch in self._rows.batches(["kind"]))
        return np.concatenate([np.empty(0, np.bool_), *(named(kind, "said") for kind in kinds)])


def are_latest(table: pa.Table) -> Mask:
    """Which rows of a table with at least KEY_COLUMNS no later version of a response has replaced."""
    said = is_said(table)
    shown = ~said
    shown[said] = latest(keys_of(table.filter(said)))
    return shown
