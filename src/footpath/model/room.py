"""Where long arrays are made: piece by piece, in memory or in files that are mapped into it.

What is too long for memory is written once, in order, and read as an array when it is whole.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Column(Protocol):
    """An array in the making."""

    def append(self, values: NDArray[Any]) -> None:
        """Puts values at its end."""
        ...

    def whole(self) -> NDArray[Any]:
        """The array, which may be written to; nothing can be appended any more."""
        ...


class Room(Protocol):
    """Makes columns. A `spare` one is needed only while others are made from it."""

    def column(self, dtype: DTypeLike, *, spare: bool = False) -> Column:
        """An empty column."""
        ...


class MemoryColumn:
    """An array in the making, in memory."""

    __slots__ = ("_dtype", "_parts")

    def __init__(self, dtype: DTypeLike) -> None:
        self._dtype = np.dtype(dtype)
        self._parts: list[NDArray[Any]] = []

    def append(self, values: NDArray[Any]) -> None:
        """Puts values at its end."""
        self._parts.append(np.asarray(values, self._dtype))

    def whole(self) -> NDArray[Any]:
        """The array."""
        parts, self._parts = self._parts, []
        if len(parts) == 1 and parts[0].flags.writeable:
            return parts[0]
        return np.concatenate([np.empty(0, self._dtype), *parts])


class MemoryRoom:
    """Arrays in memory."""

    def column(self, dtype: DTypeLike, *, spare: bool = False) -> MemoryColumn:  # noqa: ARG002
        """An empty column."""
        return MemoryColumn(dtype)


MEMORY = MemoryRoom()
