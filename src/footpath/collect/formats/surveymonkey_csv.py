"""SurveyMonkey's exported CSV in, responses out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain, groupby, islice, zip_longest

from footpath.collect.formats.responses import Answer, Asked, Refused, Response
from footpath.collect.formats.scales import scale_in
from footpath.collect.reading import Input

# What the tool itself records, by the name of the column.
RECORD = {
    "respondent id": "id",
    "respondentid": "id",
    "start date": "started",
    "startdate": "started",
    "end date": "ended",
    "enddate": "ended",
    "date created": "started",
    "date modified": "ended",
    "email address": "actor.email",
    "email": "actor.email",
    "response status": "status",
    "collection mode": "mode",
}
LEFT_OUT = ("ip address", "ip", "language")
PROPERTIES = ("collector id", "collectorid", "first name", "last name", "custom data", "custom value")
WHOLE = ("", "response", "open-ended response")  # labels that say nothing about the question
OTHER = ("other (", "comment")
TWELVE_HOURS = "%m/%d/%Y %I:%M:%S %p"

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a question: what it asks, and its choice or row."""

    at: int
    label: str
    asked: Asked
    whole: Asked  # the question without its choice or row


@dataclass(frozen=True, slots=True)
class Header:
    """What each column is for."""

    record: dict[str, int]
    properties: dict[str, int]
    questions: tuple[tuple[Column, ...], ...]
    as_written: bool  # dates are left as they are


def is_export(head: str) -> bool:
    """Whether a file that begins like this is an export of responses."""
    header = next(csv.reader(head.splitlines(keepends=True)), [])
    names = {name.strip().strip("\ufeff").lower() for name in header[:12]}
    return bool(names & {"respondent id", "respondentid"}) and bool(names & {"collector id", "collectorid"})


def responses_in_export(file: Input, *, as_written: bool) -> Iterator[Response | Refused]:
    """One response a row; dates with AM or PM are month first, unless they are to be left `as_written`."""
    with closing(file.text()) as stream:
        rows = csv.reader(stream)
        names, second = [*islice(rows, 2), [], []][:2]
        is_answer = bool(second and second[0].strip())  # some exports have one header row
        header = header_of(names, [] if is_answer else second, as_written=as_written)
        for row in chain([second] * is_answer, rows):
            if any(cell.strip() for cell in row):
                yield _told([cell.strip() for cell in row], header)


def header_of(names: Row, labels: Row, *, as_written: bool = False) -> Header:
    """Reads the two header rows; a column without a question belongs to the one on its left.

    What the tool records stands before the first question, which the second row begins with.
    """
    pairs = list(enumerate(zip_longest(map(_plain, names), map(_plain, labels), fillvalue="")))
    first = next((n for n, (_, label) in pairs if label), 0)
    record: dict[str, int] = {}
    properties: dict[str, int] = {}
    asked: list[tuple[int, int, str, str]] = []
    for n, (name, label) in pairs:
        role = RECORD.get(name.lower())
        if not asked and role and role not in record:
            record[role] = n
        elif not asked and (name.lower().startswith(PROPERTIES) or n < first):
            properties |= {name: n} if name and name.lower() not in LEFT_OUT else {}
        elif name and (asked or name.lower() not in LEFT_OUT):
            asked.append((n, n, name, label))
        elif asked:
            asked.append((n, asked[-1][1], asked[-1][2], label))
    return Header(record, properties, tuple(_questions(asked)), as_written)


def _plain(cell: str) -> str:
    return " ".join(cell.split())


def _questions(asked: Sequence[tuple[int, int, str, str]]) -> Iterator[tuple[Column, ...]]:
    seen: Counter[str] = Counter()
    for _, group in groupby(asked, key=lambda each: each[1]):
        columns = list(group)
        question = columns[0][2]
        seen[question] += 1
        again = f" ({seen[question]})" if seen[question] > 1 else ""
        yield tuple(_column(at, question, label, again) for at, _, _, label in columns)


def _column(at: int, question: str, label: str, again: str) -> Column:
    name = question if label.lower() in WHOLE else f"{question}: {label}"
    words = label.lower() == "open-ended response" or label.lower().startswith(OTHER)
    asked = Asked(f"{name}{again}", name, wording=question, scale=scale_in(question), words=words)
    return Column(at, label, asked, replace(asked, key=f"{question}{again}", event=question, words=False))


def _told(cells: Row, header: Header) -> Response | Refused:
    answers = [answer for question in header.questions for answer in _answers(cells, question)]
    if reason := _refused(cells, header, answered=bool(answers)):
        return Refused(reason)
    email = _cell(cells, header.record.get("actor.email"))
    ended, started = (_cell(cells, header.record.get(role)) for role in ("ended", "started"))
    return Response(
        id=_cell(cells, header.record.get("id")),
        time=(ended or started) if header.as_written else _iso(ended or started),
        actors={"email": email} if email else {},
        answers=answers,
        properties={name: _cell(cells, at) for name, at in header.properties.items()},
    )


def _refused(cells: Row, header: Header, *, answered: bool) -> str | None:
    if not _cell(cells, header.record.get("id")):
        return "not_a_response"
    if "preview" in _cell(cells, header.record.get("mode")).lower():
        return "preview"
    if _cell(cells, header.record.get("status")).lower() == "disqualified":
        return "disqualified"
    if answered:
        return None
    return "no_answer" if _cell(cells, header.record.get("ended")) else "unfinished"


def _iso(date: str) -> str:
    """The date in an order that can't be mistaken, where it is written with AM or PM."""
    try:
        return datetime.strptime(date, TWELVE_HOURS).isoformat(sep=" ")  # noqa: DTZ007 - zones come with options
    except ValueError:
        return date


def _cell(cells: Row, at: int | None) -> str:
    return cells[at] if at is not None and at < len(cells) else ""


def _answers(cells: Row, question: Sequence[Column]) -> Iterator[Answer]:
    """The answers to one question: each row's own, and all choices as one."""
    chosen = [each.label for each in question if each.label and _cell(cells, each.at) == each.label]
    if chosen and (answer := question[0].whole.answer(chosen)):
        yield answer
    for each in question:
        cell = _cell(cells, each.at)
        if cell != each.label and (answer := each.asked.answer(cell)):
            yield answer
