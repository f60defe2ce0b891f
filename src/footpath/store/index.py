"""Derived arrays in, memory-mapped arrays out: a cache that may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, TypeAlias
from uuid import uuid4
from weakref import finalize

import numpy as np
import pyarrow as pa
from numpy.typing import DTypeLike, NDArray

from footpath.model.room import Room

Held: TypeAlias = NDArray[Any] | pa.StringArray
NEWEST = 16  # how many entries are kept
RAW = ".raw"  # files of plain numbers
DAY = 86_400.0  # seconds after which an entry in the making is nobody's any more
BROKEN = (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError, pa.ArrowException)


class IndexCache:
    """Arrays by key in a folder, each entry a folder of its own that appears whole or not at all.

    numpy arrays come back as memory maps whose changes nobody else sees, Arrow arrays as such over a map.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, key: str, arrays: Mapping[str, Held], meta: Mapping[str, Any], *, state: str = "") -> None:
        """Keeps arrays and a JSON object under a key, in place of what was there.

        Entries of another state go, and the oldest.
        """
        with self.making(key, state) as entry:
            entry.keep(arrays, meta)

    @contextmanager
    def making(self, key: str, state: str = "") -> Iterator[Entry]:
        """An entry to make arrays in, which appears when it is whole, or else leaves nothing behind."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._tidy()
        fresh = self._folder / f"new-{uuid4().hex}"
        fresh.mkdir()
        try:
            yield (entry := Entry(fresh, key, state))
            if entry.whole:
                self._put(fresh, self._entry(key))
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        self._prune(state)

    def scratch(self) -> Room:
        """Where arrays are made that nobody keeps: in files that are gone with them."""
        self._folder.mkdir(parents=True, exist_ok=True)
        return Scratch(self._folder)

    def load(self, key: str) -> tuple[dict[str, Held], dict[str, Any]] | None:
        """What was saved under a key; None when there is nothing, or it is not whole."""
        entry = self._entry(key)
        try:
            told = json.loads((entry / "index.json").read_text(encoding="utf-8"))
            if told["key"] != key:
                return None
            arrays = {name: _read(entry, *file) for name, file in told["files"].items()}
            os.utime(entry)  # what is used stays
            return arrays, dict(told["meta"])
        except BROKEN:
            return None

    def clear(self) -> None:
        """Deletes everything."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def _entry(self, key: str) -> Path:
        return self._folder / hashlib.sha256(key.encode()).hexdigest()[:32]

    def _tidy(self) -> None:
        """Deletes what a process that was killed has left."""
        for left in [*self._folder.glob("new-*"), *self._folder.glob("old-*")]:
            if time.time() - max((_used(each) / 1e9 for each in [left, *left.glob("*")]), default=0.0) > DAY:
                shutil.rmtree(left, ignore_errors=True)

    def _put(self, fresh: Path, entry: Path) -> None:
        old = self._folder / f"old-{uuid4().hex}"
        if entry.exists():
            entry.rename(old)
        with suppress(OSError):  # another process has just put the same there
            fresh.rename(entry)
        shutil.rmtree(old, ignore_errors=True)

    def _prune(self, state: str) -> None:
        entries = sorted((each.parent for each in self._folder.glob("*/index.json")), key=_used, reverse=True)
        present = [entry for entry in entries if _state(entry) == state]
        for entry in {*entries} - {*present[:NEWEST]}:
            shutil.rmtree(entry, ignore_errors=True)


class Entry:
    """An entry in the making: columns become files of it, those that are spare go."""

    def __init__(self, folder: Path, key: str, state: str) -> None:
        self.whole = False
        self._folder = folder
        self._told = {"key": key, "state": state}
        self._columns: list[FileColumn] = []

    def column(self, dtype: DTypeLike, *, spare: bool = False) -> FileColumn:
        """An empty column, which `keep` keeps without a copy."""
        if spare:
            return Scratch(self._folder).column(dtype)
        file = self._folder / f"{len(self._columns)}{RAW}"
        self._columns.append(FileColumn(file.open("w+b"), np.dtype(dtype)))
        return self._columns[-1]

    def keep(self, arrays: Mapping[str, Held], meta: Mapping[str, Any]) -> None:
        """Keeps arrays, those that were made here and others, and a JSON object; nothing else of it stays."""
        made = {id(each.made): f"{at}{RAW}" for at, each in enumerate(self._columns) if each.made is not None}
        files = {}
        for number, (name, array) in enumerate(arrays.items()):
            if (file := made.get(id(array))) is not None:
                files[name] = _told(self._folder / file, array)
            else:
                files[name] = _write(self._folder, f"kept-{number}", array)
        for file in {*made.values()} - {each[0] for each in files.values()}:
            (self._folder / file).unlink()
        told = self._told | {"meta": dict(meta), "files": files}
        (self._folder / "index.json").write_text(json.dumps(told), encoding="utf-8")
        self.whole = True


class Scratch:
    """A folder in which columns are made that nobody keeps."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def column(self, dtype: DTypeLike, *, spare: bool = False) -> FileColumn:  # noqa: ARG002
        """An empty column, in a file without a name."""
        return FileColumn(TemporaryFile(dir=self._folder), np.dtype(dtype))


class FileColumn:
    """An array in the making, in a file."""

    def __init__(self, file: IO[bytes], dtype: np.dtype[Any]) -> None:
        self.made: NDArray[Any] | None = None
        self._file = file
        self._dtype = dtype
        finalize(self, file.close)  # also when something fails and nobody asks for the array

    def append(self, values: NDArray[Any]) -> None:
        """Puts values at its end."""
        self._file.write(np.ascontiguousarray(values, self._dtype).data)

    def whole(self) -> NDArray[Any]:
        """The array, as a map of the file."""
        if self.made is None:
            with self._file:
                size = self._file.seek(0, os.SEEK_END)
                found = np.memmap(self._file, self._dtype, "r+") if size else np.empty(0, self._dtype)
            self.made = np.asarray(found)
        return self.made


def _state(entry: Path) -> str | None:
    try:
        state: str = json.loads((entry / "index.json").read_text(encoding="utf-8"))["state"]
        return state
    except BROKEN:
        return None


def _used(entry: Path) -> int:
    try:
        return entry.stat().st_mtime_ns
    except FileNotFoundError:  # pruned by another process
        return 0


def _write(folder: Path, name: str, array: Held) -> tuple[Any, ...]:
    """What is told of the file it is written to; names of arrays never become names of files."""
    if isinstance(array, np.ndarray) and array.size > 1 and not any(array.strides):
        return *_write(folder, name, array.reshape(-1)[:1].copy()), array.shape  # one value over and over
    if isinstance(array, np.ndarray):
        file = folder / f"{name}.npy"
        np.save(file, array, allow_pickle=False)
        return file.name, file.stat().st_size
    file = folder / f"{name}.arrow"
    batch = pa.record_batch([array], names=["array"])
    with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return file.name, file.stat().st_size


def _told(file: Path, array: NDArray[Any]) -> tuple[str, int, str]:
    return file.name, array.nbytes, array.dtype.str


def _read(folder: Path, name: str, size: int, more: Any = None) -> Held:
    file = folder / name
    if file.stat().st_size != size:
        raise ValueError(f"{name} is not whole")
    if file.suffix == ".arrow":
        with pa.memory_map(str(file)) as source:
            texts: pa.StringArray = pa.ipc.open_file(source).get_batch(0).column(0)  # no copy
        return texts
    # Writable, for compiled code is compiled once more for what is not; no write reaches the file
    if file.suffix == RAW:
        return np.asarray(np.memmap(file, more, "c") if size else np.empty(0, more))
    found = np.asarray(np.load(file, mmap_mode="c" if size else None, allow_pickle=False))
    return found if more is None else np.broadcast_to(found[0], more)
