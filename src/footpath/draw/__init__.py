"""A journey map in, a picture, page, table or document out.

Layout comes first (`layout.py`: map → scene with positions), text after it (`svg.py` and the rest).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast, get_args

from footpath.draw.colour import Theme
from footpath.draw.grid import Depth
from footpath.draw.html import draw_html
from footpath.draw.json import draw_json, trimmed
from footpath.draw.mermaid import draw_mmd
from footpath.draw.png import draw_png
from footpath.draw.svg import draw_svg
from footpath.draw.table import draw_csv, draw_md
from footpath.errors import UnknownName
from footpath.model.map import JourneyMap

Drawer = Callable[[JourneyMap, Theme, Depth], str | bytes]
FORMATS: dict[str, Drawer] = {
    "json": lambda map, theme, depth: draw_json(map),  # noqa: A006, ARG005
    "svg": draw_svg,
    "html": draw_html,
    "png": draw_png,
    "csv": lambda map, theme, depth: draw_csv(map),  # noqa: A006, ARG005
    "md": lambda map, theme, depth: draw_md(map),  # noqa: A006, ARG005
    "mmd": lambda map, theme, depth: draw_mmd(map),  # noqa: A006, ARG005
}


def render(
    map: JourneyMap,
    format: str,
    *,
    people: bool = True,
    words: bool = True,
    theme: str = "light",
    depth: str = "standard",
) -> str | bytes:
    """The map in one of `FORMATS`; text, except for `png`.

    Without `people` no pseudonyms are written, without `words` no verbatims. `theme` is light or dark
    (a page has both and starts as its reader's system is), `depth` overview, standard or full.
    Raises `UnknownName` for a format, theme or depth that does not exist.
    """
    drawer = FORMATS[_known("format", format, FORMATS)]
    look = cast("Theme", _known("theme", theme, get_args(Theme)))
    detail = cast("Depth", _known("depth", depth, get_args(Depth)))
    return drawer(trimmed(map, people=people, words=words), look, detail)


def _known(what: str, name: str, known: object) -> str:
    names = [str(each) for each in known]  # type: ignore[attr-defined]
    if name not in names:
        raise UnknownName(what, name, names)
    return name


__all__ = ["FORMATS", "render"]
