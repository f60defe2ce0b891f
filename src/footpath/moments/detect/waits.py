"""Waits: nothing comes for longer than most have to wait, at touchpoints where the firm has the next move.

That it has is seen from journeys that are old enough to tell: after such a touchpoint nearly all go on, and
mostly to one and the same, which is not a place where people go on by themselves when they like to. Where
many stop, it is leaving, which drop-off tells of.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import inside, journey_of_steps
from footpath.analysis.sums import Sums
from footpath.kernels.waiting import Walks, people_by_wait, served
from footpath.model.journey import REACHED, Journeys
from footpath.model.timeline import NO_TIME
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.detect import meetings
from footpath.moments.detect.contacts import is_digital
from footpath.moments.detect.durations import DAY, DURATIONS, HOUR, RANKS, at_most, longer, quantile
from footpath.moments.detect.meetings import LEAST

Ints = NDArray[np.int64]
SHARES = (0.6, 0.9)  # of those served, that may be at the end of the threshold
WANTED = 0.775  # the share that is best: from the 75th to the 80th percentile


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """What comes after first visits, and how long they wait.

    `visited` are settled journeys by touchpoint. `served` are those that go on, with the key touchpoint ×
    touchpoints + the next one; a row counts waits by rank, then those that aren't known. `people` are persons
    by touchpoint and the rank of their longest wait, of which some have no end yet. `alone` are visits in a
    digital channel, and all.
    """

    touchpoints: tuple[str, ...]
    visited: Ints  # [touchpoints]
    served: Sums  # [pairs, RANKS + 1]
    people: Ints  # [touchpoints, RANKS]
    alone: Ints  # [touchpoints, 2]


@dataclass(frozen=True, slots=True)
class Waits:
    """Waiting after the first visit to a touchpoint for longer than three of four of those who are served.

    `within` (µs after a journey's start) is when it is over, and waiting with it.
    """

    never: frozenset[str] = frozenset()
    least: int = LEAST
    within: int | None = None
    go_on: float = 0.9  # of the journeys, at least
    to_one: float = 0.5  # of the journeys that go on, at least, to the usual next touchpoint
    shortest: int = HOUR  # µs; less is no wait

    def partial(self, journeys: Journeys) -> Waiting:
        """The waits of some persons."""
        k = len(journeys.touchpoints)
        walks = self._walks(journeys)
        visited, moves, waits = served(walks, DURATIONS, k)
        people = people_by_wait(walks, DURATIONS, k)
        alone = _by_themselves(journeys)
        return Waiting(journeys.touchpoints, visited, Sums(moves, waits), people, alone)

    def merge(self, left: Waiting, right: Waiting) -> Waiting:
        """Those of both."""
        return Waiting(
            left.touchpoints,
            left.visited + right.visited,
            left.served.merge(right.served),
            left.people + right.people,
            left.alone + right.alone,
        )

    def finish(self, state: Waiting) -> tuple[Candidate, ...]:
        """The touchpoints at which enough persons wait long for what the firm has to do."""
        found = [(name, self._threshold(state, code)) for code, name in enumerate(state.touchpoints)]
        return tuple(
            Candidate("wait", name, threshold=threshold, after=(name,))
            for name, threshold in found
            if threshold is not None and name not in self.never
        )

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """The first visit to the touchpoint, in each journey where its time is known."""
        at, journey = self._first_visits(journeys, candidate.touchpoint)
        time, last = journeys.time, journeys.last[journey]
        then = np.where(at + 1 < last, time[np.minimum(at + 1, last - 1)], self._until(journeys)[journey])
        spent = np.where(then == NO_TIME, 0, then) - time[at]
        possible, met = np.zeros((2, len(time)), np.bool_)
        possible[at] = True
        met[at[spent > (candidate.threshold or 0)]] = True
        return meetings.risk(journeys, possible, met)

    def _first_visits(self, journeys: Journeys, touchpoint: str) -> tuple[Ints, Ints]:
        """Positions and journeys of the first visits whose time is known."""
        here = np.flatnonzero(inside(journeys) & meetings.is_at(journeys, touchpoint))
        journey = journey_of_steps(journeys)[here].astype(np.int64)
        first = np.append(True, journey[1:] != journey[:-1])[: len(here)]
        known = first & (journeys.time[here] != NO_TIME)
        return here[known], journey[known]

    def _walks(self, journeys: Journeys) -> Walks:
        return Walks(
            journeys.first,
            journeys.last,
            journeys.touchpoint,
            journeys.time,
            self._until(journeys),
            journeys.person,
            journeys.settled,
        )

    def _until(self, journeys: Journeys) -> Ints:
        """How long each journey [J] is seen to wait when nothing more comes; NO_TIME for a reached one."""
        seen = np.full(len(journeys), journeys.as_of)
        if self.within is not None and journeys.as_of != NO_TIME:
            timed = journeys.start != NO_TIME
            seen = np.where(timed, np.minimum(seen, journeys.start + self.within), seen)
        return np.where(journeys.outcome == REACHED, NO_TIME, seen)

    def _threshold(self, state: Waiting, code: int) -> int | None:
        """How long is long after a touchpoint; None where it is not for the firm to end, or never long."""
        k = len(state.touchpoints)
        after = state.served.at(code * k + np.arange(k))
        goes = after.sum(axis=1)
        usual = after[int(goes.argmax()), :RANKS].tolist()
        alone, visits = state.alone[int(goes.argmax())].tolist()
        firms = goes.sum() >= self.go_on * state.visited[code] and goes.max() >= self.to_one * goes.sum()
        firms = firms and 2 * alone < visits
        threshold = self._long(usual) if firms and sum(usual) else None
        if threshold is None or longer(state.people[code].tolist(), threshold) < self.least:
            return None
        return threshold

    def _long(self, served: list[int]) -> int | None:
        """The duration that is nearest to the share WANTED of those served, if some wait much longer."""
        typical, late = quantile(served, 0.5), quantile(served, 0.9)
        if typical is None or (late is not None and late < min(3 * typical, typical + DAY)):
            return None
        low, high = SHARES
        shares = zip(at_most(served), DURATIONS.tolist(), strict=True)
        fit = [
            (abs(share - WANTED), spent)
            for share, spent in shares
            if low <= share <= high and spent >= self.shortest
        ]
        return min(fit)[1] if fit else None


def _by_themselves(journeys: Journeys) -> Ints:
    """Visits in a digital channel, and all [touchpoints, 2]: there people go on when they like to."""
    digital = np.array([*(is_digital(name) for name in journeys.channels), False], np.bool_)
    k = len(journeys.touchpoints)
    alone = np.bincount(journeys.touchpoint[digital[journeys.channel]], minlength=k)
    return np.column_stack([alone, np.bincount(journeys.touchpoint, minlength=k)])
