"""The tables [[survey]] and [[theme]] in, a project's surveys and themes out."""

from __future__ import annotations

from typing import cast

from footpath.definitions.reading import Table, shown, tables
from footpath.model.survey import (
    DIRECTIONS,
    SCALES,
    SCORE_KINDS,
    WINDOW,
    Codebook,
    Direction,
    ScoreKind,
    Survey,
    SurveyScore,
    Theme,
)

SURVEY_KEYS = (
    *("name", "source", "about", "window", "text", "codes"),
    *("weight", "eligible", "invited", "score", "guessed"),
)
SCORE_KEYS = ("name", "kind", "question", "scale", "direction", "missing", "about")


def survey_of(table: Table) -> Survey:
    """A survey; what is wrong with it goes to the problems of its file."""
    table.only(SURVEY_KEYS)
    name = table.text("name", required=True) or ""
    window = table.duration("window")
    scores = tables({"score": table.values.get("score", [])}, "score", table.problems)
    return Survey(
        name=name,
        source=table.text("source") or name,
        about=table.text("about"),
        window=WINDOW if window is None else window,
        text=table.texts("text"),
        codes=_codes(table),
        weight=table.text("weight"),
        eligible=table.text("eligible"),
        invited=table.text("invited"),
        scores=tuple(_score(Table(each.values, f"{table.place}: score", table.problems)) for each in scores),
        guessed=table.flag("guessed"),
    )


def _score(table: Table) -> SurveyScore:
    table.only(SCORE_KEYS)
    name = table.text("name", required=True) or ""
    kind = cast("ScoreKind", table.one_of("kind", SCORE_KINDS))
    return SurveyScore(
        name=name,
        kind=kind,
        question=table.text("question") or name,
        scale=_scale(table) or SCALES[kind],
        direction=cast("Direction", table.one_of("direction", DIRECTIONS, default=DIRECTIONS[0])),
        missing=table.texts("missing"),
        about=table.text("about"),
    )


def _scale(table: Table) -> tuple[float, float] | None:
    value = table.values.get("scale")
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 2 or not all(map(_is_number, value)):
        table.wrong("scale must be two numbers", f"It is {shown(value)}; write scale = [1, 5]")
        return None
    low, high = map(float, value)
    if low >= high:
        table.wrong(
            "scale must begin with its lower end", 'Write scale = [1, 5], and direction = "low is good"'
        )
        return None
    return low, high


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _codes(table: Table) -> Codebook:
    value = table.values.get("codes", {})
    if isinstance(value, str):
        table.wrong(
            f'codes: the file "{value}" was not read', "It is found beside footpath.toml: footpath apply"
        )
        return {}
    if not isinstance(value, dict) or not all(isinstance(codes, dict) for codes in value.values()):
        table.wrong("codes must be a file, or a table of tables", 'Write codes = { Q8 = { "1" = "Praise" } }')
        return {}
    return {
        question: {str(code): str(label) for code, label in codes.items()}
        for question, codes in value.items()
    }


def theme_of(table: Table) -> Theme:
    """A theme; what is wrong with it goes to the problems of its file."""
    table.only(("name", "terms", "but", "survey", "guessed"))
    terms = table.texts("terms")
    if not terms and "terms" not in table.values:
        table.wrong("terms are missing", 'Write terms = ["late", "delay"]')
    return Theme(
        name=table.text("name", required=True) or "",
        terms=terms,
        but=table.texts("but"),
        survey=table.text("survey"),
        guessed=table.flag("guessed"),
    )
