"""Rows in, ids out that are the same tomorrow, elsewhere, and in an overlapping export.

A given id stands. Without one it is the MD5 of everything that is known of the event, and "-1", "-2" … for
the second, third … identical row of a file.
"""

from __future__ import annotations

from typing import NamedTuple

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.kernels.fingerprints import note
from footpath.model.fingerprint import fingerprint

Keys = NDArray[np.uint64]  # [2, rows]: two halves

# The byte that two hexadecimal digits write, by the two digits as one integer.
BYTE_OF = np.zeros(1 << 16, np.uint8)
BYTE_OF[np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), "<u2")] = np.arange(256)


class Hasher:
    """MD5 of texts, as 32 hexadecimal digits."""

    def __init__(self) -> None:
        self._connection = duckdb.connect()

    def __call__(self, texts: pa.Array) -> pa.Array:
        """The hash of each text, which must not be null."""
        text = pa.table({"text": texts})  # noqa: F841 - found by its name
        found = self._connection.sql("SELECT md5(text) AS hash FROM text").to_arrow_table()["hash"]
        return found.combine_chunks() if found.num_chunks != 1 else found.chunk(0)


def as_keys(hashes: pa.Array) -> Keys:
    """The 128 bits of each hash as two integers."""
    if not len(hashes):
        return np.zeros((2, 0), np.uint64)
    begin = np.frombuffer(hashes.buffers()[1], np.int32, 1, hashes.offset * 4)[0]
    digits = np.frombuffer(hashes.buffers()[2], "<u2", len(hashes) * 16, begin)
    return np.ascontiguousarray(BYTE_OF[digits].view("<u8").reshape(-1, 2).T)


def fingerprints(source: pa.Array, given: pa.Array) -> NDArray[np.uint64]:
    """128 bits [n, 2] of each given id within its source; neither has nulls."""
    coded = source.dictionary_encode()
    return fingerprint(given, fingerprint(coded.dictionary)[coded.indices.to_numpy()])


class Given:
    """Which ids came before, over all batches of a file, in 21 to 64 bytes an id."""

    def __init__(self) -> None:
        self._table, self._held = np.zeros((1 << 12, 2), np.uint64), 0

    def add(self, hashes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Whether each came before, in this batch or an earlier one; all count from now on."""
        wanted = self._held + len(hashes)
        if wanted * 4 > len(self._table) * 3:
            larger = np.zeros((1 << (2 * wanted).bit_length(), 2), np.uint64)
            note(self._table, larger)
            self._table = larger
        known: NDArray[np.bool_] = note(hashes, self._table)
        self._held += len(known) - int(known.sum())
        return known


class Seen:
    """How often each key came before, over all batches of a file, in 21 to 64 bytes a key.

    Few keys come again, and only these are counted: whether a key came at all takes one look.
    """

    def __init__(self) -> None:
        self._given, self._again = Given(), Counted()

    def add(self, keys: Keys) -> NDArray[np.int32]:
        """For each row [n], how many rows with its key came before it; they count from now on."""
        known = self._given.add(np.ascontiguousarray(keys.T))
        before = known.astype(np.int32)
        if known.any():
            before[known] += self._again.add(keys[:, known])
        return before


class Counted:
    """How often each key came before, in 20 bytes a key.

    Sorted runs of falling length, as in a log-structured merge tree: a batch is looked up in a handful of
    sorted arrays, and each key is merged a handful of times.
    """

    def __init__(self) -> None:
        self._runs: list[_Run] = []

    def add(self, keys: Keys) -> NDArray[np.int32]:
        """For each row [n], how many rows with its key came before it; they count from now on."""
        order = np.argsort(keys[0])
        if (keys[0, order[1:]] == keys[0, order[:-1]]).any():
            order = np.argsort(keys[0], kind="stable")  # slower, but equal keys stay in the order of the rows
        starts, group = _groups(keys[:, order])
        distinct = _Run(keys[:, order[starts]], np.diff(starts, append=len(order)).astype(np.int32))
        before = np.empty(len(order), np.int32)
        before[order] = self._count(distinct.keys)[group] + np.arange(len(order)) - starts[group]
        self._remember(distinct)
        return before

    def _count(self, keys: Keys) -> NDArray[np.int32]:
        total = np.zeros(keys.shape[1], np.int32)
        for known, counts in self._runs:
            at = np.minimum(np.searchsorted(known[0], keys[0]), known.shape[1] - 1)
            total += np.where((known[:, at] == keys).all(axis=0), counts[at], 0)
        return total

    def _remember(self, run: _Run) -> None:
        if not len(run.counts):
            return
        self._runs.append(run)
        while len(self._runs) > 1 and len(self._runs[-1].counts) * 2 > len(self._runs[-2].counts):
            self._runs[-2:] = [_merged(*self._runs[-2:])]


class _Run(NamedTuple):
    """Distinct keys in order of their first half, and how often each came."""

    keys: Keys
    counts: NDArray[np.int32]


def _groups(ordered: Keys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each run of equal keys starts, and the number of the run of each key."""
    new = np.ones(ordered.shape[1], bool)
    new[1:] = (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)
    return np.flatnonzero(new), np.cumsum(new) - 1


def _merged(left: _Run, right: _Run) -> _Run:
    keys = np.concatenate([left.keys, right.keys], axis=1)
    order = np.argsort(keys[0], kind="stable")
    starts, _ = _groups(keys[:, order])
    counts = np.concatenate([left.counts, right.counts])[order]
    return _Run(keys[:, order[starts]], np.add.reduceat(counts, starts).astype(np.int32))
