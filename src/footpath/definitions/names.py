"""Definitions in, what they name twice or name without defining it out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from footpath.definitions.reading import Problems, Table, shown
from footpath.errors import UnknownName
from footpath.model.definition import Definitions, JourneyDefinition

KINDS = {"stage": "stages", "touchpoint": "touchpoints", "identifier": "identifiers", "journey": "journeys"}
KINDS |= {"segment": "segments", "survey": "surveys", "theme": "themes"}
_SEVERAL = ("any", "repeat", "unordered")
_STEP_KEYS = ("touchpoint", *_SEVERAL, "optional", "within")


def name_of(item: Any) -> str:
    """What a stage, touchpoint, journey or segment is called; an identifier goes by its kind."""
    return str(item.kind if hasattr(item, "kind") else item.name)


def check_names(definitions: Definitions, problems: Problems) -> None:
    """Adds a problem for each name that is used twice or that nobody defined."""
    for kind, attribute in KINDS.items():
        _check_twice(kind, [name_of(each) for each in getattr(definitions, attribute)], problems)
    stages = [each.name for each in definitions.stages]
    touchpoints = [each.name for each in definitions.touchpoints]
    for number, touchpoint in enumerate(definitions.touchpoints, start=1):
        place = f'[[touchpoint]] {number} "{touchpoint.name}": stage'
        _check_known("stage", [touchpoint.stage], stages, place, problems)
    for number, journey in enumerate(definitions.journeys, start=1):
        place = f'[[journey]] {number} "{journey.name}"'
        for key, names in _named(journey, place, problems):
            _check_known("touchpoint", names, touchpoints, f"{place}: {key}", problems)
        _check_known("stage", journey.stages or (), stages, f"{place}: stages", problems)
    _check_surveys(definitions, touchpoints, problems)


def _check_twice(kind: str, names: Sequence[str], problems: Problems) -> None:
    for name, times in Counter(names).items():
        if times > 1 and name:
            problems.add(f'{times} tables [[{kind}]] are called "{name}"', hint="Give each its own name")


def _check_known(
    what: str, names: Iterable[str], known: Sequence[str], place: str, problems: Problems
) -> None:
    for name in names:
        if name and name not in known:
            problems.found.append(UnknownName(what, name, known, where=problems.place(place)))


def _check_surveys(definitions: Definitions, touchpoints: Sequence[str], problems: Problems) -> None:
    for number, survey in enumerate(definitions.surveys, start=1):
        place = f'[[survey]] {number} "{survey.name}"'
        _check_twice("survey.score", [score.name for score in survey.scores], problems)
        for score in survey.scores:
            about = [score.about] if score.about else []
            _check_known("touchpoint", about, touchpoints, f"{place}: {score.name}: about", problems)
    surveys = [each.name for each in definitions.surveys]
    for number, theme in enumerate(definitions.themes, start=1):
        place = f'[[theme]] {number} "{theme.name}": survey'
        _check_known("survey", [theme.survey] if theme.survey else [], surveys, place, problems)


def _named(journey: JourneyDefinition, place: str, problems: Problems) -> Iterator[tuple[str, Iterable[str]]]:
    """The touchpoints that a journey names, by key."""
    yield "start", journey.start
    yield "goal", [goal.touchpoint for goal in journey.goal]
    yield "ends", journey.ends
    yield (
        "planned",
        [name for step in journey.planned for name in _steps(step, f"{place}: planned", problems)],
    )


def _steps(step: object, place: str, problems: Problems) -> Iterator[str]:
    """The touchpoints of a planned step, which may hold steps."""
    if isinstance(step, str):
        yield step
        return
    if not isinstance(step, dict):
        problems.add(f"a step must be a touchpoint or a table, not {shown(step)}", where=place)
        return
    table = Table(step, place, problems)
    table.only(_STEP_KEYS)
    table.flag("optional")
    table.duration("within")
    if sum(key in step for key in ("touchpoint", *_SEVERAL)) != 1:
        table.wrong(f"a step has one of touchpoint, {', '.join(_SEVERAL)}", f"It is {shown(step)}")
    if name := table.text("touchpoint"):
        yield name
    for key in _SEVERAL:
        inner = step.get(key, [])
        if not isinstance(inner, list):
            table.wrong(f"{key} must be a list of steps")
            continue
        for each in inner:
            yield from _steps(each, place, problems)
