"""A map in, PNG bytes out: the SVG picture, rasterised by resvg with the embedded font."""

from __future__ import annotations

from importlib.resources import as_file, files
from math import sqrt

import resvg_py

from footpath.draw.colour import THEMES, Theme
from footpath.draw.grid import Depth
from footpath.draw.layout import lay_out
from footpath.draw.scene import Scene
from footpath.draw.svg import picture
from footpath.draw.text import covered
from footpath.model.map import JourneyMap

PIXELS = 6_000_000  # more takes resvg longer than a second


def draw_png(map_: JourneyMap, theme: Theme, depth: Depth) -> bytes:
    """The map at up to two pixels a point, fewer where the picture would become enormous."""
    scene = lay_out(map_, depth)
    zoom = max(1.0, min(2.0, sqrt(PIXELS / (scene.width * scene.height))))
    with as_file(files("footpath.draw").joinpath("fonts")) as folder:
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=picture(scene, theme, fonts=False),
                background=THEMES[theme]["page"],
                # Reading all fonts of a machine takes long; only other scripts need them.
                skip_system_fonts=_latin(scene),
                font_files=[str(folder / "sans-regular.otf"), str(folder / "sans-semibold.otf")],
                font_family="Footpath Sans",
                sans_serif_family="Footpath Sans",
                width=round(scene.width * zoom),
            )
        )


def _latin(scene: Scene) -> bool:
    return all(covered(text.text) for text in scene.texts())
