"""Texts in, what a reader made of them out; each text is read once in the life of a project.

Reading words takes a hundred times as long as reading events, so what was read is kept: by a hash of the
masked text, in a file for each version of each reader. The files may be deleted at any time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

Read = Callable[[Sequence[str]], NDArray[np.float32]]  # texts → [texts, labels]
Progress = Callable[[int, int], None]  # texts read so far, texts to read
PART = 2_000  # texts between two savings, so that an interrupted run loses little
BROKEN = (OSError, ValueError, KeyError, pa.ArrowException)


class Readings:
    """What readers made of texts, in a folder; in memory where there is none."""

    def __init__(self, folder: Path | None, progress: Progress | None = None) -> None:
        self._folder = folder
        self._progress = progress or silent
        self._held: dict[str, dict[bytes, NDArray[np.float32]]] = {}

    def read(self, reader: str, texts: Sequence[str], read: Read) -> NDArray[np.float32]:
        """What `read` makes of each text, shape [texts, labels], asking it only for those that are new.

        `reader` names the reader and its version.
        """
        keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
        held = self._of(reader)
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in held}
        waiting = list(new.items())
        for at in range(0, len(waiting), PART):
            part = waiting[at : at + PART]
            held.update(zip([key for key, _ in part], read([text for _, text in part]), strict=True))
            self._save(reader, held)
            self._progress(at + len(part), len(waiting))
        if not keys:
            return read([])
        return np.stack([held[key] for key in keys])

    def _of(self, reader: str) -> dict[bytes, NDArray[np.float32]]:
        if reader not in self._held:
            self._held[reader] = self._load(reader)
        return self._held[reader]

    def _load(self, reader: str) -> dict[bytes, NDArray[np.float32]]:
        if self._folder is None:
            return {}
        try:
            table = pq.read_table(self._file(reader))
            width = table["values"].type.list_size
            values = table["values"].combine_chunks().flatten().to_numpy().reshape(-1, width)
            return dict(zip(table["key"].to_pylist(), values, strict=True))
        except (*BROKEN, AttributeError):
            return {}

    def _save(self, reader: str, held: dict[bytes, NDArray[np.float32]]) -> None:
        if self._folder is None:
            return
        values = np.stack(list(held.values()))
        flat = pa.FixedSizeListArray.from_arrays(pa.array(values.ravel()), values.shape[1])
        fresh = self._folder / f"new-{uuid4().hex}.parquet"
        with suppress(OSError):  # a cache that can't be written costs time, not answers
            self._folder.mkdir(parents=True, exist_ok=True)
            pq.write_table(pa.table({"key": pa.array(list(held), pa.binary(16)), "values": flat}), fresh)
            fresh.rename(self._file(reader))

    def _file(self, reader: str) -> Path:
        name = "".join(sign if sign.isalnum() else "-" for sign in reader)
        return (self._folder or Path()) / f"{name}.parquet"


def silent(_: int, __: int) -> None:
    """Tells nobody how far it is."""
