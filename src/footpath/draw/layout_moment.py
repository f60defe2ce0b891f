"""Lanes of what hurts, what delights, and who can change it."""

from __future__ import annotations

from footpath.draw import ids
from footpath.draw.blocks import INSET, Drawn, View, paragraph
from footpath.draw.grid import SMALL, Column
from footpath.draw.listing import Item, Placed, listed, stack
from footpath.draw.phrases import NBSP, count, people
from footpath.draw.phrases_moment import goals, ranks
from footpath.draw.scene import Group, Marker, Rect
from footpath.draw.text import clean
from footpath.model.map import JourneyMap, MapStage
from footpath.model.moment import Moment

MOST = 4  # moments drawn in a stage


def draw_moment(view: View, top: float) -> Drawn:
    """The few moments of a stage that cost or win most, then how many more there are, and are undecided."""
    return listed(view, top, lambda column, stage, y: stack(y, [
        *(_moment(column, moment) for moment in shown(view.map, stage)[:MOST]),
        *(_more(column, stage, text) for text in more(view.map, stage)),
    ]))  # fmt: skip


def shown(map_: JourneyMap, stage: MapStage) -> list[Moment]:
    """The moments of a stage, pain points first, in the order of their rank."""
    own = [each for each in map_.moments if each.stage == stage.name]
    return sorted(own, key=lambda each: (each.polarity != "pain", each.rank or 1e9, each.id))


def more(map_: JourneyMap, stage: MapStage) -> list[str]:
    """In one line at most: what is not drawn of a stage."""
    beyond = len(shown(map_, stage)) - MOST
    undecided = sum(each.stage == stage.name for each in map_.undecided)
    told = [f"and {count(beyond)} more"] if beyond > 0 else []
    told += [f"{count(undecided)} undecided"] if undecided else []
    return [" · ".join(told)] if told else []


def draw_change(view: View, top: float) -> Drawn:
    """Who owns the touchpoints of a stage, and the actions there."""
    return listed(view, top, lambda column, stage, y: stack(y, [
        _owners(column, stage),
        *(_action(column, action, at) for at, action in enumerate(view.map.actions)
          if action.get("stage") == stage.name),
    ]))  # fmt: skip


def _moment(column: Column, moment: Moment) -> Item:
    colour = "bad" if moment.polarity == "pain" else "good"
    x, width = column.x + INSET, column.width - 2 * INSET
    lines = _numbers(moment)

    def place(y: float) -> Placed:
        texts, height = paragraph(moment.title, x + 30, y + 8, width - 40, 12.5, weight=600)
        bottom = y + 10 + height
        for line in lines:
            more, height = paragraph(line, x + 30, bottom, width - 40, SMALL, fill="ink")
            texts, bottom = (*texts, *more), bottom + height
        ground = Rect(x, y, width, bottom + 8 - y, fill=f"{colour}-soft", radius=4)
        sign = Marker(x + 16, y + 16, 16, moment.polarity, colour)
        key = ids.moment(moment.id)
        label = f"{moment.polarity}: {clean(moment.title)}, {', '.join(lines)}"
        return Group(key, (ground, sign, *texts), label, "moment", key), bottom + 8

    return place


def _numbers(moment: Moment) -> list[str]:
    """What stands under a title: what it costs first, then who met it, then its rank."""
    rank = f"ranks {ranks(moment)}" if ranks(moment) else ""
    about = [each.replace(" ", NBSP) for each in (f"{people(moment.exposed)} met it", rank) if each]
    return [each for each in (goals(moment), " · ".join(about)) if each]


def _more(column: Column, stage: MapStage, text: str) -> Item:
    key = ids.cell("moment", stage.name)

    def place(y: float) -> Placed:
        lines, height = paragraph(text, column.x + INSET, y, column.width - 2 * INSET, SMALL, fill="muted")
        return Group(f"moments-{ids.slug(stage.name)}", lines, text, "moment", key), y + height

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
