"""A scene in, SVG text out."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files

from markupsafe import escape

from footpath.draw.colour import THEMES, Theme
from footpath.draw.grid import Depth
from footpath.draw.icons import ICONS
from footpath.draw.layout import lay_out
from footpath.draw.scene import Box, Circle, Curve, Group, Line, Mark, Marker, Rect, Scene, Text
from footpath.draw.text import covered, measure, right_to_left
from footpath.model.map import JourneyMap

FAMILY = ",".join(
    (
        '"Footpath Sans"',
        '"Noto Sans"',
        '"Noto Sans CJK JP"',
        '"Noto Sans Arabic"',
        '"Noto Sans Hebrew"',
        "sans-serif",
    )
)
SCRIPTS = (
    ('"Noto Sans Hebrew",sans-serif', 0x590, 0x5FF),
    ('"Noto Sans Arabic",sans-serif', 0x600, 0x8FF),
    ('"Noto Sans CJK JP",sans-serif', 0x2E80, 0xA4CF),
    ('"Noto Sans CJK KR",sans-serif', 0xAC00, 0xD7A3),
    ('"Noto Sans CJK JP",sans-serif', 0xF900, 0xFAFF),
    ('"Noto Sans Arabic",sans-serif', 0xFB50, 0xFEFC),
    ('"Noto Sans CJK JP",sans-serif', 0xFF00, 0xFFEF),
)
Paint = Callable[[str], str]
ROLES = {"cell": "gridcell", "stage": "columnheader"}


def draw_svg(map_: JourneyMap, theme: Theme, depth: Depth) -> str:
    """The map as one SVG picture that needs nothing else."""
    return picture(lay_out(map_, depth), theme, fonts=True)


def picture(scene: Scene, theme: Theme, *, fonts: bool) -> str:
    """A whole scene; without fonts where the reader brings them."""
    paint = painter(theme)
    style = f"<style>{font_faces()}</style>" if fonts else ""
    groups = "\n".join(written(group, paint) for _, part in scene.framed() for group in part)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {num(scene.width)} {num(scene.height)}" '
        f'width="{num(scene.width)}" height="{num(scene.height)}" role="img" aria-labelledby="map-title" '
        f"font-family='{FAMILY}'>\n"
        f'<title id="map-title">{safe(scene.title)}</title>\n{style}\n'
        f'<rect width="100%" height="100%" fill="{paint("page")}"/>\n{groups}\n</svg>\n'
    )


def painter(theme: Theme) -> Paint:
    """Tokens to the colours of a theme."""
    colours = THEMES[theme]
    return colours.__getitem__


def variable(token: str) -> str:
    """A token as a CSS variable, so that a page can change its theme."""
    return f"var(--{token})"


@lru_cache(maxsize=1)
def font_faces() -> str:
    """CSS that brings the embedded font along."""
    faces = []
    for name, weight in (("regular", 400), ("semibold", 600)):
        data = files("footpath.draw").joinpath(f"fonts/sans-{name}.woff2").read_bytes()
        source = f"url(data:font/woff2;base64,{b64encode(data).decode()}) format('woff2')"
        faces.append(f"@font-face{{font-family:'Footpath Sans';font-weight:{weight};src:{source}}}")
    return "".join(faces)


def frame(groups: Iterable[Group], box: Box, paint: Paint) -> str:
    """One part of a scene as an SVG element of its own."""
    inner = "\n".join(written(group, paint) for group in groups)
    width, height = num(box.right - box.left), num(box.bottom - box.top)
    return (
        f'<svg viewBox="{num(box.left)} {num(box.top)} {width} {height}" '
        f'width="{width}" height="{height}">{inner}</svg>'
    )


def written(group: Group, paint: Paint) -> str:
    """A group with its id, its spoken name and its marks."""
    spoken = ""
    if group.label:
        spoken = f' role="{ROLES.get(group.kind, "group")}" aria-label="{safe(group.label)}"'
    place = f' data-row="{group.row}" data-column="{group.column}"' if group.row is not None else ""
    panel = f' data-panel="{safe(group.panel)}"' if group.panel else ""
    title = f"<title>{safe(group.label)}</title>" if group.label and group.kind != "cell" else ""
    inner = "".join(
        written(each, paint) if isinstance(each, Group) else _mark(each, paint) for each in group.children
    )
    return f'<g id="{safe(group.id)}" class="{group.kind}"{spoken}{place}{panel}>{title}{inner}</g>'


def _mark(mark: Mark, paint: Paint) -> str:
    return WRITERS[type(mark)](mark, paint)


def _text(mark: Text, paint: Paint) -> str:
    middle = mark.anchor == "middle"
    runs = [] if covered(mark.text) else scripts(mark.text)
    placed = len(runs) > 1 and not right_to_left(mark.text)
    rtl = ' direction="rtl"' if middle and right_to_left(mark.text) else ""
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" and not placed else ""
    weight = f' font-weight="{mark.weight}"' if mark.weight != 400 else ""
    halo = ""
    if mark.halo:
        outline = 'stroke-width="3" stroke-linejoin="round" paint-order="stroke"'
        halo = f' stroke="{paint(mark.halo)}" {outline}'
    x = mark.box.left if placed else mark.x
    inner = _spans(runs, mark, placed=placed) if runs else safe(mark.text)
    return (
        f'<text x="{num(x)}" y="{num(mark.y)}" font-size="{num(mark.size)}"{weight}{anchor}{rtl} '
        f'fill="{paint(mark.fill)}"{halo}>{inner}</text>'
    )


def _spans(runs: list[tuple[str, str]], mark: Text, *, placed: bool) -> str:
    # resvg falls back to any font it finds, for the whole of a text: a font and a place of its own for
    # each run of a script keeps shape and weight. A line that begins from the right is left to itself.
    parts, x = [], mark.box.left
    for family, run in runs:
        at = f' x="{num(x)}"' if placed else ""
        font = f" font-family='{family}'" if family else ""
        parts.append(f"<tspan{at}{font}>{safe(run)}</tspan>")
        x += measure(run, mark.size, mark.weight)
    return "".join(parts)


def scripts(text: str) -> list[tuple[str, str]]:
    """Runs of one script with the font family for it, empty for the embedded one; spaces stay with theirs."""
    runs: list[tuple[str, str]] = []
    for character in text:
        point = ord(character)
        found = next((name for name, low, high in SCRIPTS if low <= point <= high), "")
        family = runs[-1][0] if runs and character == " " else found
        if runs and runs[-1][0] == family:
            runs[-1] = (family, runs[-1][1] + character)
        else:
            runs.append((family, character))
    return runs


def _rect(mark: Rect, paint: Paint) -> str:
    radius = f' rx="{num(mark.radius)}"' if mark.radius else ""
    look = _look(mark.fill, mark.stroke, mark.stroke_width, None, paint)
    width, height = num(max(0.0, mark.width)), num(max(0.0, mark.height))
    return f'<rect x="{num(mark.x)}" y="{num(mark.y)}" width="{width}" height="{height}"{radius}{look}/>'


def _line(mark: Line, paint: Paint) -> str:
    ends = " ".join(f'{key}="{num(getattr(mark, key))}"' for key in ("x1", "y1", "x2", "y2"))
    return f"<line {ends}{_look(None, mark.stroke, mark.width, mark.dash, paint)}/>"


def _curve(mark: Curve, paint: Paint) -> str:
    # Not `opacity`: that makes a layer of its own, which costs resvg a picture's worth of time.
    opacity = f' stroke-opacity="{mark.opacity}"' if mark.opacity != 1 else ""
    return f'<path d="{mark.d}"{_look(mark.fill, mark.stroke, mark.width, mark.dash, paint)}{opacity}/>'


def _circle(mark: Circle, paint: Paint) -> str:
    look = _look(mark.fill, mark.stroke, mark.width, mark.dash, paint)
    return f'<circle cx="{num(mark.x)}" cy="{num(mark.y)}" r="{num(mark.r)}"{look}/>'


def _icon(mark: Marker, paint: Paint) -> str:
    scale = mark.size / 16
    left, top = mark.x - mark.size / 2, mark.y - mark.size / 2
    width = num(max(1.1, 1.5 - scale * 0.15) if scale < 1.2 else 1.3)
    return (
        f'<path d="{ICONS[mark.icon]}" transform="translate({num(left)} {num(top)}) scale({scale:.3f})" '
        f'fill="none" stroke="{paint(mark.fill)}" stroke-width="{width}" '
        'stroke-linecap="round" stroke-linejoin="round"/>'
    )


WRITERS: dict[type, Callable[..., str]] = {
    Text: _text,
    Rect: _rect,
    Line: _line,
    Curve: _curve,
    Circle: _circle,
    Marker: _icon,
}


def _look(fill: str | None, stroke: str | None, width: float, dash: str | None, paint: Paint) -> str:
    filled = f' fill="{paint(fill)}"' if fill else ' fill="none"'
    if stroke is None:
        return filled
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return f'{filled} stroke="{paint(stroke)}" stroke-width="{num(width)}"{dashed}'


def num(value: float) -> str:
    """A coordinate with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def safe(text: str) -> str:
    """Text that is only text, in markup and in attributes; characters that XML forbids are left out."""
    kept = "".join(each for each in text if each in "\t\n\r" or (each >= " " and not _forbidden(ord(each))))
    return str(escape(kept)).replace("]]>", "]]&gt;")


def _forbidden(point: int) -> bool:
    return 0xD800 <= point <= 0xDFFF or point in (0xFFFE, 0xFFFF) or 0x7F <= point <= 0x9F
