"""Journeys in; how many reached their goal, left or are open, and how long the goal took out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from footpath.analysis.steps import Mask, elapsed
from footpath.analysis.strands import Spans
from footpath.analysis.sums import Shares, Sums
from footpath.model.analysis import Result
from footpath.model.estimate import Estimate
from footpath.model.journey import LEFT, OPEN, OUTCOMES, REACHED, Journeys


@dataclass(frozen=True, slots=True)
class OutcomesResult(Result):
    """Persons, journeys by outcome, and how many are settled, which alone count in rate and time."""

    people: int
    journeys: int
    reached: int
    left: int
    open: int
    settled: int
    goal_rate: Estimate | None
    time_to_goal: Estimate | None

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row."""
        yield {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True, eq=False)
class OutcomesState:
    """Journeys by outcome, the sums behind the rate, and the durations to the goal."""

    all: Sums
    by_outcome: Sums
    goal: Shares
    times: Spans


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of journeys: reached, left or open, the goal rate, and the time to the goal."""

    def partial(self, journeys: Journeys) -> OutcomesState:
        """Count the journeys of some persons."""
        each = np.arange(len(journeys), dtype=np.int32)
        settled = np.flatnonzero(journeys.settled)
        reached = journeys.outcome[settled] == REACHED
        spent, known = elapsed(journeys.start, journeys.end)
        timed = settled[reached & known[settled]]
        return OutcomesState(
            Sums.tally(np.zeros(len(journeys), dtype=np.int64), each, journeys.person),
            Sums.tally(journeys.outcome.astype(np.int64), each, journeys.person),
            Shares.of(
                journeys.person[settled], np.zeros(len(settled), dtype=np.int64), np.where(reached, 0, -1)
            ),
            Spans.of(np.zeros(len(timed), dtype=np.int64), spent[timed], journeys.person[timed]),
        )

    def merge(self, left: OutcomesState, right: OutcomesState) -> OutcomesState:
        """Add up the counts of different persons."""
        return OutcomesState(
            left.all.merge(right.all),
            left.by_outcome.merge(right.by_outcome),
            left.goal.merge(right.goal),
            left.times.merge(right.times),
        )

    def finish(self, state: OutcomesState) -> OutcomesResult:
        """Estimate rate and time."""
        people, journeys, _ = state.all.first(1)[0]
        by_outcome = [row[1] for row in state.by_outcome.first(len(OUTCOMES))]
        only = np.zeros(1, dtype=np.int64)
        return OutcomesResult(
            people=people,
            journeys=journeys,
            reached=by_outcome[REACHED],
            left=by_outcome[LEFT],
            open=by_outcome[OPEN],
            settled=state.goal.bases.first(1)[0][1],
            goal_rate=state.goal.estimates(only, only)[0],
            time_to_goal=state.times.medians().get(0),
        )

    def who(self, journeys: Journeys, *, outcome: str | None = None, settled: bool = False) -> Mask:
        """Which journeys [J] have an outcome ("reached", "left", "open"; None: any), or are settled too."""
        mask = np.ones(len(journeys), dtype=bool)
        if outcome is not None:
            mask &= journeys.outcome == OUTCOMES.index(outcome)
        return mask & journeys.settled if settled else mask
