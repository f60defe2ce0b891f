"""The text of footpath.toml in, Definitions out.

Strict: a table or key that nobody knows, a wrong type, a name that nobody defined are problems, and all of a
file are told at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import Any, cast
from zoneinfo import ZoneInfo

from footpath.definitions.names import check_names
from footpath.definitions.reading import Problems, Table, shown, tables
from footpath.definitions.surveys import survey_of, theme_of
from footpath.definitions.writing import write
from footpath.errors import DefinitionError, suggestion
from footpath.model.definition import (
    MONTH,
    OWNERS,
    PHASES,
    Definitions,
    Goal,
    Identifier,
    JourneyDefinition,
    Owner,
    Phase,
    Segment,
    Stage,
    Touchpoint,
)

__all__ = ["parse", "write"]

TABLES = ("project", "stage", "touchpoint", "identifier", "journey", "segment", "survey", "theme")
MATCH_KEYS = ("source", "channel", "event", "kind", "case", "properties.NAME")
_PROPERTY = "properties."
JOURNEY_KEYS = (
    "name",
    "title",
    "start",
    "goal",
    "ends",
    "within",
    "quiet",
    "before",
    "after",
    "stages",
    "planned",
    "guessed",
)
_SCORE = re.compile(r"\s*(>=|<=|==|!=|=|<|>)\s*-?[0-9]+(\.[0-9]+)?\s*")


def parse(text: str, *, where: str = "footpath.toml") -> Definitions:
    """What a file says; DefinitionError with everything that is wrong with it.

    >>> parse('[[stage]]\\nname = "I hear of it"\\nphase = "pre-contact"').stages
    (Stage(name='I hear of it', phase='pre-contact'),)
    """
    document, problems = _document(text, where), Problems(where)
    for name in document:
        if name not in TABLES:
            problems.add(f'no table "{name}"', hint=suggestion(name, TABLES, "There are"))
    project = _project(document, problems)
    definitions = Definitions(
        name=project.text("name") or Definitions().name,
        timezone=_timezone(project),
        stages=tuple(_stage(each) for each in tables(document, "stage", problems)),
        touchpoints=tuple(_touchpoint(each) for each in tables(document, "touchpoint", problems)),
        identifiers=tuple(_identifier(each) for each in tables(document, "identifier", problems)),
        journeys=tuple(_journey(each) for each in tables(document, "journey", problems)),
        segments=tuple(_segment(each) for each in tables(document, "segment", problems)),
        surveys=tuple(survey_of(each) for each in tables(document, "survey", problems)),
        themes=tuple(theme_of(each) for each in tables(document, "theme", problems)),
    )
    check_names(definitions, problems)
    problems.stop()
    return definitions


def _document(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise DefinitionError(f"this is no TOML: {error}", where=where) from None


def _project(document: Mapping[str, Any], problems: Problems) -> Table:
    values = document.get("project", {})
    if not isinstance(values, dict):
        problems.add("project must be a table", hint="Write [project], in one bracket")
        values = {}
    project = Table(values, "[project]", problems)
    project.only(("name", "timezone"))
    return project


def _timezone(project: Table) -> str | None:
    zone = project.text("timezone")
    try:
        if zone is not None:
            ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        project.wrong(f'no time zone "{zone}"', 'It is written as in "Europe/Amsterdam"')
    return zone


def _stage(table: Table) -> Stage:
    table.only(("name", "phase"))
    return Stage(table.text("name", required=True) or "", cast("Phase", table.one_of("phase", PHASES)))


def _touchpoint(table: Table) -> Touchpoint:
    table.only(("name", "stage", "match", "channel", "owner", "where"))
    if not {"match", "where"} & table.values.keys():
        table.wrong("match and where are both missing", "One of them says which events it stands for")
    return Touchpoint(
        name=table.text("name", required=True) or "",
        stage=table.text("stage", required=True) or "",
        match=_match(table),
        channel=table.text("channel"),
        owner=cast("Owner", table.one_of("owner", OWNERS, default="firm")),
        where=table.text("where"),
    )


def _match(table: Table) -> dict[str, tuple[str, ...]]:
    values = table.values.get("match", {})
    if not isinstance(values, dict):
        table.wrong("match must be a table", 'Write match = { event = "Order *" }')
        return {}
    if not values and "match" in table.values:
        table.wrong("match is empty", "It would stand for every event")
    match = Table(_flat(values), f"{table.place}: match", table.problems)
    for key in match.values:
        if key not in MATCH_KEYS and not key.startswith(_PROPERTY):
            match.wrong(f'no key "{key}" here', suggestion(key, MATCH_KEYS, "There are"))
        if match.values[key] == []:
            match.wrong(f"{key} is an empty list", "No event would match")
    return {key: match.texts(key) for key in match.values}


def _flat(values: Mapping[str, Any], before: str = "") -> dict[str, Any]:
    """In TOML, properties.path without quotes is a table in a table."""
    flat: dict[str, Any] = {}
    for key, value in values.items():
        flat |= _flat(value, f"{before}{key}.") if isinstance(value, dict) else {before + key: value}
    return flat


def _identifier(table: Table) -> Identifier:
    table.only(("kind", "unique", "most_people"))
    kind = table.text("kind", required=True) or ""
    if ":" in kind:
        table.wrong("kind must hold no colon")
    return Identifier(kind, table.flag("unique"), table.count("most_people"))


def _journey(table: Table) -> JourneyDefinition:
    table.only(JOURNEY_KEYS)
    name = table.text("name", required=True) or ""
    if {"within", "quiet"} <= table.values.keys():
        table.wrong("within and quiet say the same in two ways", "Keep one of them")
    if unknown := [key for key in table.texts("guessed") if key not in JOURNEY_KEYS]:
        table.wrong(f'guessed: no key "{unknown[0]}"', suggestion(unknown[0], JOURNEY_KEYS, "There are"))
    before, after = table.duration("before"), table.duration("after")
    return JourneyDefinition(
        name=name,
        title=table.text("title") or name,
        start=table.texts("start"),
        goal=_goals(table),
        ends=table.texts("ends"),
        within=table.duration("within"),
        quiet=table.duration("quiet"),
        before=MONTH if before is None else before,
        after=MONTH if after is None else after,
        stages=table.texts("stages") if "stages" in table.values else None,
        planned=_planned(table),
        guessed=table.texts("guessed"),
    )


def _goals(table: Table) -> tuple[Goal, ...]:
    value = table.values.get("goal", [])
    goals = value if isinstance(value, list) else [value]
    return tuple(_goal(each, table) for each in goals)


def _goal(value: object, table: Table) -> Goal:
    if isinstance(value, str):
        return Goal(value)
    if not isinstance(value, dict):
        table.wrong('goal must be a touchpoint, a list of them, or { touchpoint = "…", score = ">= 4" }')
        return Goal("")
    goal = Table(value, f"{table.place}: goal", table.problems)
    goal.only(("touchpoint", "score"))
    score = goal.text("score")
    if score and not _SCORE.fullmatch(score):
        goal.wrong("score must be a comparison with a number", f'It is {shown(score)}; write ">= 4"')
    return Goal(goal.text("touchpoint", required=True) or "", score)


def _planned(table: Table) -> tuple[Any, ...]:
    value = table.values.get("planned", [])
    if not isinstance(value, list):
        table.wrong("planned must be a list of steps")
        return ()
    return tuple(value)


def _segment(table: Table) -> Segment:
    table.only(("name", "where"))
    return Segment(table.text("name", required=True) or "", table.text("where", required=True) or "")
