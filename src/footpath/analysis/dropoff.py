"""Journeys in; after which touchpoint they are left, and how often, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from footpath.analysis.steps import Mask, code, having, inside, last_touchpoint
from footpath.analysis.sums import Shares, Sums
from footpath.kernels.visits import visit_sums
from footpath.model.analysis import Result
from footpath.model.estimate import Estimate
from footpath.model.journey import LEFT, Journeys


@dataclass(frozen=True, slots=True)
class Drop:
    """Persons and journeys that were left after this touchpoint.

    `rate` is the share of the `visited` settled journeys that came here and were left after it (`left`).
    """

    touchpoint: str
    people: int
    journeys: int
    visited: int
    left: int
    rate: Estimate | None


@dataclass(frozen=True, slots=True)
class DropOffResult(Result):
    """Drop-off by touchpoint, in the touchpoints' order."""

    touchpoints: tuple[Drop, ...]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a touchpoint."""
        for drop in self.touchpoints:
            yield {name: getattr(drop, name) for name in drop.__slots__}


@dataclass(frozen=True, slots=True, eq=False)
class DropOffState:
    """By touchpoint: who left after it, and the sums behind the rate."""

    touchpoints: tuple[str, ...]
    left: Sums
    rates: Shares


@dataclass(frozen=True, slots=True)
class DropOff:
    """Where people leave: the last touchpoint of journeys that were left.

    Looks at the journey itself. A journey that is still open has not been left, so it counts in no rate.
    """

    def partial(self, journeys: Journeys) -> DropOffState:
        """Count the journeys of some persons."""
        last = _left_after(journeys)
        left = np.flatnonzero(last >= 0)
        n = len(journeys.touchpoints)
        bases, hits = visit_sums(
            journeys.first, journeys.last, journeys.touchpoint, last, journeys.settled, journeys.person, n
        )
        return DropOffState(
            journeys.touchpoints,
            Sums.tally(last[left], left.astype(np.int32), journeys.person),
            Shares(Sums.dense(bases), Sums.dense(hits)),
        )

    def merge(self, left: DropOffState, right: DropOffState) -> DropOffState:
        """Add up the counts of different persons."""
        return DropOffState(left.touchpoints, left.left.merge(right.left), left.rates.merge(right.rates))

    def finish(self, state: DropOffState) -> DropOffResult:
        """Estimate the rates."""
        n = len(state.touchpoints)
        left, visited, settled = state.left.first(n), state.rates.bases.first(n), state.rates.hits.first(n)
        rates = state.rates.estimates(np.arange(n), np.arange(n))
        return DropOffResult(
            tuple(
                Drop(name, left[i][0], left[i][1], visited[i][1], settled[i][1], rates[i])
                for i, name in enumerate(state.touchpoints)
            )
        )

    def who(
        self,
        journeys: Journeys,
        *,
        touchpoint: str,
        part: Literal["journeys", "visited", "left"] = "journeys",
    ) -> Mask:
        """Which journeys [J] were left after the touchpoint, settled or not ("journeys"); which settled ones
        visited it ("visited"); and which of these were left after it ("left").
        """
        at = code(journeys, touchpoint)
        if part == "visited":
            there = np.flatnonzero(inside(journeys) & (journeys.touchpoint == at))
            return having(journeys, there) & journeys.settled
        left: Mask = _left_after(journeys) == at
        return left & journeys.settled if part == "left" else left


def _left_after(journeys: Journeys) -> np.ndarray[Any, np.dtype[np.int64]]:
    return np.where(journeys.outcome == LEFT, last_touchpoint(journeys), -1).astype(np.int64)
