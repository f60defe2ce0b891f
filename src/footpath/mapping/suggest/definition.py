"""A log and who is who in; stages, touchpoints, a journey and segments out, guesses marked as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.analysis.precedence import Precedence
from footpath.errors import InputError
from footpath.journeys.cut import cut
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.mapping.order import FEW, in_order
from footpath.mapping.suggest import guess
from footpath.mapping.suggest.names import EventName, touchpoint_rules
from footpath.mapping.suggest.segments import segments
from footpath.mapping.suggest.stages import FEWEST, moves, segment
from footpath.mapping.suggest.words import phase_votes
from footpath.model.definition import PHASES, Definitions, Goal, JourneyDefinition, Phase, Stage, Touchpoint
from footpath.model.journey import Journeys
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.timeline import Codes, Timelines
from footpath.voice.suggesting import suggest_surveys

WHOLE = JourneyDefinition(name="whole", title="Everything")
TITLE = "What I go through"
FIRST = "First contact"  # the stage of several ways in, none of which is what the others are
GUESSED = ("start", "goal", "ends", "within", "quiet")


@dataclass(frozen=True, slots=True, eq=False)
class Suggestion:
    """A first definition, and what had to be made of the log to find it: no need to make it again."""

    definitions: Definitions
    codes: Codes
    timelines: Timelines


def suggest(
    log: EventLog, people: PersonIndex, *, name: str = "Untitled project", timezone: str | None = None
) -> Suggestion:
    """A first definition of what the log seems to tell.

    Raises InputError where the log holds no event.
    """
    rules = touchpoint_rules(event_names(log))
    if not rules:
        raise InputError(
            "there are no events to suggest from", hint="Import some first: footpath import FILE"
        )
    touchpoints = [Touchpoint(rule.name, stage="", match=rule.match) for rule in rules]
    codes = place(log, touchpoints)
    timelines = build(log, people, codes, touchpoints)
    whole = cut(timelines, WHOLE)
    stages, touchpoints = staged(whole, touchpoints)
    definitions = Definitions(
        name=name,
        timezone=timezone,
        stages=tuple(stages),
        touchpoints=tuple(touchpoints),
        journeys=(journey(whole),),
        segments=segments(log),
        surveys=suggest_surveys(log, [touchpoint.name for touchpoint in touchpoints]),
    )
    return Suggestion(definitions, codes, timelines)


def event_names(log: EventLog) -> list[EventName]:
    """The distinct events of a log, with how often they came."""
    keys = ["source", "event", "kind"]
    plain = pa.table({key: log.column(key).combine_chunks() for key in keys})
    counted = plain.group_by(keys).aggregate([([], "count_all")])
    rows = counted.filter(pc.not_equal(counted["kind"].cast(pa.string()), "traits")).to_pylist()
    return [EventName(row["source"], row["event"], row["kind"], row["count_all"]) for row in rows]


def staged(whole: Journeys, touchpoints: Sequence[Touchpoint]) -> tuple[list[Stage], list[Touchpoint]]:
    """Stages cut from the order of touchpoints, and the touchpoints with their stages.

    The touchpoints keep their order, as it decides which rule matches first.
    """
    visits = guess.visits(whole)
    ways, members = divided(whole, visits)
    names = [touchpoints[int(each[np.argmax(visits[each])])].name for each in members]
    if ways and FIRST not in names:
        names[0] = FIRST
    votes = [phase_votes([(touchpoints[i].name, float(visits[i])) for i in each]) for each in members]
    stages = [Stage(name, phase) for name, phase in zip(names, rising(votes), strict=True)]
    stage_of = {int(i): stage.name for stage, each in zip(stages, members, strict=True) for i in each}
    return stages, [replace(touchpoint, stage=stage_of[i]) for i, touchpoint in enumerate(touchpoints)]


def divided(whole: Journeys, visits: NDArray[np.int64]) -> tuple[bool, list[NDArray[np.int64]]]:
    """The touchpoints of each stage, in order; and whether the first stage is of several ways in.

    Who came by one way took it instead of another and not before it, so that nothing tells these apart.
    """
    before = Precedence().partial(whole).before
    order = np.array(in_order(range(len(visits)), before))
    inward = guess.ways_in(whole)[order]
    # Of a way in that hardly anybody goes on from, no journey tells where it stands in the order
    alone = (before + before.T).sum(axis=1)[order] <= FEW
    ways = inward & (np.logical_and.accumulate(inward) | alone)
    first, rest = (order[ways], order[~ways]) if ways.sum() > 1 else (order[:0], order)
    fewest = FEWEST - (len(first) > 0)
    begins = segment(moves(whole)[np.ix_(rest, rest)], visits[rest], fewest=fewest) if len(rest) else []
    members = [rest[a:b] for a, b in pairwise([*begins, len(rest)])]
    return len(first) > 0, [*[first] * (len(first) > 0), *members]


def journey(whole: Journeys) -> JourneyDefinition:
    """One journey with its start, goal, bad ends and window guessed."""
    by_case = bool((whole.case >= 0).any())
    goal = guess.goal(whole)
    start = () if by_case else guess.starts(whole)
    if goal in start:
        start = ()
    # With quiet, who reached the goal counts at once and who did not only later, so that too many reach it
    within = guess.window(whole, goal) if goal and not by_case else None
    proposed = JourneyDefinition(
        name="journey",
        title=TITLE,
        start=start,
        goal=(Goal(goal),) if goal else (),
        ends=guess.bad_ends(whole, goal),
        within=within,
        quiet=None if within else guess.quiet(whole),
    )
    # That there is no goal is a guess as well
    return replace(proposed, guessed=tuple(key for key in GUESSED if key == "goal" or getattr(proposed, key)))


def rising(votes: Sequence[Sequence[float]]) -> list[Phase]:
    """A phase for each stage that never goes back, with the most votes in all; "use" where nothing tells.

    >>> support, nothing = [0, 0, 0, 0, 0, 9, 0, 0, 0], [0] * 9
    >>> rising([nothing, support, nothing])
    ['support', 'support', 'support']
    """
    table = np.asarray(votes, dtype=np.float64)
    if not table.any():
        return ["use"] * len(table)
    best = np.zeros_like(table)
    for at in range(len(table)):
        before = np.maximum.accumulate(best[at - 1]) if at else np.zeros(len(PHASES))
        best[at] = table[at] + before
    chosen: list[int] = []
    limit = len(PHASES)
    for row in best[::-1]:
        equal = np.flatnonzero(row[:limit] == row[:limit].max())
        # A stage of which nothing tells is what the stage after it is; the last ones what came before
        limit = int(equal[-1 if chosen else 0]) + 1
        chosen.append(limit - 1)
    return [PHASES[phase] for phase in reversed(chosen)]
