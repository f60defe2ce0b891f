"""Journeys in; the first few persons behind each visit count and each edge out, in one pass over the steps.

A map names a few of the persons behind each of its numbers. It has hundreds of edges, and asking each of
them for its persons would be hundreds of passes.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.witnesses import witnesses
from footpath.model.journey import Journeys

People = NDArray[np.int32]


def visitors(journeys: Journeys, most: int) -> dict[str, People]:
    """By touchpoint, the first persons with at least one occurrence."""
    found = witnesses(
        journeys.touchpoint.astype(np.int64), _person_of_steps(journeys), len(journeys.touchpoints), most
    )
    return {name: _named(row) for name, row in zip(journeys.touchpoints, found, strict=True)}


def movers(journeys: Journeys, most: int) -> dict[tuple[str, str], People]:
    """By edge, the first persons who make that move."""
    codes, names = journeys.touchpoint.astype(np.int64), journeys.touchpoints
    moves = codes[:-1] * len(names) + codes[1:]
    borders = journeys.offsets[1:-1]
    moves[borders[(borders > 0) & (borders < len(codes))] - 1] = -1
    edges, key = np.unique(moves, return_inverse=True)
    found = witnesses(key, _person_of_steps(journeys)[:-1], len(edges), most)
    return {
        (names[edge // len(names)], names[edge % len(names)]): _named(row)
        for edge, row in zip(edges.tolist(), found, strict=True)
        if edge >= 0
    }


def _person_of_steps(journeys: Journeys) -> People:
    return np.repeat(journeys.person, np.diff(journeys.offsets))


def _named(row: People) -> People:
    return row[row >= 0]
