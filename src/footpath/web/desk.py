"""A project in, answers for many requests at once out: long work in threads, each map drawn once.

Reading is one at a time, so that two requests never build the same snapshot twice; an import does not keep
readers waiting, as it changes nothing until it is done.
"""

from __future__ import annotations

import contextlib
import secrets
import shutil
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar

from anyio import to_thread

from footpath.collect.receipt import Receipt
from footpath.definitions import Change
from footpath.errors import FootpathError
from footpath.model.lens import Lens
from footpath.model.map import JourneyMap
from footpath.project import Project
from footpath.web.working import Work, Working

P = ParamSpec("P")
T = TypeVar("T")
K = TypeVar("K")
V = TypeVar("V")
KEPT_MAPS = 32
KEPT_UPLOADS = 8


@dataclass(slots=True)
class Upload:
    """A file that somebody sent: in a folder of its own until it is taken in, then its receipt."""

    id: str
    name: str
    path: Path
    receipt: Receipt | None = None

    @property
    def taken_in(self) -> bool:
        """Whether its events are in the project; else its file is still here, to be tried again."""
        return self.receipt is not None and bool(self.receipt.kept or self.receipt.duplicates)


class Desk:
    """Where requests meet the project."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.applied: dict[int, list[Change]] = {}  # revision → what it changed, since the server started
        self._reading = threading.Lock()
        self._maps: Kept[tuple[object, Lens], JourneyMap] = Kept(KEPT_MAPS)
        self._working = Working(project.beside)
        self._alone = project.beside() is None  # nobody else could work anything out
        self._uploads: Kept[str, Upload] = Kept(KEPT_UPLOADS, dropped=_remove)

    async def read(self, ask: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer to a question, found in a thread."""

        def asking() -> T:
            with self._reading:
                return ask(*args, **kwargs)

        return await to_thread.run_sync(asking)

    def warm(self) -> None:
        """Looks at everything once, so that the first page need not wait; pages tell what is wrong."""
        with self._reading, contextlib.suppress(FootpathError):
            self.project.status()
            for journey in self.project.definitions.journeys:
                self.map_now(Lens(journey.name), wait=False)

    async def write(self, do: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The outcome of a change, made in a thread; the project itself admits one writer at a time."""
        return await to_thread.run_sync(lambda: do(*args, **kwargs))

    async def map(self, lens: Lens, *, wait: bool = True) -> JourneyMap:
        """The map that a lens shows, made anew when events or definitions have changed.

        Without `wait`, lanes that take long are worked out in the background: `working` tells how far.
        """
        return await self.read(self.map_now, lens, wait=wait)

    def map_now(self, lens: Lens, *, wait: bool = True) -> JourneyMap:
        """The same, within a thread that reads."""
        key = (self.project.state, lens)
        held = self._maps.get(key)
        work = self._working.work(key)
        if held is not None and not (held.computing and (wait or work is None or work.ended)):
            return held
        # What failed in the background fails here again, where it is told
        wait = wait or self._alone or (work is not None and work.ended)
        made = self.project.map(
            lens.journey, segment=lens.segment, since=lens.since, until=lens.until, wait=wait
        )
        self._working.changed()
        if made.computing:
            self._working.ask(key)
        return self._maps.put(key, made)

    def working(self, lens: Lens) -> Work | None:
        """How far the map of a lens is that was shown in part."""
        return self._working.work((self.project.state, lens))

    def begin_upload(self, name: str, safe_name: str) -> Upload:
        """A new upload with an empty folder for its file."""
        folder = Path(tempfile.mkdtemp(prefix="footpath-upload-"))
        upload = Upload(secrets.token_urlsafe(12), name, folder / safe_name)
        return self._uploads.put(upload.id, upload)

    def upload(self, key: str) -> Upload | None:
        """An upload of this run of the server, among the last few."""
        return self._uploads.get(key)

    def finish_upload(self, upload: Upload, receipt: Receipt) -> None:
        """Notes the receipt, and lets go of the file unless nothing of it could be kept."""
        upload.receipt = receipt
        if upload.taken_in:
            _remove(upload)

    def close(self) -> None:
        """Lets go of the files of unfinished uploads, and begins nothing more."""
        self._working.close()
        self._uploads.clear()


@dataclass(slots=True)
class Kept(Generic[K, V]):
    """The values that were used last."""

    most: int
    dropped: Callable[[V], None] | None = None
    held: OrderedDict[K, V] = field(default_factory=OrderedDict)

    def get(self, key: K) -> V | None:
        """A value, if it is still kept."""
        if key in self.held:
            self.held.move_to_end(key)
        return self.held.get(key)

    def put(self, key: K, value: V) -> V:
        """Keeps a value, and lets go of the one that was used longest ago."""
        self.held[key] = value
        if len(self.held) > self.most:
            self._drop(next(iter(self.held)))
        return value

    def clear(self) -> None:
        """Lets go of everything."""
        for key in list(self.held):
            self._drop(key)

    def _drop(self, key: K) -> None:
        gone = self.held.pop(key)
        if self.dropped:
            self.dropped(gone)


def _remove(upload: Upload) -> None:
    shutil.rmtree(upload.path.parent, ignore_errors=True)
