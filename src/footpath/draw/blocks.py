"""Small things that several lanes are built from: paragraphs, chips, hatching, marks of provenance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from footpath.draw.grid import SMALL, Column, Depth, Grid
from footpath.draw.phrases import chip
from footpath.draw.scene import Anchor, Circle, Curve, Group, Mark, Rect, Text
from footpath.draw.text import LEADING, right_to_left, wrap
from footpath.model.map import Cell, JourneyMap, LaneId, Provenance

CHIP_LINE = 14.0
INSET = 10.0
HATCH = 10.0


@dataclass(frozen=True, slots=True)
class View:
    """What every lane needs to know."""

    map: JourneyMap
    grid: Grid
    depth: Depth
    cells: dict[tuple[LaneId, str], Cell]

    def cell(self, lane: LaneId, stage: str) -> Cell:
        """The cell of a lane and a stage; one that the map does not mention has no evidence."""
        missing = Cell(stage=stage, state="none", provenance=None, evidence=None)
        return self.cells.get((lane, stage), missing)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A lane's height, its marks by column, those over all columns, and notes for the label column."""

    height: float
    columns: dict[int, tuple[Mark | Group, ...]] = field(default_factory=dict)
    over: tuple[Group, ...] = ()
    notes: tuple[Mark | Group, ...] = ()


LaneDrawer = Callable[[View, float], Drawn]


def paragraph(
    text: str, x: float, top: float, width: float, size: float = 12, *,
    weight: int = 400, fill: str = "ink", anchor: Anchor = "start",
) -> tuple[tuple[Text, ...], float]:  # fmt: skip
    """Wrapped lines from `top` on, and the height that they take; Arabic and Hebrew lean to the right."""
    if anchor == "start" and right_to_left(text):
        x, anchor = x + width, "end"
    leading = size * LEADING
    lines = wrap(text, width, size, weight)
    first = top + size * 0.95
    placed = [
        Text(x, round(first + at * leading, 1), line, size, weight, fill, anchor)
        for at, line in enumerate(lines)
    ]
    return tuple(placed), round(leading * len(lines), 1)


def chip_lines(view: View, lane: LaneId, column: Column) -> list[str]:
    """The chip of a cell as lines that fit its column; none where there is no evidence."""
    if column.stage is None:
        return []
    cell = view.cell(lane, column.stage.name)
    evidence = view.map.evidence.get(cell.evidence or "")
    if evidence is None or cell.state == "none":
        return []
    text = ("low base · " if cell.state == "thin" else "") + chip(evidence, view.map.generated_at)
    if view.depth == "full" and cell.provenance:
        text += f" · {cell.provenance}"
    return wrap(text, column.width - 2 * INSET - 12, SMALL)


def draw_chip(view: View, lane: LaneId, column: Column, bottom: float) -> tuple[Mark, ...]:
    """Provenance mark and chip, standing on the bottom of the cell."""
    lines = chip_lines(view, lane, column)
    if not lines or column.stage is None:
        return ()
    top = bottom - 7 - CHIP_LINE * (len(lines) - 1)
    x = column.x + INSET
    texts = [Text(x + 12, top + CHIP_LINE * at, line, SMALL, fill="muted") for at, line in enumerate(lines)]
    provenance = view.cell(lane, column.stage.name).provenance
    return (*provenance_mark(provenance, x + 3.5, top - 4), *texts)


def provenance_mark(provenance: Provenance | None, x: float, y: float) -> tuple[Mark, ...]:
    """A small sign of where knowledge comes from; the shape tells, not a colour."""
    ring = Circle(x, y, 3.2, stroke="muted", width=1.2)
    diamond = f"M{x} {y - 3.8}L{x + 3.8} {y}L{x} {y + 3.8}L{x - 3.8} {y}Z"
    half = f"M{x} {y - 3.2}A3.2 3.2 0 0 1 {x} {y + 3.2}Z"
    shapes: dict[Provenance, tuple[Mark, ...]] = {
        "observed": (Circle(x, y, 3.4, fill="muted"),),
        "stated": (ring,),
        "cited": (Rect(x - 3, y - 3, 6, 6, fill="muted"),),
        "asserted": (Curve(diamond, stroke="muted", width=1.2),),
        "inferred": (ring, Curve(half, fill="muted")),
    }
    return shapes[provenance] if provenance else ()


def hatched(x: float, y: float, width: float, height: float, radius: float = 3) -> tuple[Mark, ...]:
    """The look of a place where nothing is known: strokes on one grid, so that neighbours join."""
    return (
        Rect(x, y, width, height, fill="hatch-ground", radius=radius),
        Curve(_strokes(x, y, width, height), stroke="hatch", width=1.2),
    )


def _strokes(x: float, y: float, width: float, height: float) -> str:
    # Lines x + y = constant, cut off at the edges; patterns would be slow in resvg and blurred in print.
    first, last = ceil((x + y) / HATCH), ceil((x + y + width + height) / HATCH)
    parts = []
    for total in (HATCH * step for step in range(first, last)):
        low, high = max(x, total - y - height), min(x + width, total - y)
        parts.append(f"M{low:.1f} {total - low:.1f}L{high:.1f} {total - high:.1f}")
    return "".join(parts) or "M0 0"


def no_evidence(words: str, x: float, y: float) -> tuple[Mark, ...]:
    """The words for it, on a ground that keeps them readable over hatching."""
    text = Text(x + 8, y + 4, words, SMALL, fill="muted")
    box = text.box
    ground = Rect(box.left - 6, y - 9, box.right - box.left + 12, 18, fill="hatch-ground", radius=9)
    return (ground, text)
