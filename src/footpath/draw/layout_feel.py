"""Lane *feel*: emotion from −2 to +2, monotone between points, its interval as a band.

Discs are words, diamonds are scores. The line follows what is known at most touchpoints; it breaks where
fewer than ten people are behind a point.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from footpath.draw import ids
from footpath.draw.blocks import Drawn, View
from footpath.draw.grid import LABELS, MARGIN, SMALL
from footpath.draw.phrases import interval, value
from footpath.draw.scene import Circle, Curve, Group, Line, Mark, Marker, Text
from footpath.draw.text import clean
from footpath.model.estimate import Estimate
from footpath.model.map import MapTouchpoint

ENOUGH = 10
STEPS = 12
HEIGHT = 142.0
Point = tuple[float, Estimate | None]


def axis(top: float) -> tuple[float, float]:
    """Where +2 and −2 lie."""
    return top + 32, top + HEIGHT - 10


def draw_feel(view: View, top: float) -> Drawn:
    """The curve, its band, and its points."""
    high, low = axis(top)
    slots = [(slot.x, slot.touchpoint) for slot in view.grid.slots if slot.touchpoint]
    words = [(x, each.emotion.words) for x, each in slots]
    scores = [(x, each.emotion.scores) for x, each in slots]
    line = scores if sum(1 for _, each in scores if each) > sum(1 for _, each in words if each) else words
    left, right = view.grid.columns[0].x, view.grid.columns[-1].right
    marks: list[Mark] = [Line(left, (high + low) / 2, right, (high + low) / 2, "exit", dash="2 4")]
    for run in _runs(line):
        marks += _curve(run, high, low)
    points = [_points(x, each, high, low) for x, each in slots if each.emotion.words or each.emotion.scores]
    return Drawn(HEIGHT, over=(Group("emotion", tuple(marks)), *points), notes=_notes(high, low))


def level(score: float, high: float, low: float) -> float:
    """Height of an emotion from −2 to +2."""
    return round(high + (2 - max(-2.0, min(2.0, score))) / 4 * (low - high), 1)


def _runs(points: Sequence[Point]) -> list[list[tuple[float, Estimate]]]:
    runs: list[list[tuple[float, Estimate]]] = [[]]
    for x, estimate in points:
        if estimate is None:
            continue
        if estimate.n < ENOUGH:
            runs.append([])
        else:
            runs[-1].append((x, estimate))
    return [run for run in runs if len(run) > 1]


def _curve(run: list[tuple[float, Estimate]], high: float, low: float) -> list[Mark]:
    xs = [x for x, _ in run]
    ys = [level(each.value, high, low) for _, each in run]
    upper = monotone(xs, [level(each.high, high, low) for _, each in run])
    lower = monotone(xs[::-1], [level(each.low, high, low) for _, each in reversed(run)])
    band = Curve(f"{upper}L{lower[1:]}Z", fill="band")
    return [band, *_coloured(xs, ys, (high + low) / 2)]


def _coloured(xs: Sequence[float], ys: Sequence[float], zero: float) -> list[Mark]:
    """The line in the colour of its side of zero, as short straight steps."""
    marks: list[Mark] = []
    points = sampled(xs, ys)
    for below, group in groupby(pairwise(points), key=lambda pair: pair[0][1] + pair[1][1] > 2 * zero):
        pairs = list(group)
        d = f"M{_number(pairs[0][0][0])} {_number(pairs[0][0][1])}"
        d += "".join(f"L{_number(x)} {_number(y)}" for _, (x, y) in pairs)
        marks.append(Curve(d, stroke="bad" if below else "good", width=3))
    return marks


def sampled(xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float]]:
    """Points close together on the monotone cubic through the given ones."""
    tangents = _tangents(xs, ys)
    points = []
    for at in range(len(xs) - 1):
        step = xs[at + 1] - xs[at]
        for part in (number / STEPS for number in range(STEPS)):
            cube, square = part**3, part**2
            y = (2 * cube - 3 * square + 1) * ys[at] + (3 * square - 2 * cube) * ys[at + 1]
            y += step * ((cube - 2 * square + part) * tangents[at] + (cube - square) * tangents[at + 1])
            points.append((xs[at] + part * step, y))
    return [*points, (xs[-1], ys[-1])]


def monotone(xs: Sequence[float], ys: Sequence[float]) -> str:
    """A cubic path through the points that never overshoots them (Fritsch and Carlson 1980).

    >>> monotone([0, 10], [0, 5])
    'M0 0C3.3 1.7 6.7 3.3 10 5'
    """
    tangents = _tangents(xs, ys)
    parts = [f"M{_number(xs[0])} {_number(ys[0])}"]
    for at, step in enumerate(b - a for a, b in pairwise(xs)):
        one = (xs[at] + step / 3, ys[at] + tangents[at] * step / 3)
        two = (xs[at + 1] - step / 3, ys[at + 1] - tangents[at + 1] * step / 3)
        parts.append("C" + " ".join(_number(each) for each in (*one, *two, xs[at + 1], ys[at + 1])))
    return "".join(parts)


def _tangents(xs: Sequence[float], ys: Sequence[float]) -> list[float]:
    slopes = [(d - c) / (b - a) for (a, b), (c, d) in zip(pairwise(xs), pairwise(ys), strict=True)]
    return [slopes[0], *(_tangent(a, b) for a, b in pairwise(slopes)), slopes[-1]]


def _tangent(before: float, after: float) -> float:
    # The harmonic mean stays within three times either slope, so the curve cannot overshoot.
    return 0.0 if before * after <= 0 else 2 * before * after / (before + after)


def _number(value_: float) -> str:
    return f"{value_:.1f}".removesuffix(".0")


def _points(x: float, touchpoint: MapTouchpoint, high: float, low: float) -> Group:
    marks: list[Mark] = []
    spoken = []
    for name, estimate in (("words", touchpoint.emotion.words), ("scores", touchpoint.emotion.scores)):
        if estimate is None:
            continue
        y = level(estimate.value, high, low)
        colour = "good" if estimate.value >= 0 else "bad"
        if name == "words":
            marks.append(Circle(x, y, 5, fill=colour, stroke="page", width=1.5))
        else:
            marks.append(Curve(f"M{x} {y - 6}l6 6l-6 6l-6 -6z", fill=colour, stroke="page", width=1.5))
        spoken.append(f"{value(estimate)} by {name} ({interval(estimate)}, n={estimate.n})")
    label = f"{clean(touchpoint.name)}: emotion {', '.join(spoken)}"
    key = ids.emotion(touchpoint.name)
    return Group(key, tuple(marks), label, "score", key)


def _notes(high: float, low: float) -> tuple[Mark, ...]:
    x = MARGIN + LABELS - 18
    rows = (
        ("face-good", "good", "delighted +2", high),
        ("face-even", "muted", "neutral 0", (high + low) / 2),
        ("face-bad", "bad", "frustrated −2", low),
    )
    marks: list[Mark] = []
    for icon, colour, text, y in rows:
        marks += [
            Marker(x, y, 16, icon, colour),
            Text(x - 14, y + 4, text, SMALL, fill="muted", anchor="end"),
        ]
    return tuple(marks)
