"""Journeys in, how they move from touchpoint to touchpoint out; and what if one were barred."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.model.estimate import Estimate
from footpath.model.journey import REACHED, Journeys
from footpath.model.moment import Kind
from footpath.moments.candidate import Candidate
from footpath.stats.chains import jackknife

Ints = NDArray[np.int64]
GROUPS = 20
# Barring a touchpoint, or the way there from another, undoes these; a wait or a word is no move.
BY_TOUCHPOINT: frozenset[Kind] = frozenset({"touchpoint", "drop_off", "dead_end"})
BY_MOVE: frozenset[Kind] = frozenset({"detour", "channel_switch", "repeat_contact", "loop"})


@dataclass(frozen=True, slots=True, eq=False)
class Chain:
    """Moves of settled journeys by group of persons; row 0 is the start, the last columns goal and lost."""

    moves: Ints  # [G, S, S + 2]
    people: int
    touchpoints: tuple[str, ...]

    def without(self, candidate: Candidate) -> Estimate | None:
        """How many more journeys would reach the goal were it never met; None for what is no move."""
        state = 1 + self.touchpoints.index(candidate.touchpoint)
        if candidate.kind in BY_TOUCHPOINT:
            return jackknife(self.moves, state, self.people)
        if candidate.kind not in BY_MOVE or candidate.from_ in (None, candidate.touchpoint):
            return None
        origin = 1 + self.touchpoints.index(candidate.from_ or "")
        return jackknife(self.moves, state, self.people, origin)


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """The analysis that counts moves. `hashes` [persons] deal them into groups."""

    hashes: Ints

    def partial(self, journeys: Journeys) -> Chain:
        """The moves of some persons."""
        settled = journeys.select(journeys.settled & (journeys.last > journeys.first))
        states = len(journeys.touchpoints) + 1
        journey, at = _own_steps(settled)
        begins, ends = at == settled.first[journey], at == settled.last[journey] - 1
        here = settled.touchpoint[at].astype(np.int64) + 1
        reached = settled.outcome[journey] == REACHED
        group = self.hashes[settled.person[journey]] % GROUPS
        # Who reaches the goal with the last step is there: that step is not one on the way to it
        into = np.where(ends & reached, states, here)
        came = np.where(begins, 0, np.append(0, here[:-1]))
        lost = ends & ~reached
        nowhere = np.full(int(lost.sum()), states + 1)
        moves = _tally(group, came, into, states) + _tally(group[lost], here[lost], nowhere, states)
        return Chain(moves, len(np.unique(settled.person)), journeys.touchpoints)

    def merge(self, left: Chain, right: Chain) -> Chain:
        """The moves of both."""
        return Chain(left.moves + right.moves, left.people + right.people, left.touchpoints)

    def finish(self, state: Chain) -> Chain:
        """The moves themselves."""
        return state


def _own_steps(journeys: Journeys) -> tuple[Ints, Ints]:
    """The journey and position of each step from start to end."""
    lengths = journeys.last - journeys.first
    journey = np.repeat(np.arange(len(journeys)), lengths)
    begins = np.cumsum(lengths) - lengths
    return journey, np.arange(len(journey)) - begins[journey] + journeys.first[journey]


def _tally(group: Ints, row: Ints, column: Ints, states: int) -> Ints:
    shape = (GROUPS, states, states + 2)
    counts = np.bincount((group * states + row) * (states + 2) + column, minlength=int(np.prod(shape)))
    return counts.reshape(shape)
