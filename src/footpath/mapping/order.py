"""How often each touchpoint comes before each other one in, the order that people come to them in out."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

FEW = 10  # journeys that visit both, above which they are believed more than not


def in_order(members: Sequence[int], before: NDArray[np.int64]) -> list[int]:
    """The members, each before those that it mostly comes before; `before` [K, K] as of `Precedence`.

    The next is the one that most clearly comes before those that remain (after Eades, Lin & Smyth 1993): by
    the mean, over those it meets in journeys, of the share in which it is first less that in which it is not.
    Where few journeys visit both, both share and weight are drawn towards nothing, so what is rare is placed
    by its company and not by its rarity.

    >>> in_order([0, 1, 2], np.array([[0, 5, 90], [50, 0, 90], [0, 0, 0]]))
    [1, 0, 2]
    """
    both = before + before.T
    lead, weight = (before - before.T) / (both + FEW), both / (both + FEW)
    remaining, ordered = list(members), []
    while remaining:
        among = np.ix_(remaining, remaining)
        clear = lead[among].sum(axis=1) / (weight[among].sum(axis=1) + 1)
        ordered.append(remaining.pop(int(np.argmax(clear))))
    return ordered
