"""What effects take into account besides steps: who persons are, and what became of their journeys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.model.journey import Journeys
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.pasts import Pasts, pasts
from footpath.moments.plan import Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Describe = Callable[[Journeys, Risk], Pasts]
Blind = Callable[[Journeys, Candidate], Flags]


@dataclass(frozen=True, slots=True, eq=False)
class Endings:
    """What became of J journeys, in o respects; the first is whether the goal was reached."""

    names: tuple[str, ...]  # [o]
    values: Floats  # [J, o]
    observed: Floats  # [J, o] the weight of knowing it; 0 where it is not known


def _sees_all(journeys: Journeys, _: Candidate) -> Flags:
    return np.zeros(len(journeys), np.bool_)


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Everything that an effect needs besides journeys; P persons, the same as in the journeys.

    `keys` are the places in the timelines of the J journeys' first steps, rising: by them a part of the
    journeys finds its endings. `describe` adds what is known at times of risk, such as facts and traits;
    `blind` tells through which journeys nobody can see.
    """

    plan: Plan
    hashes: Ints  # [P]
    keys: Ints  # [J]
    endings: Endings
    groups: dict[str, Flags]  # segment → [P]
    unusual: Flags  # [P] persons that are left out, such as robots
    sampled: Flags  # [P] persons from whom effects may be learnt
    describe: tuple[Describe, ...] = ()
    blind: Blind = _sees_all

    def of(self, keys: Ints) -> tuple[Floats, Floats]:
        """What became of the n journeys with these keys [n, o], and the weight of knowing it [n, o]."""
        at = np.searchsorted(self.keys, keys)
        return self.endings.values[at], self.endings.observed[at]

    def pasts(self, journeys: Journeys, candidate: Candidate, risk: Risk) -> Pasts:
        """All that is known at times of risk."""
        found = pasts(self.plan, journeys, candidate, risk)
        for describe in self.describe:
            found += describe(journeys, risk)
        return found

    def members(self, person: NDArray[np.integer]) -> Flags:
        """In which segments persons are [n, g]."""
        return np.column_stack(
            [np.zeros((len(person), 0), np.bool_), *(m[person] for m in self.groups.values())]
        )
