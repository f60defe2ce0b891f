"""Lane *time*: the median from each touchpoint to the next, on a scale of powers, with its interval."""

from __future__ import annotations

from itertools import pairwise
from math import log

from footpath.draw import ids
from footpath.draw.blocks import Drawn, View
from footpath.draw.grid import LABELS, MARGIN, SMALL
from footpath.draw.phrases import duration, interval, value
from footpath.draw.scene import Circle, Group, Line, Mark, Text
from footpath.draw.text import clean
from footpath.model.estimate import Estimate

TICKS = (1.0, 60.0, 3600.0, 86400.0, 604800.0, 2592000.0, 31557600.0)
HEIGHT = 80.0


def draw_time(view: View, top: float) -> Drawn:
    """Dots between touchpoints that follow each other; nothing where no time is known."""
    slots = view.grid.slots
    times = {(flow.from_, flow.to): flow.time for flow in view.map.flows if flow.time}
    steps = []
    for here, after in pairwise(slots):
        if here.touchpoint and after.touchpoint:
            time = times.get((here.touchpoint.name, after.touchpoint.name))
            if time:
                steps.append(((here.x + after.x) / 2, here.touchpoint.name, after.touchpoint.name, time))
    if not steps:
        return _stages_only(view, top)
    ticks = _ticks([time.value for *_, time in steps])
    groups = [_step(x, start, to, time, ticks=ticks, top=top) for x, start, to, time in steps]
    return Drawn(HEIGHT + 14, over=(_rules(view, ticks, top), *groups), notes=_notes(ticks, top))


def _stages_only(view: View, top: float) -> Drawn:
    columns: dict[int, tuple[Mark | Group, ...]] = {}
    for at, column in enumerate(view.grid.columns):
        if column.stage and column.stage.time:
            text = Text(column.x + 10, top + 24, value(column.stage.time), 14, 600)
            columns[at] = (text,)
    return Drawn(36 if columns else 12, columns)


def _ticks(values: list[float]) -> tuple[float, ...]:
    low = max([tick for tick in TICKS if tick <= min(values)], default=TICKS[0])
    high = min([tick for tick in TICKS if tick >= max(values)], default=TICKS[-1])
    if low == high:
        high = min([tick for tick in TICKS if tick > low], default=high * 10)
    return tuple(tick for tick in (*TICKS, high) if low <= tick <= high)


def _height(seconds: float, ticks: tuple[float, ...], top: float) -> float:
    low, high = log(ticks[0]), log(max(ticks[-1], ticks[0] * 2))
    part = (log(max(seconds, ticks[0])) - low) / (high - low)
    return round(top + 14 + (HEIGHT - 20) * (1 - min(1.0, part)), 1)


def _rules(view: View, ticks: tuple[float, ...], top: float) -> Group:
    left, right = view.grid.columns[0].x, view.grid.columns[-1].right
    lines = [
        Line(left, y, right, y, "rule", dash="1 4") for y in (_height(tick, ticks, top) for tick in ticks)
    ]
    return Group("time-scale", tuple(lines))


def _notes(ticks: tuple[float, ...], top: float) -> tuple[Mark, ...]:
    texts: list[Mark] = []
    last = float("inf")
    for tick in ticks:
        y = _height(tick, ticks, top)
        if last - y >= 15:
            texts.append(Text(MARGIN + LABELS - 10, y + 4, duration(tick), SMALL, fill="muted", anchor="end"))
            last = y
    return tuple(texts)


def _step(x: float, start: str, to: str, time: Estimate, *, ticks: tuple[float, ...], top: float) -> Group:
    x, y = round(x, 1), _height(time.value, ticks, top)
    whisker = Line(x, _height(time.high, ticks, top), x, _height(time.low, ticks, top), "stage-line", 2)
    dot = Circle(x, y, 4.5, fill="stage-line")
    text = Text(x + 9, y + 4, value(time), SMALL, 600, halo="surface")
    label = f"{clean(start)} to {clean(to)}: median {value(time)}, {interval(time)}"
    return Group(
        f"time-{ids.slug(start)}--{ids.slug(to)}", (whisker, dot, text), label, "flow", ids.flow(start, to)
    )
