"""The demo in, the README's small pictures of its maps out: docs/pictures/."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

import resvg_py

import footpath
from footpath.cli.running import make_demo
from footpath.draw.colour import THEMES
from footpath.draw.layout import lay_out
from footpath.draw.svg import picture
from footpath.model.map import JourneyMap

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
WIDTH = 1600
SEEN = datetime(2026, 7, 1, tzinfo=UTC)  # the day after the company's data end


def draw(found: JourneyMap, output: Path) -> None:
    """The map as a PNG of a width that a page has room for."""
    with as_file(files("footpath.draw").joinpath("fonts")) as fonts:
        drawn = resvg_py.svg_to_bytes(
            svg_string=picture(lay_out(found), "light", fonts=False),
            background=THEMES["light"]["page"],
            skip_system_fonts=True,
            font_files=[str(fonts / "sans-regular.otf"), str(fonts / "sans-semibold.otf")],
            font_family="Footpath Sans",
            sans_serif_family="Footpath Sans",
            width=WIDTH,
        )
    output.write_bytes(bytes(drawn))


if __name__ == "__main__":
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        make_demo(Path(folder), people=20_000, seed=1)
        draw(footpath.open(folder).map("buy", now=SEEN), PICTURES / "demo.png")
