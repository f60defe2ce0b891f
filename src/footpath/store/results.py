"""Answers that take long in, the same answers out as long as what they are made from stays the same.

The files may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

NEWEST = 64  # how many answers are kept, by when they were last used


class Results:
    """Answers by name, of one state of events and definitions; nothing is kept where there is no folder.

    `state` names all that an answer is made from besides its name: revisions, and the version of the program.
    """

    def __init__(self, folder: Path | None = None, state: str = "", *, newest: int = NEWEST) -> None:
        self._folder = folder
        self._state = state
        self._newest = newest

    def get(self, name: str) -> bytes | None:
        """What was kept under a name; None where there is nothing."""
        if self._folder is None:
            return None
        file = self._file(self._folder, name)
        try:
            found = file.read_bytes()
            os.utime(file)  # what is used stays
        except OSError:
            return None
        return found

    def put(self, name: str, answer: bytes) -> None:
        """Keeps an answer, in place of what was there; the oldest go."""
        if self._folder is None:
            return
        fresh = self._folder / f"new-{uuid4().hex}"
        with suppress(OSError):  # a cache that can't be written costs time, not answers
            self._folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(answer)
            fresh.replace(self._file(self._folder, name))
            by_use = sorted(self._folder.glob("*.kept"), key=_used, reverse=True)
            for file in by_use[self._newest :]:
                file.unlink(missing_ok=True)

    def _file(self, folder: Path, name: str) -> Path:
        told = f"{self._state}\n{name}".encode()
        return folder / f"{hashlib.blake2b(told, digest_size=16).hexdigest()}.kept"


def _used(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:  # pruned by another process
        return 0
