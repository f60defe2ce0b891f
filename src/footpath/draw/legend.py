"""The key to a map's marks: only those that it uses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from footpath.draw.blocks import hatched, provenance_mark
from footpath.draw.icons import family
from footpath.draw.phrases import PROVENANCE
from footpath.draw.scene import Circle, Curve, Line, Mark, Marker, Rect
from footpath.draw.text import clean
from footpath.model.definition import OWNERS, Owner
from footpath.model.map import JourneyMap

MOST_CHANNELS = 12
DASHES: dict[Owner, str | None] = {"firm": None, "partner": "5 3", "customer": "1.5 2.5", "public": "9 2 2 2"}
OWNER_WORDS: dict[Owner, str] = {
    "firm": "owned by the firm",
    "partner": "by a partner",
    "customer": "by the customer",
    "public": "public",
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A sample, drawn around a point, and what it means."""

    text: str
    sample: Callable[[float, float], tuple[Mark, ...]]


def legend(map_: JourneyMap) -> list[Entry]:
    """What the marks of this map mean."""
    return [
        *_channels(map_),
        *_owners(map_),
        *_stages(map_),
        *_moves(map_),
        *_paths(map_),
        *_feelings(map_),
        *_knowledge(map_),
    ]


def _channels(map_: JourneyMap) -> list[Entry]:
    entries = [Entry("size: people", _sizes)]
    seen: dict[str, int] = {}
    for stage in map_.stages:
        for touchpoint in stage.touchpoints:
            for each in touchpoint.channels:
                seen[each.name] = seen.get(each.name, 0) + each.people
            if touchpoint.channel and not touchpoint.channels:
                seen[touchpoint.channel] = seen.get(touchpoint.channel, 0) + touchpoint.people
    ranked = sorted(seen, key=lambda name: (-seen[name], name))
    entries += [Entry(clean(name), _channel(name)) for name in ranked[:MOST_CHANNELS]]
    if len(ranked) > MOST_CHANNELS:
        entries.append(Entry(f"and {len(ranked) - MOST_CHANNELS} other channels", _channel(None)))
    return entries


def _sizes(x: float, y: float) -> tuple[Mark, ...]:
    return (Circle(x - 6, y, 3, stroke="muted"), Circle(x + 4, y, 6, stroke="muted"))


def _channel(name: str | None) -> Callable[[float, float], tuple[Mark, ...]]:
    look = family(name)
    return lambda x, y: (Circle(x, y, 9, fill=look.colour), Marker(x, y, 12, look.icon, "on-channel"))


def _owners(map_: JourneyMap) -> list[Entry]:
    used = {touchpoint.owner for stage in map_.stages for touchpoint in stage.touchpoints}
    return [Entry(OWNER_WORDS[owner], _owner(owner)) for owner in OWNERS if owner in used]


def _owner(owner: Owner) -> Callable[[float, float], tuple[Mark, ...]]:
    return lambda x, y: (Circle(x, y, 8, stroke="ink", width=1.5, dash=DASHES[owner]),)


def _stages(map_: JourneyMap) -> list[Entry]:
    return [Entry("people of the stage, beside the largest", _bar)] if map_.stages else []


def _bar(x: float, y: float) -> tuple[Mark, ...]:
    return (Rect(x - 10, y - 2, 20, 4, fill="flow-soft"), Rect(x - 10, y - 2, 12, 4, fill="stage-line"))


def _paths(map_: JourneyMap) -> list[Entry]:
    return [Entry("where a path ends", _ring)] if map_.paths else []


def _ring(x: float, y: float) -> tuple[Mark, ...]:
    return (Circle(x, y, 5, fill="flow"), Circle(x, y, 8.5, stroke="flow", width=1.5))


def _moves(map_: JourneyMap) -> list[Entry]:
    if not map_.flows:
        return []
    return [
        Entry("move on", lambda x, y: (Line(x - 9, y, x + 9, y, "flow-soft", 7),)),
        Entry(
            "move back or again",
            lambda x, y: (Curve(f"M{x - 8} {y - 5}v4q0 5 5 5h6q5 0 5 -5v-4", stroke="back", width=2),),
        ),
    ]


def _feelings(map_: JourneyMap) -> list[Entry]:
    felt = [touchpoint.emotion for stage in map_.stages for touchpoint in stage.touchpoints]
    entries = []
    if any(each.words for each in felt):
        entries.append(Entry("emotion by words", lambda x, y: (Circle(x, y, 5, fill="good"),)))
    if any(each.scores for each in felt):
        entries.append(
            Entry("emotion by scores", lambda x, y: (Curve(f"M{x} {y - 6}l6 6l-6 6l-6 -6z", fill="good"),))
        )
    return entries


def _knowledge(map_: JourneyMap) -> list[Entry]:
    used = {cell.provenance for lane in map_.lanes for cell in lane.cells if cell.provenance}
    shown = [
        Entry(words, lambda x, y, each=each: provenance_mark(each, x, y))  # type: ignore[misc]
        for each, words in PROVENANCE.items()
        if each in used
    ]
    return [*shown, Entry("no evidence yet", lambda x, y: hatched(x - 10, y - 7, 20, 14))]
