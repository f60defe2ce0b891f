"""Journeys and stages in; who comes to each stage, who goes on from it, and how long that takes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import Mask, code, having, inside, next_at
from footpath.analysis.strands import Spans, Strands
from footpath.analysis.sums import Shares, Sums
from footpath.errors import DefinitionError, UnknownName
from footpath.kernels.stages import Walks, stage_progress
from footpath.model.analysis import Result
from footpath.model.estimate import Estimate
from footpath.model.journey import REACHED, Journeys
from footpath.model.spare import room
from footpath.model.timeline import NO_TIME

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Stage:
    """Persons and journeys that come to a stage, and of the settled ones how many go on.

    `continue_rate` is the share of the `settled` journeys that entered the stage and later reached a later
    stage or the goal (`continued`); `time` from the first touchpoint in it to the first in a later one.
    """

    stage: str
    people: int
    journeys: int
    settled: int
    continued: int
    continue_rate: Estimate | None
    time: Estimate | None


@dataclass(frozen=True, slots=True)
class StageProgressResult(Result):
    """Progress by stage, in the stages' order."""

    stages: tuple[Stage, ...]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a stage."""
        for stage in self.stages:
            yield {name: getattr(stage, name) for name in stage.__slots__}


@dataclass(frozen=True, slots=True, eq=False)
class StageState:
    """By stage: visits, the sums behind the rate, and the durations."""

    visits: Sums
    rates: Shares
    times: Spans


@dataclass(frozen=True, slots=True)
class StageProgress:
    """How people get from stage to stage; `stages` are names with their touchpoints, in order.

    Persons and journeys are counted over the drawn steps, rates and times over the journey itself.
    """

    stages: tuple[tuple[str, tuple[str, ...]], ...]

    def __post_init__(self) -> None:
        twice = [
            name for name, n in Counter(name for _, names in self.stages for name in names).items() if n > 1
        ]
        if twice:
            raise DefinitionError(f'touchpoint "{twice[0]}" is in two stages', hint="Name it in one of them")

    def partial(self, journeys: Journeys) -> StageState:
        """Follow the journeys of some persons."""
        walks = Walks(
            journeys.offsets,
            journeys.first,
            journeys.last,
            journeys.end,
            journeys.outcome == REACHED,
            journeys.settled,
            journeys.person,
            journeys.touchpoint,
            journeys.time,
        )
        n, many = len(self.stages), len(journeys)
        laid = room(n * many).reshape(n, many)
        found = stage_progress(walks, self._stage_of(journeys), laid)
        items = np.concatenate([np.zeros(0, np.int64), *map(_filled, laid, found.end)])
        end = np.cumsum(found.end)
        return StageState(
            Sums.dense(found.visits),
            Shares(Sums.dense(found.entered), Sums.dense(found.went_on)),
            Spans((Strands(np.arange(n), end - found.end, end, items),)),
        )

    def merge(self, left: StageState, right: StageState) -> StageState:
        """Add up the counts of different persons."""
        return StageState(
            left.visits.merge(right.visits), left.rates.merge(right.rates), left.times.merge(right.times)
        )

    def finish(self, state: StageState) -> StageProgressResult:
        """Estimate rates and times."""
        n, times = len(self.stages), state.times.medians()
        visits, settled, continued = (
            state.visits.first(n),
            state.rates.bases.first(n),
            state.rates.hits.first(n),
        )
        rates = state.rates.estimates(np.arange(n), np.arange(n))
        return StageProgressResult(
            tuple(
                Stage(
                    name, visits[i][0], visits[i][1], settled[i][1], continued[i][1], rates[i], times.get(i)
                )
                for i, (name, _) in enumerate(self.stages)
            )
        )

    def who(
        self,
        journeys: Journeys,
        *,
        stage: str,
        part: Literal["journeys", "settled", "continued"] = "journeys",
    ) -> Mask:
        """Which journeys [J] come to the stage ("journeys"), which settled ones enter it before their end
        ("settled"), and which of these go on ("continued").
        """
        names = [name for name, _ in self.stages]
        if stage not in names:
            raise UnknownName("stage", stage, names)
        of_step = self._stage_of(journeys)[journeys.touchpoint]
        here = of_step == names.index(stage)
        if part == "journeys":
            return having(journeys, np.flatnonzero(here))
        entered = having(journeys, np.flatnonzero(here & inside(journeys))) & journeys.settled
        if part == "settled":
            return entered
        entry = next_at(np.flatnonzero(here), journeys.first, journeys.last)
        later = next_at(np.flatnonzero(of_step > names.index(stage)), entry, journeys.last)
        return entered & ((later >= 0) | _reaches(journeys, entry))

    def _stage_of(self, journeys: Journeys) -> NDArray[np.int32]:
        stage_of = np.full(len(journeys.touchpoints), -1, dtype=np.int32)
        for i, (_, names) in enumerate(self.stages):
            stage_of[[code(journeys, name) for name in names]] = i
        return stage_of


def _filled(laid: Ints, n: int) -> Ints:
    return laid[:n]


def _reaches(journeys: Journeys, entry: Ints) -> Mask:
    end = journeys.end
    # A case goes on after its goal: a stage entered only then was not continued to the goal
    after_goal = (end != NO_TIME) & (journeys.time[entry] > end) if len(journeys.time) else False
    reaches: Mask = (journeys.outcome == REACHED) & ~np.asarray(after_goal)
    return reaches
