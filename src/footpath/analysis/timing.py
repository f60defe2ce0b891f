"""Journeys in; how long people wait after each touchpoint, or from one to another, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import Mask, code, elapsed, having, inside, journey_of_steps, moves, next_at
from footpath.analysis.sums import EVERYWHERE, Durations, Moves, Sums
from footpath.kernels.tally import tally_moves
from footpath.model.analysis import Result
from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys

QUANTILES = (0.25, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class Wait:
    """Durations after a touchpoint, to the next step (`to` None) or to a later touchpoint; seconds.

    `waits` of `people` in `journeys` have both their times; without any, the quantiles are None.
    """

    touchpoint: str
    to: str | None
    people: int
    journeys: int
    waits: int
    median: Estimate | None = None
    p25: float | None = None
    p75: float | None = None
    p90: float | None = None


@dataclass(frozen=True, slots=True)
class TimingResult(Result):
    """Waits by touchpoint in the touchpoints' order, or the one that was asked for."""

    waits: tuple[Wait, ...]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a wait."""
        for wait in self.waits:
            yield {name: getattr(wait, name) for name in wait.__slots__}


@dataclass(frozen=True, slots=True, eq=False)
class TimingState:
    """By touchpoint, or under 0 for the pair: counts and durations."""

    touchpoints: tuple[str, ...]
    counts: Sums
    times: Durations


@dataclass(frozen=True, slots=True)
class Timing:
    """How long people wait, within the journey itself.

    After each touchpoint for the next step, every move counting; or `between` a journey's first A and the
    first B after it. Quantiles are exact, or off by less than 0.4 % (footpath.stats.quantiles).
    """

    between: tuple[str, str] | None = None

    def partial(self, journeys: Journeys) -> TimingState:
        """Measure the waits of some persons."""
        if self.between is None:
            return _after_each(journeys)
        begin, end = self._ends(journeys)
        spent, known = elapsed(journeys.time[begin], journeys.time[end])
        journey = journey_of_steps(journeys)[begin[known]]
        key = np.zeros(len(journey), dtype=np.int64)
        return TimingState(
            journeys.touchpoints,
            Sums.tally(key, journey, journeys.person),
            Durations.of(key, spent[known], journeys.person[journey]),
        )

    def merge(self, left: TimingState, right: TimingState) -> TimingState:
        """Join the waits of different persons."""
        return TimingState(left.touchpoints, left.counts.merge(right.counts), left.times.merge(right.times))

    def finish(self, state: TimingState) -> TimingResult:
        """Take the quantiles."""
        pairs = [self.between] if self.between else [(name, None) for name in state.touchpoints]
        counts, quantiles = state.counts.first(len(pairs)), _quantiles(state.times)
        return TimingResult(
            tuple(
                Wait(*pair, counts[i][0], counts[i][1], counts[i][2], *quantiles.get(i, ()))
                for i, pair in enumerate(pairs)
            )
        )

    def who(self, journeys: Journeys, *, touchpoint: str | None = None) -> Mask:
        """Which journeys [J] have a wait after the touchpoint, or between the two that were asked for."""
        begin, end = self._ends(journeys)
        _, known = elapsed(journeys.time[begin], journeys.time[end])
        if touchpoint is not None:
            known &= journeys.touchpoint[begin] == code(journeys, touchpoint)
        return having(journeys, begin[known])

    def _ends(self, journeys: Journeys) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        within = inside(journeys)
        if self.between is None:
            at = moves(journeys)
            at = at[within[at] & within[at + 1]]
            return at, at + 1
        a, b = (np.flatnonzero(journeys.touchpoint == code(journeys, name)) for name in self.between)
        begin = next_at(a, journeys.first, journeys.last)
        begin, last = begin[begin >= 0], journeys.last[begin >= 0]
        end = next_at(b, begin + 1, last)
        return begin[end >= 0], end[end >= 0]


def _after_each(journeys: Journeys) -> TimingState:
    n = len(journeys.touchpoints)
    counts = tally_moves(
        journeys.first, journeys.last, journeys.touchpoint, journeys.time, journeys.person, n
    )
    moves = Moves(journeys.touchpoint, np.arange(n))
    return TimingState(
        journeys.touchpoints, Sums.dense(counts), Durations.of_moves(journeys, moves, EVERYWHERE)
    )


def _quantiles(times: Durations) -> dict[int, tuple[Any, ...]]:
    keys, quantiles = times.quantiles()
    shares = [quantiles.at(share).tolist() for share in QUANTILES]
    return dict(zip(keys, zip(quantiles.medians(), *shares, strict=True), strict=True))
