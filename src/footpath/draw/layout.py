"""The whole picture: a map and a depth in, a scene out. Nothing here writes text or files."""

from __future__ import annotations

from footpath.draw import ids
from footpath.draw.blocks import (
    CHIP_LINE,
    INSET,
    Drawn,
    LaneDrawer,
    View,
    chip_lines,
    draw_chip,
    hatched,
    no_evidence,
    paragraph,
)
from footpath.draw.grid import LABELS, MARGIN, SMALL, Column, Depth, lay_columns
from footpath.draw.layout_do import draw_do
from footpath.draw.layout_feel import draw_feel
from footpath.draw.layout_head import draw_footer, draw_head, draw_header, summary
from footpath.draw.layout_moment import draw_change, draw_moment
from footpath.draw.layout_move import draw_move
from footpath.draw.layout_say import draw_say
from footpath.draw.layout_score import draw_score
from footpath.draw.layout_time import draw_time
from footpath.draw.phrases import LANE_NAMES, NO_EVIDENCE, PROVENANCE, chip, silence
from footpath.draw.scene import Box, Group, Mark, Rect, Scene, Strip
from footpath.draw.text import clean
from footpath.model.map import LANES, JourneyMap, LaneId

LANE_GAP = 4.0
THIN = 26.0
QUIET = 30.0  # room to say that nothing was found
LEFT = MARGIN + LABELS
DRAWERS: dict[LaneId, LaneDrawer] = {
    "do": draw_do,
    "move": draw_move,
    "feel": draw_feel,
    "say": draw_say,
    "score": draw_score,
    "moment": draw_moment,
    "time": draw_time,
    "change": draw_change,
}


def lay_out(map_: JourneyMap, depth: Depth = "standard") -> Scene:
    """The map as a scene, from header to footer."""
    cells = {(lane.id, cell.stage): cell for lane in map_.lanes for cell in lane.cells}
    view = View(map_, lay_columns(map_, depth), depth, cells)
    header, y = draw_header(view)
    head, head_height = draw_head(view, y)
    body_top = y + head_height
    lanes, bottom = _lanes(view, body_top)
    footer, footer_height = draw_footer(view, bottom)
    width, height = view.grid.width, bottom + footer_height
    return Scene(
        width,
        height,
        summary(view),
        {"header": header, "head": head, "footer": footer},
        {
            "header": Box(0, 0, width, y),
            "head": Box(LEFT, y, width, body_top),
            "footer": Box(0, bottom, width, height),
        },
        lanes,
    )


def _lanes(view: View, top: float) -> tuple[tuple[Strip, ...], float]:
    strips: list[Strip] = []
    y = top
    for row, lane in enumerate(LANES, start=1):
        known = has_evidence(view, lane)
        if not known and view.depth == "overview":
            continue
        drawn = DRAWERS[lane](view, y) if known else Drawn(0)
        height = max(_height(view, lane, drawn), _name(lane, y)[1] + 10, THIN)
        bottom = y + height + LANE_GAP
        body = (
            *_slivers(view, lane, y, bottom),
            *_cells(view, lane, row, drawn, y=y, height=height),
            *drawn.over,
        )
        label_box, body_box = Box(0, y, LEFT, bottom), Box(LEFT, y, view.grid.width, bottom)
        strips.append(Strip(lane, LANE_NAMES[lane], _label(lane, y, drawn), label_box, body, body_box))
        y = bottom
    return tuple(strips), y


def has_evidence(view: View, lane: LaneId) -> bool:
    """Whether any cell of the lane knows anything."""
    return any(silence(view.cell(lane, stage.name)) is None for stage in view.map.stages)


def _height(view: View, lane: LaneId, drawn: Drawn) -> float:
    chips = max((len(chip_lines(view, lane, column)) for column in view.grid.columns), default=0)
    return max(drawn.height, QUIET) + chips * CHIP_LINE + 10 if chips else drawn.height


def _name(lane: LaneId, y: float) -> tuple[tuple[Mark, ...], float]:
    return paragraph(LANE_NAMES[lane], MARGIN, y + 5, LABELS - 12, 13, weight=600)


def _label(lane: LaneId, y: float, drawn: Drawn) -> tuple[Group, ...]:
    name = Group(f"lane-{lane}-name", _name(lane, y)[0], kind="name")
    return (Group(f"lane-{lane}", (name, *drawn.notes), LANE_NAMES[lane]),)


def _cells(view: View, lane: LaneId, row: int, drawn: Drawn, *, y: float, height: float) -> list[Group]:
    groups = []
    silent = False
    for at, column in enumerate(view.grid.columns):
        if column.stage is None:
            silent = False
            continue
        cell = view.cell(lane, column.stage.name)
        why = silence(cell)
        empty = why is not None and not drawn.columns.get(at)
        marks = drawn.columns.get(at, ())
        if empty:
            said = () if silent else no_evidence(why or "", column.x + 6, y + height / 2)
            marks = (*hatched(column.x, y, column.width, height), *said)
        else:
            ground = Rect(column.x, y, column.width, height, fill="surface", radius=4)
            quiet = () if marks or drawn.over else _nothing(column, y)
            marks = (ground, *marks, *quiet, *draw_chip(view, lane, column, y + height))
        silent = empty
        key = ids.cell(lane, column.stage.name)
        groups.append(Group(key, marks, _spoken(view, lane, column), "cell", key, row, at))
    return groups


def _nothing(column: Column, y: float) -> tuple[Mark, ...]:
    return paragraph(
        "nothing found here", column.x + INSET, y + 10, column.width - 2 * INSET, SMALL, fill="muted"
    )[0]


def _spoken(view: View, lane: LaneId, column: Column) -> str:
    stage = column.stage.name if column.stage else ""
    cell = view.cell(lane, stage)
    place = f"{LANE_NAMES[lane]}, {clean(stage)}"
    evidence = view.map.evidence.get(cell.evidence or "")
    if evidence is None:
        return f"{place}: {silence(cell) or NO_EVIDENCE}"
    known = f", {PROVENANCE[cell.provenance]}" if cell.provenance else ""
    base = ", low base" if cell.state == "thin" else ""
    return f"{place}: {chip(evidence, view.map.generated_at)}{known}{base}"


def _slivers(view: View, lane: LaneId, top: float, bottom: float) -> list[Group]:
    return [
        Group(
            f"phase-{'-'.join(column.phases)}-{lane}", hatched(column.x, top, column.width, bottom - top, 0)
        )
        for column in view.grid.columns
        if column.stage is None
    ]
