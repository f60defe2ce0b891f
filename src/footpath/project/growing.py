"""The files of a lake in; what is known of those that an index is of, and the events that came since, out.

An index is of some files, and stays for as long as others are only added to them, and are few beside them.
What is made of the new events is merged with it; when there are many, a new index is made of all: beforehand,
by who has the time, or else by who asks.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol, Self
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from footpath import __version__
from footpath.model.definition import Definitions
from footpath.model.log import EventLog
from footpath.model.numbering import named
from footpath.project.basis import Basis, Grown
from footpath.project.indexing import Index, Kept
from footpath.store.duplicates import KEY_COLUMNS, is_said, keys_of
from footpath.store.index import BROKEN, IndexCache

SMALL = 1 << 18  # fewer rows are as quickly indexed anew
FEW = 20  # at least so many times as many old rows as new ones
DUE = 100  # no more than so many times: an index is worth making before somebody must wait for it
# In the cache: of which files the index is, it itself, and what grew of it
NOTE, INDEX, GROWN = "origin.json", "index", "grown"
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
    def paths(self) -> list[str]:
        """Where they are."""
        return [path for path, _ in self.files]

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


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the indexes of a project lie: that of its origin, and beside it what grew of that."""

    cache: Path

    @property
    def origin(self) -> Origin:
        """Of which files the index is."""
        return Origin.read(self.cache / NOTE)

    def index(self, origin: Origin) -> Index:
        """The index of some files, which others don't push away."""
        return Index(IndexCache(self._folder(origin)), origin.state)

    def grown(self, now: Origin) -> Index:
        """What is made of the index and of the events that came since."""
        return Index(IndexCache(self.cache / GROWN), now.state)

    def adopt(self, origin: Origin, *, grows: bool = True) -> None:
        """From now on the index is of these files, and may grow; what was made of others goes."""
        (origin if grows else Origin()).note(self.cache / NOTE)
        shutil.rmtree(self.cache / GROWN, ignore_errors=True)
        for each in {*self.cache.glob(f"{INDEX}/*")} - {self._folder(origin)}:
            shutil.rmtree(each, ignore_errors=True)

    def drop(self) -> None:
        """From now on there is none."""
        (self.cache / NOTE).unlink(missing_ok=True)

    def _folder(self, origin: Origin) -> Path:
        return self.cache / INDEX / origin.state[:32]


@dataclass(frozen=True, slots=True, eq=False)
class Answered:
    """The responses of a log; there may be others of the same key."""

    key: NDArray[np.uint64]  # [responses] rising

    @classmethod
    def of(cls, log: EventLog) -> Self:
        """Look for them among all events."""
        parts = (part.filter(is_said(part)) for part in log.parts(KEY_COLUMNS))
        return cls(np.sort(np.concatenate([np.empty(0, np.uint64), *(keys_of(each).key for each in parts)])))

    def replaced(self, by: Self) -> bool:
        """Whether any may be replaced by one of others, or by one that came with it."""
        both = np.sort(np.concatenate([self.key, by.key]))
        return bool((both[1:] == both[:-1]).any())


def replaces(since: EventLog, before: Basis) -> bool:
    """Whether a new response may replace an earlier one; all other events stay for ever."""
    if not named(since.column("kind"), "said").any():
        return False
    known = Answered(np.empty(0, np.uint64))
    if len(before.outline.said):  # to look at the ids of all events takes long, but is done once
        known = before.kept.index.kept(Answered, "events", lambda _: Answered.of(before.log))
    return known.replaced(Answered.of(since))


def continued(
    store: Any, cache: Path | None, kept: Kept, definitions: Definitions, *, small: int = SMALL
) -> tuple[EventLog, Kept, Grown | None]:
    """All events, what is kept of what was found out of them, and what is known of the first of them.

    Fewer events than `small` are always looked at all together.
    """
    if cache is None or not kept.index.keeps or not hasattr(store, "scan_files"):
        return store.scan(), kept, None
    files: Files = store
    shelf, now = Shelf(cache), Origin(tuple(files.files()))
    was = shelf.origin
    if (grown := _grown(files, shelf, now, kept, definitions)) is not None:
        return files.scan_files(now.paths, all_shown=True), replace(kept, index=shelf.grown(now)), grown
    log = files.scan_files(now.paths, all_shown=now == was)  # else it would not have been noted
    if now != was:
        shelf.adopt(now, grows=now.rows >= small and len(log) == now.rows)
    return log, replace(kept, index=shelf.index(now)), None


def settled(store: Any, cache: Path, kept: Kept, definitions: Definitions, *, due: int = DUE) -> bool:
    """Makes an index of all events where one of fewer serves, which goes on serving meanwhile.

    False where there was no need: not one new event came to `due` old ones.
    """
    files: Files = store
    shelf, now = Shelf(cache), Origin(tuple(files.files()))
    grown = _grown(files, shelf, now, kept, definitions)
    if grown is None or len(grown.since) * due < grown.begin:
        return False
    log = files.scan_files(now.paths, all_shown=True)
    Basis(log, definitions, replace(kept, index=shelf.index(now)), grown).settle()
    shelf.adopt(now)
    return True


def _grown(files: Files, shelf: Shelf, now: Origin, kept: Kept, definitions: Definitions) -> Grown | None:
    """What is known of the first events; None where all must be looked at together."""
    was = shelf.origin
    if not was.grew_to(now):
        return None
    many = len(was.files)
    log = files.scan_files(now.paths[:many], all_shown=True)
    before = Basis(log, definitions, replace(kept, index=shelf.index(was)))
    since = files.scan_files(now.paths[many:], all_shown=True)
    return None if replaces(since, before) else Grown(before, since, was.rows, shelf.drop)
