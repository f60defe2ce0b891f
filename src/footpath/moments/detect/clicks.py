"""Clicks that tell of trouble: rage, the same again and again at once; hesitation, long and then back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import inside, journey_of_steps
from footpath.kernels.meetings import BEEN_ELSEWHERE, TURNED, bursts, count_fine, turns
from footpath.kernels.waiting import people_by_longest
from footpath.model.journey import Journeys
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.detect import meetings
from footpath.moments.detect.durations import MINUTE, RANKS, SECOND, longer, quantile, ranks
from footpath.moments.detect.meetings import LEAST, Meetings

Ints = NDArray[np.int64]
FINE = 0.5  # of a touchpoint's times, that must tell parts of a second


@dataclass(frozen=True, slots=True, eq=False)
class Bursts:
    """Bursts by touchpoint; and its visits whose time is known, and known to a part of a second."""

    meetings: Meetings
    known: Ints  # [touchpoints, 2]


@dataclass(frozen=True, slots=True)
class Rage:
    """Three visits to a touchpoint in a row, each at most a second after the one before.

    The definition of rage clicks that posthog-js has, without their place on the screen. Met at the third;
    nothing is told where times are in whole seconds.
    """

    never: frozenset[str] = frozenset()
    least: int = LEAST
    enough: int = 3
    gap: int = SECOND  # µs

    def partial(self, journeys: Journeys) -> Bursts:
        """The bursts of some persons."""
        k = len(journeys.touchpoints)
        at = np.flatnonzero(self._bursts(journeys) == self.enough)
        known = count_fine(journeys.first, journeys.last, journeys.touchpoint, journeys.time, SECOND, k)
        return Bursts(
            Meetings.of(journeys, at, journeys.touchpoint[at].astype(np.int64)),
            known,
        )

    def merge(self, left: Bursts, right: Bursts) -> Bursts:
        """Those of both."""
        return Bursts(left.meetings.merge(right.meetings), left.known + right.known)

    def finish(self, state: Bursts) -> tuple[Candidate, ...]:
        """The touchpoints at which enough persons do so."""
        names = state.meetings.touchpoints
        return tuple(
            Candidate("rage", names[each], after=(names[each],))
            for each in state.meetings.enough(self.least)
            if state.known[each, 1] >= FINE * state.known[each, 0] and names[each] not in self.never
        )

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """Every time after all but the last of the visits that it takes."""
        run = self._bursts(journeys)
        possible = meetings.is_at(journeys, candidate.touchpoint) & (run == self.enough - 1)
        met = possible & (meetings.following(journeys, run, 0) == self.enough)
        return meetings.risk(journeys, possible, met)

    def _bursts(self, journeys: Journeys) -> NDArray[np.uint8]:
        found: NDArray[np.uint8] = bursts(
            journeys.first, journeys.last, journeys.touchpoint, journeys.time, self.gap, self.enough
        )
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Dwells:
    """How long visits last, by touchpoint and rank; and persons by their longest before going back."""

    touchpoints: tuple[str, ...]
    visits: Ints  # [touchpoints, RANKS]
    people: Ints  # [touchpoints, RANKS]


@dataclass(frozen=True, slots=True)
class Hesitations:
    """Staying longer than nearly all do, and then going back to where the journey has been before.

    Leaving after it is no part of it: that would be taking the outcome for a cause. A stay longer than a
    `session` is an absence, and tells nothing.
    """

    never: frozenset[str] = frozenset()
    least: int = LEAST
    share: float = 0.95  # of the stays, that are shorter
    shortest: int = 30 * SECOND  # µs
    session: int = 30 * MINUTE  # µs

    def partial(self, journeys: Journeys) -> Dwells:
        """The stays of some persons."""
        k = len(journeys.touchpoints)
        spent = meetings.until_next(journeys)
        at = np.flatnonzero(inside(journeys) & (spent >= 0) & (spent <= self.session))
        code, rank = journeys.touchpoint[at].astype(np.int64), ranks(spent[at])
        back = self._turns(journeys)[at] == TURNED
        person = journeys.person[journey_of_steps(journeys)[at[back]]]
        return Dwells(
            journeys.touchpoints,
            np.bincount(code * RANKS + rank, minlength=k * RANKS).reshape(k, RANKS).astype(np.int64),
            people_by_longest(code[back], person, rank[back], k, RANKS),
        )

    def merge(self, left: Dwells, right: Dwells) -> Dwells:
        """Those of both."""
        return Dwells(left.touchpoints, left.visits + right.visits, left.people + right.people)

    def finish(self, state: Dwells) -> tuple[Candidate, ...]:
        """The touchpoints at which enough persons hesitate."""
        found = [(name, self._threshold(state, code)) for code, name in enumerate(state.touchpoints)]
        return tuple(
            Candidate("hesitation", name, threshold=threshold, after=(name,))
            for name, threshold in found
            if threshold is not None and name not in self.never
        )

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """Every visit to the touchpoint after which the journey could go back."""
        turned = self._turns(journeys)
        spent = meetings.until_next(journeys)
        possible = meetings.is_at(journeys, candidate.touchpoint) & (turned >= BEEN_ELSEWHERE)
        long = (spent > (candidate.threshold or 0)) & (spent <= self.session)
        return meetings.risk(journeys, possible, possible & long & (turned == TURNED))

    def _turns(self, journeys: Journeys) -> NDArray[np.uint8]:
        found: NDArray[np.uint8] = turns(
            journeys.first, journeys.last, journeys.touchpoint, len(journeys.touchpoints)
        )
        return found

    def _threshold(self, state: Dwells, code: int) -> int | None:
        """The duration that nearly all stays don't exceed, if enough persons stay longer and then go back."""
        stays = state.visits[code].tolist()
        usual = quantile(stays, self.share) if sum(stays) else None
        if usual is None:
            return None
        threshold = max(usual, self.shortest)
        return threshold if longer(state.people[code].tolist(), threshold) >= self.least else None
