"""Batches of events in, Parquet files beside the lake's own out, unseen until a commit names them."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
from deltalake.transaction import AddAction

from footpath.model.ahead import in_order
from footpath.model.event import EVENT_SCHEMA
from footpath.store.duplicates import Keys, keys_of
from footpath.store.events import NAMES, Mask

ROW_GROUP = 1 << 18
# What the log tells of a file's contents: enough to skip files, and nothing of any person.
TOLD = ("source", "file", "time")
# Identifiers are mostly new in each row: with their lengths apart they compress in half the time, and
# better. Numbers that come in order are told by their steps.
_ACTOR = "actors.list.element"
LENGTHS_APART = dict.fromkeys(("id", f"{_ACTOR}.value", "case", "text"), "DELTA_LENGTH_BYTE_ARRAY")
ENCODINGS = {**LENGTHS_APART, "seq": "DELTA_BINARY_PACKED", "time": "DELTA_BINARY_PACKED"}
REPEATED = (*NAMES, f"{_ACTOR}.kind", "properties")  # each value once, and a number in each row
FORMAT = ds.ParquetFileFormat(read_options=ds.ParquetReadOptions(dictionary_columns=NAMES))


class Part:
    """One Parquet file in the making."""

    def __init__(self, files: Any, path: str) -> None:
        self.path = path
        self.rows = 0
        self._files = files
        self._waiting: list[pa.Table] = []
        self._least: dict[str, Any] = {}
        self._greatest: dict[str, Any] = {}
        self._sink = files.open_output_stream(path)
        self._writer = pq.ParquetWriter(
            self._sink,
            EVENT_SCHEMA,
            compression="zstd",
            use_dictionary=list(REPEATED),
            column_encoding=ENCODINGS,
            write_statistics=[*TOLD, "kind"],
            store_schema=False,
        )

    def write(self, table: pa.Table) -> None:
        """Rows to the file, in row groups that are worth reading."""
        if not len(table):
            return
        used = _without_unused(table.cast(EVENT_SCHEMA))
        self._look(used)
        self._waiting.append(used)
        if sum(map(len, self._waiting)) >= ROW_GROUP:
            self._flush()

    def close(self) -> None:
        """Finishes the file, whole or not."""
        if self._sink.closed:
            return
        self._flush()
        self._writer.close()
        self._sink.close()

    def added(self, *, changes: bool = True) -> AddAction:
        """What a commit says of the file; without `changes`, its rows were in the lake before."""
        size = self._files.get_file_info(self.path).size
        told = {"numRecords": self.rows, "minValues": self._least, "maxValues": self._greatest}
        return AddAction(
            self.path, size, {}, int(time.time() * 1000), changes, json.dumps(told, default=_iso)
        )

    def _flush(self) -> None:
        if self._waiting:
            whole = pa.concat_tables(self._waiting).unify_dictionaries()
            self._writer.write_table(whole, row_group_size=ROW_GROUP)
            self._waiting = []

    def _look(self, table: pa.Table) -> None:
        self.rows += len(table)
        for name in TOLD:
            low, high = _span(table[name])
            if low is not None:
                self._least[name] = min(low, self._least.get(name, low))
                self._greatest[name] = max(high, self._greatest.get(name, high))


@dataclass(slots=True)
class Staging:
    """The files of one change to the lake; when it fails, none of them stays."""

    files: Any  # pyarrow file system, rooted at the lake
    parts: list[Part] = field(default_factory=list)

    def __enter__(self) -> Staging:
        return self

    def __exit__(self, failed: object, *_: object) -> None:
        for part in list(self.parts) if failed else []:
            self.drop(part)

    def open(self) -> Part:
        """A new file."""
        self.parts.append(Part(self.files, f"{uuid4()}.parquet"))
        return self.parts[-1]

    def drop(self, part: Part) -> None:
        """Takes a file away again."""
        part.close()
        self.parts.remove(part)
        self.files.delete_file(part.path)

    def by_source(self, batches: Iterable[pa.Table]) -> Mapping[str, tuple[Part, Keys]]:
        """One file a source, and the keys of its rows."""
        parts: dict[str, Part] = {}
        keys: dict[str, list[Keys]] = {}

        def pieces() -> Iterator[tuple[Part, pa.Table]]:
            for source, rows in chain.from_iterable(map(_by_source, batches)):
                keys.setdefault(source, []).append(keys_of(rows, content=True))
                yield parts.get(source) or parts.setdefault(source, self.open()), rows

        # One thread, as a file takes its rows in their order; the next are told apart meanwhile
        for _ in in_order(lambda piece: piece[0].write(piece[1]), pieces(), threads=1):
            pass
        for part in parts.values():
            part.close()
        return {source: (part, Keys.concat(keys[source])) for source, part in parts.items()}

    def keep(self, part: Part, rows: Mask) -> None:
        """Leaves only some rows of a finished file."""
        if rows.all():
            return
        if rows.any():
            self.copy([part.path], rows)
        self.drop(part)

    def copy(self, paths: Iterable[str], rows: Mask | None = None) -> Part:
        """A new file with the rows of others, or with some of them."""
        part, begin = self.open(), 0
        for batch in dataset(self.files, paths).to_batches():
            table, end = pa.Table.from_batches([batch]), begin + len(batch)
            part.write(table if rows is None else table.filter(pa.array(rows[begin:end])))
            begin = end
        part.close()
        return part


def _by_source(batch: pa.Table) -> Iterator[tuple[str, pa.Table]]:
    sources = pc.unique(batch["source"].cast(pa.string())).to_pylist()
    for source in sources:
        yield source, batch.filter(pc.equal(batch["source"], source)) if len(sources) > 1 else batch


def _without_unused(table: pa.Table) -> pa.Table:
    """The table with no name in its dictionaries that no row has."""
    for name in NAMES:
        if not all(map(_all_used, table[name].chunks)):
            at = table.schema.get_field_index(name)
            texts = table[name].cast(pa.string()).combine_chunks()
            table = table.set_column(at, table.schema.field(at), texts.dictionary_encode())
    return table


def _all_used(coded: pa.DictionaryArray) -> bool:
    used = np.zeros(len(coded.dictionary), np.bool_)
    used[coded.indices.drop_null().to_numpy()] = True
    return bool(used.all())


def _span(column: pa.ChunkedArray) -> tuple[Any, Any]:
    """The least and the greatest value; of names, all of which are used."""
    if pa.types.is_dictionary(column.type):
        column = pa.chunked_array([chunk.dictionary for chunk in column.chunks], pa.string())
    low, high = pc.min_max(column).as_py().values()
    return low, high


def dataset(files: Any, paths: Iterable[str]) -> Any:
    """The rows of Parquet files, in their order, names as codes."""
    fragments = [FORMAT.make_fragment(path, filesystem=files) for path in paths]
    return ds.FileSystemDataset(fragments, EVENT_SCHEMA, FORMAT, files)


def marked(files: Any, path: str, gone: Any) -> Mask:
    """Which rows of a file are gone."""
    batches = dataset(files, [path]).to_batches()
    masks = [np.asarray(gone(pa.Table.from_batches([batch]))) for batch in batches]
    return np.concatenate([np.empty(0, np.bool_), *masks])


def _iso(value: datetime) -> str:
    return value.isoformat(timespec="microseconds").replace("+00:00", "Z")
