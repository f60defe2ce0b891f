"""An identifier in; one person's timeline by days, and why each identifier belongs, out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from footpath.errors import UnknownName
from footpath.project.views import PersonEvent, PersonView
from footpath.web.asking import person_url, text
from footpath.web.desk import Desk
from footpath.web.pages import desk_of, page
from footpath.web.words import zone_of

MOST_EVENTS = 2000  # on one page; the rest is counted


@dataclass(frozen=True, slots=True)
class Moment:
    """An event at the time of its zone."""

    when: datetime | None
    event: PersonEvent


@dataclass(frozen=True, slots=True)
class Day:
    """What happened on one day."""

    date: date | None
    moments: tuple[Moment, ...]


async def search(request: Request) -> Response:
    """From an identifier that somebody typed to its person."""
    wanted = text(request.query_params, "q")
    return RedirectResponse(person_url(wanted) if wanted else "/", 303)


async def person(request: Request) -> Response:
    """The page of a person."""
    desk, wanted = desk_of(request), request.path_params["identifier"]
    try:
        found, zone = await desk.read(_found, desk, wanted)
    except UnknownName as error:
        # The error's hint names other people's identifiers, of no use to who looks for somebody.
        what = f"nobody is known as “{wanted}”; try ann@example.com or customer:C1042"
        raise HTTPException(404, what) from error
    shown = found.events[:MOST_EVENTS]
    values = {
        "person": found,
        "days": days(shown, zone),
        "zone": zone,
        "hidden": len(found.events) - len(shown),
        "unmatched": sum(event.touchpoint is None for event in found.events),
    }
    return page(request, "person.html", values)


def days(events: Iterable[PersonEvent], zone: tzinfo) -> list[Day]:
    """Events, which are in order, by the days of a zone."""
    moments = [Moment(each.time.astimezone(zone) if each.time else None, each) for each in events]
    grouped = groupby(moments, key=lambda each: each.when.date() if each.when else None)
    return [Day(day, tuple(held)) for day, held in grouped]


def _found(desk: Desk, identifier: str) -> tuple[PersonView, tzinfo]:
    return desk.project.person(identifier), zone_of(desk.project.definitions.timezone)
