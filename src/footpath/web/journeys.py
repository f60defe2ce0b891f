"""A journey's name and a lens in; its page, its map as a page to click in, and its downloads out."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from footpath.draw import FORMATS, render
from footpath.draw.ids import slug
from footpath.errors import UnknownName
from footpath.model.lens import Lens
from footpath.model.map import JourneyMap
from footpath.web.api import document
from footpath.web.asking import day_of, journey_url, lens_of, query_of
from footpath.web.guard import framed_policy
from footpath.web.pages import desk_of, page

TYPES = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
    "mmd": "text/plain",
    "png": "image/png",
    "svg": "image/svg+xml",
}
SAID = {
    "html": "Web page, self-contained",
    "svg": "Picture (SVG)",
    "png": "Picture (PNG)",
    "csv": "Table (CSV)",
    "md": "Text (Markdown)",
    "mmd": "Diagram (Mermaid)",
    "json": "Data (JSON)",
}
SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


async def journey(request: Request) -> Response:
    """The page of a journey: whose map, from when, and every number with its evidence."""
    desk = desk_of(request)
    lens = lens_of(request.query_params, request.path_params["name"])
    if "" in request.query_params.values():
        return RedirectResponse(journey_url(lens.journey) + query_of(lens, journey=False), 303)
    found = await desk.map(lens, wait=False)
    values = {
        "map": found,
        "working_url": working_url(lens) if found.computing else None,
        "lens": lens,
        "query": query_of(lens, journey=False),
        "since": day_of(lens.since)[:10] if lens.since else "",
        "until": day_of(lens.until)[:10] if lens.until else "",
        "segments": (await desk.read(lambda: desk.project.definitions)).segments,
        "formats": [(ending, SAID.get(ending, ending.upper())) for ending in ordered()],
        "frame_url": journey_url(lens.journey, "/map.html") + query_of(lens, journey=False),
    }
    return page(request, "journey.html", values)


async def working(request: Request) -> Response:
    """How far a map is that was shown in part."""
    desk, lens = desk_of(request), lens_of(request.query_params, request.path_params["name"])
    work = desk.working(lens)
    if work is None:
        return document({"ended": True, "done": 0, "total": 0})
    return document({"ended": work.ended, "done": work.done, "total": work.total})


async def drawn(request: Request) -> Response:
    """The map in one of the formats: the page to be shown in a frame, anything else to be kept."""
    desk, ending = desk_of(request), request.path_params["ending"]
    if ending not in FORMATS:
        raise UnknownName("format", ending, FORMATS)
    lens = lens_of(request.query_params, request.path_params["name"])
    framed = ending == "html" and "download" not in request.query_params
    found = await desk.map(lens, wait=not framed)
    body = await desk.read(render, found, ending)
    if framed:
        return _framed(str(body))
    headers = {"Content-Disposition": f'attachment; filename="{file_name(lens, found, ending)}"'}
    return Response(body, media_type=TYPES.get(ending, "application/octet-stream"), headers=headers)


def working_url(lens: Lens) -> str:
    """Where a page may ask how far a map is."""
    return journey_url(lens.journey, "/working") + query_of(lens, journey=False)


def ordered() -> list[str]:
    """The formats, those that most people want first."""
    return [
        *(ending for ending in SAID if ending in FORMATS),
        *(ending for ending in FORMATS if ending not in SAID),
    ]


def file_name(lens: Lens, found: JourneyMap, ending: str) -> str:
    """What a download is called: plain letters, digits and hyphens.

    >>> from types import SimpleNamespace
    >>> file_name(Lens("I buy!", segment="x/y"), SimpleNamespace(revision=3), "svg")
    'i-buy-29d592d1-x-y-9e66110f-revision-3.svg'
    """
    parts = [
        slug(lens.journey),
        *([slug(lens.segment)] if lens.segment else []),
        f"revision-{found.revision}",
    ]
    return f"{'-'.join(parts)}.{ending}"


def _framed(text: str) -> Response:
    scripts = [
        base64.b64encode(hashlib.sha256(each.encode()).digest()).decode() for each in SCRIPT.findall(text)
    ]
    policy = framed_policy([f"sha256-{each}" for each in scripts])
    return Response(text, media_type="text/html", headers={"Content-Security-Policy": policy})
