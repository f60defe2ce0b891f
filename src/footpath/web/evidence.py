"""An evidence id and the lens of its map in; the number, its persons and the rows behind it out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from footpath.errors import UsageError
from footpath.model.lens import Lens
from footpath.model.map import Evidence
from footpath.project.views import PersonEvent, PersonView
from footpath.web.asking import PAGE, journey_url, lens_of, number, query_of, text
from footpath.web.desk import Desk
from footpath.web.pages import desk_of, page
from footpath.web.words import zone_of

MOST_ROWS = 100
TITLES = {
    "outcomes": "Everybody on this map",
    "visits": "People at “{touchpoint}”",
    "first_contact": "First contact at “{touchpoint}”",
    "left_after": "Left after “{touchpoint}”",
    "reached_at": "Reached the goal at “{touchpoint}”",
    "stage": "People in “{stage}”",
    "flow": "From “{from}” straight to “{to}”",
    "path": "People on one path",
    "moment": "Who met “{touchpoint}”",
    "score": "Who answered “{score}” about “{touchpoint}”",
    "felt_scores": "Who gave a score about “{touchpoint}”",
    "felt_words": "Whose words about “{touchpoint}” were read for emotion",
    "said": "Who said something about “{touchpoint}”",
    "said_good": "Who said something good about “{touchpoint}”",
    "said_bad": "Who said something bad about “{touchpoint}”",
    "said_even": "Who said something about “{touchpoint}”",
    "theme": "Who speaks of “{theme}” at “{touchpoint}”",
    "stage_scored": "Who gave a score in “{stage}”",
    "stage_said": "Who said something in “{stage}”",
    "stage_felt": "Whose emotions in “{stage}” are known",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One event behind a number, and whose it is."""

    person: str
    event: PersonEvent


@dataclass(frozen=True, slots=True)
class Behind:
    """What is behind a number: a page of its persons, and the events of these persons that it is about."""

    evidence: Evidence
    title: str
    project: str
    revision: int
    people: int
    shown: tuple[PersonView, ...]
    page: int
    pages: int
    rows: tuple[Row, ...]
    rows_all: int
    zone: str | None


async def evidence(request: Request) -> Response:
    """The evidence of a number of a map."""
    asked = request.query_params
    journey = text(asked, "journey")
    if journey is None:
        raise UsageError("no journey is named", hint="Open the evidence from its map")
    lens, desk = lens_of(asked, journey), desk_of(request)
    key, at = request.path_params["key"], number(asked, "page", default=1)
    found = await desk.read(behind, desk, lens, key, at)
    values = {
        "key": key,
        "lens": lens,
        "behind": found,
        "first": (found.page - 1) * PAGE,
        "zone": zone_of(found.zone),
        "moment_url": moment_url,
    }
    return page(request, "evidence.html", values)


def moment_url(key: str, lens: Lens) -> str:
    """Where the moment is that this is the evidence of."""
    return journey_url(lens.journey, "/moments") + query_of(lens, journey=False, evidence=key)


def behind(desk: Desk, lens: Lens, key: str, at: int) -> Behind:
    """Looks up a number of a map, its persons, and what they did there."""
    shown = desk.map_now(lens, wait=False)
    if key not in shown.evidence and shown.computing:
        shown = desk.map_now(lens)
    if key not in shown.evidence:
        what = f"this map has no evidence “{key}”; it may be of another journey, segment or period"
        raise HTTPException(404, what)
    found = shown.evidence[key]
    people = desk.project.people(
        key, journey=lens.journey, segment=lens.segment, since=lens.since, until=lens.until
    )
    pages = max(1, -(-len(people) // PAGE))
    at = min(at, pages)
    persons = tuple(desk.project.person(each) for each in people[(at - 1) * PAGE : at * PAGE])
    rows = rows_of(persons, found.parameters, lens)
    title = TITLES.get(found.analysis, found.analysis).format_map(_Texts(found.parameters))
    return Behind(
        evidence=found,
        title=title,
        project=shown.project,
        revision=shown.revision,
        people=len(people),
        shown=persons,
        page=at,
        pages=pages,
        rows=tuple(rows[:MOST_ROWS]),
        rows_all=len(rows),
        zone=desk.project.definitions.timezone,
    )


def rows_of(persons: Sequence[PersonView], parameters: Mapping[str, Any], lens: Lens) -> list[Row]:
    """The events of persons that a number is about; none where it is about nothing in particular."""
    belongs = concerned(parameters)
    if belongs is None:
        return []
    return [
        Row(person.person, event)
        for person in persons
        for event in person.events
        if belongs(event) and not (lens.until and event.time and event.time > lens.until)
    ]


def concerned(parameters: Mapping[str, Any]) -> Callable[[PersonEvent], bool] | None:
    """Which events a number with these parameters is about."""
    named = [parameters[key] for key in ("touchpoint", "from", "to") if key in parameters]
    touchpoints = {*named, *parameters.get("path", ())}
    if touchpoints:
        return lambda event: event.touchpoint in touchpoints
    if "stage" in parameters:
        return lambda event: event.stage == parameters["stage"]
    return None


class _Texts(dict[str, Any]):
    """Parameters for a title; one that is missing leaves no gap in the page."""

    def __missing__(self, key: str) -> str:
        return key
