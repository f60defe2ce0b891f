"""Plain touchpoints: arriving somewhere may hurt or help without any pattern."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.arrivals import arrivals, times_at_risk
from footpath.model.journey import Journeys
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.detect.meetings import LEAST, commonest

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Arrivals:
    """Who arrives where, and directly after what."""

    touchpoints: tuple[str, ...]
    people: Ints  # [touchpoints]
    came: Ints  # [touchpoints before, touchpoints] journeys


@dataclass(frozen=True, slots=True)
class Touchpoints:
    """Arriving at a touchpoint for the first time, in a journey that did not begin there.

    `never` are those that can't be a moment: the goal, and what ends a journey.
    """

    never: frozenset[str] = frozenset()
    least: int = LEAST

    def partial(self, journeys: Journeys) -> Arrivals:
        """Arrivals of some persons."""
        k = len(journeys.touchpoints)
        found = arrivals(journeys.first, journeys.last, journeys.person, journeys.touchpoint, k)
        return Arrivals(journeys.touchpoints, *found)

    def merge(self, left: Arrivals, right: Arrivals) -> Arrivals:
        """Arrivals of both."""
        return Arrivals(left.touchpoints, left.people + right.people, left.came + right.came)

    def finish(self, state: Arrivals) -> tuple[Candidate, ...]:
        """The touchpoints at which enough persons arrive."""
        return tuple(
            Candidate("touchpoint", name, after=commonest(state.came[:, code], state.touchpoints))
            for code, name in enumerate(state.touchpoints)
            if state.people[code] >= self.least and name not in self.never
        )

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """Every time after a touchpoint from which people arrive there, until they do."""
        after = np.isin(journeys.touchpoints, candidate.after)
        code = journeys.touchpoints.index(candidate.touchpoint)
        return Risk(*times_at_risk(journeys.first, journeys.last, journeys.touchpoint, code, after))
