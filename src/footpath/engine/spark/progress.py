"""A session in; how many of its tasks are done, told now and then while something is asked of it, out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

Progress = Callable[[int, int], None]  # done and in all, as far as that is known
EVERY = 0.5  # seconds


@contextmanager
def watching(spark: Any, progress: Progress | None) -> Iterator[None]:
    """Tells `progress` of tasks while what is inside goes on; how many they are shows step by step."""
    if progress is None:
        yield
        return
    over = Event()
    watcher = Thread(target=_watch, args=(spark.sparkContext.statusTracker(), progress, over), daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def _watch(tracker: Any, progress: Progress, over: Event) -> None:
    seen: dict[int, tuple[int, int]] = {}
    while not over.wait(EVERY):
        with suppress(Exception):  # the session may be ending, and a bar must not end anything
            seen = look(tracker, seen)
            progress(*(sum(column) for column in zip(*seen.values(), strict=True)) if seen else (0, 0))


def look(tracker: Any, seen: dict[int, tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """Tasks done and in all, by stage; a stage that is no longer at work is done."""
    now = {stage: tracker.getStageInfo(stage) for stage in tracker.getActiveStageIds()}
    done = {stage: (tasks, tasks) for stage, (_, tasks) in seen.items()}
    return done | {stage: (each.numCompletedTasks, each.numTasks) for stage, each in now.items() if each}
