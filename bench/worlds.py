"""A small world in; the journeys, persons and definition that Footpath would have of its log, out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from footpath.engine.local import run
from footpath.journeys.cut import cut
from footpath.model.analysis import Run
from footpath.model.definition import Goal, JourneyDefinition
from footpath.model.journey import Journeys
from footpath.model.moment import Kind
from footpath.model.timeline import NO_TIME, Timelines, narrow
from footpath.moments.afterwards import Afterwards
from footpath.moments.background import Background
from footpath.moments.candidate import Detector
from footpath.moments.detect import DETECTORS, Waits
from footpath.moments.detect.leaving import labels
from footpath.moments.grounds import background
from footpath.moments.measuring import MOST_ROWS, Measuring, Met
from footpath.moments.outcomes import outcomes
from footpath.moments.scan import Scan, candidates, scan
from footpath.sim.families import SmallWorld

SECOND = 1_000_000
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Log:
    """What Footpath would have read of a small world."""

    timelines: Timelines
    definition: JourneyDefinition
    journeys: Journeys
    people: pa.Table  # person and traits


def read(world: SmallWorld) -> Log:
    """The world's log, as importing and placing it would give it."""
    n, present = world.people, np.bincount(world.person, minlength=world.people)
    persons = pa.array([f"p{at:07d}" for at in range(n)])
    time = world.time * SECOND
    first = np.cumsum(present) - present
    seen = present > 0
    first_seen = np.full(n, NO_TIME, np.int64)
    first_seen[seen] = time[first[seen]]
    timelines = Timelines(
        persons=persons,
        offsets=np.concatenate([[0], np.cumsum(present)]),
        touchpoint=narrow(world.touchpoint, world.touchpoints),
        time=time,
        channel=narrow(world.channel, world.channels),
        case=np.full(len(time), -1, np.int32),
        source=narrow(world.source, world.sources),
        score=np.full(len(time), np.nan),
        row=np.arange(len(time), dtype=np.int32),
        touchpoints=world.touchpoints,
        channels=world.channels,
        cases=pa.array([], pa.string()),
        sources=world.sources,
        first_seen=first_seen,
        first_matched=seen,
        oldest=int(time.min()),
        newest=int(time.max()),
        unmatched=0,
        total=len(time),
    )
    definition = JourneyDefinition(
        name="buy",
        title="I buy",
        start=world.start,
        goal=tuple(Goal(name) for name in world.goal),
        ends=world.ends,
        within=timedelta(seconds=world.within),
    )
    traits = {name: pa.array(values.tolist()) for name, values in world.traits.items()}
    return Log(timelines, definition, cut(timelines, definition), pa.table({"person": persons, **traits}))


def scanned(log: Log, *, most: int = MOST_ROWS) -> Scan:
    """What a scan with all defaults finds in a log."""
    answer = answering(log)
    found = candidates(answer, tools(log).values())
    return scan(answer, found, behind(log), labels(answer, never(log)), most=most, threads=1)


def measured(log: Log, touchpoint: str, *, kind: Kind = "touchpoint", most: int = MOST_ROWS) -> Met | None:
    """One candidate, measured as in a scan with all defaults; None where too few met it to be one."""
    answer, tool = answering(log), tools(log)[kind]
    found = [each for each in answer(tool) if each.touchpoint == touchpoint]
    return answer(Measuring(found[0], tool, behind(log), most)) if found else None


def tools(log: Log) -> dict[Kind, Detector[Any]]:
    """A detector for each kind, as a project has them."""
    out, within = never(log), log.definition.within
    found = {kind: make(never=out) for kind, make in DETECTORS.items()}
    return found if within is None else found | {"wait": Waits(never=out, within=within // MICROSECOND)}


def behind(log: Log) -> Background:
    """All that effects take into account besides steps."""
    journeys, definition, people = log.journeys, log.definition, log.people
    members = {
        name: np.asarray(people["segment"]) == name for name in sorted(set(people["segment"].to_pylist()))
    }
    known = outcomes(journeys, definition)
    return background(
        answering(log),
        journeys,
        definition,
        known,
        timelines=log.timelines,
        table=people,
        groups=members,
        known={},
    )


def never(log: Log) -> frozenset[str]:
    """Touchpoints that can't be a moment: the goal, what ends the journey, and what comes after it."""
    goals = [goal.touchpoint for goal in log.definition.goal]
    return frozenset(answering(log)(Afterwards()) | {*goals, *log.definition.ends})


def answering(log: Log) -> Run:
    """Runs analyses over the log's journeys."""

    def answer(analysis: Any, /) -> Any:
        return run(analysis, log.journeys, threads=1)

    return answer
