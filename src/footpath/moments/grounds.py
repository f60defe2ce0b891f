"""A log, its persons and journeys in, all that effects take into account besides steps out."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.model.analysis import Run
from footpath.model.definition import JourneyDefinition
from footpath.model.journey import Journeys
from footpath.model.log import EventLog
from footpath.model.timeline import Timelines
from footpath.moments.background import Background, Blind, Describe, Endings
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.circumstances import Circumstances, circumstances
from footpath.moments.facts import Facts, facts
from footpath.moments.outcomes import Outcome, observed
from footpath.moments.pasts import Pasts
from footpath.moments.plan import Planning
from footpath.moments.unusual import Silence, blind, bots, silent_days
from footpath.voice.propensity import hashed

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
MOST_STEPS = 3_000_000  # of the persons from whom effects are learnt
MICROSECOND = timedelta(microseconds=1)
OF_JOURNEY = ("person", "case", "start", "end", "outcome", "settled")
OF_STEP = ("touchpoint", "time", "channel", "step")


def background(
    run: Run,
    journeys: Journeys,
    definition: JourneyDefinition,
    outcomes: Mapping[str, Outcome],
    *,
    log: EventLog | None = None,
    timelines: Timelines,
    table: pa.Table,
    groups: Mapping[str, Flags],
    known: Mapping[str, Flags],
) -> Background:
    """The background of all effects of these journeys.

    `table` has a row a person, `groups` are all segments [P], `known` those that nothing later decides.
    """
    hashes = hashed(np.asarray(journeys.persons.to_pylist()))
    sampled = _sampled(journeys, hashes)
    told = circumstances(table, known, journeys)
    describe = [_who(told)]
    if log is not None:
        describe.append(_what(facts(log, timelines, journeys.of_people(sampled))))
    keys = journeys.step[journeys.first].astype(np.int64)
    order = np.argsort(keys, kind="stable")
    return Background(
        plan=run(Planning()),
        hashes=hashes,
        keys=keys[order],
        endings=_endings(journeys, definition, outcomes, order),
        groups=dict(groups),
        unusual=bots(timelines),
        sampled=sampled,
        describe=tuple(describe),
        blind=_blind(silent_days(timelines), definition),
    )


def _sampled(journeys: Journeys, hashes: Ints) -> Flags:
    """Of very many persons those with the lowest hashes."""
    if len(journeys.touchpoint) <= MOST_STEPS:
        return np.ones(len(hashes), np.bool_)
    steps = np.bincount(journeys.person, np.diff(journeys.offsets), len(hashes))
    order = np.argsort(hashes, kind="stable")
    chosen = np.zeros(len(hashes), np.bool_)
    chosen[order[np.cumsum(steps[order]) <= MOST_STEPS]] = True
    return chosen


def _endings(
    journeys: Journeys, definition: JourneyDefinition, outcomes: Mapping[str, Outcome], order: Ints
) -> Endings:
    decided = observed(journeys, definition)
    weights = [np.where(each.known, decided, 0.0) for each in outcomes.values()]
    values = [each.values for each in outcomes.values()]
    return Endings(tuple(outcomes), np.column_stack(values)[order], np.column_stack(weights)[order])


def _who(told: Circumstances) -> Describe:
    ways = np.zeros(len(told.names), np.bool_)

    def describe(journeys: Journeys, risk: Risk) -> Pasts:
        return Pasts(told.of_person[journeys.person[risk.journey]], told.names, ways)

    return describe


def _what(told: Facts) -> Describe:
    ways = np.zeros(len(told.names), np.bool_)

    def describe(journeys: Journeys, risk: Risk) -> Pasts:
        journey, where = np.unique(risk.journey, return_inverse=True)
        few = _few(journeys, journey)
        position = risk.position + (few.offsets[:-1] - journeys.offsets[journey])[where]
        return Pasts(told.before(few, where, position)[0], told.names, ways)

    return describe


def _few(journeys: Journeys, journey: Ints) -> Journeys:
    """Some journeys, rising; unlike `select` it looks at no step of the others, which are far more."""
    begins = journeys.offsets[journey]
    offsets = np.append(0, np.cumsum(journeys.offsets[journey + 1] - begins))
    moved = offsets[:-1] - begins
    at = np.arange(offsets[-1]) - np.repeat(moved, np.diff(offsets))
    of_journey = {name: getattr(journeys, name)[journey] for name in OF_JOURNEY}
    of_step = {name: getattr(journeys, name)[at] for name in OF_STEP}
    first, last = (each[journey] + moved for each in (journeys.first, journeys.last))
    return replace(journeys, offsets=offsets, first=first, last=last, **of_journey, **of_step)


def _blind(silent: Collection[Silence], definition: JourneyDefinition) -> Blind:
    goals = {goal.touchpoint for goal in definition.goal}
    within = None if definition.within is None else definition.within // MICROSECOND

    def see(journeys: Journeys, candidate: Candidate) -> Flags:
        concerned = {candidate.touchpoint, *candidate.after, *goals}
        return blind(journeys, tuple(silent), concerned, within=within)

    return see
