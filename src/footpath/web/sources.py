"""The project in; what came in, what was left out, and who is who out."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from footpath.web.pages import desk_of, page


async def status(request: Request) -> Response:
    """Sources, drops, guards and imports."""
    desk = desk_of(request)
    found = await desk.read(desk.project.status)
    imports = await desk.read(lambda: desk.project.imports)
    return page(request, "status.html", {"status": found, "imports": list(reversed(imports))})
