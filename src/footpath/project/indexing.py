"""What was made of events in, the same from memory-mapped files out, until what it was made from changes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from footpath.model.timeline import Codes
from footpath.store.index import IndexCache
from footpath.store.readings import Progress, Readings, silent
from footpath.store.results import Results

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """The touchpoint of each row of a log, -1 for none."""

    codes: Codes  # [rows]


class Index:
    """Dataclasses of arrays, of one state of the events; nothing is kept where there is no cache."""

    def __init__(self, cache: IndexCache | None = None, state: str = "") -> None:
        self._cache = cache
        self._state = state

    def kept(self, sort: type[T], of: object, make: Callable[[], T], **shared: Any) -> T:
        """What `make` makes, a dataclass of arrays, names and numbers; kept for as long as `of` is the same.

        What it has in common with others is `shared`, and is not kept with it.
        """
        if self._cache is None:
            return make()
        key = f"{self._state} {sort.__name__} {of!r}"
        held = self._cache.load(key)
        if held is not None:
            arrays, meta = held
            return sort(**shared, **arrays, **{name: _frozen(value) for name, value in meta.items()})
        made = make()
        values = {each.name: getattr(made, each.name) for each in fields(made)}  # type: ignore[arg-type]
        arrays = {name: each for name, each in values.items() if isinstance(each, np.ndarray | pa.Array)}
        meta = {name: each for name, each in values.items() if name not in arrays.keys() | shared.keys()}
        with suppress(OSError):  # a cache that can't be written costs time, not answers
            kept = {name: each for name, each in arrays.items() if name not in shared}
            self._cache.save(key, kept, meta, state=self._state)
        return made


@dataclass(frozen=True, slots=True)
class Kept:
    """What a project keeps of what it once found out: all of it may be deleted at any time."""

    index: Index = field(default_factory=Index)
    readings: Readings = field(default_factory=lambda: Readings(None))
    results: Results = field(default_factory=Results)
    progress: Progress = silent  # told how far work is that takes long


def _frozen(value: Any) -> Any:
    """JSON knows no tuples."""
    return tuple(value) if isinstance(value, list) else value
