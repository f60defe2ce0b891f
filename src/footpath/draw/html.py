"""A map in, one self-contained page out: the picture in three depths, panels, table, downloads.

The page allows no request to anywhere: its content policy names the hashes of its own style and script.
"""

from __future__ import annotations

from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any, get_args

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from footpath.draw import table
from footpath.draw.colour import DARK, LIGHT, Theme, Tokens
from footpath.draw.grid import Depth
from footpath.draw.json import draw_json, embedded, trimmed
from footpath.draw.layout import lay_out
from footpath.draw.legend import legend
from footpath.draw.lens import figures, lens_lines, unmeasured
from footpath.draw.panel import evidence, panels
from footpath.draw.phrases import LANE_NAMES, NBSP, interval, value
from footpath.draw.scene import Box, Group, Scene
from footpath.draw.svg import FAMILY, font_faces, frame, picture, variable
from footpath.draw.text import clean
from footpath.model.estimate import Estimate
from footpath.model.map import JourneyMap

LARGEST = 5_000_000
PERSONS = (50, 10, 0)
SHEET = (1512.0, 1047.0)  # A3 landscape within margins of 10 mm, in CSS pixels
SMALLEST_PRINT = 0.35
LINE = 19.0
DATA = "<data>"  # no text of a map can be taken for it: there, < is escaped
VALUE = 4  # the cell of a row of the table that opens its evidence


def draw_html(map_: JourneyMap, theme: Theme, depth: Depth) -> str:
    """The page; where it would pass 5 MB it lists fewer persons, and the command that lists all."""
    scenes = {each: lay_out(map_, each) for each in get_args(Depth)}
    before, after = _page(map_, scenes, depth).split(DATA)
    opened = panels(map_)
    files = {"csv": table.draw_csv(map_), "svg": picture(scenes["standard"], theme, fonts=True)}
    page = ""
    for most in PERSONS:
        fewer = trimmed(map_, people=True, words=True, most=most)
        data = {
            "panels": opened,
            "evidence": evidence(fewer),
            "files": {**files, "json": draw_json(fewer)},
            "name": f"{clean(map_.journey)}-revision-{map_.revision}",
        }
        page = f"{before}{embedded(data)}{after}"
        if len(page.encode()) <= LARGEST:
            break
    return page


def _page(map_: JourneyMap, scenes: dict[Depth, Scene], depth: Depth) -> str:
    """The page with DATA where its data belongs."""
    style = _style(map_, scenes["standard"])
    script = _read("page/page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=clean(map_.title),
            spoken=scenes["standard"].title,
            lines=lens_lines(map_),
            figures=figures(map_),
            legend=_legend(map_),
            missing=unmeasured(map_),
            depth=depth,
            frames={each: _frames(scene) for each, scene in scenes.items()},
            rows=[(_row(row), row.evidence) for row in table.rows(map_)],
            shown=VALUE,
            known=map_.evidence,
            data=_ours(DATA),
            style=_ours(style),
            script=_ours(script),
            style_hash=_hash(style),
            script_hash=_hash(script),
        )
    )


def _ours(text: str) -> Markup:
    # Only what this package wrote comes here: SVG whose texts are `safe`, escaped JSON, our own files.
    return Markup(text)  # noqa: S704


def _frames(scene: Scene) -> dict[str, Any]:
    lanes = [
        {
            "id": lane.id,
            "name": lane.name,
            "labels": _ours(frame(lane.labels, lane.label_box, variable)),
            "body": _ours(frame(lane.body, lane.body_box, variable)),
        }
        for lane in scene.lanes
    ]
    head = frame(scene.parts["head"], scene.frames["head"], variable)
    return {"head": _ours(head), "lanes": lanes}


def _legend(map_: JourneyMap) -> list[tuple[Markup, str]]:
    box = Box(-12, -12, 12, 12)
    return [
        (_ours(frame((Group("", entry.sample(0, 0)),), box, variable).replace(' id=""', "")), entry.text)
        for entry in legend(map_)
    ]


def _row(row: table.Row) -> list[str]:
    lane = next((name for key, name in LANE_NAMES.items() if key == row.lane), row.lane)
    shown, doubt = ("" if row.value is None else f"{row.value:,}"), ""
    if row.low is not None and row.high is not None and row.value is not None:
        estimate = Estimate(row.value, row.low, row.high, row.n or 0, row.unit, row.method)  # type: ignore[arg-type]
        shown, doubt = value(estimate), interval(estimate)
    base = "" if row.n is None else f"{row.n:,}"
    unit = row.unit if doubt == "" and shown else ""
    number = f"{shown}{NBSP}{unit}" if unit else shown
    return [row.stage, lane, row.subject, row.measure, number, doubt, base, row.text, row.sources, row.newest]


def _style(map_: JourneyMap, scene: Scene) -> str:
    tall = scene.frames["footer"].top - scene.frames["head"].top
    room = SHEET[1] - 190 - LINE * (len(unmeasured(map_)) + 1)
    fit = max(SMALLEST_PRINT, min(1.0, SHEET[0] / scene.width, room / tall))
    light, dark = _variables(LIGHT), _variables(DARK)
    themes = (
        f":root{{color-scheme:light;{light}}}"
        f"@media (prefers-color-scheme:dark){{:root{{color-scheme:dark;{dark}}}}}"
        f":root[data-theme=light]{{color-scheme:light;{light}}}:root[data-theme=dark]{{color-scheme:dark;{dark}}}"
        f"@media print{{:root:root{{color-scheme:light;{light}}}.frame{{zoom:{fit:.3f}}}}}"
    )
    return f"{font_faces()}{themes}:root{{--family:{FAMILY}}}\n{_read('page/page.css')}"


def _variables(tokens: Tokens) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in tokens.items())


@lru_cache(maxsize=4)
def _read(name: str) -> str:
    return files("footpath.draw").joinpath(name).read_text("utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("footpath.draw", "page"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
