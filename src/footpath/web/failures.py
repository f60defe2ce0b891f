"""What was raised in, the page or JSON that says what, where and what to do out; never a traceback."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from footpath.errors import (
    DefinitionError,
    FootpathError,
    InputError,
    NotAProject,
    QueryError,
    StoreBusy,
    StoreError,
    UnknownName,
    UsageError,
)
from footpath.web.guard import HEADERS
from footpath.web.pages import page

STATUS: Mapping[type[Exception], int] = {
    InputError: 400,
    UsageError: 400,
    QueryError: 400,
    DefinitionError: 400,
    UnknownName: 404,
    NotAProject: 404,
    StoreBusy: 503,
    StoreError: 500,
    FootpathError: 500,
}
TITLES = {
    400: "That can’t be done as asked",
    403: "That form can’t be accepted",
    404: "There is nothing here",
    405: "That can’t be asked here",
    413: "That is too large",
    503: "The project is busy",
}
OURS = "Something went wrong in Footpath"


def status_of(error: Exception) -> int:
    """The status of what was raised: that of the nearest class in `STATUS`."""
    return next((STATUS[each] for each in type(error).__mro__ if each in STATUS), 500)


def told(request: Request, error: FootpathError) -> Response:
    """A FootpathError as an answer."""
    return _answer(request, status_of(error), error.what, where=error.where, hint=error.hint)


def refused(request: Request, error: HTTPException) -> Response:
    """What Starlette or the guard refused, as an answer."""
    what = "no such page" if error.detail == "Not Found" else error.detail
    return _answer(request, error.status_code, what, headers=error.headers)


def broken(request: Request, _: Exception) -> Response:
    """What nobody expected, as an answer without a word about its insides."""
    hint = "The terminal that runs the server says more; please report it with what it says"
    return _answer(request, 500, "this is a mistake in Footpath, not yours", hint=hint, headers=HEADERS)


def _answer(
    request: Request,
    status: int,
    what: str,
    *,
    where: str | None = None,
    hint: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    if request.url.path.startswith("/api/"):
        document = {"error": {"what": what, "where": where, "hint": hint}}
        return JSONResponse(document, status, headers=dict(headers or {}))
    shown = {"heading": TITLES.get(status, OURS), "what": what, "where": where, "hint": hint, "code": status}
    response = page(request, "error.html", shown, status=status)
    response.headers.update(headers or {})
    return response


HANDLERS: Mapping[Any, Any] = {FootpathError: told, HTTPException: refused, Exception: broken}
