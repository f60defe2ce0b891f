"""Journeys in, guesses out: where they start, what for, what ends them badly, how long is too long."""

from __future__ import annotations

from datetime import timedelta
from math import ceil

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import first_steps, journey_of_steps
from footpath.mapping.suggest.stages import first_positions
from footpath.mapping.suggest.words import goodness
from footpath.model.journey import Journeys
from footpath.model.timeline import NO_TIME

START_COVERAGE = 0.8  # the start touchpoints together begin this share of timelines
MOST_STARTS = 3
LATE = 0.15  # relative positions this close to the last count as last
HALFWAY = 0.5  # what mostly comes earlier than that is no goal, even if many get no further
AFTER = 0.1  # what comes after something else in fewer of the journeys that come to it is a way in
ENDING = 0.2  # a touchpoint without a telling name is a goal if it ends this share of journeys
END_SHARE = 0.95  # a bad end is one for at least this share of the journeys that come to it
LONG = 0.95  # a pause longer than this share of pauses is an end
NICE_DAYS = (1, 2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90, 120, 180, 270, 365)


def starts(journeys: Journeys) -> tuple[str, ...]:
    """The few touchpoints that most journeys begin with, else none."""
    begins = _count(journeys, journeys.touchpoint[journeys.offsets[:-1]])
    order = np.argsort(-begins, kind="stable")[:MOST_STARTS]
    covered = np.cumsum(begins[order]) / max(len(journeys), 1)
    enough = np.flatnonzero(covered >= START_COVERAGE)
    return tuple(journeys.touchpoints[i] for i in order[: enough[0] + 1]) if len(enough) else ()


def goal(journeys: Journeys) -> str | None:
    """The touchpoint whose name sounds most like a goal, else the one that ends most journeys.

    Among equally good names, of those that come last the one that most journeys visit; never a name that
    sounds like a bad end, nor a way in: what journeys begin with is not what they are for.
    """
    visited, place, inward = visits(journeys), first_positions(journeys), ways_in(journeys)
    sound = np.array([goodness(name) if visited[i] else 0 for i, name in enumerate(journeys.touchpoints)])
    likely = np.where(inward, 0, sound)
    if likely.max(initial=0) > 0:
        best = np.flatnonzero(likely == likely.max())
        late = best[place[best] >= place[best].max() - LATE]
        return journeys.touchpoints[int(late[np.argmax(visited[late])])]
    ends = np.where((sound == 0) & ~inward & (place >= HALFWAY), _ends(journeys), 0)
    final = int(np.argmax(ends)) if len(ends) else 0
    return journeys.touchpoints[final] if len(ends) and ends[final] >= ENDING * len(journeys) else None


def bad_ends(journeys: Journeys, goal: str | None) -> tuple[str, ...]:
    """Touchpoints that sound like a bad end, and are one for most journeys that come to them."""
    final, visited = _finals(journeys, goal), visits(journeys)
    return tuple(
        name
        for i, name in enumerate(journeys.touchpoints)
        if goodness(name) < 0 and visited[i] and final[i] >= END_SHARE * visited[i]
    )


def window(journeys: Journeys, goal: str) -> timedelta | None:
    """A round time within which 95 of 100 that reach the goal reach it; None where nobody does."""
    code = journeys.touchpoints.index(goal)
    at_goal = journeys.touchpoint == code
    owner = np.repeat(np.arange(len(journeys)), np.diff(journeys.offsets))
    reached, first = np.unique(owner[at_goal], return_index=True)
    spent = journeys.time[at_goal][first] - journeys.time[journeys.offsets[:-1]][reached]
    spent = spent[(spent > 0)]
    return _nice(np.quantile(spent, LONG)) if len(spent) else None


def quiet(journeys: Journeys) -> timedelta | None:
    """A round time that is longer than 95 of 100 pauses inside journeys; None without times or pauses."""
    gaps = np.diff(journeys.time)
    borders = journeys.offsets[1:-1]
    inside = np.ones(len(gaps), dtype=np.bool_)
    inside[borders[(borders > 0) & (borders <= len(gaps))] - 1] = False
    inside &= (journeys.time[1:] != NO_TIME) & (journeys.time[:-1] != NO_TIME)
    gaps = gaps[inside]
    return _nice(np.quantile(gaps, LONG)) if len(gaps) and gaps.max() > 0 else None


def _nice(microseconds: float) -> timedelta:
    days = ceil(microseconds / 86_400_000_000)
    return timedelta(days=next((nice for nice in NICE_DAYS if nice >= days), days))


def _count(journeys: Journeys, codes: NDArray[np.int32]) -> NDArray[np.int64]:
    return np.bincount(codes, minlength=len(journeys.touchpoints))


def visits(journeys: Journeys) -> NDArray[np.int64]:
    """How many journeys visit each touchpoint [K]."""
    return _count(journeys, journeys.touchpoint[first_steps(journeys, "drawn")])


def ways_in(journeys: Journeys) -> NDArray[np.bool_]:
    """Which touchpoints [K] are met with hardly anything before them, by those who meet them."""
    first = first_steps(journeys, "drawn")
    later = first > journeys.offsets[:-1][journey_of_steps(journeys)[first]]
    return _count(journeys, journeys.touchpoint[first[later]]) < AFTER * visits(journeys)


def _ends(journeys: Journeys) -> NDArray[np.int64]:
    return _count(journeys, journeys.touchpoint[journeys.offsets[1:] - 1])


def _finals(journeys: Journeys, goal: str | None) -> NDArray[np.int64]:
    """How many journeys come to each touchpoint and do not come to the goal."""
    owner, first = journey_of_steps(journeys), first_steps(journeys, "drawn")
    good = np.zeros(len(journeys), dtype=np.bool_)
    if goal is not None:
        good[owner[journeys.touchpoint == journeys.touchpoints.index(goal)]] = True
    return _count(journeys, journeys.touchpoint[first[~good[owner[first]]]])
