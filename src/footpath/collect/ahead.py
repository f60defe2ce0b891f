"""An iterable in, the same items out, made a little ahead of who asks for them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from queue import Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")


def ahead(items: Iterable[T], depth: int = 1) -> Iterator[T]:
    """The items in their order, up to `depth` of them made by a thread before they are asked for.

    What the thread raises is raised to who asks. Whoever stops early ends the thread too.

    >>> list(ahead([1, 2, 3]))
    [1, 2, 3]
    """
    made: Queue[tuple[T] | BaseException | None] = Queue(maxsize=depth)
    stopped = Event()
    worker = Thread(target=_make, args=(items, made, stopped), daemon=True)
    worker.start()
    try:
        while (item := made.get()) is not None:
            if isinstance(item, BaseException):
                raise item
            yield item[0]
    finally:
        stopped.set()
        while worker.is_alive():  # it may wait for room in the queue
            if not made.empty():
                made.get_nowait()
            worker.join(timeout=0.01)


def _make(items: Iterable[T], made: Queue[tuple[T] | BaseException | None], stopped: Event) -> None:
    try:
        for item in items:
            made.put((item,))
            if stopped.is_set():
                return
    except BaseException as error:
        # It is raised again where it can be handled
        made.put(error)
    else:
        made.put(None)
