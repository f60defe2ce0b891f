"""What people say in; its page and its documents out: scores, what moves them, and themes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from footpath.errors import UsageError
from footpath.model.lens import Lens
from footpath.voice.cells import BYS, By
from footpath.voice.drivers import Drivers
from footpath.voice.questions import DriversOf, Question, Scores
from footpath.voice.themes_told import Themes
from footpath.web.api import document
from footpath.web.asking import lens_of, text
from footpath.web.pages import desk_of, page


async def voice(request: Request) -> Response:
    """The page: whom one looks at, scores told apart as one likes, drivers, themes."""
    asked = request.query_params
    if "" in asked.values():
        chosen = urlencode([(name, value) for name, value in asked.items() if value])
        return RedirectResponse(f"/voice?{chosen}" if chosen else "/voice", 303)
    desk, lens, by = desk_of(request), lens_of(asked, ""), _by(text(asked, "by"))
    definitions = await desk.read(lambda: desk.project.definitions)
    scored = [score for survey in definitions.surveys for score in survey.scores]
    of = text(asked, "of") or next((each.name for each in scored), None)
    values = {
        "scores": await _ask(request, Scores(by=by), lens),
        "themes": await _ask(request, Themes(), lens),
        "drivers": await _drivers(request, of, lens),
        "by": by,
        "of": of,
        "names": [each.name for each in scored],
        "bys": BYS,
        "lens": lens,
        "segments": definitions.segments,
        "defined": bool(definitions.surveys),
    }
    return page(request, "voice.html", values)


async def scores(request: Request) -> Response:
    """Scores, as `scores --json` prints them."""
    asked = request.query_params
    question = Scores(by=_by(text(asked, "by")), name=text(asked, "name"))
    found = await _ask(request, question, lens_of(asked, text(asked, "journey") or ""))
    return document({"scores": found.scores, "notes": found.notes})


async def drivers(request: Request) -> Response:
    """What moves a score, as `drivers --json` prints it."""
    asked = request.query_params
    lens = lens_of(asked, text(asked, "journey") or "")
    return document(await _ask(request, DriversOf(text(asked, "of")), lens))


async def themes(request: Request) -> Response:
    """What people talk about, as `themes --json` prints it."""
    asked = request.query_params
    return document(await _ask(request, Themes(), lens_of(asked, text(asked, "journey") or "")))


async def _ask(request: Request, question: Question[Any], lens: Lens) -> Any:
    desk = desk_of(request)
    return await desk.read(
        desk.project.run,
        question,
        lens.journey or None,
        segment=lens.segment,
        since=lens.since,
        until=lens.until,
    )


async def _drivers(request: Request, of: str | None, lens: Lens) -> Drivers | None:
    return await _ask(request, DriversOf(of), lens) if of else None


def _by(asked: str | None) -> tuple[By, ...]:
    """What scores are told apart by; a touchpoint where nothing is said."""
    named = (asked or "touchpoint").split(",")
    unknown = [each for each in named if each not in (*BYS, "nothing")]
    if unknown:
        raise UsageError(f'no scores by "{unknown[0]}"', hint=f"There are {', '.join(BYS)}")
    return tuple(each for each in named if each in BYS)
