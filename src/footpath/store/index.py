"""Derived arrays in, memory-mapped arrays out: a cache that may be deleted at any time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias
from uuid import uuid4

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Held: TypeAlias = NDArray[Any] | pa.StringArray
NEWEST = 16  # how many entries are kept
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
        self._folder.mkdir(parents=True, exist_ok=True)
        fresh = self._folder / f"new-{uuid4().hex}"
        fresh.mkdir()
        try:
            files = {
                name: _write(fresh, number, array) for number, (name, array) in enumerate(arrays.items())
            }
            told = {"key": key, "state": state, "meta": dict(meta), "files": files}
            (fresh / "index.json").write_text(json.dumps(told), encoding="utf-8")
            self._put(fresh, self._entry(key))
        finally:
            shutil.rmtree(fresh, ignore_errors=True)
        self._prune(state)

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


def _write(folder: Path, number: int, array: Held) -> tuple[str, int]:
    """The file's name and size; names of arrays never become names of files."""
    if isinstance(array, np.ndarray):
        file = folder / f"{number}.npy"
        np.save(file, array, allow_pickle=False)
    else:
        file = folder / f"{number}.arrow"
        batch = pa.record_batch([array], names=["array"])
        with pa.OSFile(str(file), "wb") as sink, pa.ipc.new_file(sink, batch.schema) as writer:
            writer.write_batch(batch)
    return file.name, file.stat().st_size


def _read(folder: Path, name: str, size: int) -> Held:
    file = folder / name
    if file.stat().st_size != size:
        raise ValueError(f"{name} is not whole")
    if file.suffix == ".npy":
        # Writable, for compiled code is compiled once more for what is not; no write reaches the file
        return np.asarray(np.load(file, mmap_mode="c" if size else None, allow_pickle=False))
    with pa.memory_map(str(file)) as source:
        texts: pa.StringArray = pa.ipc.open_file(source).read_all()["array"].combine_chunks()
    return texts
