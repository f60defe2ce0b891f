"""Lane *do*: touchpoints as markers, area by people, icon and label by channel, outline by owner."""

from __future__ import annotations

from math import sqrt

from footpath.draw import ids
from footpath.draw.blocks import Drawn, View, paragraph
from footpath.draw.grid import LABEL_SIZE, SMALL, Slot
from footpath.draw.icons import OTHER, Family, family
from footpath.draw.legend import DASHES
from footpath.draw.phrases import channel_label, count, main_channel, people, plural
from footpath.draw.scene import Circle, Group, Mark, Marker, Rect, Text
from footpath.draw.text import clean
from footpath.model.map import MapTouchpoint

LARGEST, SMALLEST = 25.0, 9.0
TOP = 14.0


def draw_do(view: View, top: float) -> Drawn:
    """Markers on one line, with people, name and channel below."""
    most = max((slot.touchpoint.people for slot in view.grid.slots if slot.touchpoint), default=1) or 1
    columns: dict[int, tuple[Mark | Group, ...]] = {}
    height = 0.0
    for at, column in enumerate(view.grid.columns):
        groups = []
        for slot in column.slots:
            group, bottom = _slot(slot, top, most)
            groups.append(group)
            height = max(height, bottom - top)
        columns[at] = tuple(groups)
    return Drawn(height + 6, columns)


def _slot(slot: Slot, top: float, most: int) -> tuple[Group, float]:
    if slot.touchpoint is None:
        return _others(slot, top)
    touchpoint = slot.touchpoint
    y = top + TOP + LARGEST
    marks = list(_marker(touchpoint, slot.x, y, radius(touchpoint.people, most)))
    y += LARGEST + 20
    marks.append(Text(slot.x, y, count(touchpoint.people), 13, 600, anchor="middle"))
    width = slot.width - 8
    name, height = paragraph(touchpoint.name, slot.x, y + 5, width, LABEL_SIZE, anchor="middle")
    channel, more = paragraph(
        clean(channel_label(touchpoint) or ""),
        slot.x,
        y + 7 + height,
        width,
        SMALL,
        fill="muted",
        anchor="middle",
    )
    key = ids.touchpoint(touchpoint.name)
    bottom = y + 9 + height + more
    reach = Rect(slot.x - width / 2, top + 6, width, bottom - top - 2, radius=6)  # what a finger has to hit
    return Group(key, (reach, *marks, *name, *channel), spoken(touchpoint), "touchpoint", key), bottom


def radius(number: int, most: int) -> float:
    """Radius of a marker whose area grows with people."""
    return round(max(SMALLEST, LARGEST * sqrt(number / most)), 1)


def _marker(touchpoint: MapTouchpoint, x: float, y: float, r: float) -> tuple[Mark, ...]:
    known = main_channel(touchpoint) is not None
    look: Family = family(main_channel(touchpoint)) if known else OTHER
    fill = look.colour if known else "stage-line"
    outline = Circle(x, y, r + 3, stroke="ink", width=1.4, dash=DASHES[touchpoint.owner])
    disc = Circle(x, y, r, fill=fill)
    icon = (Marker(x, y, min(22, r * 1.3), look.icon, "on-channel"),) if known else ()
    return (outline, disc, *icon)


def spoken(touchpoint: MapTouchpoint) -> str:
    """A touchpoint as a sentence."""
    channel = main_channel(touchpoint)
    where = f", by {clean(channel)}" if channel else ""
    return (
        f"{clean(touchpoint.name)}: {people(touchpoint.people)}, {plural(touchpoint.journeys, 'journey')}"
        f"{where}, owner {touchpoint.owner}"
    )


def _others(slot: Slot, top: float) -> tuple[Group, float]:
    y = top + TOP + LARGEST
    events = plural(sum(each.events for each in slot.others), "event")
    text = f"{len(slot.others)} other touchpoints, {events}"
    ring = Circle(slot.x, y, SMALLEST + 3, stroke="muted", width=1.4, dash="2 3")
    icon = Marker(slot.x, y, 14, "other", "muted")
    lines, height = paragraph(
        text, slot.x, y + LARGEST + 10, slot.width - 8, SMALL, fill="muted", anchor="middle"
    )
    key = f"others-{ids.slug(slot.others[0].name)}"
    return Group(key, (ring, icon, *lines), text, "plain"), y + LARGEST + 12 + height
