"""The project in, its front page out: its journeys as cards, and a box for files."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from footpath.model.definition import Definitions
from footpath.model.lens import Lens
from footpath.model.map import JourneyMap
from footpath.project.views import Status
from footpath.web.desk import Desk
from footpath.web.pages import desk_of, page


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page shows."""

    definitions: Definitions
    status: Status
    maps: tuple[JourneyMap, ...]


async def home(request: Request) -> Response:
    """The front page; an empty project greets and explains."""
    desk = desk_of(request)
    found = await desk.read(front, desk)
    values = {
        "definitions": found.definitions,
        "status": found.status,
        "maps": found.maps,
        "profile": profile,
    }
    return page(request, "home.html" if found.status.sources else "welcome.html", values)


async def healthz(_: Request) -> Response:
    """That the server runs."""
    return PlainTextResponse("ok\n")


def front(desk: Desk) -> Front:
    """Definitions, sources, and a map of each journey."""
    definitions, status = desk.project.definitions, desk.project.status()
    maps = (
        tuple(desk.map_now(Lens(journey.name), wait=False) for journey in definitions.journeys)
        if status.sources
        else ()
    )
    return Front(definitions, status, maps)


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage in a card's picture: how many people, in pixels and in words."""

    name: str
    people: int
    x: float
    width: float
    height: float


def profile(found: JourneyMap, *, width: float = 320, height: float = 56) -> list[Bar]:
    """The people of each stage as bars of a small picture."""
    most = max((stage.people for stage in found.stages), default=0) or 1
    step = width / max(1, len(found.stages))
    return [
        Bar(
            stage.name,
            stage.people,
            round(at * step, 1),
            round(step - 3, 1),
            round(max(2, height * stage.people / most), 1),
        )
        for at, stage in enumerate(found.stages)
    ]
