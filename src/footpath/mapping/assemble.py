"""Results in, a journey map out.

Every number comes from an analysis, every cell names its evidence, and what no one has measured is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from footpath.analysis.flow import Edge, Flow, FlowResult
from footpath.analysis.outcomes import Outcomes
from footpath.analysis.paths import Path as PathRow
from footpath.analysis.paths import Paths
from footpath.analysis.stages import StageProgress
from footpath.analysis.visits import Visit, Visits
from footpath.mapping.coverage import in_time
from footpath.mapping.evidence import MOST_PATHS, EvidenceBook
from footpath.mapping.order import in_order, precedence
from footpath.mapping.origins import Origins
from footpath.model.analysis import Run
from footpath.model.definition import PHASES, Definitions, JourneyDefinition, Segment, Stage, Touchpoint
from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys
from footpath.model.lens import Lens
from footpath.model.map import (
    LANES,
    Cell,
    ChannelCount,
    Coverage,
    JourneyMap,
    Lane,
    LaneId,
    MapStage,
    MapTouchpoint,
    Path,
    PathsOther,
    State,
)
from footpath.model.map import Flow as MapFlow
from footpath.model.map import Next as MapNext
from footpath.model.map import Outcomes as MapOutcomes

THIN = 30  # persons; below that a cell is indicative only


@dataclass(frozen=True, slots=True)
class Frame:
    """What a map needs besides the journeys: who asks, for whom, of which state of the data."""

    definitions: Definitions
    definition: JourneyDefinition
    lens: Lens
    segment: Segment | None
    segment_share: Estimate | None
    behavioural: bool
    origins: Origins
    revision: int
    generated_at: datetime
    pseudonym: Callable[[str], str]
    command: str  # how a command line begins that lists persons


def columns(definitions: Definitions, definition: JourneyDefinition, journeys: Journeys) -> list[Stage]:
    """The stages of the map by phase: those the journey names, else those that hold a touchpoint of it."""
    visited = np.bincount(journeys.touchpoint, minlength=len(definitions.touchpoints)) > 0
    held = {touchpoint.stage for i, touchpoint in enumerate(definitions.touchpoints) if visited[i]}
    wanted = held if definition.stages is None else set(definition.stages)
    shown = [stage for stage in definitions.stages if stage.name in wanted]
    return sorted(shown, key=lambda stage: PHASES.index(stage.phase))


def progress_of(definitions: Definitions, stages: Sequence[Stage]) -> StageProgress:
    """The analysis that follows persons from stage to stage."""
    members = {
        stage.name: tuple(t.name for t in definitions.touchpoints if t.stage == stage.name)
        for stage in stages
    }
    return StageProgress(tuple(members.items()))


def assemble(run: Run, journeys: Journeys, coverage: Coverage, frame: Frame) -> JourneyMap:
    """The map of these journeys."""
    stages = columns(frame.definitions, frame.definition, journeys)
    progress = progress_of(frame.definitions, stages)
    book = EvidenceBook(
        journeys=journeys,
        stages=progress,
        lens=frame.lens,
        revision=frame.revision,
        origins=frame.origins,
        pseudonym=frame.pseudonym,
        command=frame.command,
    )
    outcomes = run(Outcomes())
    book.note("outcomes", outcomes.people)
    flow = run(Flow())
    paths = run(Paths(top=MOST_PATHS))
    goals = {goal.touchpoint for goal in frame.definition.goal}
    drawn = _stages(run, book, frame.definitions, stages, progress, flow=flow, goals=goals)
    return JourneyMap(
        journey=frame.definition.name,
        title=frame.definition.title,
        project=frame.definitions.name,
        segment=frame.lens.segment,
        segment_rule=frame.segment.where if frame.segment else None,
        segment_share=frame.segment_share,
        behavioural=frame.behavioural,
        since=frame.lens.since,
        until=frame.lens.until,
        as_of=in_time(journeys.as_of),
        revision=frame.revision,
        generated_at=frame.generated_at,
        guessed=frame.definition.guessed,
        people=outcomes.people,
        journeys=MapOutcomes(reached=outcomes.reached, left=outcomes.left, open=outcomes.open),
        goal=tuple(goal.touchpoint for goal in frame.definition.goal),
        goal_rate=outcomes.goal_rate if frame.definition.goal else None,
        time_to_goal=outcomes.time_to_goal if frame.definition.goal else None,
        coverage=coverage,
        stages=drawn,
        flows=tuple(_flow(edge, book) for edge in flow.edges),
        paths=tuple(_path(path, book) for path in paths.paths),
        paths_other=PathsOther(
            journeys=paths.other.journeys,
            people=paths.other.people,
            share=paths.other.share.value if paths.other.share else 0.0,
        ),
        lanes=_lanes(drawn),
        evidence=book.entries,
    )


def _stages(
    run: Run,
    book: EvidenceBook,
    definitions: Definitions,
    stages: Sequence[Stage],
    progress: StageProgress,
    *,
    flow: FlowResult,
    goals: set[str],
) -> tuple[MapStage, ...]:
    visits = {visit.touchpoint: visit for visit in run(Visits()).touchpoints}
    walked = {each.stage: each for each in run(progress).stages}
    touchpoints, before = definitions.touchpoints, precedence(book.journeys)
    drawn = []
    for stage in stages:
        here = [i for i, t in enumerate(touchpoints) if t.stage == stage.name and visits[t.name].people]
        members = [touchpoints[i] for i in in_order(here, before)]
        drawn.append(
            MapStage(
                name=stage.name,
                phase=stage.phase,
                people=walked[stage.name].people,
                continue_rate=walked[stage.name].continue_rate,
                time=walked[stage.name].time,
                evidence=book.note("stage", walked[stage.name].people, stage=stage.name),
                touchpoints=tuple(
                    _touchpoint(t, visits[t.name], flow, book, is_goal=t.name in goals) for t in members
                ),
            )
        )
    return tuple(drawn)


def _touchpoint(
    touchpoint: Touchpoint, visit: Visit, flow: FlowResult, book: EvidenceBook, *, is_goal: bool
) -> MapTouchpoint:
    name = touchpoint.name
    reached = sum(each.people for each in flow.next[name] if each.end == "reached" and is_goal)

    def noted(number: str, n: int) -> str | None:
        return book.note(number, n, touchpoint=name) if n else None

    return MapTouchpoint(
        name=name,
        channel=touchpoint.channel,
        channels=tuple(ChannelCount(name=channel, people=people) for channel, people in visit.channels),
        owner=touchpoint.owner,
        people=visit.people,
        journeys=visit.journeys,
        events=visit.events,
        first_contact_people=visit.first_contact_people,
        first_contact_evidence=noted("first_contact", visit.first_contact_people),
        left_after_people=visit.left_after_people,
        left_after_evidence=noted("left_after", visit.left_after_people),
        reached_evidence=noted("reached_at", reached),
        next=tuple(
            MapNext(
                to=each.to,
                end=each.end,
                journeys=each.journeys,
                people=each.people,
                share=each.share,
                time=each.time,
            )
            for each in flow.next[name]
        ),
        evidence=book.note("visits", visit.people, touchpoint=name),
    )


def _flow(edge: Edge, book: EvidenceBook) -> MapFlow:
    return MapFlow(
        from_=edge.from_,
        to=edge.to,
        people=edge.people,
        journeys=edge.journeys,
        moves=edge.moves,
        time=edge.time,
        evidence=book.note("flow", edge.people, **{"from": edge.from_, "to": edge.to}),
    )


def _path(path: PathRow, book: EvidenceBook) -> Path:
    return Path(
        touchpoints=path.touchpoints,
        journeys=path.journeys,
        people=path.people,
        share=path.share,
        goal_rate=path.goal_rate,
        stability=None,
        evidence=book.note("path", path.people, path=list(path.touchpoints)),
    )


def _lanes(stages: Sequence[MapStage]) -> tuple[Lane, ...]:
    return tuple(Lane(id=lane, cells=tuple(_cell(lane, stage) for stage in stages)) for lane in LANES)


def _cell(lane: LaneId, stage: MapStage) -> Cell:
    if not stage.people or not MEASURED.get(lane, _never)(stage):
        return Cell(stage=stage.name, state="none", provenance=None, evidence=None)
    state: State = "full" if stage.people >= THIN else "thin"
    return Cell(stage=stage.name, state=state, provenance="observed", evidence=stage.evidence)


def _never(_: MapStage) -> bool:
    return False


def _timed(stage: MapStage) -> bool:
    moves = (each for touchpoint in stage.touchpoints for each in touchpoint.next)
    return stage.time is not None or any(each.time is not None for each in moves)


# What has to be known of a stage for its cell in a lane to hold something; other lanes hold nothing yet.
MEASURED: dict[LaneId, Callable[[MapStage], bool]] = {
    "do": lambda _: True,
    "move": lambda _: True,
    "time": _timed,
}
