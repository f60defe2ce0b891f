"""Typeform's exported CSV in, responses out."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from contextlib import closing

from footpath.collect.formats.responses import Asked, Refused, Response
from footpath.collect.formats.scales import scale_in
from footpath.collect.reading import Input

ID, SUBMITTED, STARTED = "#", "Submit Date (UTC)", "Start Date (UTC)"
# What the tool itself records; the address of a machine is nothing that a journey needs.
RECORD = (ID, SUBMITTED, STARTED, "Stage Date (UTC)", "Network ID", "Response Type", "Tags", "Ending")
KEPT = ("Tags", "Ending")
ACTORS = {"email": "email", "e-mail": "email", "email address": "email", "phone number": "phone"}


def is_export(head: str) -> bool:
    """Whether a file that begins like this is an export of responses."""
    header = next(csv.reader(head.splitlines(keepends=True)), [])
    return header[:1] == [ID] and SUBMITTED in header


def responses_in_export(file: Input) -> Iterator[Response | Refused]:
    """One response a row; the columns between those that the tool records are questions."""
    with closing(file.text()) as stream:
        for row in csv.DictReader(stream):
            cells = {name: cell.strip() for name, cell in row.items() if name and isinstance(cell, str)}
            yield _told(cells)


def _told(cells: Mapping[str, str]) -> Response | Refused:
    asked = {name: cell for name, cell in cells.items() if name not in RECORD}
    actors = {ACTORS[name.lower()]: cell for name, cell in asked.items() if name.lower() in ACTORS and cell}
    given = [_asked(name).answer(cell) for name, cell in asked.items() if name.lower() not in ACTORS]
    answers = [answer for answer in given if answer]
    if reason := _refused(cells, bool(answers)):
        return Refused(reason)
    return Response(
        id=cells[ID],
        time=cells.get(SUBMITTED) or cells.get(STARTED),
        zone="UTC",
        actors=actors,
        answers=answers,
        properties={name: cells.get(name) for name in KEPT},
    )


def _refused(cells: Mapping[str, str], answered: bool) -> str | None:
    if not cells.get(ID):
        return "not_a_response"
    if answered:
        return None
    return "no_answer" if cells.get(SUBMITTED) else "unfinished"


def _asked(name: str) -> Asked:
    wording = " ".join(name.split())
    return Asked(wording, wording, wording=wording, scale=scale_in(wording))
