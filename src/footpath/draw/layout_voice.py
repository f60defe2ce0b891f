"""Lanes of listed things: quotes, scores, moments, owners and actions, from top to bottom in each column."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from footpath.draw import ids
from footpath.draw.blocks import INSET, Drawn, View, paragraph
from footpath.draw.grid import SMALL, Column
from footpath.draw.phrases import count, day, interval, plural, value
from footpath.draw.scene import Circle, Group, Line, Mark, Marker, Rect
from footpath.draw.text import clean
from footpath.model.estimate import Estimate
from footpath.model.map import MapStage, MapTouchpoint, Moment, Verbatim

GOOD = {"relieved", "delighted", "happy", "satisfied", "grateful", "positive", "good"}
BAD = {"frustrated", "anxious", "confused", "disappointed", "angry", "negative", "bad"}
LONGEST_QUOTE = 180
SCALES = {"nps": (-100.0, 100.0)}
Placed = tuple[Group, float]


def draw_say(view: View, top: float) -> Drawn:
    """One or two quotes a stage, one good and one bad where both exist."""
    return _lists(view, top, lambda column, stage, y: _stack(y, [
        _quote(column, touchpoint, verbatim, at) for at, (touchpoint, verbatim) in enumerate(chosen(stage))
    ]))  # fmt: skip


def draw_score(view: View, top: float) -> Drawn:
    """Scores with interval and n."""
    return _lists(view, top, lambda column, stage, y: _stack(y, [
        _score(column, touchpoint, name, estimate)
        for touchpoint in stage.touchpoints for name, estimate in sorted(touchpoint.scores.items())
    ]))  # fmt: skip


def draw_moment(view: View, top: float) -> Drawn:
    """Pain points and delights where they occur, best supported first."""
    ranked = sorted(view.map.moments, key=lambda each: (each.rank or 1e9, each.id))
    return _lists(view, top, lambda column, stage, y: _stack(y, [
        _moment(column, moment) for moment in ranked if moment.stage == stage.name
    ]))  # fmt: skip


def draw_change(view: View, top: float) -> Drawn:
    """Who owns the touchpoints of a stage, and the actions there."""
    return _lists(view, top, lambda column, stage, y: _stack(y, [
        _owners(column, stage),
        *(_action(column, action, at) for at, action in enumerate(view.map.actions)
          if action.get("stage") == stage.name),
    ]))  # fmt: skip


Item = Callable[[float], Placed]


def _lists(
    view: View, top: float, draw: Callable[[Column, MapStage, float], tuple[list[Group], float]]
) -> Drawn:
    columns: dict[int, tuple[Mark | Group, ...]] = {}
    bottom = top
    for at, column in enumerate(view.grid.columns):
        if column.stage:
            groups, end = draw(column, column.stage, top + 10)
            columns[at] = tuple(groups)
            bottom = max(bottom, end)
    return Drawn(bottom - top, columns)


def _stack(y: float, items: list[Item]) -> tuple[list[Group], float]:
    groups = []
    for item in items:
        group, y = item(y)
        groups.append(group)
        y += 8
    return groups, y


def chosen(stage: MapStage) -> list[tuple[MapTouchpoint, Verbatim]]:
    """The first good and the first bad quote of a stage, else its first two."""
    said = [(touchpoint, verbatim) for touchpoint in stage.touchpoints for verbatim in touchpoint.verbatims]
    good = [each for each in said if mood(each[1]) == "good"][:1]
    bad = [each for each in said if mood(each[1]) == "bad"][:1]
    return good + bad if good and bad else said[:2]


def mood(verbatim: Verbatim) -> str:
    """Good, bad or even."""
    emotion = (verbatim.emotion or "").casefold()
    return "good" if emotion in GOOD else "bad" if emotion in BAD else "even"


def _quote(column: Column, touchpoint: MapTouchpoint, verbatim: Verbatim, at: int) -> Item:
    feeling = mood(verbatim)
    colour = {"good": "good", "bad": "bad", "even": "muted"}[feeling]
    said = clean(verbatim.text)
    if len(said) > LONGEST_QUOTE:
        said = said[:LONGEST_QUOTE].rsplit(" ", 1)[0] + " … (all of it in the evidence)"
    x, width = column.x + INSET + 24, column.width - 2 * INSET - 24
    source = " · ".join(
        each for each in (verbatim.emotion, clean(verbatim.source), day(verbatim.time)) if each
    )

    def place(y: float) -> Placed:
        quote, height = paragraph(f"“{said}”", x, y, width, 12.5)
        about, more = paragraph(
            f"{clean(touchpoint.name)} · {source}", x, y + height + 2, width, SMALL, fill="muted"
        )
        face = Marker(column.x + INSET + 8, y + 9, 16, f"face-{feeling}", colour)
        key = f"quote-{ids.slug(touchpoint.name)}-{at}"
        panel = ids.touchpoint(touchpoint.name)
        return Group(
            key, (face, *quote, *about), f"“{said}”, {source}", "quote", panel
        ), y + height + more + 2

    return place


def _score(column: Column, touchpoint: MapTouchpoint, name: str, estimate: Estimate) -> Item:
    x, width = column.x + INSET, column.width - 2 * INSET
    low, high = SCALES.get(
        name, (0.0, 1.0) if estimate.unit == "share" else (1.0, 7.0 if estimate.high > 5 else 5.0)
    )
    label = f"{name.upper()} {value(estimate)}"
    about = f"{interval(estimate)} · n={count(estimate.n)} · {clean(touchpoint.name)}"

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
        key = f"score-{ids.slug(name)}-{ids.slug(touchpoint.name)}"
        panel = ids.touchpoint(touchpoint.name)
        return Group(key, (*marks, *texts), f"{label}, {about}", "score", panel), bar + 9 + more

    return place


def _moment(column: Column, moment: Moment) -> Item:
    pain = moment.polarity == "pain"
    colour = "bad" if pain else "good"
    x, width = column.x + INSET, column.width - 2 * INSET
    about = f"{clean(moment.touchpoint)} · {plural(moment.exposed, 'person', 'people')} met it"
    goals = ""
    if lost := moment.lost_goals:
        won = replace(lost, value=-lost.value, low=-lost.high, high=-lost.low)
        goals = (
            f"{value(lost)} goals lost ({interval(lost)})"
            if pain
            else f"{value(won)} goals won ({interval(won)})"
        )
    rank = f" · rank {moment.rank_low}–{moment.rank_high}" if moment.rank_low and moment.rank_high else ""

    def place(y: float) -> Placed:
        title, height = paragraph(moment.title, x + 30, y + 8, width - 40, 12.5, weight=600)
        bottom = y + 8 + height
        texts, more = paragraph(about + rank, x + 30, bottom + 2, width - 40, SMALL, fill="ink")
        cost, last = paragraph(goals, x + 30, bottom + 2 + more, width - 40, SMALL, fill="ink")
        bottom += more + last + 10
        ground = Rect(x, y, width, bottom - y, fill=f"{colour}-soft", radius=4)
        sign = Marker(x + 16, y + 16, 16, moment.polarity, colour)
        key = ids.moment(moment.id)
        label = f"{moment.polarity}: {clean(moment.title)}, {about}{rank} {goals}".strip()
        return Group(key, (ground, sign, *title, *texts, *cost), label, "moment", key), bottom

    return place


def _owners(column: Column, stage: MapStage) -> Item:
    owners: dict[str, int] = {}
    for touchpoint in stage.touchpoints:
        owners[touchpoint.owner] = owners.get(touchpoint.owner, 0) + 1
    text = "Owners: " + (", ".join(f"{owner} {number}" for owner, number in owners.items()) or "nobody")

    def place(y: float) -> Placed:
        lines, height = paragraph(text, column.x + INSET, y, column.width - 2 * INSET, 12)
        return Group(f"owners-{ids.slug(stage.name)}", lines, text), y + height

    return place


def _action(column: Column, action: dict[str, object], at: int) -> Item:
    title = clean(str(action.get("title") or action.get("name") or "Action"))
    parts = [clean(str(action[key])) for key in ("owner", "status", "verdict") if action.get(key)]
    x, width = column.x + INSET, column.width - 2 * INSET

    def place(y: float) -> Placed:
        lines, height = paragraph(title, x, y, width, 12, weight=600)
        about, more = paragraph(" · ".join(parts), x, y + height, width, SMALL, fill="muted")
        return Group(
            f"action-{at}-{ids.slug(title)}", (*lines, *about), f"Action: {title}"
        ), y + height + more

    return place


def effect(moment: Moment) -> str:
    """A moment's effect in words, or why there is none."""
    if moment.effect is None:
        return f"no effect estimated: {clean(moment.refused or 'unknown reason')}"
    return f"{value(moment.effect)} ({interval(moment.effect)}) on the goal"
