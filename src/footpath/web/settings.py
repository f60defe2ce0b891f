"""Definitions in, a page to read and change them out; what is sent back is put into force with a reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from footpath import definitions as toml
from footpath.errors import DefinitionError
from footpath.model.definition import Definitions, Goal, JourneyDefinition, Stage, Touchpoint
from footpath.model.duration import format_duration
from footpath.web.asking import number
from footpath.web.desk import Desk
from footpath.web.pages import desk_of, page
from footpath.web.words import MEANT


@dataclass(frozen=True, slots=True)
class InForce:
    """What a project is defined by at present."""

    text: str
    revision: int
    drift: bool


async def suggestion(request: Request) -> Response:
    """What the data suggests."""
    desk = desk_of(request)
    held = await desk.read(_in_force, desk, desk.project.suggest)
    return _shown(request, held, suggested=True)


async def definitions(request: Request) -> Response:
    """What is in force; what the data suggests, where nothing is."""
    desk = desk_of(request)
    held = await desk.read(_in_force, desk, lambda: desk.project.definitions_text)
    return _shown(request, held, suggested=held.revision == 0)


async def define(request: Request) -> Response:
    """Puts definitions into force, or says what is wrong with them and keeps the text."""
    form = await request.form(max_files=0, max_fields=10)
    request.app.state.form_tokens.check(form.get("form_token"))
    desk = desk_of(request)
    text, why = str(form.get("text", "")).replace("\r\n", "\n"), str(form.get("why", "")).strip()
    try:
        changes = await desk.write(desk.project.define, text, why=why, where="the definitions")
    except DefinitionError as error:
        held = await desk.read(_in_force, desk, lambda: text)
        return _shown(request, held, suggested=False, why=why, error=error)
    held = await desk.read(_in_force, desk, lambda: text)
    desk.applied[held.revision] = changes
    return RedirectResponse(f"/definitions?applied={held.revision}", 303)


def _in_force(desk: Desk, text: Callable[[], str]) -> InForce:
    return InForce(text(), desk.project.revision, desk.project.drift)


def _shown(
    request: Request, held: InForce, *, suggested: bool, why: str = "", error: DefinitionError | None = None
) -> Response:
    applied = number(request.query_params, "applied", default=0)
    values = {
        "text": held.text,
        "lines": min(40, held.text.count("\n") + 3),
        "why": why,
        "error": error,
        "suggested": suggested,
        "revision": held.revision,
        "drift": held.drift,
        "outline": outline(held.text) if error is None else None,
        "applied": applied,
        "changes": desk_of(request).applied.get(applied),
    }
    return page(request, "definitions.html", values, status=400 if error else 200)


class Outline:
    """Definitions as people read them: stages with their touchpoints, journeys with what is guessed."""

    def __init__(self, read: Definitions) -> None:
        self.name = read.name
        self.stages = [(stage, touchpoints_of(read, stage)) for stage in read.stages]
        self.journeys = [(journey, list(sentences(journey))) for journey in read.journeys]
        self.segments = read.segments
        self.guesses = sum(len(journey.guessed) for journey in read.journeys)


def outline(text: str) -> Outline | None:
    """What a text defines; None where it can't be read."""
    try:
        return Outline(toml.parse(text))
    except DefinitionError:
        return None


def touchpoints_of(read: Definitions, stage: Stage) -> list[Touchpoint]:
    """The touchpoints of a stage."""
    return [each for each in read.touchpoints if each.stage == stage.name]


def sentences(journey: JourneyDefinition) -> list[tuple[str, str, bool]]:
    """What a journey says: what is meant, how it is set, and whether that is a guess."""
    said = {
        "start": " or ".join(journey.start),
        "goal": " or ".join(map(_goal, journey.goal)),
        "ends": " or ".join(journey.ends),
        "within": format_duration(journey.within) if journey.within else "",
        "quiet": format_duration(journey.quiet) if journey.quiet else "",
    }
    return [(MEANT[key], value, key in journey.guessed) for key, value in said.items() if value]


def _goal(goal: Goal) -> str:
    return f"{goal.touchpoint} with a score {goal.score}" if goal.score else goal.touchpoint
