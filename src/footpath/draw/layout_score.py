"""Lane *score*: each score on its scale, with interval and n; below ten answers their number only."""

from __future__ import annotations

from footpath.draw import ids
from footpath.draw.blocks import INSET, Drawn, View, paragraph
from footpath.draw.grid import SMALL, Column
from footpath.draw.listing import Item, Placed, listed, stack
from footpath.draw.phrases import count, interval, plural, value
from footpath.draw.scene import Circle, Group, Line, Mark, Rect
from footpath.draw.text import clean
from footpath.model.estimate import Estimate
from footpath.model.heard import ScoreDetail
from footpath.model.map import MapTouchpoint

SCALES = {"nps": (-100.0, 100.0)}
SHORT = {"nps", "csat", "ces"}


def draw_score(view: View, top: float) -> Drawn:
    """Scores with interval and n."""
    return listed(view, top, lambda column, stage, y: stack(y, [
        item for touchpoint in stage.touchpoints for item in _scores(column, touchpoint)
    ]))  # fmt: skip


def called(name: str) -> str:
    """What a score is called on a map.

    >>> called("nps"), called("ease of return")
    ('NPS', 'ease of return')
    """
    return name.upper() if name.casefold() in SHORT else clean(name)


def _scores(column: Column, touchpoint: MapTouchpoint) -> list[Item]:
    told = [_score(column, touchpoint, *each) for each in sorted(touchpoint.scores.items())]
    few = sorted(name for name in touchpoint.score_details if name not in touchpoint.scores)
    return told + [_counted(column, touchpoint, name, touchpoint.score_details[name]) for name in few]


def span(name: str, estimate: Estimate, detail: ScoreDetail | None) -> tuple[float, float]:
    """The ends of the line on which a score is drawn."""
    if estimate.unit == "share":
        return 0.0, 1.0
    if detail is None:
        return SCALES.get(name, (1.0, 7.0 if estimate.high > 5 else 5.0))
    return SCALES.get(detail.kind, detail.scale)


def _score(column: Column, touchpoint: MapTouchpoint, name: str, estimate: Estimate) -> Item:
    detail = touchpoint.score_details.get(name)
    x, width = column.x + INSET, column.width - 2 * INSET
    low, high = span(name, estimate, detail)
    change = f" · {detail.change}" if detail and detail.change else ""
    label = f"{called(name)} {value(estimate)}{change}"
    about = f"{interval(estimate)} · n={count(estimate.n)} · {clean(touchpoint.name)}{_beside(detail)}"
    key = ids.score(touchpoint.name, name)

    def at(number: float) -> float:
        return round(x + width * min(1.0, max(0.0, (number - low) / (high - low))), 1)

    def place(y: float) -> Placed:
        title, height = paragraph(label, x, y, width, 14, weight=600)
        bar = y + height + 5
        middle = bar + 1.5
        marks: list[Mark] = [
            *title,
            Rect(x, bar, width, 3, fill="rule", radius=1.5),
            Line(at(estimate.low), middle, at(estimate.high), middle, "stage-line", 5),
            Circle(at(estimate.value), middle, 5, fill="stage-line", stroke="page", width=1.5),
        ]
        texts, more = paragraph(about, x, bar + 9, width, SMALL, fill="muted")
        return Group(key, (*marks, *texts), f"{label}, {about}", "score", key), bar + 9 + more

    return place


def _beside(detail: ScoreDetail | None) -> str:
    if detail is None:
        return ""
    weighted = f" · weighted {value(detail.weighted)}" if detail.weighted else ""
    return weighted + (" · indicative" if detail.state == "indicative" else "")


def _counted(column: Column, touchpoint: MapTouchpoint, name: str, detail: ScoreDetail) -> Item:
    x, width = column.x + INSET, column.width - 2 * INSET
    label = f"{called(name)}: {plural(detail.answered, 'answer')}, too few to score"
    key = ids.score(touchpoint.name, name)

    def place(y: float) -> Placed:
        title, height = paragraph(label, x, y, width, 12)
        about, more = paragraph(clean(touchpoint.name), x, y + height, width, SMALL, fill="muted")
        return Group(key, (*title, *about), label, "score", key), y + height + more

    return place
