"""Journeys and steps in; how many persons reach each step in order, and how long it takes out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import Mask, code, elapsed
from footpath.analysis.sums import Durations, Sums
from footpath.errors import UsageError
from footpath.kernels.subsequence import match_steps
from footpath.model.analysis import Result
from footpath.model.duration import MICROSECOND, parse_duration
from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys
from footpath.stats.intervals import wilson


@dataclass(frozen=True, slots=True)
class FunnelStep:
    """Persons and journeys that reach a step; shares are of persons of the first, and previous, step."""

    step: int  # from 1
    touchpoints: tuple[str, ...]
    people: int
    journeys: int
    share: Estimate | None
    share_of_previous: Estimate | None
    time: Estimate | None

    @property
    def value(self) -> float:
        """The share of the first step, 0 where nobody takes it."""
        return self.share.value if self.share else 0.0


@dataclass(frozen=True, slots=True)
class FunnelResult(Result):
    """The steps of a funnel, in order."""

    steps: tuple[FunnelStep, ...]

    def __iter__(self) -> Iterator[FunnelStep]:
        return iter(self.steps)

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a step."""
        for step in self.steps:
            yield {name: getattr(step, name) for name in step.__slots__} | {
                "touchpoints": " | ".join(step.touchpoints)
            }


@dataclass(frozen=True, slots=True, eq=False)
class FunnelState:
    """By step: who reached it, and the durations from the step before."""

    reached: Sums
    times: Durations


@dataclass(frozen=True, slots=True)
class Funnel:
    """How many persons take some steps in this order within one journey, over its drawn steps.

    A step is a touchpoint, or several of which any will do. Other things may happen in between, unless
    `directly`. `within` ("45d" or a timedelta) counts from the first step; a step whose time is unknown is
    within nothing. A journey counts at its deepest match from any start; times are those of the earliest such
    match, in which each step is the first that comes after the one before.
    """

    steps: Sequence[str | Collection[str]]
    within: timedelta | str | None = None
    directly: bool = False

    def __post_init__(self) -> None:
        if isinstance(self.steps, str) or not self.steps or not all(self.steps):
            raise UsageError("a funnel needs one step or more", hint='Give a list such as ["view", "pay"]')
        within = parse_duration(self.within) if isinstance(self.within, str) else self.within
        if within is not None and within < timedelta(0):
            raise UsageError(f"within {within} is below zero", hint="Leave it out for no limit")
        object.__setattr__(self, "within", within)
        object.__setattr__(self, "steps", tuple(_step(each) for each in self.steps))

    def partial(self, journeys: Journeys) -> FunnelState:
        """Match the journeys of some persons."""
        found = self._match(journeys)
        journey, step = np.nonzero(found >= 0)
        later = step > 0
        at, before = found[journey[later], step[later]], found[journey[later], step[later] - 1]
        spent, known = elapsed(journeys.time[before], journeys.time[at])
        return FunnelState(
            Sums.tally(step, journey.astype(np.int32), journeys.person),
            Durations.of(step[later][known], spent[known], journeys.person[journey[later][known]]),
        )

    def merge(self, left: FunnelState, right: FunnelState) -> FunnelState:
        """Add up the counts of different persons."""
        return FunnelState(left.reached.merge(right.reached), left.times.merge(right.times))

    def finish(self, state: FunnelState) -> FunnelResult:
        """Estimate shares and times."""
        reached, times = state.reached.first(len(self.steps)), state.times.medians()
        first = reached[0][0]
        return FunnelResult(
            tuple(
                FunnelStep(
                    step=i + 1,
                    touchpoints=names,
                    people=reached[i][0],
                    journeys=reached[i][1],
                    share=wilson(reached[i][0], first),
                    share_of_previous=wilson(reached[i][0], reached[i - 1][0]) if i else None,
                    time=times.get(i),
                )
                for i, names in enumerate(self._names())
            )
        )

    def who(self, journeys: Journeys, *, step: int) -> Mask:
        """Which journeys [J] reach a step; the first is 1."""
        if not 1 <= step <= len(self.steps):
            raise UsageError(f"no step {step}", hint=f"The funnel has {len(self.steps)}, the first is 1")
        mask: Mask = self._match(journeys)[:, step - 1] >= 0
        return mask

    def _names(self) -> list[tuple[str, ...]]:
        return [(step,) if isinstance(step, str) else tuple(step) for step in self.steps]

    def _match(self, journeys: Journeys) -> NDArray[np.int64]:
        member = np.zeros((len(self.steps), len(journeys.touchpoints)), dtype=bool)
        for i, names in enumerate(self._names()):
            member[i, [code(journeys, name) for name in names]] = True
        within = self.within // MICROSECOND if isinstance(self.within, timedelta) else -1
        found: NDArray[np.int64] = match_steps(
            journeys.offsets, journeys.touchpoint, journeys.time, member, within, self.directly
        )
        return found


def _step(step: str | Collection[str]) -> str | tuple[str, ...]:
    return step if isinstance(step, str) else tuple(sorted(step))
