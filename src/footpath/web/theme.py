"""The map's colours in, a style sheet of variables out, so that app and map never drift apart."""

from __future__ import annotations

from functools import lru_cache

from starlette.requests import Request
from starlette.responses import Response

from footpath.draw.colour import DARK, LIGHT, Tokens
from footpath.draw.svg import FAMILY


async def theme(_: Request) -> Response:
    """The style sheet of colours and type."""
    return Response(sheet(), media_type="text/css", headers={"Cache-Control": "no-cache"})


@lru_cache(maxsize=1)
def sheet() -> str:
    """Variables for both themes; which one counts is the reader's system's choice."""
    return (
        f":root{{color-scheme:light dark;--family:{FAMILY};{_variables(LIGHT)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{_variables(DARK)}}}}}\n"
    )


def _variables(tokens: Tokens) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in tokens.items())
