"""Times of risk in, what was seen of each journey strictly before out, as columns.

Columns are of two sorts. Circumstances: where the journey is, when, and what else is known. Ways: how the
person has gone so far, how fast, how often and through what. Both are taken into account; but ways also tell
what a person is after, which nobody sees, so the doubts about an effect look at them apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.history import UNKNOWN, history
from footpath.model.journey import Journeys
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.plan import DAY, Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
MOST_BEFORE = 10  # touchpoints directly before, told apart


@dataclass(frozen=True, slots=True, eq=False)
class Pasts:
    """What is known at n times, in k columns."""

    columns: Floats  # [n, k]
    names: tuple[str, ...]  # [k]
    ways: Flags  # [k] which tell how the person has gone so far

    def __add__(self, other: Pasts) -> Pasts:
        """The columns of both."""
        return Pasts(
            np.column_stack([self.columns, other.columns]),
            self.names + other.names,
            np.concatenate([self.ways, other.ways]),
        )

    @classmethod
    def of(cls, columns: dict[str, NDArray[np.generic]], n: int, *, ways: bool) -> Pasts:
        """Columns by name, all of one sort."""
        values = np.column_stack([np.zeros((n, 0)), *columns.values()]).astype(np.float64)
        return cls(values, tuple(columns), np.full(len(columns), ways))


def pasts(plan: Plan, journeys: Journeys, candidate: Candidate, risk: Risk) -> Pasts:
    """What the steps of the journeys tell before each time of risk.

    Counts and days are log(1 + x).
    """
    counts, codes, times = history(
        journeys.offsets,
        journeys.touchpoint,
        journeys.time,
        journeys.channel,
        risk.journey,
        risk.position,
        plan.columns(journeys.touchpoints),
        len(plan.touchpoints),
    )
    n = len(risk)
    steps = risk.position - journeys.offsets[:-1][risk.journey]
    inside = risk.position - journeys.first[risk.journey]
    where = _where(plan, journeys, candidate, codes, counts) | _when(plan, times)
    ways: dict[str, NDArray[np.generic]] = {
        "steps so far": np.log1p(inside),
        "steps before the journey": np.log1p(steps - inside),
        "days so far": _days(times[:, 1], times[:, 0]),
        "longest wait": np.log1p(times[:, 2] / DAY),
        "last wait": np.log1p(times[:, 3] / DAY),
        "visits per day": np.log1p(steps) - _days(times[:, 1], times[:, 0]),
    }
    for at, name in enumerate(plan.touchpoints):
        ways[f"visits: {name}"] = np.log1p(counts[:, at])
    return Pasts.of(where, n, ways=False) + Pasts.of(ways, n, ways=True)


def _where(
    plan: Plan, journeys: Journeys, candidate: Candidate, codes: Ints, counts: Ints
) -> dict[str, NDArray[np.generic]]:
    """Where the journey is: its last touchpoint and channel, how often it was there, where it has been."""
    found: dict[str, NDArray[np.generic]] = {"visits to the last": np.log1p(codes[:, 3])}
    for name in candidate.after[:MOST_BEFORE]:
        found[f"last: {name}"] = codes[:, 0] == journeys.touchpoints.index(name)
    for at, name in enumerate(plan.touchpoints):
        found[f"been: {name}"] = counts[:, at] > 0
    for name in plan.channels:
        found[f"channel: {name}"] = codes[:, 2] == journeys.channels.index(name)
    return found


def _when(plan: Plan, times: Ints) -> dict[str, NDArray[np.generic]]:
    """When: a line through the calendar that may bend at the plan's days."""
    day = np.where(times[:, 1] == UNKNOWN, 0, times[:, 1]) / DAY
    bends: dict[str, NDArray[np.generic]] = {"day": day}
    for knot in plan.days:
        bends[f"days after {knot}"] = np.maximum(day - knot, 0.0)
    return bends


def _days(last: Ints, first: Ints) -> Floats:
    known = (last != UNKNOWN) & (first != UNKNOWN)
    passed = np.where(known, last, 0) - np.where(known, first, 0)
    return np.asarray(np.log1p(np.maximum(passed, 0) / DAY), np.float64)
