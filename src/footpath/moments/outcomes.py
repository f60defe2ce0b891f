"""Journeys in, what a moment may change of each out: goal, time to it, leaving, score, value.

An outcome has a value for each journey, and is known of some. Who is known is not everybody, so journeys are
weighted by `observed`; a score is of those who answered, which no weight here makes up for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import elapsed, inside, journey_of_steps, last_touchpoint
from footpath.journeys import columns
from footpath.model.answer import Answers
from footpath.model.definition import JourneyDefinition
from footpath.model.estimate import Unit
from footpath.model.journey import LEFT, OPEN, REACHED, Journeys
from footpath.model.log import EventLog
from footpath.model.timeline import NO_TIME, Timelines
from footpath.moments.detect.said import journey_at, positions
from footpath.voice.feelings import felt_of
from footpath.voice.points import BEST, WORST

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

LEAST = 50  # journeys with a score, or a value; fewer tell nothing
HEAVIEST = 20.0
SECOND, MICROSECOND = 1e6, timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of each of J journeys; `low` and `high` are the ends of what is possible, if it has any."""

    values: Floats  # [J], 0 where it is not known
    known: Flags  # [J]
    unit: Unit
    low: float | None = None
    high: float | None = None

    @property
    def binary(self) -> bool:
        """Whether it either is so or not."""
        return self.unit == "share"


def outcomes(
    journeys: Journeys,
    definition: JourneyDefinition,
    *,
    answers: Answers | None = None,
    log: EventLog | None = None,
    timelines: Timelines | None = None,
    least: int = LEAST,
) -> dict[str, Outcome]:
    """The outcomes that these journeys have, by the names of the wire, "reached" first.

    Time to the goal needs `within`, leaving needs `ends`, score the answers, value the log and its timelines;
    the last two are there if `least` journeys have one.
    """
    found = {
        "reached": _reached(journeys),
        "time_to_goal": _time_to_goal(journeys, definition),
        "leaving": _leaving(journeys, definition),
        "score": None if answers is None else _score(journeys, answers, least),
        "value": None if log is None or timelines is None else _value(journeys, log, timelines, least),
    }
    return {name: outcome for name, outcome in found.items() if outcome is not None}


def observed(journeys: Journeys, definition: JourneyDefinition, *, quiet: timedelta | None = None) -> Floats:
    """The weight of each journey [J] of which it is known what became of it, 0 of the others.

    With `within` what is settled began long enough ago, whatever became of it, and weighs 1. Without, quick
    journeys are decided before slow ones of the same day, so one that was decided after a time T stands for
    those that began too late to be seen that long: it weighs 1 / P(seen for T or longer), at most 20. When
    each journey began is known, and so is P: the share of all journeys here, so give all of them at once. The
    censoring is administrative, by the date alone; Robins and Finkelstein (2000), Biometrics 56, for the
    weights. What has no time is decided and weighs 1.

    `quiet` is that of the definition, or how long journeys were told to be quiet where it leaves that open;
    without either it is the longest silence of a journey that still runs.
    """
    if definition.within is not None:
        return journeys.settled.astype(np.float64)
    timed = (journeys.start != NO_TIME) & (journeys.end != NO_TIME)
    seen = np.sort(journeys.as_of - journeys.start[timed])
    spent = np.where(timed, journeys.end, 0) - np.where(timed, journeys.start, 0)
    silent = _silent(journeys, definition) & timed
    took = spent + np.where(silent, _quiet(journeys, timed, definition.quiet or quiet), 0)
    longer = len(seen) - np.searchsorted(seen, took, "left")
    weight = np.where(timed, np.minimum(len(seen) / np.maximum(longer, 1), HEAVIEST), 1.0)
    return np.where(journeys.outcome != OPEN, weight, 0.0)


def _reached(journeys: Journeys) -> Outcome:
    reached = journeys.settled & (journeys.outcome == REACHED)
    return Outcome(reached.astype(np.float64), journeys.settled, "share", 0.0, 1.0)


def _time_to_goal(journeys: Journeys, definition: JourneyDefinition) -> Outcome | None:
    """Seconds from the start to the goal; who does not reach it takes the whole of `within`."""
    if definition.within is None:
        return None
    limit = definition.within.total_seconds()
    spent, timed = elapsed(journeys.start, journeys.end)
    known = journeys.settled & timed
    took = np.where(journeys.outcome == REACHED, np.minimum(spent / SECOND, limit), limit)
    return Outcome(np.where(known, took, 0.0), known, "seconds", 0.0, limit)


def _leaving(journeys: Journeys, definition: JourneyDefinition) -> Outcome | None:
    """Whether a journey was left at one of the touchpoints that end it."""
    if not definition.ends:
        return None
    left = journeys.settled & (journeys.outcome == LEFT) & ~_silent(journeys, definition)
    return Outcome(left.astype(np.float64), journeys.settled, "share", 0.0, 1.0)


def _score(journeys: Journeys, answers: Answers, least: int) -> Outcome | None:
    """The mean of what was scored of a journey and its aftermath, from 0 to 1, the best.

    Known of those who answered. What is about the lead-in was given for what came before.
    """
    scored = np.flatnonzero((answers.name >= 0) & (answers.step >= 0))
    place = positions(journeys, answers.step[scored])
    scored, place = scored[place >= 0], place[place >= 0]
    journey = journey_at(journeys, place)
    begun = place >= journeys.first[journey]
    share = (felt_of(answers, scored[begun]) - WORST) / (BEST - WORST)
    n = np.bincount(journey[begun], minlength=len(journeys))
    if np.count_nonzero(n) < max(least, 1):
        return None
    values = np.bincount(journey[begun], share, len(journeys)) / np.maximum(n, 1)
    return Outcome(values, n > 0, "score", 0.0, 1.0)


def _value(journeys: Journeys, log: EventLog, timelines: Timelines, least: int) -> Outcome | None:
    """The sum of the values of the steps of the journey itself; a journey without any is worth 0."""
    own = np.flatnonzero(inside(journeys))
    worth = columns.floats(log.column("value"))[timelines.row[journeys.step[own]]]
    given = ~np.isnan(worth)
    journey = journey_of_steps(journeys)[own][given]
    if len(np.unique(journey)) < max(least, 1):
        return None
    values = np.bincount(journey, worth[given], len(journeys))
    return Outcome(np.where(journeys.settled, values, 0.0), journeys.settled, "value")


def _silent(journeys: Journeys, definition: JourneyDefinition) -> Flags:
    """Which journeys [J] were left without a touchpoint that ends them."""
    ends = [journeys.touchpoints.index(name) for name in definition.ends if name in journeys.touchpoints]
    silent: Flags = (journeys.outcome == LEFT) & ~np.isin(last_touchpoint(journeys), ends)
    return silent


def _quiet(journeys: Journeys, timed: Flags, told: timedelta | None) -> int:
    """After how long a silence a journey counts as left, µs."""
    if told is not None:
        return told // MICROSECOND
    running = timed & (journeys.outcome == OPEN)
    return int((journeys.as_of - journeys.end[running]).max(initial=0))
