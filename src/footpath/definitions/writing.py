"""Definitions in, the text of a footpath.toml to read and change out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import chain
from typing import Any

from footpath.definitions.names import name_of
from footpath.model.definition import (
    MONTH,
    Definitions,
    Goal,
    Identifier,
    JourneyDefinition,
    Segment,
    Stage,
    Touchpoint,
)
from footpath.model.duration import format_duration
from footpath.model.survey import DIRECTIONS, SCALES, WINDOW, Survey, SurveyScore, Theme

GUESSED = "# guessed from the data: check it, then delete this line"
NO_GOAL = '# goal = ["…"]  # none was found: name the touchpoint that this journey is for'
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_WIDE = 110


def write(definitions: Definitions, *, comments: Mapping[str, str] | None = None) -> str:
    """The file that `parse` reads as these definitions.

    `comments` go above the table that they name: "project", "touchpoint Pays", "journey buy".

    >>> print(write(Definitions("Shop", stages=(Stage("I buy", "purchase"),))), end="")
    [project]
    name = "Shop"
    <BLANKLINE>
    [[stage]]
    name = "I buy"
    phase = "purchase"
    """
    above = comments or {}
    blocks = [_block(head, lines, above.get(name)) for head, name, lines in _tables(definitions)]
    return "\n\n".join(blocks) + "\n"


def write_themes(themes: Sequence[Theme]) -> str:
    """Only themes, to be copied into a file."""
    return "\n\n".join(_block("[[theme]]", _theme(theme), None) for theme in themes) + "\n"


def _tables(definitions: Definitions) -> Iterator[tuple[str, str, list[str]]]:
    """The head, the name for comments and the lines of each table."""
    yield "[project]", "project", _lines({"name": definitions.name, "timezone": definitions.timezone})
    for kind, items, lines in _kinds(definitions):
        for item in items:
            yield f"[[{kind}]]", f"{kind} {name_of(item)}", lines(item)


def _kinds(definitions: Definitions) -> Iterator[tuple[str, tuple[Any, ...], Callable[[Any], list[str]]]]:
    yield "stage", definitions.stages, _stage
    yield "touchpoint", definitions.touchpoints, _touchpoint
    yield "identifier", definitions.identifiers, _identifier
    yield "journey", definitions.journeys, _journey
    yield "segment", definitions.segments, _segment
    yield "survey", definitions.surveys, _survey
    yield "theme", definitions.themes, _theme


def _block(head: str, lines: list[str], comment: str | None) -> str:
    above = [f"# {line}".rstrip() for line in comment.splitlines()] if comment else []
    return "\n".join([*above, head, *lines])


def _stage(stage: Stage) -> list[str]:
    return _lines({"name": stage.name, "phase": stage.phase})


def _touchpoint(touchpoint: Touchpoint) -> list[str]:
    return _lines(
        {
            "name": touchpoint.name,
            "stage": touchpoint.stage,
            "channel": touchpoint.channel,
            "owner": None if touchpoint.owner == "firm" else touchpoint.owner,
            "match": {key: _one_or_list(each) for key, each in touchpoint.match.items()} or None,
            "where": touchpoint.where,
        }
    )


def _identifier(identifier: Identifier) -> list[str]:
    unique = identifier.unique or None if identifier.most_people else identifier.unique
    return _lines({"kind": identifier.kind, "unique": unique, "most_people": identifier.most_people})


def _journey(journey: JourneyDefinition) -> list[str]:
    lines = _lines(
        {
            "name": journey.name,
            "title": None if journey.title == journey.name else journey.title,
            "start": list(journey.start) or None,
            "goal": _goals(journey.goal),
            "ends": list(journey.ends) or None,
            "within": journey.within,
            "quiet": journey.quiet,
            "before": None if journey.before == MONTH else journey.before,
            "after": None if journey.after == MONTH else journey.after,
            "stages": journey.stages,
            "planned": list(journey.planned) or None,
        }
    )
    if "goal" in journey.guessed and not journey.goal:
        lines.append(NO_GOAL)
    return [*lines, f"guessed = {_value(journey.guessed)}  {GUESSED}"] if journey.guessed else lines


def _goals(goals: tuple[Goal, ...]) -> Any:
    written = [each.touchpoint if each.score is None else _scored(each) for each in goals]
    return written[0] if len(written) == 1 and isinstance(written[0], dict) else written or None


def _scored(goal: Goal) -> dict[str, str | None]:
    return {"touchpoint": goal.touchpoint, "score": goal.score}


def _segment(segment: Segment) -> list[str]:
    return _lines({"name": segment.name, "where": segment.where})


def _survey(survey: Survey) -> list[str]:
    lines = _lines(
        {
            "name": survey.name,
            "source": survey.source,
            "about": survey.about,
            "window": None if survey.window == WINDOW else survey.window,
            "text": list(survey.text) or None,
            "codes": {question: dict(codes) for question, codes in survey.codes.items()} or None,
            "weight": survey.weight,
            "eligible": survey.eligible,
            "invited": survey.invited,
        }
    )
    guessed = [f"guessed = true  {GUESSED}"] if survey.guessed else []
    scores = (["[[survey.score]]", *_score(score)] for score in survey.scores)
    return [*lines, *guessed, *chain.from_iterable(scores)]


def _score(score: SurveyScore) -> list[str]:
    return _lines(
        {
            "name": score.name,
            "kind": score.kind,
            "question": score.question,
            "scale": None if score.scale == SCALES[score.kind] else [_number(each) for each in score.scale],
            "direction": None if score.direction == DIRECTIONS[0] else score.direction,
            "missing": list(score.missing) or None,
            "about": score.about,
        }
    )


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _theme(theme: Theme) -> list[str]:
    lines = _lines(
        {
            "name": theme.name,
            "terms": list(theme.terms),
            "but": list(theme.but) or None,
            "survey": theme.survey,
        }
    )
    return [*lines, f"guessed = true  {GUESSED}"] if theme.guessed else lines


def _one_or_list(texts: tuple[str, ...]) -> str | list[str]:
    return texts[0] if len(texts) == 1 else list(texts)


def _lines(values: Mapping[str, Any]) -> list[str]:
    """A line a key, without those that are None."""
    return [_line(key, value) for key, value in values.items() if value is not None]


def _line(key: str, value: Any) -> str:
    line = f"{_key(key)} = {_value(value)}"
    if len(line) <= _WIDE or not isinstance(value, list | tuple):
        return line
    return "\n".join([f"{_key(key)} = [", *(f"    {_value(each)}," for each in value), "]"])


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, timedelta):
        return _value(format_duration(value))
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(each) for each in value)}]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    import tomlkit  # definitions are read without it

    text: str = tomlkit.item(value).as_string()
    return text
