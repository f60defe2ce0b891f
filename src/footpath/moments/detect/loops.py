"""Loops: coming back to a touchpoint, or repeating it at once.

The two are different things, and apart: coming back means having been elsewhere meanwhile, A … A; a repeat is
A directly after A, rework. So there is at most one candidate of each for a touchpoint. A return names the
touchpoint from which most come back, if there is one: A → B → A.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from footpath.kernels.meetings import AGAIN, returns, visited
from footpath.model.journey import Journeys
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.detect import meetings
from footpath.moments.detect.meetings import LEAST, Meetings


@dataclass(frozen=True, slots=True)
class Loops:
    """Going to a touchpoint where the journey has been before; a repeat has it as `from_`, too."""

    never: frozenset[str] = frozenset()
    least: int = LEAST

    def partial(self, journeys: Journeys) -> Meetings:
        """First returns and first repeats of some persons; patterns are 2 × touchpoint, + 1 for a repeat."""
        codes = journeys.touchpoint
        marks = returns(journeys.first, journeys.last, codes, len(journeys.touchpoints))
        at = np.flatnonzero(marks)
        return Meetings.of(journeys, at, codes[at] * np.int64(2) + (marks[at] == AGAIN))

    def merge(self, left: Meetings, right: Meetings) -> Meetings:
        """Those of both."""
        return left.merge(right)

    def finish(self, state: Meetings) -> tuple[Candidate, ...]:
        """The touchpoints to which enough persons come back, or which they repeat."""
        found = [(state.touchpoints[each // 2], each) for each in state.enough(self.least)]
        return tuple(
            Candidate("loop", name, state.origin(each), after=state.directly_after(each))
            for name, each in found
            if name not in self.never
        )

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """Every time after a touchpoint from which people come back, when the journey has been there."""
        here = meetings.is_at(journeys, candidate.touchpoint)
        code = journeys.touchpoints.index(candidate.touchpoint)
        goes = meetings.following(journeys, journeys.touchpoint) == code
        if candidate.from_ == candidate.touchpoint:
            return meetings.risk(journeys, here, here & goes)
        away = visited(journeys.first, journeys.last, journeys.touchpoint, code) & ~here
        return meetings.risk(journeys, away & meetings.is_after(journeys, candidate), away & goes)
