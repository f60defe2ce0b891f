"""Journeys in; the first few persons behind each visit count and each edge out, in one pass over the steps.

A map names a few of the persons behind each of its numbers. It has hundreds of edges, and asking each of
them for its persons would be hundreds of passes.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from footpath.kernels import witnesses
from footpath.model.journey import Journeys

People = NDArray[np.int32]
FEW = 4096  # journeys that are looked at first


def visitors(journeys: Journeys, most: int) -> dict[str, list[int]]:
    """By touchpoint, the first persons with at least one occurrence."""
    names = journeys.touchpoints
    found = witnesses.visitors(journeys.offsets, journeys.touchpoint, journeys.person, len(names), most)
    return {name: _named(row) for name, row in zip(names, found, strict=True)}


def movers(journeys: Journeys, most: int) -> dict[tuple[str, str], list[int]]:
    """By edge, the first persons who make that move."""
    names = journeys.touchpoints
    moves, found = witnesses.movers(journeys.offsets, journeys.touchpoint, journeys.person, len(names), most)
    return {
        (names[move // len(names)], names[move % len(names)]): _named(row)
        for move, row in zip(moves.tolist(), found, strict=True)
    }


def first_of(journeys: Journeys, persons: Callable[[Journeys], NDArray[np.int64]], most: int) -> list[int]:
    """The first of the persons whom `persons` finds journey by journey, in as many journeys as that takes."""
    n = min(FEW, len(journeys))
    while True:
        found: list[int] = persons(journeys.head(n))[:most].tolist()
        if len(found) == most or n == len(journeys):
            return found
        n = min(n * 8, len(journeys))


def _named(row: People) -> list[int]:
    named: list[int] = row[row >= 0].tolist()
    return named
