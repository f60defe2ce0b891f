"""Events in a Delta table: on disk, or in object storage; other engines read it as it is.

Every change is one commit of files that were written before. A file holds events of one source. The log
tells of a file its sources, imports and span of time, and of its contents nothing, so that erasing rows and
the files that held them leaves no trace.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any, TypeVar, overload

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from deltalake import DeltaTable
from deltalake.exceptions import DeltaError
from deltalake.fs import DeltaStorageHandler
from deltalake.transaction import AddAction, RemoveAction
from pyarrow import fs

from footpath.errors import StoreError
from footpath.model.log import PART, EventLog
from footpath.store.duplicates import KEY_COLUMNS, Hashes, Keys, fresh, keys_of, matching
from footpath.store.events import PLAIN_SCHEMA, Appended, Gone, SourceCount, count_sources, stamped
from footpath.store.picking import Numbers, picked
from footpath.store.reading import Reading, Rows
from footpath.store.staging import TOLD, Staging, dataset, marked

T = TypeVar("T")
SMALL, MANY = 1 << 18, 32  # so many files of a source below so many rows are made one
TRIES = 3
AHEAD = {"batch_size": PART, "batch_readahead": 4, "fragment_readahead": 1}  # what waits in memory
KEEP_HOURS = 24  # how long a slow reader may go on with files that compaction replaced


class LakeStore:
    """An event store over a Delta table at a path or URL, which the first append makes."""

    def __init__(self, where: Path | str, options: Mapping[str, str] | None = None) -> None:
        self._folder = None if isinstance(where, str) and "://" in where else Path(where).absolute()
        self.where = str(self._folder or where)
        self._options = dict(options or {})
        self._files = self._file_system()

    def append(self, batches: Iterable[pa.Table], *, file: str) -> Appended:
        """All batches of one import at once, or, when anything fails, none.

        Memory holds a few batches and 40 to 110 bytes an event of the import.
        """
        table = self._opened()
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
        with Staging(self._files) as staging:
            received = 0
            staged = staging.by_source(stamped(batch, file) for batch in batches)
            for source, (part, new) in staged.items():
                received += len(new)
                staging.keep(part, fresh(new, self._stored(table, source, new)))
            kept = sum(part.rows for part in staging.parts)
            self._commit(table, [part.added() for part in staging.parts], [])
        self._compact()
        return Appended(kept, received - kept)

    @overload
    def scan(self, columns: None = None) -> EventLog: ...
    @overload
    def scan(self, columns: Sequence[str]) -> pa.Table: ...
    def scan(self, columns: Sequence[str] | None = None) -> EventLog | pa.Table:
        """All events, or some of their columns as a plain table."""
        paths = [path for path, _ in self.files()]
        if columns is None:
            return self.scan_files(paths)
        return self._reading(paths)(columns).unify_dictionaries()

    def files(self) -> list[tuple[str, int]]:
        """The files of this moment and how many rows each has, in the order in which they came."""
        return [(part["path"], part["num_records"]) for part in self._present()]

    def scan_files(self, paths: Sequence[str], *, all_shown: bool = False) -> EventLog:
        """The events of some files; `all_shown` where it is known that none replaces another."""
        reading = self._reading(list(paths), all_shown=all_shown)
        return EventLog.reading(reading, reading.parts, reading.pick, reading.count)

    def brought(self, file: str) -> EventLog:
        """The events of the files that may hold what an import brought."""
        return self.scan_files(_paths(_parts(self._opened(), _holding("file", file))))

    def _reading(self, paths: list[str], *, all_shown: bool = False) -> Reading:
        rows = Rows(
            partial(self._read, paths),
            partial(self._batches, paths),
            partial(self._picked, paths),
            partial(self._count, paths),
        )
        return Reading(rows, all_shown=all_shown)

    def undo(self, file: str) -> int:
        """Takes an import's rows out; returns how many they were."""
        return self._remove(lambda table: pc.equal(table["file"], file).to_numpy(), _holding("file", file))

    def forget(self, gone: Gone) -> int:
        """Erases rows so that no byte of them remains, earlier versions included; returns how many."""
        removed = self._remove(gone)
        if table := self._opened():
            table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False, full=True)
        return removed

    def revision(self) -> int:
        """A number that grows with each change; 0 while nothing was ever appended."""
        table = self._opened()
        return table.version() + 1 if table else 0

    def count(self) -> int:
        """How many events a scan returns."""
        return len(self.scan(["kind"]))

    def sources(self) -> list[SourceCount]:
        """The sources by name."""
        return count_sources(self.scan(["source", "time"]))

    def _opened(self) -> DeltaTable | None:
        try:
            if DeltaTable.is_deltatable(self.where, self._options):
                return DeltaTable(self.where, storage_options=self._options)
        except (DeltaError, OSError) as error:
            raise StoreError(f"the lake can't be read: {error}", where=self.where) from error
        return None

    def _present(self) -> list[dict[str, Any]]:
        """The files of this moment, every one of which is there."""
        for _ in range(TRIES):
            parts = _parts(self._opened())
            paths = _paths(parts)
            there = [each.type == fs.FileType.File for each in self._files.get_file_info(paths)]
            if all(there):
                return parts
        # Not even one that another process has just replaced, by forgetting somebody
        raise StoreError(f"a file of the lake is missing: {paths[there.index(False)]}", where=self.where)

    def _read(self, paths: list[str], columns: Sequence[str]) -> pa.Table:
        with self._finding():
            return dataset(self._files, paths).to_table(columns=list(columns))

    def _batches(self, paths: list[str], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        with self._finding():
            yield from dataset(self._files, paths).to_batches(columns=list(columns), **AHEAD)

    def _picked(self, paths: list[str], columns: Sequence[str], rows: Numbers) -> Iterator[pa.Table]:
        with self._finding():
            yield from picked(dataset(self._files, paths), columns, rows)

    def _count(self, paths: list[str]) -> int:
        with self._finding():
            rows: int = dataset(self._files, paths).count_rows()
            return rows

    @contextmanager
    def _finding(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:  # forgotten by another process since the log was read
            said, hint = f"a file of the lake is missing: {error}", "Somebody was forgotten meanwhile"
            raise StoreError(said, where=self.where, hint=hint) from error

    def _stored(self, table: DeltaTable | None, source: str, new: Keys) -> Keys:
        """The keys of those rows of a source that share one with a new row."""
        rows = dataset(self._files, _paths(_parts(table, _holding("source", source))))
        wanted = np.sort(new.key)
        found = _matching(rows.to_batches(columns=list(KEY_COLUMNS)), wanted)
        if not (new.said.any() and found.said.any()):
            return found
        # What was said is looked at only where it matters: it is most of what there is to read.
        answers = rows.to_batches(filter=pc.field("kind") == "said")
        return Keys.concat([found.select(~found.said), _matching(answers, wanted, content=True)])

    def _remove(self, gone: Gone, among: Callable[[dict[str, Any]], bool] | None = None) -> int:
        table = self._opened()
        removed, replaced = 0, []
        with Staging(self._files) as staging:
            for part in _parts(table, among):
                mask = marked(self._files, part["path"], gone)
                removed += int(mask.sum())
                if mask.any():
                    replaced.append(part)
                if mask.any() and not mask.all():
                    staging.copy([part["path"]], ~mask)
            self._commit(table, [part.added() for part in staging.parts], replaced)
        return removed

    def _compact(self) -> None:
        table = self._opened()
        small: dict[str, list[dict[str, Any]]] = {}
        for part in _parts(table, lambda part: part["num_records"] < SMALL):
            small.setdefault(part["min.source"], []).append(part)
        many = [parts for parts in small.values() if len(parts) >= MANY]
        if not table or not many:
            return
        with Staging(self._files) as staging:
            for parts in many:
                staging.copy(_paths(parts))
            added = [part.added(changes=False) for part in staging.parts]
            self._commit(table, added, [part for parts in many for part in parts], changes=False)
        table = DeltaTable(self.where, storage_options=self._options)
        table.vacuum(retention_hours=KEEP_HOURS, dry_run=False, enforce_retention_duration=False)

    def _commit(
        self,
        table: DeltaTable | None,
        added: list[AddAction],
        removed: list[dict[str, Any]],
        *,
        changes: bool = True,
    ) -> None:
        if not added and not removed:
            return
        now = int(time.time() * 1000)
        gone = [RemoveAction(part["path"], changes, now, part["size_bytes"], {}) for part in removed]
        table = table or self._made()
        table.create_write_transaction([*added, *gone], "append", table.schema())

    def _made(self) -> DeltaTable:
        told = {"delta.dataSkippingStatsColumns": ",".join(TOLD)}
        return DeltaTable.create(self.where, PLAIN_SCHEMA, configuration=told, storage_options=self._options)

    def _file_system(self) -> Any:
        """Local files are read without a detour through Python."""
        if self._folder:
            return fs.SubTreeFileSystem(str(self._folder), fs.LocalFileSystem())
        try:
            return fs.PyFileSystem(DeltaStorageHandler(self.where, self._options))
        except (DeltaError, OSError) as error:
            raise StoreError(f"the lake can't be reached: {error}", where=self.where) from error


def _matching(batches: Iterable[pa.RecordBatch], wanted: Hashes, *, content: bool = False) -> Keys:
    found = []
    for batch in batches:
        rows = pa.Table.from_batches([batch])
        if (hit := matching(keys_of(rows), wanted)).any():
            found.append(keys_of(rows.filter(hit), content=content))
    return Keys.concat(found)


def _parts(
    table: DeltaTable | None, among: Callable[[dict[str, Any]], bool] | None = None
) -> list[dict[str, Any]]:
    """What the log tells of the lake's files, always in the same order: as they came."""
    if table is None:
        return []
    told = pa.table(table.get_add_actions(flatten=True)).to_pylist()
    chosen = (part for part in told if among is None or among(part))
    return sorted(chosen, key=lambda part: (part["modification_time"], str(part["path"])))


def _paths(parts: Iterable[dict[str, Any]]) -> list[str]:
    return [part["path"] for part in parts]


def _holding(name: str, value: str) -> Callable[[dict[str, Any]], bool]:
    """Whether a file may hold a value; one that another engine wrote may tell nothing."""

    def may(part: dict[str, Any]) -> bool:
        low, high = part.get(f"min.{name}"), part.get(f"max.{name}")
        return low is None or high is None or low <= value <= high

    return may
