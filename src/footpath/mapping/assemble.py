"""Results in, a journey map out.

Every number comes from an analysis, every cell names its evidence, and what no one has measured is said.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pyarrow as pa

from footpath.analysis.flow import Edge
from footpath.analysis.outcomes import OutcomesResult
from footpath.analysis.paths import Path as PathRow
from footpath.analysis.paths import PathsResult
from footpath.analysis.stages import StageProgress
from footpath.journeys.choosing import met
from footpath.mapping.counted import count
from footpath.mapping.coverage import completed, in_time
from footpath.mapping.evidence import EvidenceBook, Met
from footpath.mapping.heard import Heard
from footpath.mapping.lanes import lanes
from footpath.mapping.stages import Drawing, draw_stages, known_only_as_stated
from footpath.mapping.voices import Voices
from footpath.model.analysis import Run
from footpath.model.definition import PHASES, Definitions, JourneyDefinition, Segment, Stage
from footpath.model.estimate import Estimate
from footpath.model.journey import Drawn
from footpath.model.lens import Lens
from footpath.model.map import (
    Coverage,
    JourneyMap,
    LaneId,
    Path,
    PathsOther,
)
from footpath.model.map import Flow as MapFlow
from footpath.model.map import Outcomes as MapOutcomes
from footpath.model.moment import Moment

Note = Callable[[dict[str, Any], int], str]
OnMap = tuple[tuple[Moment, ...], tuple[Moment, ...]]  # shown, undecided


@dataclass(frozen=True, slots=True)
class Frame:
    """What a map needs besides the journeys: who asks, for whom, of which state of the data."""

    definitions: Definitions
    definition: JourneyDefinition
    lens: Lens
    segment: Segment | None
    segment_share: Estimate | None
    behavioural: bool
    revision: int
    generated_at: datetime
    pseudonym: Callable[[str], str]
    command: str  # how a command line begins that lists persons
    heard: Heard | None = None
    moments: Callable[[Note], OnMap | None] = lambda _: None
    met: Met | None = None
    persons: pa.StringArray | None = None  # those whom the numbers of heard and met mean
    waiting: frozenset[LaneId] = frozenset()  # the lanes that are being worked out elsewhere


def columns(definitions: Definitions, definition: JourneyDefinition, journeys: Drawn) -> list[Stage]:
    """The stages of the map by phase: those the journey names, else those that hold a touchpoint of it."""
    return shown(definitions, definition, met(journeys))


def shown(
    definitions: Definitions, definition: JourneyDefinition, met: Collection[str] | None = None
) -> list[Stage]:
    """The same where these touchpoints are met in journeys; all that there may be where that is not known."""
    held = {each.stage for each in definitions.touchpoints if met is None or each.name in met}
    wanted = held if definition.stages is None else set(definition.stages)
    chosen = [stage for stage in definitions.stages if stage.name in wanted]
    return sorted(chosen, key=lambda stage: PHASES.index(stage.phase))


def progress_of(definitions: Definitions, stages: Sequence[Stage]) -> StageProgress:
    """The analysis that follows persons from stage to stage."""
    members = {
        stage.name: tuple(t.name for t in definitions.touchpoints if t.stage == stage.name)
        for stage in stages
    }
    return StageProgress(tuple(members.items()))


def map_of(run: Run, coverage: Coverage, frame: Frame) -> JourneyMap:
    """The map of the journeys that `run` asks.

    `coverage` tells what is known besides them; what only they tell is filled in.
    """
    counted = count(run, progress_of(frame.definitions, shown(frame.definitions, frame.definition)))
    met = {each.touchpoint for each in counted.origins.touchpoints}
    stages = shown(frame.definitions, frame.definition, met)
    book = EvidenceBook(
        counted=counted,
        touchpoints=[touchpoint.name for touchpoint in frame.definitions.touchpoints],
        lens=frame.lens,
        revision=frame.revision,
        pseudonym=frame.pseudonym,
        command=frame.command,
        heard=frame.heard,
        met=frame.met,
        persons=frame.persons,
    )
    outcomes, flow, paths = counted.outcomes, counted.flow, counted.paths
    book.note("outcomes", outcomes.people)
    goals = frozenset(goal.touchpoint for goal in frame.definition.goal)
    stated = frame.heard.stated if frame.heard else frozenset()
    voices = Voices(frame.heard, book.note, frame.pseudonym) if frame.heard else None
    drawn = draw_stages(Drawing(counted, book, frame.definitions, goals, stated, voices), stages)
    unordered = known_only_as_stated(drawn)
    moments = frame.moments(lambda part, n: book.note("moment", n, **part))
    told, undecided = moments or ((), ())
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
        as_of=in_time(counted.extent.as_of),
        revision=frame.revision,
        generated_at=frame.generated_at,
        guessed=frame.definition.guessed,
        people=outcomes.people,
        journeys=MapOutcomes(reached=outcomes.reached, left=outcomes.left, open=outcomes.open),
        goal=tuple(goal.touchpoint for goal in frame.definition.goal),
        goal_rate=outcomes.goal_rate if frame.definition.goal else None,
        time_to_goal=outcomes.time_to_goal if frame.definition.goal else None,
        coverage=completed(coverage, counted.extent, {stage.phase for stage in stages}),
        stages=drawn,
        flows=tuple(_flow(edge, book) for edge in flow.edges if not stated & {edge.from_, edge.to}),
        paths=tuple(_path(path, book, has_goal=bool(goals)) for path in paths.paths if not unordered),
        paths_other=_everything(outcomes) if unordered else _other(paths),
        moments=told,
        undecided=undecided,
        lanes=lanes(drawn, frame.heard, book.note, moments=moments is not None, waiting=frame.waiting),
        evidence=book.entries,
    )


def _everything(outcomes: OutcomesResult) -> PathsOther:
    journeys = outcomes.reached + outcomes.left + outcomes.open
    return PathsOther(journeys=journeys, people=outcomes.people, share=1.0 if journeys else 0.0)


def _other(paths: PathsResult) -> PathsOther:
    share = paths.other.share
    return PathsOther(
        journeys=paths.other.journeys, people=paths.other.people, share=share.value if share else 0.0
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


def _path(path: PathRow, book: EvidenceBook, *, has_goal: bool) -> Path:
    return Path(
        touchpoints=path.touchpoints,
        journeys=path.journeys,
        people=path.people,
        share=path.share,
        goal_rate=path.goal_rate if has_goal else None,
        stability=None,
        evidence=book.note("path", path.people, path=list(path.touchpoints)),
    )
