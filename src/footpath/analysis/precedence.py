"""Journeys in; in how many of them each touchpoint first comes before each other one out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.precedence import count_precedence
from footpath.model.analysis import Result
from footpath.model.journey import Journeys


@dataclass(frozen=True, slots=True, eq=False)
class PrecedenceResult(Result):
    """`before` [K, K]: in how many journeys the first a comes before the first b."""

    touchpoints: tuple[str, ...]
    before: NDArray[np.int64]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a pair that occurs."""
        for a, b in np.argwhere(self.before).tolist():
            row = {"first": self.touchpoints[a], "then": self.touchpoints[b]}
            yield row | {"journeys": int(self.before[a, b])}


@dataclass(frozen=True, slots=True)
class Precedence:
    """Which touchpoint comes first, over the drawn steps. The state is the result: counts add up.

    `among` are groups of touchpoints, no touchpoint in two of them; pairs of different groups are not
    counted. Without any, all are one group.
    """

    among: tuple[tuple[str, ...], ...] = ()

    def partial(self, journeys: Journeys) -> PrecedenceResult:
        """Count the journeys of some persons."""
        names = journeys.touchpoints
        group = np.zeros(len(names), np.int32)
        if self.among:
            of = {name: at for at, members in enumerate(self.among) for name in members}
            group = np.array([of.get(name, -1) for name in names], np.int32)
        return PrecedenceResult(names, count_precedence(journeys.offsets, journeys.touchpoint, group))

    def merge(self, left: PrecedenceResult, right: PrecedenceResult) -> PrecedenceResult:
        """Add up the counts of different persons."""
        return PrecedenceResult(left.touchpoints, left.before + right.before)

    def finish(self, state: PrecedenceResult) -> PrecedenceResult:
        """What was counted."""
        return state
