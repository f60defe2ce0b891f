"""Pieces of work in, their answers in the same order out, a few of them made at the same time."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain, islice
from typing import Any, TypeVar

A = TypeVar("A")
B = TypeVar("B")

THREADS = min(os.cpu_count() or 1, 4)  # that share what can be shared; more bring little


def in_order(work: Callable[[A], B], pieces: Iterable[A], *, threads: int | None = None) -> Iterator[B]:
    """What `work` makes of each piece; no more pieces are taken than can soon be worked on.

    Without `threads`: one a processor, at most four.

    >>> list(in_order(str, [3, 1, 2]))
    ['3', '1', '2']
    """
    coming = iter(pieces)
    first = list(islice(coming, 2))
    if len(first) < 2:  # a thread would only be waited for
        yield from map(work, first)
        return
    many = threads or THREADS
    waiting: deque[Future[B]] = deque()
    with ThreadPoolExecutor(many) as pool:
        for piece in chain(first, coming):
            waiting.append(pool.submit(work, piece))
            if len(waiting) > many:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def at_once(*asked: Callable[[], Any]) -> list[Any]:
    """What each of some questions answers, in their order, found at the same time.

    >>> at_once(lambda: "a", lambda: 2)
    ['a', 2]
    """
    return list(in_order(lambda ask: ask(), asked))
