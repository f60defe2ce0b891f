"""Journeys that met a moment in, what came directly before and after it out.

As on the map, a goal or an end stops a journey: what follows it is its aftermath and comes after nothing.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.sums import Shares
from footpath.model.journey import Journeys
from footpath.model.moment import Beside
from footpath.moments.candidate import Risk

Ints = NDArray[np.int64]
SHOWN = 5


def before(journeys: Journeys, risk: Risk, at: Ints | None = None) -> tuple[Beside, ...]:
    """What came directly before the meeting, the most frequent first; None where the journey begins with it.

    `at` [n] are the positions of the steps at which it was met, of all rows of the risk; without them they
    are its own positions. Shares are of the journeys that met it, with intervals clustered by person.
    """
    return _beside(journeys, risk, at, -1)


def after(journeys: Journeys, risk: Risk, at: Ints | None = None) -> tuple[Beside, ...]:
    """What came directly after the meeting, told as `before`; None where the journey stops there."""
    return _beside(journeys, risk, at, 1)


def _beside(journeys: Journeys, risk: Risk, at: Ints | None, towards: int) -> tuple[Beside, ...]:
    journey = risk.journey[risk.met]
    there = (risk.position if at is None else at)[risk.met] + towards
    inside = (there >= journeys.first[journey]) & (there < journeys.last[journey])
    names: list[str | None] = [*journeys.touchpoints, None]
    code = np.full(len(journey), len(journeys.touchpoints), np.int64)
    code[inside] = journeys.touchpoint[there[inside]]
    counted = Shares.of(journeys.person[journey], np.zeros(len(code), np.int64), code)
    shares = counted.estimates(np.zeros(len(counted.hits.keys), np.int64), counted.hits.keys)
    found = [
        (names[key], row[0], share) for (key, row), share in zip(counted.hits.items(), shares, strict=True)
    ]
    found.sort(key=lambda each: (-(each[2].value if each[2] else 0.0), each[0] or ""))
    return tuple(Beside(touchpoint=name, people=n, share=share) for name, n, share in found[:SHOWN])
