"""Questions in, the same JSON documents out that the commands print with --json."""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response

from footpath.web.asking import lens_of, text
from footpath.web.pages import desk_of


def document(value: Any) -> Response:
    """A value as one JSON document."""
    return Response(msgspec.json.encode(value, enc_hook=str), media_type="application/json")


async def map_(request: Request) -> Response:
    """The map of a journey."""
    return document(await desk_of(request).map(lens_of(request.query_params, request.path_params["name"])))


async def people(request: Request) -> Response:
    """The persons behind a number, or who met a touchpoint."""
    desk, asked = desk_of(request), request.query_params
    lens = lens_of(asked, "")
    found = await desk.read(
        desk.project.people,
        text(asked, "evidence"),
        journey=text(asked, "journey"),
        at=text(asked, "at"),
        segment=lens.segment,
        since=lens.since,
        until=lens.until,
    )
    return document({"people": len(found), "persons": found})


async def person(request: Request) -> Response:
    """One person."""
    desk = desk_of(request)
    return document(await desk.read(desk.project.person, request.path_params["identifier"]))


async def identities(request: Request) -> Response:
    """Every identifier with its person and the reason."""
    desk = desk_of(request)
    return document(await desk.read(lambda: desk.project.identities))


async def status(request: Request) -> Response:
    """Sources, persons, what matches, what was dropped."""
    desk = desk_of(request)
    return document(await desk.read(desk.project.status))
