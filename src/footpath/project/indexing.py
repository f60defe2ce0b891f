"""What was made of events in, the same from memory-mapped files out, until what it was made from changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

import numpy as np
import pyarrow as pa

from footpath.model.room import MEMORY, Room
from footpath.model.timeline import Named
from footpath.store.index import IndexCache
from footpath.store.readings import Progress, Readings, silent
from footpath.store.results import Results

T = TypeVar("T")


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """The touchpoint of each row of a log, -1 for none."""

    codes: Named  # [rows]


class Index:
    """Dataclasses of arrays, of one state of the events; nothing is kept where there is no cache."""

    def __init__(self, cache: IndexCache | None = None, state: str = "") -> None:
        self._cache = cache
        self._state = state

    def kept(self, sort: type[T], of: object, make: Callable[[Room], T], **shared: Any) -> T:
        """What `make` makes, a dataclass of arrays, names and numbers; kept for as long as `of` is the same.

        Arrays that it makes in the room it is given are kept without a copy. What it has in common with
        others is `shared`, and is not kept with it.
        """
        if self._cache is None:
            return make(MEMORY)
        key = self._key(sort, of)
        if (held := self._held(sort, key, shared)) is not None:
            return held
        made = None
        # A cache that can't be written costs time, not answers
        with suppress(OSError), self._cache.making(key, self._state) as entry:
            made = make(entry)
            entry.keep(*_parts(made, shared))
        if made is None:
            return make(MEMORY)
        pa.default_memory_pool().release_unused()  # from now on it is read from files
        return self._held(sort, key, shared) or made

    def has(self, sort: type[Any], of: object) -> bool:
        """Whether it is kept, so that it need not be made."""
        return self._cache is not None and self._cache.load(self._key(sort, of)) is not None

    def _key(self, sort: type[Any], of: object) -> str:
        return f"{self._state} {sort.__name__} {of!r}"

    @property
    def keeps(self) -> bool:
        """Whether anything is kept."""
        return self._cache is not None

    @property
    def room(self) -> Room:
        """Where long arrays are made that are not kept."""
        if self._cache is not None:
            with suppress(OSError):
                return self._cache.scratch()
        return MEMORY

    def _held(self, sort: type[T], key: str, shared: Mapping[str, Any]) -> T | None:
        held = self._cache.load(key) if self._cache is not None else None
        if held is None:
            return None
        arrays, meta = held
        return sort(**shared, **arrays, **{name: _frozen(value) for name, value in meta.items()})


def _parts(made: object, shared: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The arrays of a dataclass, and what else it has."""
    values = {each.name: getattr(made, each.name) for each in fields(made)}  # type: ignore[arg-type]
    own = {name: value for name, value in values.items() if name not in shared}
    arrays = {name: each for name, each in own.items() if isinstance(each, np.ndarray | pa.Array)}
    return arrays, {name: each for name, each in own.items() if name not in arrays}


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
