"""Journeys in, the touchpoints where they stop, and those from which they get no further, out.

Only settled journeys count: one that is not over has not stopped. A touchpoint is a *drop-off* where more
stop, without the goal, than elsewhere in the same journey; a *dead end* where at least half of those who come
never get on: neither to the goal nor to any other touchpoint from which it is reached as often or oftener. An
ordinary leak, such as every journey has at every step, is neither.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import first_steps, journey_of_steps, last_touchpoint
from footpath.analysis.sums import Sums
from footpath.kernels.meetings import gets_on
from footpath.model.analysis import Run
from footpath.model.journey import REACHED, Journeys
from footpath.model.moment import Kind
from footpath.moments.detect.meetings import LEAST

Ints = NDArray[np.int64]
MOST = 0.5  # of those who come and never reach the goal, at least, who stop right there at a drop-off
STUCK = 0.5  # of those who come, at least, who get no further from a dead end
TIMES = 2.0  # the odds elsewhere, that the odds must be
ALPHA = 0.05  # over all touchpoints


@dataclass(frozen=True, slots=True)
class Place:
    """Persons who come to a touchpoint, who stop there, or get no further, who fail; of settled journeys."""

    touchpoint: str
    came: int
    stopped: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Stopped:
    """Where journeys stop; and, by touchpoint, how close the goal is: of a higher rank more reach it."""

    places: tuple[Place, ...]
    ranks: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Ended:
    """By touchpoint persons, journeys and journeys: that came, that reached the goal, that stopped there."""

    touchpoints: tuple[str, ...]
    came: Sums
    reached: Sums
    stopped: Sums

    def merge(self, other: Ended) -> Ended:
        """Those of different persons added up."""
        return Ended(
            self.touchpoints,
            self.came.merge(other.came),
            self.reached.merge(other.reached),
            self.stopped.merge(other.stopped),
        )

    def places(self) -> tuple[Place, ...]:
        """Persons who came and who stopped, in the touchpoints' order."""
        n = len(self.touchpoints)
        counts = (each.first(n) for each in (self.came, self.reached, self.stopped))
        rows = zip(self.touchpoints, *counts, strict=True)
        return tuple(
            Place(name, came[0], stopped[0], came[0] - reached[0]) for name, came, reached, stopped in rows
        )


@dataclass(frozen=True, slots=True)
class Stops:
    """At which touchpoints settled journeys stop without the goal."""

    def partial(self, journeys: Journeys) -> Ended:
        """Those of some persons."""
        last = last_touchpoint(journeys)
        return _ended(journeys, last[journey_of_steps(journeys)] == journeys.touchpoint)

    def merge(self, left: Ended, right: Ended) -> Ended:
        """Those of both."""
        return left.merge(right)

    def finish(self, state: Ended) -> Stopped:
        """Count the persons, and order the touchpoints by the share of journeys that reach the goal."""
        n = len(state.touchpoints)
        rows = zip(state.reached.first(n), state.came.first(n), strict=True)
        shares = [Fraction(reached[1], max(came[1], 1)) for reached, came in rows]
        order = {share: rank for rank, share in enumerate(sorted(set(shares)))}
        return Stopped(state.places(), tuple(order[share] for share in shares))


@dataclass(frozen=True, slots=True)
class DeadEnds:
    """From which touchpoints settled journeys get no further: to none of the same rank or a higher one."""

    ranks: tuple[int, ...]

    def partial(self, journeys: Journeys) -> Ended:
        """Those of some persons."""
        ranks = np.array(self.ranks, dtype=np.int64)
        return _ended(journeys, ~gets_on(journeys.first, journeys.last, journeys.touchpoint, ranks))

    def merge(self, left: Ended, right: Ended) -> Ended:
        """Those of both."""
        return left.merge(right)

    def finish(self, state: Ended) -> tuple[Place, ...]:
        """Count the persons."""
        return state.places()


def labels(run: Run, never: frozenset[str] = frozenset()) -> dict[str, Kind]:
    """The touchpoints that are a dead end or a drop-off; others are not named.

    Each is compared with all others but those that can `never` be one. Two passes, as how close the goal is
    must be known to tell who gets on.
    """
    stopped = run(Stops())
    stuck = run(DeadEnds(stopped.ranks))
    leaks: dict[str, Kind] = {
        place.touchpoint: "drop_off"
        for place in stopped.places
        if place.touchpoint in _excess(stopped.places, never) and place.stopped >= MOST * place.failed
    }
    ends: dict[str, Kind] = {
        place.touchpoint: "dead_end"
        for place in stuck
        if place.touchpoint in _excess(stuck, never) and place.stopped >= STUCK * place.came
    }
    return leaks | ends


def exceeds(place: Place, others: Place, claims: int) -> bool:
    """Whether the share that stops is clearly, and by much, above that of others.

    The pooled test of two proportions, one-sided, at ALPHA over all `claims` (Bonferroni), and odds at least
    TIMES those of the others.

    >>> exceeds(Place("a", 100, 60), Place("others", 1000, 200), claims=10)
    True
    >>> exceeds(Place("a", 100, 25), Place("others", 1000, 200), claims=10)
    False
    """
    n, m = place.came, others.came
    pooled = (place.stopped + others.stopped) / max(n + m, 1)
    if not n or not m or not 0 < pooled < 1:
        return False
    share, usual = place.stopped / n, others.stopped / m
    z = (share - usual) / sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    much = share * (1 - usual) >= TIMES * usual * (1 - share)
    return much and z >= NormalDist().inv_cdf(1 - ALPHA / claims)


def _excess(places: tuple[Place, ...], never: frozenset[str]) -> list[str]:
    """The touchpoints where more stop than at the others together."""
    looked_at = [place for place in places if place.touchpoint not in never and place.came]
    came, stopped = (sum(getattr(each, name) for each in looked_at) for name in ("came", "stopped"))
    return [
        each.touchpoint
        for each in looked_at
        if each.came >= LEAST
        and exceeds(each, Place("others", came - each.came, stopped - each.stopped), len(looked_at))
    ]


def _ended(journeys: Journeys, stops: NDArray[np.bool_]) -> Ended:
    """Settled journeys by the touchpoints that they come to; `stops` [S] counts at each one's first visit."""
    at = first_steps(journeys, "journey")
    journey = journey_of_steps(journeys)[at]
    settled = journeys.settled[journey]
    at, journey = at[settled], journey[settled]
    code = journeys.touchpoint[at].astype(np.int64)
    reached = journeys.outcome[journey] == REACHED
    stopped = stops[at] & ~reached
    return Ended(
        journeys.touchpoints,
        *(
            Sums.tally(code[some], journey[some], journeys.person)
            for some in (np.ones(len(at), np.bool_), reached, stopped)
        ),
    )
