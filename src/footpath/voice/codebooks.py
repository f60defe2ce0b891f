"""Coded answers in, what their codes mean out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from footpath.model.survey import Codebook, Survey
from footpath.voice.coded import coded

Labels = tuple[str, ...]


def decoded(
    texts: Sequence[str], questions: Sequence[str], surveys: Sequence[Survey | None]
) -> list[Labels | None]:
    """What each answer [n] to a question of a survey means; None where its survey has no codes for it.

    >>> airport = Survey("airport", "airport", codes={"Q8": {"1": "Praise", "2": "Signs"}})
    >>> decoded(["1", "2;1", "So nice"], ["Q81", "Q82", "Q9"], [airport] * 3)
    [('Praise',), ('Praise', 'Signs'), None]
    """
    tables = [_table(survey, question) for survey, question in zip(surveys, questions, strict=True)]
    found: list[Labels | None] = []
    for text, table in zip(texts, tables, strict=True):
        labels, has = coded([text], table or {})
        known = tuple(label for label, here in zip(labels, has[0], strict=True) if here)
        found.append(None if table is None else known)
    return found


def labels_of(surveys: Sequence[Survey]) -> tuple[str, ...]:
    """Everything that codes of these surveys mean, each once."""
    return tuple(dict.fromkeys(label for survey in surveys for label in _labels(survey.codes)))


def _labels(codes: Codebook) -> Iterator[str]:
    for table in codes.values():
        yield from table.values()


def _table(survey: Survey | None, question: str) -> Mapping[str, str] | None:
    """The codes of a question; a question “Q8” holds for its columns Q8, Q81, Q82 …"""
    for name, table in survey.codes.items() if survey else ():
        rest = question.removeprefix(name)
        if question.startswith(name) and (not rest or rest.isdecimal()):
            return table
    return None
