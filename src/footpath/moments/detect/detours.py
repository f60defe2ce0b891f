"""Detours: something between two touchpoints where most need nothing between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import journey_of_steps
from footpath.analysis.sums import Sums
from footpath.kernels.meetings import first_moves
from footpath.model.journey import Journeys
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.detect import meetings
from footpath.moments.detect.meetings import LEAST, MOST

NOBODY = [0, 0, 0]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Each journey's first move of each kind: persons, journeys, journeys.

    `moves` has the key from × touchpoints + to; `onward` that × (touchpoints + 1) + the touchpoint after it,
    the number of touchpoints for none.
    """

    touchpoints: tuple[str, ...]
    moves: Sums
    onward: Sums


@dataclass(frozen=True, slots=True)
class Detours:
    """Going from A to X, which mostly leads on to B, while as many or more go from A to B directly."""

    never: frozenset[str] = frozenset()
    least: int = LEAST
    most: float = MOST  # of the moves from A to X, that must go on to B
    order: int = 4  # times as often as the other way; what comes in any order is not put in between

    def partial(self, journeys: Journeys) -> Moves:
        """The moves of some persons, and where they led."""
        k = len(journeys.touchpoints)
        at = np.flatnonzero(first_moves(journeys.first, journeys.last, journeys.touchpoint, k))
        journey = journey_of_steps(journeys)[at]
        pair = journeys.touchpoint[at - 1].astype(np.int64) * k + journeys.touchpoint[at]
        onward = pair * (k + 1) + meetings.following(journeys, journeys.touchpoint, k)[at]
        return Moves(journeys.touchpoints, _tally(pair, journey, journeys), _tally(onward, journey, journeys))

    def merge(self, left: Moves, right: Moves) -> Moves:
        """Those of both."""
        return Moves(left.touchpoints, left.moves.merge(right.moves), left.onward.merge(right.onward))

    def finish(self, state: Moves) -> tuple[Candidate, ...]:
        """The commonest detour by way of each touchpoint, if enough persons make it."""
        k = len(state.touchpoints)
        moves = dict(state.moves.items())
        found: dict[int, list[int]] = {}  # the people and where they come from
        for key, (_, journeys, _) in state.onward.items():
            (a, x), b = divmod(key // (k + 1), k), key % (k + 1)
            people, total, _ = moves[a * k + x]
            if b == k or len({a, x, b}) < 3 or journeys < self.most * total:
                continue
            ahead, behind, direct, against, back = (
                moves.get(from_ * k + to, NOBODY)[1] for from_, to in ((a, x), (x, b), (a, b), (x, a), (b, x))
            )
            one_way = ahead >= self.order * against and behind >= self.order * back
            if direct >= total and one_way and people >= max(self.least, found.get(x, NOBODY)[0] + 1):
                found[x] = [people, a]
        named = [(state.touchpoints[x], state.touchpoints[a]) for x, (_, a) in sorted(found.items())]
        return tuple(
            Candidate("detour", name, from_, after=(from_,))
            for name, from_ in named
            if name not in self.never
        )

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """Every time after the touchpoint from which the detour begins."""
        goes = meetings.following(journeys, journeys.touchpoint)
        possible = meetings.is_after(journeys, candidate)
        met = possible & (goes == journeys.touchpoints.index(candidate.touchpoint))
        return meetings.risk(journeys, possible, met)


def _tally(keys: NDArray[np.int64], journey: NDArray[np.int32], journeys: Journeys) -> Sums:
    return Sums.tally(keys, journey, journeys.person)
