"""Responses exported from LimeSurvey as CSV in, raw rows out: one event for each answer.

Headers are codes of questions (`Q1[SQ001]`, or `Q1.SQ001.`), their full texts, or both. Numbers of responses
mean something within their survey only.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from footpath.collect.formats.responses import Asked, Refused, Response, batches
from footpath.collect.formats.scales import scale_in
from footpath.collect.reading import ImportOptions, Input, RawBatch

DELIMITERS = (",", ";", "\t")
# What the tool itself records, by the name of the column in either form of export.
RECORD = {
    "id": "id",
    "response_id": "id",
    "response id": "id",
    "submitdate": "submitted",
    "date submitted": "submitted",
    "datestamp": "last",
    "date last action": "last",
    "startdate": "started",
    "date started": "started",
    "token": "token",
    "access code": "token",
    "email": "email",
    "email address": "email",
    "firstname": "first name",
    "first name": "first name",
    "lastname": "last name",
    "last name": "last name",
    "lastpage": "page",
    "last page": "page",
    "startlanguage": "language",
    "start language": "language",
    "seed": "seed",
    "ipaddr": "address",
    "ip address": "address",
    "refurl": "referrer",
    "referrer url": "referrer",
}
SURE = ({"id", "submitted"}, {"page", "language", "seed"})
PROPERTIES = ("first name", "last name", "language")
TIMING = re.compile(
    r"(interviewtime|total time|(group|question|page)time\d*|(group|question) time: .*)", re.I
)
NO_DATE = "1980-01-01"
CODE_AND_TEXT = re.compile(r"(\w+(?:\[\w+\])*)\. +(\S.*)", re.S)
DOTTED = re.compile(r"(\w+)\.(\w+)\.$")  # as R reads Q1[SQ001]


@dataclass(frozen=True, slots=True)
class Header:
    """What each column is for."""

    record: dict[str, int]
    questions: tuple[tuple[int, Asked], ...]


class LimeSurvey:
    """Exports of responses."""

    name = "limesurvey"

    def recognise(self, file: Input, /) -> bool:
        """Whether the first row has the columns that the tool itself writes."""
        if not file.is_text:
            return False
        sure, either = SURE
        found = {RECORD[name.strip().lower()] for name in _first(file.head_text) if _is_record(name)}
        return found >= sure and bool(found & either)

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 answers."""
        person = f"{options.source or file.stem}.response"
        yield from batches(_responses(file), options, file.name, person=person)


LIMESURVEY = LimeSurvey()


def _delimiter(head: str) -> str:
    line = head.partition("\n")[0]
    return max(DELIMITERS, key=lambda each: len(next(csv.reader([line], delimiter=each), [])))


def _first(head: str) -> list[str]:
    rows = csv.reader(head.splitlines(keepends=True), delimiter=_delimiter(head))
    return next(rows, [])


def _is_record(name: str) -> bool:
    return name.strip().lower() in RECORD


def _responses(file: Input) -> Iterator[Response | Refused]:
    with closing(file.text()) as stream:
        rows = csv.reader(stream, delimiter=_delimiter(file.head_text))
        header = header_of(next(rows, []))
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _told([cell.strip() for cell in row], header)


def header_of(names: Sequence[str]) -> Header:
    """Reads the header row; what the tool does not record itself is a question, unless it is a timing."""
    record: dict[str, int] = {}
    questions: list[tuple[int, Asked]] = []
    for n, name in enumerate(names):
        role = RECORD.get(name.strip().lower())
        if role and role not in record:
            record[role] = n
        elif not TIMING.fullmatch(name.strip()):
            questions.append((n, _asked(name)))
    return Header(record, tuple(questions))


def _asked(header: str) -> Asked:
    name = " ".join(header.split())
    if coded := CODE_AND_TEXT.fullmatch(name):
        return Asked(coded[1], coded[1], wording=coded[2], scale=scale_in(coded[2]))
    if dotted := DOTTED.fullmatch(name):
        name = f"{dotted[1]}[{dotted[2]}]"
    wording = name if " " in name else None
    words = name.lower().endswith(("[other]", "[comment]", "other"))
    return Asked(name, name, wording=wording, scale=scale_in(name) if wording else None, words=words)


def _told(cells: Sequence[str], header: Header) -> Response | Refused:
    record = {role: cells[n] for role, n in header.record.items() if n < len(cells) and cells[n]}
    given = [asked.answer(cells[n]) for n, asked in header.questions if n < len(cells)]
    answers = [answer for answer in given if answer]
    if reason := _refused(record, answered=bool(answers)):
        return Refused(reason)
    dated = (record.get(role, "") for role in ("submitted", "last", "started"))
    return Response(
        id=record["id"],
        time=next((date for date in dated if date and not date.startswith(NO_DATE)), None),
        actors={"email": record.get("email"), "limesurvey": record.get("token")},
        answers=answers,
        properties={name: record.get(name) for name in PROPERTIES},
    )


def _refused(record: Mapping[str, str], *, answered: bool) -> str | None:
    if "id" not in record:
        return "not_a_response"
    if answered:
        return None
    return "no_answer" if "submitted" in record else "unfinished"
