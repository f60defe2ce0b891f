"""A journey's moments in; the page that says what to fix first, the page of each, and their document out."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from footpath.draw.phrases_moment import OUTCOMES, change, change_between, in_top, ranks, worth
from footpath.model.lens import Lens
from footpath.model.moment import Moment, Moments
from footpath.moments import doubting, standing, telling
from footpath.web.api import document
from footpath.web.asking import day_of, journey_url, lens_of, query_of, text
from footpath.web.desk import Desk
from footpath.web.intervals import Scale
from footpath.web.journeys import working_url
from footpath.web.pages import desk_of, page


@dataclass(frozen=True, slots=True)
class Together:
    """Neighbours in the ranking that can't be told apart, and the words for it; most often one alone."""

    moments: tuple[Moment, ...]
    place: int
    note: str


async def moments(request: Request) -> Response:
    """The page that answers what to fix first: pain points in order, delights, what is undecided."""
    desk, lens = desk_of(request), _lens(request)
    if evidence := text(request.query_params, "evidence"):
        found = await _ask(desk, lens)
        one = [each.id for each in (*found.moments, *found.undecided) if each.evidence == evidence]
        return RedirectResponse(moments_url(lens, *one), 303)
    if "" in request.query_params.values():
        return RedirectResponse(moments_url(lens), 303)
    shown = await desk.map(lens, wait=False)
    if "moment" in shown.computing:
        return page(request, "working.html", {"map": shown, "lens": lens, "working_url": working_url(lens)})
    found = await _ask(desk, lens)
    pains, delights = _parted(found)
    values = {
        **_chosen(lens),
        "found": found,
        "title": shown.title,
        "project": shown.project,
        "reached": shown.journeys.reached,
        "pains": list(together(pains)),
        "delights": delights,
        "scale": Scale.of(worth(each) for each in found.moments),
        "segments": (await desk.read(lambda: desk.project.definitions)).segments,
    }
    return page(request, "moments.html", values)


async def moment(request: Request) -> Response:
    """The page of one moment: what it is, what it costs, how far to trust that, who, before and after."""
    desk, lens, one = desk_of(request), _lens(request), request.path_params["id"]
    found = await _ask(desk, lens, one)
    shown = await desk.map(lens, wait=False)
    it = (*found.moments, *found.undecided)[0]
    detail = it.detail
    values = {
        **_chosen(lens),
        "found": found,
        "it": it,
        "decided": bool(found.moments),
        "title": shown.title,
        "project": shown.project,
        "reached": shown.journeys.reached,
        "doubts": doubting.doubts(it),
        "most": standing.most(it),
        "method": doubting.method(it),
        "outcomes": [(OUTCOMES.get(name, name), each) for name, each in it.outcomes.items() if each],
        "segment_scale": Scale.of(each.effect for each in (detail.segments if detail else ())),
        "command": command(lens, it.id),
        "python": python(lens, it.id),
    }
    return page(request, "moment.html", values)


async def listed(request: Request) -> Response:
    """The document that `moments --json` prints."""
    desk, lens, one = desk_of(request), _lens(request), text(request.query_params, "one")
    return document(await _ask(desk, lens, one))


def moments_url(lens: Lens, one: str | None = None) -> str:
    """Where the moments of a lens are, or one of them.

    >>> moments_url(Lens("buy", segment="students"), "loop-1a")
    '/journeys/buy/moments/loop-1a?segment=students'
    """
    return journey_url(lens.journey, f"/moments{f'/{one}' if one else ''}") + query_of(lens, journey=False)


def together(pains: list[Moment]) -> Iterator[Together]:
    """The pain points in their order, those that can't be told apart as one."""
    place = 1
    for group in standing.ties(pains):
        yield Together(group, place, standing.tied(len(group), first=place == 1))
        place += len(group)


def command(lens: Lens, one: str) -> str:
    """The command that shows the same."""
    chosen = [word for name, value in _words(lens).items() for word in (f"--{name}", value)]
    return shlex.join(["footpath", "moments", lens.journey, "--one", one, *chosen])


def python(lens: Lens, one: str) -> str:
    """The Python line that gives the same."""
    chosen = "".join(f", {name}={value!r}" for name, value in _words(lens).items())
    return f"project.run(footpath.MomentsOf(one={one!r}), {lens.journey!r}{chosen})"


def _words(lens: Lens) -> dict[str, str]:
    """What was chosen of a journey, as one types it."""
    chosen = {
        "segment": lens.segment,
        "since": day_of(lens.since) if lens.since else None,
        "until": day_of(lens.until, last=True) if lens.until else None,
    }
    return {name: value for name, value in chosen.items() if value}


def _lens(request: Request) -> Lens:
    return lens_of(request.query_params, request.path_params["name"])


async def _ask(desk: Desk, lens: Lens, one: str | None = None) -> Moments:
    from footpath.moments.questions import MomentsOf

    asked = MomentsOf(one=one) if one else MomentsOf()
    found: Moments = await desk.read(
        desk.project.run, asked, lens.journey, segment=lens.segment, since=lens.since, until=lens.until
    )
    return standing.only(found, one) if one else found


def _parted(found: Moments) -> tuple[list[Moment], list[Moment]]:
    pains = [each for each in found.moments if each.polarity == "pain"]
    return pains, [each for each in found.moments if each.polarity == "delight"]


def _chosen(lens: Lens) -> dict[str, object]:
    """What every page of moments needs: the lens, where it leads, and the words."""
    return {
        "lens": lens,
        "since": day_of(lens.since)[:10] if lens.since else "",
        "until": day_of(lens.until)[:10] if lens.until else "",
        "moments_url": moments_url,
        "telling": telling,
        "change": change,
        "change_between": change_between,
        "in_top": in_top,
        "ranks": ranks,
        "worth": worth,
        "observed": doubting.OBSERVED,
    }
