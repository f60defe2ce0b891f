"""Main paths: one row each, a dot under every touchpoint that it visits, dips where it turns back."""

from __future__ import annotations

from itertools import pairwise

from footpath.draw import ids
from footpath.draw.blocks import Drawn, View, paragraph
from footpath.draw.grid import LABELS, MARGIN, SMALL
from footpath.draw.phrases import count, people, percent, plural, value
from footpath.draw.scene import Anchor, Circle, Curve, Group, Line, Mark, Rect, Text
from footpath.draw.text import clean, measure
from footpath.model.map import Path

PITCH = 30.0  # the badge of a repeat stands clear of the row above
SHOWN_PATHS = {"overview": 0, "standard": 4, "full": 12}


def draw_paths(view: View, xs: dict[str, float], top: float) -> Drawn:
    """The most frequent paths, and all others as one sum."""
    shown = view.map.paths[: SHOWN_PATHS[view.depth]]
    if not shown:
        return Drawn(0)
    notes: list[Mark | Group] = [Text(MARGIN, top + 16, "Main paths", 12, 600)]
    groups: list[Group] = []
    y = top + 23
    for path in shown:
        spot = _beside(path, xs, view)
        said = _note(path) if spot else f"{_note(path)} · {_goals(path)}"
        note, height = paragraph(said, MARGIN, y, LABELS - 10, SMALL, fill="muted")
        key = ids.path(path.touchpoints)
        groups.append(Group(key, _row(path, xs, y + 7, spot), _spoken(path), "path", key))
        notes += note
        y += max(height + 7, PITCH)
    other, height = _others(view, shown, y)
    return Drawn(y + height - top, over=tuple(groups), notes=(*notes, *other))


def _note(path: Path) -> str:
    share = f"{value(path.share)} · " if path.share else ""
    return f"{share}{plural(path.journeys, 'journey')}"


def _goals(path: Path) -> str:
    return f"{value(path.goal_rate)} reach the goal" if path.goal_rate else "no goal rate"


def _spoken(path: Path) -> str:
    steps = ", then ".join(clean(name) for name in path.touchpoints)
    return f"Path {steps}: {people(path.people)}, {_note(path)}, {_goals(path)}"


def _row(path: Path, xs: dict[str, float], y: float, spot: tuple[float, Anchor] | None) -> tuple[Mark, ...]:
    stops = [xs[name] for name in path.touchpoints if name in xs]
    if not stops:
        return ()
    marks: list[Mark] = []
    for start, end in pairwise(stops):
        if start != end:  # its badge says how often a touchpoint is repeated
            marks.append(Line(start, y, end, y, "flow", 2) if end > start else _dip(start, end, y))
    repeats: dict[float, int] = {}
    for x in stops:
        repeats[x] = repeats.get(x, 0) + 1
    marks += [Circle(x, y, 5, fill="flow") for x in repeats]
    marks += [
        Text(x + 9, y - 10, f"{times}×", SMALL, 600, "back", halo="surface")
        for x, times in repeats.items()
        if times > 1
    ]
    marks.append(Circle(stops[-1], y, 8.5, stroke="flow", width=1.5))
    reach = Rect(min(stops) - 12, y - 9, max(stops) - min(stops) + 24, 18, radius=9)
    if spot is None:
        return (reach, *marks)
    x, anchor = spot
    return (reach, *marks, Text(x, y + 4, _goals(path), SMALL, fill="muted", anchor=anchor, halo="surface"))


def _beside(path: Path, xs: dict[str, float], view: View) -> tuple[float, Anchor] | None:
    """Where the share that reaches the goal has room beside the row; else it joins the note."""
    stops = [xs[name] for name in path.touchpoints if name in xs]
    width = measure(_goals(path), SMALL)
    if stops and max(stops) + 14 + width < view.grid.stages[-1].right:
        return max(stops) + 14, "start"
    if stops and min(stops) - 14 - width > view.grid.stages[0].x:
        return min(stops) - 14, "end"
    return None


def _dip(start: float, end: float, y: float) -> Curve:
    return Curve(f"M{start} {y}C{start - 8} {y + 13} {end + 8} {y + 13} {end} {y}", stroke="back", width=1.5)


def _others(view: View, shown: tuple[Path, ...], y: float) -> tuple[tuple[Group, ...], float]:
    other = view.map.paths_other
    hidden = view.map.paths[len(shown) :]
    journeys = other.journeys + sum(path.journeys for path in hidden)
    if not journeys:
        return (), 0
    share = other.share + sum(path.share.value for path in hidden if path.share)
    text = f"{percent(min(1.0, share))} · {count(journeys)} others"
    lines, height = paragraph(text, MARGIN, y, LABELS - 10, SMALL, fill="muted")
    return (Group(ids.OTHER_PATHS, lines, text, "path", ids.OTHER_PATHS),), height + 4
