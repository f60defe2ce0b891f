"""What a drawing is made of: marks with positions, in groups that know their evidence.

Layouts turn a `JourneyMap` into a `Scene`; writers turn a `Scene` into SVG. Units are CSS pixels,
the origin is at the top left. A colour is the name of a token in `colour.py`, never a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from footpath.draw.text import ASCENT, DESCENT, measure

Part = Literal["header", "head", "footer"]
Anchor = Literal["start", "middle", "end"]


class Box(NamedTuple):
    """A rectangle by its left, top, right and bottom edges."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box, slack: float = 0.01) -> bool:
        """Whether the two share more than an edge."""
        across = self.left < other.right - slack and other.left < self.right - slack
        return across and self.top < other.bottom - slack and other.top < self.bottom - slack


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is its baseline."""

    x: float
    y: float
    text: str
    size: float = 12
    weight: int = 400
    fill: str = "ink"
    anchor: Anchor = "start"
    halo: str | None = None

    @property
    def box(self) -> Box:
        """The room that the line takes."""
        width = measure(self.text, self.size, self.weight)
        left = self.x - {"start": 0.0, "middle": width / 2, "end": width}[self.anchor]
        return Box(left, self.y - ASCENT * self.size, left + width, self.y + DESCENT * self.size)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle, perhaps with round corners."""

    x: float
    y: float
    width: float
    height: float
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 1
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    stroke: str = "rule"
    width: float = 1
    dash: str | None = None


@dataclass(frozen=True, slots=True)
class Curve:
    """A path in SVG's own notation."""

    d: str
    fill: str | None = None
    stroke: str | None = None
    width: float = 1
    opacity: float = 1
    dash: str | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """A disc or ring around its centre."""

    x: float
    y: float
    r: float
    fill: str | None = None
    stroke: str | None = None
    width: float = 1
    dash: str | None = None


@dataclass(frozen=True, slots=True)
class Marker:
    """An icon of `icons.py`, centred."""

    x: float
    y: float
    size: float
    icon: str
    fill: str = "ink"


Mark = Text | Rect | Line | Curve | Circle | Marker
Kind = Literal["cell", "touchpoint", "flow", "path", "stage", "moment", "quote", "score", "name", "plain"]


@dataclass(frozen=True, slots=True)
class Group:
    """Marks that are one thing: a stable id, a spoken name, and the panel that opens behind it.

    `panel` is a key of `panel.panels(map)`; `row` and `column` place a cell for the arrow keys.
    """

    id: str
    children: tuple[Mark | Group, ...]
    label: str | None = None
    kind: Kind = "plain"
    panel: str | None = None
    row: int | None = None
    column: int | None = None

    def marks(self) -> Iterator[Mark]:
        """Every mark in it, however deep."""
        for child in self.children:
            if isinstance(child, Group):
                yield from child.marks()
            else:
                yield child


@dataclass(frozen=True, slots=True)
class Strip:
    """One lane: what stands in the label column, and what stands in the columns of stages."""

    id: str
    name: str
    labels: tuple[Group, ...]
    label_box: Box
    body: tuple[Group, ...]
    body_box: Box


@dataclass(frozen=True, slots=True)
class Scene:
    """A whole picture in parts, so that a page can keep lane labels and stage headers in sight.

    `frames` are the boxes that the parts fill.
    """

    width: float
    height: float
    title: str
    parts: dict[Part, tuple[Group, ...]]
    frames: dict[Part, Box]
    lanes: tuple[Strip, ...]

    def framed(self) -> Iterator[tuple[Box, tuple[Group, ...]]]:
        """Every part with the box that it must not leave, in reading order."""
        yield self.frames["header"], self.parts["header"]
        yield self.frames["head"], self.parts["head"]
        for lane in self.lanes:
            yield lane.label_box, lane.labels
            yield lane.body_box, lane.body
        yield self.frames["footer"], self.parts["footer"]

    def texts(self) -> list[Text]:
        """Every line of text in it."""
        return [text for _, groups in self.framed() for text in _texts(groups)]


def _texts(groups: Iterable[Group]) -> Iterator[Text]:
    for group in groups:
        yield from (mark for mark in group.marks() if isinstance(mark, Text))


def overlaps(texts: Iterable[Text]) -> list[tuple[Text, Text]]:
    """Pairs of text lines that touch each other; a good scene has none."""
    ordered = sorted(texts, key=lambda text: text.box.left)
    found: list[tuple[Text, Text]] = []
    active: list[Text] = []
    for text in ordered:
        active = [each for each in active if each.box.right > text.box.left]
        found += [(each, text) for each in active if each.box.overlaps(text.box)]
        active.append(text)
    return found


def outside(scene: Scene) -> list[Text]:
    """Lines of text that leave the frame of their part; a good scene has none."""
    return [text for box, groups in scene.framed() for text in _texts(groups) if not _within(text.box, box)]


def _within(inner: Box, outer: Box, slack: float = 0.6) -> bool:
    low = inner.left >= outer.left - slack and inner.top >= outer.top - slack
    return low and inner.right <= outer.right + slack and inner.bottom <= outer.bottom + slack
