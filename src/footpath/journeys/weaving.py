"""Persons of several indexes in, all of them in one order out: long columns are copied run by run.

Most persons of a large index are side by side in what is made of it too, so that few runs are copied.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from footpath.model.timeline import Codes, Offsets

Ints = NDArray[np.int64]


class Run(NamedTuple):
    """Persons from `low` up to `high` of a part, who are side by side."""

    part: int
    low: int
    high: int


@dataclass(frozen=True, slots=True, eq=False)
class Woven:
    """Which person of which part each of P persons is."""

    parts: tuple[tuple[Ints, Codes], ...]  # of each part the persons that stand somewhere, and where
    part: NDArray[np.int8]  # [P]
    person: Codes  # [P] of the part

    @classmethod
    def of(cls, parts: Sequence[Codes], people: int) -> Self:
        """Each of the persons stands in one part."""
        part, person = np.zeros(people, np.int8), np.zeros(people, np.int32)
        standing = []
        for number, at in enumerate(parts):
            (stays,) = np.nonzero(at >= 0)
            places = at[stays]
            part[places], person[places] = number, stays
            standing.append((stays, places))
        return cls(tuple(standing), part, person)

    def runs(self, low: int, high: int) -> list[Run]:
        """The persons from `low` up to `high`."""
        if low == high:
            return []
        part, person = self.part[low:high], self.person[low:high]
        breaks = np.flatnonzero((np.diff(person) != 1) | (np.diff(part) != 0))
        first, last = np.append(0, breaks + 1), np.append(breaks, high - low - 1)
        told = zip(part[first].tolist(), person[first].tolist(), (person[last] + 1).tolist(), strict=True)
        return [Run(*each) for each in told]

    def each(self, values: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """What is told of each person [P], given what is told of those of each part."""
        found = np.empty(len(self.person), values[0].dtype)
        for (stays, places), some in zip(self.parts, values, strict=True):
            found[places] = some[stays]
        return found

    def offsets(self, values: Sequence[Offsets]) -> Offsets:
        """Where the items of each person begin [P + 1], given that for those of each part."""
        many = self.each([np.diff(each) for each in values])
        return np.concatenate([[0], np.cumsum(many)]).astype(np.int64)


def items(
    runs: Sequence[Run], columns: Sequence[NDArray[Any]], edges: Sequence[Offsets], to: Sequence[Codes | None]
) -> NDArray[Any]:
    """The items of persons, run by run; `edges` [persons + 1] of each part say where theirs begin.

    Where a part has `to`, its items are codes, and what is told is what they are in `to` (-1 is its last).
    """
    found = [
        _items(columns[part][edges[part][low] : edges[part][high]], to[part]) for part, low, high in runs
    ]
    return np.concatenate(found)


def _items(values: NDArray[Any], to: Codes | None) -> NDArray[Any]:
    return values if to is None else to[values]
