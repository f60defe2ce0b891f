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
from footpath.kernels.funnel import count_reached, funnel_depths, step_rows
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
        depth = self._depths(journeys)
        people, reached = count_reached(depth, journeys.person, len(self.steps))
        return FunnelState(
            Sums.dense(np.stack((people, reached, reached), axis=1)), self._times(journeys, depth > 1)
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
        mask: Mask = self._depths(journeys) >= step
        return mask

    def _names(self) -> list[tuple[str, ...]]:
        return [(step,) if isinstance(step, str) else tuple(step) for step in self.steps]

    def _depths(self, journeys: Journeys) -> NDArray[np.int16]:
        """How many steps each journey [J] reaches."""
        drawn = journeys.offsets, journeys.touchpoint, journeys.time
        member, within = self._member(journeys), self._within()
        if self.directly:
            found = match_steps(*drawn, member, within, True)
            reached: NDArray[np.int16] = np.count_nonzero(found >= 0, axis=1).astype(np.int16)
            return reached
        return funnel_depths(*drawn, member, within)

    def _times(self, journeys: Journeys, some: Mask) -> Durations:
        """From each step to the next in some journeys [J]; no others need to be matched once more."""
        member = self._member(journeys)
        # Directly is among all events; else those at no step may be left out
        takes = member.any(axis=0) | self.directly
        offsets, rows = step_rows(journeys.offsets, journeys.touchpoint, takes, some)
        time = journeys.time[rows]
        found = match_steps(offsets, journeys.touchpoint[rows], time, member, self._within(), self.directly)
        journey, before = np.nonzero(found[:, 1:] >= 0)
        spent, known = elapsed(time[found[journey, before]], time[found[journey, before + 1]])
        person = journeys.person[some][journey]
        return Durations.of(before[known] + 1, spent[known], person[known])

    def _member(self, journeys: Journeys) -> Mask:
        """Which touchpoints each step takes [steps, touchpoints]."""
        member = np.zeros((len(self.steps), len(journeys.touchpoints)), dtype=bool)
        for i, names in enumerate(self._names()):
            member[i, [code(journeys, name) for name in names]] = True
        return member

    def _within(self) -> int:
        return self.within // MICROSECOND if isinstance(self.within, timedelta) else -1


def _step(step: str | Collection[str]) -> str | tuple[str, ...]:
    return step if isinstance(step, str) else tuple(sorted(step))
