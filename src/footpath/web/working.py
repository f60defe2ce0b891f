"""Maps that were shown in part in, the whole of each kept out: worked out in a thread of its own.

It has a project of its own, so that nobody who reads has to wait for it; what it finds, both keep. When there
is nothing to work out, it lays the index and what it has grown by together.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass

from footpath.model.lens import Lens
from footpath.project import Project

Key = tuple[Hashable, Lens]  # the state of the project, and what is looked at
REMEMBERED = 256  # outcomes of which somebody may still ask
IDLE = 20.0  # seconds in which nobody asks for a map


@dataclass(slots=True)
class Work:
    """How far a map is; it ends also where it can't be made."""

    done: int = 0
    total: int = 0
    ended: bool = False


class Working:
    """Works maps out, what was asked for last first; each once."""

    def __init__(self, beside: Callable[[], Project | None], *, idle: float = IDLE) -> None:
        self._beside = beside
        self._idle = idle
        self._changed = False
        self._project: Project | None = None
        self._asked: deque[Key] = deque()
        self._works: dict[Key, Work] = {}
        self._change = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def ask(self, key: Key) -> Work | None:
        """Has a map worked out; None where nothing can be done in the background."""
        with self._change:
            if key in self._works:
                return self._works[key]
            if not self._started():
                return None
            work = self._works[key] = Work()
            self._asked.append(key)
            self._forget()
            self._change.notify()
        return work

    def changed(self) -> None:
        """Tells that events may have come: the index is seen to when nothing else is to be done."""
        with self._change:
            self._changed = True
            if self._started():
                self._change.notify()

    def work(self, key: Key) -> Work | None:
        """How far a map is that was asked for."""
        return self._works.get(key)

    def close(self) -> None:
        """Begins nothing more."""
        with self._change:
            self._closed = True
            self._change.notify()

    def _started(self) -> bool:
        """Whether there is a thread that works; it is begun where there is none."""
        self._project = self._project or self._beside()
        if self._project is not None and self._thread is None:
            # It may be in the middle of minutes of work when the server stops: nobody should wait for that
            self._thread = threading.Thread(target=self._go_on, name="working", daemon=True)
            self._thread.start()
        return self._project is not None

    def _forget(self) -> None:
        ended = [key for key, work in self._works.items() if work.ended]
        for key in ended[: max(0, len(self._works) - REMEMBERED)]:
            del self._works[key]

    def _go_on(self) -> None:
        while (project := self._project) is not None:
            key = self._next()
            if self._closed:
                return
            if key is None:
                _settle(project)
            else:
                _finish(project, key[1], self._works[key])

    def _next(self) -> Key | None:
        """What was asked for last; None after a while in which nobody asked, when events may have come."""
        with self._change:
            while not self._asked and not self._closed:
                if not self._change.wait(self._idle if self._changed else None):
                    self._changed = False
                    return None
            return self._asked.pop() if self._asked else None


def _settle(project: Project) -> None:
    try:
        project.settle()
    except Exception:  # it costs time, not answers
        logging.getLogger(__name__).exception("the index could not be laid together")


def _finish(project: Project, lens: Lens, work: Work) -> None:
    def tell(done: int, total: int) -> None:
        work.done, work.total = done, total

    project.on_reading(tell)
    try:
        project.map(lens.journey, segment=lens.segment, since=lens.since, until=lens.until)
    except Exception:  # who asks for the map meets it again, and is told
        logging.getLogger(__name__).exception("the map of %s could not be worked out", lens.journey)
    finally:
        work.ended = True
