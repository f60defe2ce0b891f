"""The files of a lake in; what is known of those that an index is of, and the events that came since, out.

An index is of some files, and stays for as long as others are only added to them, and are few beside them.
What is made of the new events is merged with it; when there are many, a new index is made of all.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

from footpath import __version__
from footpath.model.definition import Definitions
from footpath.model.log import EventLog
from footpath.model.numbering import named
from footpath.project.basis import Basis, Grown
from footpath.project.indexing import Index, Kept
from footpath.store.index import BROKEN, IndexCache

SMALL = 1 << 18  # fewer rows are as quickly indexed anew
FEW = 20  # at least so many times as many old rows as new ones
NOTE, GROWN = "origin.json", "grown"  # in the cache: of which files the index is; what grew of it
File = tuple[str, int]  # path and rows


class Files(Protocol):
    """A store whose events are in files to which others are added."""

    def files(self) -> list[File]:
        """The files of this moment and how many rows each has, in the order in which they came."""
        ...

    def scan_files(self, paths: Sequence[str], *, all_shown: bool = False) -> EventLog:
        """The events of some files."""
        ...


@dataclass(frozen=True, slots=True)
class Origin:
    """The files that an index is of, none of whose events replaces another."""

    files: tuple[File, ...] = ()

    @classmethod
    def read(cls, where: Path) -> Origin:
        """What was noted; nothing where that is nothing, or of another version."""
        with suppress(*BROKEN):
            told = json.loads(where.read_text(encoding="utf-8"))
            if told["version"] == __version__:
                return cls(tuple((str(path), int(rows)) for path, rows in told["files"]))
        return cls()

    def note(self, where: Path) -> None:
        """Notes it in place of what was noted."""
        with suppress(OSError):  # a cache that can't be written costs time, not answers
            where.parent.mkdir(parents=True, exist_ok=True)
            fresh = where.with_name(f"{where.name}-{uuid4().hex}")
            fresh.write_text(json.dumps({"version": __version__, "files": self.files}), encoding="utf-8")
            fresh.replace(where)

    @property
    def rows(self) -> int:
        """How many events there are."""
        return sum(rows for _, rows in self.files)

    @property
    def state(self) -> str:
        """What tells it from others."""
        told = json.dumps([__version__, self.files]).encode()
        return hashlib.sha256(told).hexdigest()

    def grew_to(self, now: Origin) -> bool:
        """Whether `now` has more files, with few events beside those that were there."""
        more = now.rows - self.rows
        begins = now.files[: len(self.files)] == self.files
        return begins and 0 < more * FEW <= self.rows


def split(store: Files, was: Origin, now: Origin) -> tuple[EventLog, EventLog, EventLog] | None:
    """All events, those of before, and those that came since; None where one replaces an earlier one."""
    paths = [path for path, _ in now.files]
    since = store.scan_files(paths[len(was.files) :])
    whole = store.scan_files(paths)
    if not named(since.column("kind"), "said").any():
        whole = store.scan_files(paths, all_shown=True)
    elif len(whole) != now.rows:
        return None
    return whole, store.scan_files(paths[: len(was.files)], all_shown=True), since


def continued(
    store: Any, cache: Path | None, kept: Kept, definitions: Definitions, *, small: int = SMALL
) -> tuple[EventLog, Kept, Grown | None]:
    """All events, what is kept of what was found out of them, and what is known of the first of them.

    Fewer events than `small` are always looked at all together.
    """
    if cache is None or not kept.index.keeps or not hasattr(store, "scan_files"):
        return store.scan(), kept, None
    files: Files = store
    note, now = cache / NOTE, Origin(tuple(files.files()))
    was = Origin.read(note)
    if was.grew_to(now) and (parts := split(files, was, now)) is not None:
        whole, old, since = parts
        before = Basis(old, definitions, replace(kept, index=Index(IndexCache(cache), was.state)))
        grown = Grown(before, since, was.rows, partial(note.unlink, missing_ok=True))
        return whole, replace(kept, index=Index(IndexCache(cache / GROWN), now.state)), grown
    log = files.scan_files([path for path, _ in now.files])
    if now != was:
        IndexCache(cache / GROWN).clear()
        (now if now.rows >= small and len(log) == now.rows else Origin()).note(note)
    return log, replace(kept, index=Index(IndexCache(cache), now.state)), None
