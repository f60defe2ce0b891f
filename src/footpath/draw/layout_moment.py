"""Lanes of what hurts, what delights, and who can change it."""

from __future__ import annotations

from msgspec.structs import replace

from footpath.draw import ids
from footpath.draw.blocks import INSET, Drawn, View, paragraph
from footpath.draw.grid import SMALL, Column
from footpath.draw.listing import Item, Placed, listed, stack
from footpath.draw.phrases import interval, plural, value
from footpath.draw.scene import Group, Marker, Rect
from footpath.draw.text import clean
from footpath.model.map import MapStage
from footpath.model.moment import Moment


def draw_moment(view: View, top: float) -> Drawn:
    """Pain points and delights where they occur, best supported first."""
    ranked = sorted(view.map.moments, key=lambda each: (each.rank or 1e9, each.id))
    return listed(view, top, lambda column, stage, y: stack(y, [
        _moment(column, moment) for moment in ranked if moment.stage == stage.name
    ]))  # fmt: skip


def draw_change(view: View, top: float) -> Drawn:
    """Who owns the touchpoints of a stage, and the actions there."""
    return listed(view, top, lambda column, stage, y: stack(y, [
        _owners(column, stage),
        *(_action(column, action, at) for at, action in enumerate(view.map.actions)
          if action.get("stage") == stage.name),
    ]))  # fmt: skip


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
