"""A template and its values in, a page out; everything that is put into a template is escaped."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from footpath import __version__
from footpath.web.asking import evidence_url, journey_url, person_url, query_of
from footpath.web.desk import Desk
from footpath.web.guard import form_token
from footpath.web.words import FILTERS


def desk_of(request: Request) -> Desk:
    """The desk of the application that a request came to."""
    desk: Desk = request.app.state.desk
    return desk


def page(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """A page made from a template."""
    shown = {"path": request.url.path, "form_token": form_token(request), "now": datetime.now(UTC), **values}
    return HTMLResponse(_environment().get_template(template).render(shown), status)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("footpath.web"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters.update(FILTERS)
    environment.globals.update(
        version=__version__,
        evidence_url=evidence_url,
        journey_url=journey_url,
        person_url=person_url,
        query_of=query_of,
    )
    return environment
