"""Phases and stage headers, lens and legend, and what is not measured: everything around the lanes."""

from __future__ import annotations

from itertools import groupby

from footpath.draw import ids
from footpath.draw.blocks import INSET, View, hatched, paragraph
from footpath.draw.grid import LABELS, MARGIN, SMALL, Column
from footpath.draw.legend import legend
from footpath.draw.lens import figures, lens_lines, unmeasured
from footpath.draw.phrases import count, interval, people, percent, value
from footpath.draw.scene import Group, Line, Mark, Rect, Text
from footpath.draw.text import measure

PHASE_HEIGHT = 26.0
FIGURE_WIDTH = 178.0


def draw_header(view: View) -> tuple[tuple[Group, ...], float]:
    """Title, lens, key figures and legend, and how tall they are."""
    blocks = figures(view.map)
    room = view.grid.width - 2 * MARGIN - FIGURE_WIDTH * len(blocks) - 24
    title, height = paragraph(view.map.title, MARGIN, 24, room, 26, weight=600)
    marks: list[Mark | Group] = list(title)
    y = 24 + height + 8
    for number, line in enumerate(lens_lines(view.map)):
        texts, height = paragraph(line, MARGIN, y, room, 13, fill="ink" if number == 0 else "muted")
        marks += texts
        y += height + 3
    start = view.grid.width - MARGIN - FIGURE_WIDTH * len(blocks)
    bottoms = [y]
    for at, (big, small) in enumerate(blocks):
        drawn, bottom = _figure(big, small, start + at * FIGURE_WIDTH)
        marks += drawn
        bottoms.append(bottom)
    y = max(bottoms) + 8
    lens = Group(ids.LENS, tuple(marks), "About this map")
    key, height = _draw_legend(view, y)
    return (lens, key), y + height + 10


def _figure(big: str, small: str, x: float) -> tuple[list[Mark], float]:
    size = 26.0
    while measure(big, size, 600) > FIGURE_WIDTH - 24 and size > 12:
        size -= 1
    texts, height = paragraph(small, x + 16, 58, FIGURE_WIDTH - 24, 12, fill="muted")
    rule = Line(x, 30, x, 58 + height, "rule")
    return [rule, Text(x + 16, 49, big, size, 600, "stage-ink"), *texts], 58 + height


def _draw_legend(view: View, top: float) -> tuple[Group, float]:
    marks: list[Mark | Group] = []
    x, y, right = MARGIN, top + 12, view.grid.width - MARGIN
    for entry in legend(view.map):
        width = 26 + measure(entry.text, SMALL) + 18
        if x + width > right and x > MARGIN:
            x, y = MARGIN, y + 24
        marks += entry.sample(x + 10, y)
        marks.append(Text(x + 26, y + 4, entry.text, SMALL, fill="muted"))
        x += width
    return Group("legend", tuple(marks), "Legend"), y - top + 16


def draw_head(view: View, top: float) -> tuple[tuple[Group, ...], float]:
    """The bar of phases and the headers of stages, and how tall they are."""
    inner = top + PHASE_HEIGHT
    cards = [_card(column, inner) for column in view.grid.columns]
    height = max([bottom - inner for _, _, bottom in cards], default=40)
    groups: list[Group] = [_phase_bar(view, top)]
    for at, (column, (texts, label, _)) in enumerate(zip(view.grid.columns, cards, strict=True)):
        if column.stage is None:
            groups.append(_sliver(column, inner, height))
            continue
        bar = _people_bar(view, column, inner + height)
        ground = Rect(column.x, inner, column.width, height + 4, fill="stage", radius=4)
        key = ids.stage(column.stage.name)
        groups.append(Group(key, (ground, *texts, *bar), label, "stage", key, 0, at))
    return tuple(groups), PHASE_HEIGHT + height + 8


def _phase_bar(view: View, top: float) -> Group:
    marks: list[Mark] = []
    for _, run in groupby(view.grid.columns, key=lambda column: column.phases if column.stage else column.x):
        columns = list(run)
        if columns[0].stage is None:
            continue
        left, right = columns[0].x, columns[-1].right
        marks.append(Line(left, top + 19, right, top + 19, "stage-line", 2))
        marks.append(Text(left, top + 12, columns[0].phases[0], SMALL, fill="muted"))
    return Group("phases", tuple(marks), "Phases")


def _card(column: Column, top: float) -> tuple[tuple[Mark, ...], str, float]:
    stage = column.stage
    if stage is None:
        return (), "", top + 24 + 14 * (len(column.phases) + 2)
    x, width = column.x + INSET, column.width - 2 * INSET
    name, height = paragraph(stage.name, x, top + 9, width, 15, weight=600, fill="stage-ink")
    y = top + 9 + height + 4
    entered = f"{people(stage.people)} enter" if stage.people != 1 else "1 person enters"
    marks: list[Mark] = [*name]
    lines = [(entered, 13, 600)]
    if rate := stage.continue_rate:
        # Some come here only before the start or after the end: the rate says of how many it speaks
        base = f" of {count(rate.n)}" if rate.n != stage.people else ""
        lines.append((f"{value(rate)}{base} go on ({interval(rate)})", 12, 400))
    if stage.time:
        lines.append((f"median {value(stage.time)} ({interval(stage.time)})", 12, 400))
    for text, size, weight in lines:
        texts, height = paragraph(text, x, y, width, size, weight=weight, fill="stage-ink")
        marks += texts
        y += height + 1
    return (
        tuple(marks),
        f"Stage {stage.name}, {stage.phase}: {', '.join(text for text, _, _ in lines)}",
        y + 9,
    )


def _people_bar(view: View, column: Column, y: float) -> tuple[Mark, ...]:
    most = max((other.people for other in view.map.stages), default=0) or 1
    here = column.stage.people if column.stage else 0
    return (
        Rect(column.x, y, column.width, 4, fill="flow-soft"),
        Rect(column.x, y, round(column.width * here / most, 1), 4, fill="stage-line"),
    )


def _sliver(column: Column, top: float, height: float) -> Group:
    marks: list[Mark] = [*hatched(column.x, top - 9, column.width, height + 13)]
    lines = [*column.phases, "", "no evidence"]
    ground = Rect(column.x + 3, top - 4, column.width - 6, 14 * len(lines) + 8, fill="hatch-ground", radius=3)
    marks.append(ground)
    marks += [
        Text(column.x + column.width / 2, top + 10 + at * 14, line, SMALL, fill="muted", anchor="middle")
        for at, line in enumerate(lines)
        if line
    ]
    return Group(f"phase-{'-'.join(column.phases)}", tuple(marks), f"No evidence: {', '.join(column.phases)}")


def draw_footer(view: View, top: float) -> tuple[tuple[Group, ...], float]:
    """What is not measured, and how tall that is."""
    width = view.grid.width - 2 * MARGIN
    marks: list[Mark] = [Line(MARGIN, top + 6, MARGIN + width, top + 6, "rule")]
    marks.append(Text(MARGIN, top + 28, "What is not measured", 13, 600))
    y = top + 14
    for line in unmeasured(view.map):
        texts, height = paragraph(line, MARGIN + LABELS, y, width - LABELS, 12, fill="muted")
        marks += texts
        y += height + 3
    return (Group("not-measured", tuple(marks), "What is not measured"),), max(y, top + 36) - top + 16


def summary(view: View) -> str:
    """The map in one sentence, for those who hear it."""
    shares = f", {percent(view.map.goal_rate.value)} reach the goal" if view.map.goal_rate else ""
    size = f"{count(view.map.people)} people, {len(view.map.stages)} stages"
    return f"Journey map: {view.map.title}. {size}{shares}."
