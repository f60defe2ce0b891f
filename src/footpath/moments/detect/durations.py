"""Durations as people say them, and counts of durations between them."""

from __future__ import annotations

from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from footpath.kernels import waiting as kernel

Ints = NDArray[np.int64]
SECOND = 1_000_000
MINUTE, HOUR, DAY = 60 * SECOND, 3600 * SECOND, 86_400 * SECOND
UNTIL_A_MINUTE = [n * SECOND for n in (5, 10, 15, 20, 30, 45)]
UNTIL_AN_HOUR = [MINUTE, 90 * SECOND, *(n * MINUTE for n in (2, 3, 4, 5, 7, 10, 15, 20, 30, 45))]
UNTIL_A_DAY = [HOUR, 90 * MINUTE, *(n * HOUR for n in (2, 3, 4, 6, 8, 12, 18))]
UNTIL_FOREVER = [n * DAY for n in (1, 2, 3, 4, 5, 6, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365, 730)]
DURATIONS: Ints = np.array(UNTIL_A_MINUTE + UNTIL_AN_HOUR + UNTIL_A_DAY + UNTIL_FOREVER)
RANKS = len(DURATIONS) + 1


def ranks(spent: Ints) -> Ints:
    """How many of the durations each time [n, µs] is longer than.

    >>> (ranks(np.array([5, 6]) * SECOND)).tolist()
    [0, 1]
    """
    found: Ints = kernel.ranks(spent, DURATIONS)
    return found


def longer(counts: list[int], duration: int) -> int:
    """How many of the times, counted by rank, are longer than one of the durations.

    >>> longer([1] * RANKS, 730 * DAY), longer([1] * RANKS, 365 * DAY)
    (1, 2)
    """
    return sum(counts[int(np.searchsorted(DURATIONS, duration)) + 1 :])


def at_most(counts: list[int]) -> list[float]:
    """The share of the times, counted by rank, that are at most as long as each of the durations."""
    total = max(sum(counts), 1)
    return [below / total for below in accumulate(counts[:-1])]


def quantile(counts: list[int], share: float) -> int | None:
    """The shortest of the durations that `share` of the times do not exceed; None where none is long enough.

    >>> quantile([8, 1, 1] + [0] * (RANKS - 3), 0.9) == 10 * SECOND
    True
    """
    enough = [i for i, below in enumerate(at_most(counts)) if below >= share - 1e-12]
    return int(DURATIONS[enough[0]]) if enough else None
