"""Journeys in, the touchpoints that come once the goal is reached out: they can't keep anybody from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.visits import first_visits
from footpath.model.journey import REACHED, Journeys

Ints = NDArray[np.int64]
MANY = 0.3  # of the journeys that reached the goal


@dataclass(frozen=True, slots=True, eq=False)
class Aftermath:
    """How many journeys reached the goal, and in the aftermath of how many each touchpoint comes."""

    touchpoints: tuple[str, ...]
    reached: int
    after: Ints  # [touchpoints]


class Afterwards:
    """The analysis of what comes after the goal.

    Where somebody meets such a touchpoint without having reached the goal, the goal was most likely not seen.
    """

    def partial(self, journeys: Journeys) -> Aftermath:
        """The aftermath of some persons' journeys."""
        reached = journeys.outcome == REACHED
        begin, end = journeys.last[reached], journeys.offsets[1:][reached]
        first = first_visits(begin, end, journeys.touchpoint, len(journeys.touchpoints))
        after = np.bincount(journeys.touchpoint[first], minlength=len(journeys.touchpoints))
        return Aftermath(journeys.touchpoints, int(reached.sum()), after)

    def merge(self, left: Aftermath, right: Aftermath) -> Aftermath:
        """The aftermath of both."""
        return Aftermath(left.touchpoints, left.reached + right.reached, left.after + right.after)

    def finish(self, state: Aftermath) -> frozenset[str]:
        """The touchpoints that come after the goal for many."""
        many = (state.after > 0) & (state.after >= MANY * state.reached)
        return frozenset(name for name, comes in zip(state.touchpoints, many, strict=True) if comes)
