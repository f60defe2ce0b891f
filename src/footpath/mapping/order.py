"""Journeys in, touchpoints in the order that people come to them out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.precedence import count_precedence
from footpath.model.journey import Journeys


def precedence(journeys: Journeys) -> NDArray[np.int64]:
    """In how many journeys touchpoint a first comes before b, less those where it is after, [K, K]."""
    before = count_precedence(journeys.offsets, journeys.touchpoint, len(journeys.touchpoints))
    return np.asarray(before - before.T)


def in_order(members: Sequence[int], net: NDArray[np.int64]) -> list[int]:
    """The members, each before those that it mostly comes before.

    The next is the one that leads most of those that remain (Eades, Lin & Smyth 1993, on precedence instead
    of single moves, so that what lies far apart in a journey is ordered too).

    >>> in_order([0, 1, 2], np.array([[0, -5, 3], [5, 0, 9], [-3, -9, 0]]))
    [1, 0, 2]
    """
    remaining, ordered = list(members), []
    while remaining:
        lead = net[np.ix_(remaining, remaining)].sum(axis=1)
        ordered.append(remaining.pop(int(np.argmax(lead))))
    return ordered
