"""Analyses of journeys and what was heard in, the stages of the map with their touchpoints out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from footpath.analysis.stages import Stage as Walked
from footpath.analysis.visits import Visit
from footpath.mapping.counted import Counted
from footpath.mapping.evidence import EvidenceBook
from footpath.mapping.order import in_order
from footpath.mapping.voices import Voices
from footpath.model.definition import Definitions, Stage, Touchpoint
from footpath.model.map import ChannelCount, MapStage, MapTouchpoint
from footpath.model.map import Next as MapNext


@dataclass(frozen=True, slots=True)
class Drawing:
    """What all stages of a map are drawn from.

    `stated` are the touchpoints that are known only from what persons say of them: nobody saw when they were
    met, so there is no order among them, and no first or last.
    """

    counted: Counted
    book: EvidenceBook
    definitions: Definitions
    goals: frozenset[str]
    stated: frozenset[str]
    voices: Voices | None


def draw_stages(drawing: Drawing, stages: Sequence[Stage]) -> tuple[MapStage, ...]:
    """The stages, each with the touchpoints that were met."""
    visits = {visit.touchpoint: visit for visit in drawing.counted.visits.touchpoints}
    walked = {each.stage: each for each in drawing.counted.progress.stages}
    before = drawing.counted.precedence.before
    touchpoints = drawing.definitions.touchpoints
    found = []
    for stage in stages:
        here = [i for i, t in enumerate(touchpoints) if t.stage == stage.name and visits[t.name].people]
        is_stated = bool(here) and all(touchpoints[i].name in drawing.stated for i in here)
        members = [touchpoints[i] for i in (here if is_stated else in_order(here, before))]
        drawn = tuple(_touchpoint(drawing, each, visits[each.name]) for each in members)
        found.append(_stage(drawing.book, stage, walked[stage.name], drawn, is_stated=is_stated))
    return tuple(found)


def _stage(
    book: EvidenceBook,
    stage: Stage,
    walked: Walked,
    touchpoints: tuple[MapTouchpoint, ...],
    *,
    is_stated: bool,
) -> MapStage:
    return MapStage(
        name=stage.name,
        phase=stage.phase,
        people=walked.people,
        continue_rate=None if is_stated else walked.continue_rate,
        time=None if is_stated else walked.time,
        evidence=book.note("stage", walked.people, stage=stage.name),
        touchpoints=touchpoints,
    )


def _touchpoint(drawing: Drawing, touchpoint: Touchpoint, visit: Visit) -> MapTouchpoint:
    name, book = touchpoint.name, drawing.book
    is_stated = name in drawing.stated
    following = () if is_stated else drawing.counted.flow.next[name]
    first, left = (0, 0) if is_stated else (visit.first_contact_people, visit.left_after_people)
    reached = sum(each.people for each in following if each.end == "reached" and name in drawing.goals)

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
        first_contact_people=first,
        first_contact_evidence=noted("first_contact", first),
        left_after_people=left,
        left_after_evidence=noted("left_after", left),
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
            for each in following
        ),
        stated=is_stated,
        **(drawing.voices.at(name) if drawing.voices else {}),
        evidence=book.note("visits", visit.people, touchpoint=name),
    )


def known_only_as_stated(stages: Iterable[MapStage]) -> bool:
    """Whether nothing on the map was seen to happen."""
    stated = [touchpoint.stated for stage in stages for touchpoint in stage.touchpoints]
    return bool(stated) and all(stated)
