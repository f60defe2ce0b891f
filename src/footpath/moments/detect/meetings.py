"""Positions at which journeys meet patterns in, how many persons meet each, and directly after what, out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import journey_of_steps
from footpath.analysis.sums import Sums
from footpath.kernels.meetings import first_of_each, rows_until_met
from footpath.model.journey import REACHED, Journeys
from footpath.model.timeline import NO_TIME, Times
from footpath.moments.candidate import Candidate, Risk

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Code = TypeVar("Code", np.int32, np.uint8)
LEAST = 50  # persons; fewer tell nothing of an effect
MOST = 0.6  # of the meetings, that one touchpoint must hold to be named
NEARLY_ALL = 0.995  # of the meetings, that the touchpoints before them must account for


@dataclass(frozen=True, slots=True, eq=False)
class Meetings:
    """Where journeys first met some patterns, which have numbers; rows are persons, journeys, journeys.

    `after` has the key pattern × touchpoints + the touchpoint directly before; `origins` that of whatever the
    pattern began with.
    """

    touchpoints: tuple[str, ...]
    met: Sums
    after: Sums
    origins: Sums

    @classmethod
    def of(cls, journeys: Journeys, at: Ints, pattern: Ints, origin: Ints | None = None) -> Meetings:
        """From the positions [n] at which a pattern [n] is met, rising, and of its origins [n]."""
        journey = journey_of_steps(journeys)[at]
        new = first_of_each(pattern, journey, int(pattern.max(initial=-1)) + 1)
        at, pattern, journey = at[new], pattern[new], journey[new]
        begun = at - 1 if origin is None else origin[new]
        person, k = journeys.person, len(journeys.touchpoints)
        after = pattern * k + journeys.touchpoint[at - 1]
        origins = pattern * k + journeys.touchpoint[begun]
        return cls(
            journeys.touchpoints,
            Sums.tally(pattern, journey, person),
            Sums.tally(after, journey, person),
            Sums.tally(origins, journey, person),
        )

    def merge(self, other: Meetings) -> Meetings:
        """The meetings of both, who are different persons."""
        return Meetings(
            self.touchpoints,
            self.met.merge(other.met),
            self.after.merge(other.after),
            self.origins.merge(other.origins),
        )

    def enough(self, least: int) -> list[int]:
        """The patterns that at least so many persons meet."""
        return [pattern for pattern, (people, *_) in self.met.items() if people >= least]

    def directly_after(self, pattern: int) -> tuple[str, ...]:
        """The touchpoints after which nearly all meet it, the commonest first."""
        return commonest(self._journeys(self.after, pattern), self.touchpoints)

    def origin(self, pattern: int) -> str | None:
        """The touchpoint where it began, if most began there."""
        counts = self._journeys(self.origins, pattern)
        top = int(counts.argmax())
        return self.touchpoints[top] if counts[top] >= MOST * counts.sum() else None

    def _journeys(self, sums: Sums, pattern: int) -> Ints:
        k = len(self.touchpoints)
        return sums.at(pattern * k + np.arange(k))[:, 1]


def commonest(counts: Ints, touchpoints: tuple[str, ...]) -> tuple[str, ...]:
    """The touchpoints that account for nearly all of the counts [touchpoints], the commonest first.

    >>> commonest(np.array([1, 0, 999]), ("a", "b", "c"))
    ('c',)
    """
    order = np.argsort(-counts, kind="stable")
    before = np.cumsum(counts[order]) - counts[order]
    enough = (before < NEARLY_ALL * counts.sum()) & (counts[order] > 0)
    return tuple(touchpoints[code] for code in order[enough])


def risk(journeys: Journeys, possible: Flags, met: Flags) -> Risk:
    """The times of risk, from after which steps [S] a pattern is possible, and whether what follows meets it.

    A reached journey is over with its last step; after any other last step, nothing more may follow.
    """
    ends = journeys.last[(journeys.outcome == REACHED) & (journeys.last > journeys.first)] - 1
    possible[ends] = False
    met[ends] = False
    return Risk(*rows_until_met(journeys.first, journeys.last, possible, met))


def is_at(journeys: Journeys, touchpoint: str) -> Flags:
    """Which steps [S] are at a touchpoint."""
    here: Flags = journeys.touchpoint == journeys.touchpoints.index(touchpoint)
    return here


def is_after(journeys: Journeys, candidate: Candidate) -> Flags:
    """Which steps [S] are at one of the touchpoints directly after which a candidate is met."""
    flags: Flags = np.isin(journeys.touchpoints, candidate.after)[journeys.touchpoint]
    return flags


def following(journeys: Journeys, values: NDArray[Code], nothing: int = -1) -> NDArray[Code]:
    """The value [S] of the journey's own next step, `nothing` where there is none."""
    shifted = np.full_like(values, nothing)
    shifted[:-1] = values[1:]
    shifted[journeys.last[journeys.last > journeys.first] - 1] = nothing
    return shifted


def leads_to(marks: Flags) -> Flags:
    """Which steps [S] come directly before a marked one; no step that a journey begins with may be marked."""
    before = np.zeros_like(marks)
    before[:-1] = marks[1:]
    return before


def until_next(journeys: Journeys) -> Times:
    """µs [S] until the journey's own next step; -1 where there is none, or a time isn't known."""
    spent = np.full(len(journeys.time), -1, np.int64)
    known = journeys.time != NO_TIME
    np.subtract(journeys.time[1:], journeys.time[:-1], out=spent[:-1], where=known[1:] & known[:-1])
    spent[journeys.last[journeys.last > journeys.first] - 1] = -1
    return spent
