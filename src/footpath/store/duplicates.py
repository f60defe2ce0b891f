"""Hashes of events in, what is new among them out.

An event is known by (source, id). Two independent 64-bit hashes stand for them, so that millions are compared
without holding a text; an event would be lost only if both agreed for different ids.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.model.event import EVENT_SCHEMA
from footpath.model.fingerprint import fingerprint
from footpath.store.events import Mask

Hashes = NDArray[np.uint64]
KEY_COLUMNS = ("id", "source", "seq", "received", "kind")
# Where and when it was read says nothing of what was answered.
CONTENT = tuple(
    name for name in EVENT_SCHEMA.names if name not in {"id", "source", "file", "seq", "received"}
)


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """What tells n events apart: hashes of (source, id), and what orders the versions of a response.

    Where nothing was said there is nothing to order, and the last three hold one 0 for all rows.
    """

    key: Hashes  # [n]
    check: Hashes  # [n] a second hash of the same
    said: Mask  # [n]
    received: NDArray[np.int64]  # [n] µs
    seq: NDArray[np.int64]  # [n]
    content: Hashes  # [n] of all that was said; 0 where it was not asked for

    def __len__(self) -> int:
        return len(self.key)

    def select(self, rows: Mask | NDArray[np.intp]) -> Keys:
        """Only some rows."""
        return Keys(*(getattr(self, field.name)[rows] for field in fields(self)))

    @classmethod
    def concat(cls, parts: Iterable[Keys]) -> Keys:
        """One after the other."""
        found = [_NONE, *parts]
        return cls(*(_joined([getattr(part, field.name) for part in found]) for field in fields(cls)))


_NO_HASH, _NO_INT = np.empty(0, np.uint64), np.empty(0, np.int64)
_NONE = Keys(_NO_HASH, _NO_HASH, np.empty(0, np.bool_), _NO_INT, _NO_INT, _NO_HASH)


def keys_of(table: pa.Table, *, content: bool = False) -> Keys:
    """The keys of a table with KEY_COLUMNS; with `content`, of a whole one, what was said is hashed too."""
    found = _fingerprints(table["id"], table["source"])
    said = is_said(table)
    if not said.any():
        nothing = np.broadcast_to(np.int64(0), len(table))
        return Keys(found[:, 0], found[:, 1], said, nothing, nothing, nothing.view(np.uint64))
    words = np.zeros(len(table), np.uint64)
    if content:
        words[said] = _hash(table.filter(said), f"hash({', '.join(quoted(CONTENT))}) AS content")["content"]
    received = table["received"].cast(pa.int64()).to_numpy()
    return Keys(found[:, 0], found[:, 1], said, received, table["seq"].to_numpy(), words)


def is_said(table: pa.Table) -> Mask:
    """Which rows are responses."""
    said: Mask = pc.equal(table["kind"], "said").to_numpy()
    return said


def matching(keys: Keys, sorted_keys: Hashes) -> Mask:
    """Which keys are found among the sorted ones."""
    if not len(sorted_keys):
        return np.zeros(len(keys), dtype=np.bool_)
    at = np.searchsorted(sorted_keys, keys.key)
    found: Mask = sorted_keys[np.minimum(at, len(sorted_keys) - 1)] == keys.key
    return found


def fresh(new: Keys, stored: Keys) -> Mask:
    """Which of the new rows are to be kept, as if they came one by one.

    `stored` holds at least those rows of the store that share a key with a new one.
    """
    if not len(stored) and not _repeated(np.sort(new.key)).any():
        return np.ones(len(new), np.bool_)
    asked = np.flatnonzero(new.said | ~_known(new, stored))  # the rest is told by one look
    every = Keys.concat([stored, new.select(asked)])
    rows, first = _grouped(every)
    kept = np.ones(len(every), dtype=np.bool_)
    kept[rows[~first]] = False
    kept[_later_versions(every, rows, first, len(stored))] = True
    mask = np.zeros(len(new), dtype=np.bool_)
    mask[asked] = kept[len(stored) :]
    return mask


def latest(keys: Keys) -> Mask:
    """Which rows are the last version of their event."""
    rows, first = _grouped(keys)
    shown = np.ones(len(keys), dtype=np.bool_)
    shown[rows] = False
    group = np.cumsum(first)
    order = np.lexsort((keys.seq[rows], keys.received[rows], group))
    last = np.append(np.diff(group[order]) > 0, np.True_)
    shown[rows[order[last[: len(rows)]]]] = True
    return shown


def _joined(columns: list[NDArray[Any]]) -> NDArray[Any]:
    """One after the other; where each holds one 0 for all rows, so does the whole."""
    held = [each for each in columns if len(each)]
    if held and not any(each.strides[0] for each in held):
        return np.broadcast_to(held[0][0], sum(map(len, held)))
    return np.concatenate(columns)


def _repeated(ordered: Hashes) -> Mask:
    """Which sorted hashes are equal to the one before, without the first [n − 1]."""
    repeated: Mask = ordered[1:] == ordered[:-1]
    return repeated


def quoted(columns: Iterable[str]) -> list[str]:
    """Column names for SQL: some of ours are its keywords."""
    return [f'"{name}"' for name in columns]


def _fingerprints(ids: pa.ChunkedArray, sources: pa.ChunkedArray) -> Hashes:
    """128 bits [n, 2] of each id within its source."""
    seeds = np.empty((len(ids), 2), np.uint64)
    begin = 0
    for chunk in sources.cast(pa.dictionary(pa.int32(), pa.string())).chunks:
        seeds[begin : begin + len(chunk)] = fingerprint(chunk.dictionary)[chunk.indices.to_numpy()]
        begin += len(chunk)
    begins = np.cumsum([0, *map(len, ids.chunks)])
    parts = [
        fingerprint(chunk, seeds[at : at + len(chunk)]) for chunk, at in zip(ids.chunks, begins, strict=False)
    ]
    return np.concatenate([np.empty((0, 2), np.uint64), *parts])


def _hash(table: pa.Table, expressions: str) -> dict[str, Hashes]:
    with _database().cursor() as connection:
        connection.register("events", table)
        found: dict[str, Hashes] = connection.sql(f"SELECT {expressions} FROM events").fetchnumpy()  # noqa: S608 (ours)
    return found


def _known(new: Keys, stored: Keys) -> Mask:
    """Which new rows are certainly in the store; two that share a key by chance may be missed."""
    if not len(stored):
        return np.zeros(len(new), dtype=np.bool_)
    order = np.argsort(stored.key)
    at = order[np.minimum(np.searchsorted(stored.key[order], new.key), len(order) - 1)]
    found: Mask = (stored.key[at] == new.key) & (stored.check[at] == new.check)
    return found


@cache
def _database() -> Any:
    """One for all, since opening takes as long as hashing; with one thread, so that a process may fork."""
    import duckdb

    return duckdb.connect(config={"threads": 1})


def _grouped(keys: Keys) -> tuple[NDArray[np.intp], Mask]:
    """Rows whose event occurs more than once, by event and arrival, and which of them begin an event."""
    ordered = np.sort(keys.key)
    shared = np.flatnonzero(matching(keys, ordered[1:][_repeated(ordered)]))
    rows = shared[np.argsort(keys.key[shared], kind="stable")]
    first = np.ones(len(rows), dtype=np.bool_)
    first[1:] = (np.diff(keys.key[rows]) != 0) | (np.diff(keys.check[rows]) != 0)
    return rows, first


def _later_versions(keys: Keys, rows: NDArray[np.intp], first: Mask, stored: int) -> NDArray[np.intp]:
    """Rows that replace what came before them; the first `stored` are in the store already.

    One round for each version, over all events at once.
    """
    group = np.cumsum(first) - 1
    begins = np.flatnonzero(first)
    version = np.arange(len(rows)) - begins[group]
    best = rows[begins]
    replacing = [np.empty(0, np.intp)]
    later = np.flatnonzero((version > 0) & keys.said[rows])
    later = later[np.argsort(version[later], kind="stable")]
    for turn in np.split(later, np.flatnonzero(np.diff(version[later])) + 1):
        row, held = rows[turn], best[group[turn]]
        newer = keys.received[row] > keys.received[held]
        newer |= (keys.received[row] == keys.received[held]) & (keys.seq[row] > keys.seq[held])
        newer &= (keys.content[row] != keys.content[held]) | (row < stored)
        best[group[turn[newer]]] = row[newer]
        replacing.append(row[newer])
    return np.concatenate(replacing)
