"""Texts and their themes in, examples of each theme out: those nearest to all of it, and some at random.

The nearest show what a theme is, the random ones what it also takes in: without those every theme looks good.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.voice.quotes import CLOSE, READABLE, mean_likeness, vectors
from footpath.voice.terms import terms_of

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
MOST = 5


class Examples(NamedTuple):
    """Positions in the texts, for each theme, no two of one person."""

    nearest: tuple[tuple[int, ...], ...]
    random: tuple[tuple[int, ...], ...]


def examples(
    texts: Sequence[str], languages: Sequence[str], has: Bools, order: Ints, who: Ints, seed: int = 0
) -> Examples:
    """Examples of the themes of some texts, `has` [texts, themes].

    `order` are the texts to choose from, in an order of their content, and `who` [order] whose they are.
    """
    spoken = [languages[at] for at in order]
    terms = terms_of([texts[at] for at in order], spoken)
    at = vectors(terms, spoken)
    words = np.diff(terms.offsets)
    readable = (words >= READABLE[0]) & (words <= READABLE[1])
    random = np.random.default_rng(seed)
    nearest, drawn = [], []
    for mine in has[order].T:
        rows = np.flatnonzero(mine)
        likeness = np.round(mean_likeness(at[rows]), CLOSE)
        first = np.lexsort((rows, -likeness, ~readable[rows]))
        nearest.append(_of_persons(rows[first], who, order))
        drawn.append(_of_persons(random.permutation(rows), who, order))
    return Examples(tuple(nearest), tuple(drawn))


def _of_persons(rows: Ints, who: Ints, order: Ints) -> tuple[int, ...]:
    """The first rows of each person, as positions in the texts."""
    first: dict[int, int] = {}
    for row in rows.tolist():
        first.setdefault(int(who[row]), int(order[row]))
        if len(first) == MOST:
            break
    return tuple(first.values())
