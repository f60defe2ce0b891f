"""Lane *move*: a river through the touchpoints, bridges over those that are skipped, loops below.

Nodes stand exactly under the markers of lane *do*. A band's thickness is people, on one scale for the
whole lane. Above the river: who meets the firm here first, and moves that skip ahead, on levels that never
cross lengthwise. Below: moves back and repeats, then where people leave and where they reach the goal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from footpath.draw import ids
from footpath.draw.blocks import Drawn, View, paragraph
from footpath.draw.gates import FIRST, LEFT, REACHED, Gate
from footpath.draw.grid import LABELS, MARGIN, SMALL
from footpath.draw.layout_paths import draw_paths
from footpath.draw.phrases import count, people, plural, value
from footpath.draw.scene import Curve, Group, Mark, Marker, Rect, Text
from footpath.draw.text import clean, measure
from footpath.model.map import Flow, JourneyMap, MapTouchpoint

SHOWN_FLOWS = {"overview": 10, "standard": 22, "full": 60}
RIVER = 46.0
NODE = 34.0
LEAST_NODE = 9.0
LABEL_ROOM = 15.0


@dataclass(frozen=True, slots=True)
class Bridge:
    """A flow that does not lead to the next touchpoint; it lies on a level above or below the river."""

    flow: Flow
    start: str  # the touchpoint at its left end
    end: str  # and at its right end
    left: float
    right: float
    thickness: float
    level: int = 0


def split(map_: JourneyMap, shown: set[str], most: int) -> tuple[list[Flow], list[Flow]]:
    """The flows that are drawn, by people, and the others, which are summed."""
    drawable = [flow for flow in map_.flows if {flow.from_, flow.to} <= shown]
    ranked = sorted(drawable, key=lambda flow: (-flow.people, flow.from_, flow.to))
    kept = set(map(id, ranked[:most]))
    return ranked[:most], [flow for flow in map_.flows if id(flow) not in kept]


def draw_move(view: View, top: float) -> Drawn:
    """The whole lane; empty where nothing moves and nobody arrives or leaves."""
    slots = view.grid.slots
    places = {slot.touchpoint.name: at for at, slot in enumerate(slots) if slot.touchpoint}
    xs = {name: slots[at].x for name, at in places.items()}
    shown, rest = split(view.map, set(places), SHOWN_FLOWS[view.depth])
    nodes = [slot.touchpoint for slot in slots if slot.touchpoint]
    scale = RIVER / max([node.people for node in nodes] + [flow.people for flow in shown] + [1])
    direct = [flow for flow in shown if places[flow.to] - places[flow.from_] == 1]
    ahead = _bridges([flow for flow in shown if places[flow.to] - places[flow.from_] > 1], xs, scale)
    back = _bridges([flow for flow in shown if places[flow.to] <= places[flow.from_]], xs, scale)

    rows = _Rows(top + 22)
    arrivals = rows.bars(FIRST, view.map, nodes, xs)
    rows.space(6)
    heights = {node.name: max(LEAST_NODE, round(node.people * scale, 1)) for node in nodes}
    above = _levels(ahead)
    rows.note("skip ahead", sum(above) / 2 + 4 if ahead else None)
    rows.space(sum(above) + 10)
    middle = rows.y + RIVER / 2
    rows.note("move on", RIVER / 2 + 4)
    rows.space(RIVER + 6)
    below = _levels(back)
    rows.note("go back, again", sum(below) / 2 + 4 if back else None)
    rows.space(sum(below) + (12 if back else 0))
    exits = rows.bars(LEFT, view.map, nodes, xs)
    goals = rows.bars(REACHED, view.map, nodes, xs)

    river = [_band(flow, xs, middle, scale) for flow in direct]
    over = _draw_bridges(ahead, above, middle, -1, heights) + _draw_bridges(back, below, middle, 1, heights)
    posts = Group("nodes", tuple(_post(xs[node.name], middle, heights[node.name]) for node in nodes))
    rows.space(4)
    other = _other(rest, rows) if rest else ()
    paths = draw_paths(view, xs, rows.y)
    height = paths.height + rows.y - top
    return Drawn(
        height,
        over=(*over, *river, posts, *arrivals, *exits, *goals, *paths.over),
        notes=(*rows.notes, *other, *paths.notes),
    )


class _Rows:
    """Rows from top to bottom, each with a note in the label column."""

    def __init__(self, y: float) -> None:
        self.y = y
        self.notes: list[Mark | Group] = []

    def space(self, height: float) -> None:
        self.y += height

    def note(self, text: str, offset: float | None) -> None:
        if offset is not None:
            self.notes.append(
                Text(MARGIN + LABELS - 10, round(self.y + offset, 1), text, SMALL, fill="muted", anchor="end")
            )

    def bars(
        self, gate: Gate, map_: JourneyMap, nodes: list[MapTouchpoint], xs: dict[str, float]
    ) -> list[Group]:
        """A row of numbers with small bars, each of which opens its list."""
        numbers = {node.name: gate.number(map_, node) for node in nodes}
        most = max(numbers.values(), default=0)
        if not most:
            return []
        groups = []
        for node in nodes:
            if here := numbers[node.name]:
                x, key = xs[node.name], gate.id(node.name)
                reach = Rect(x - NODE / 2, self.y, NODE, 31, radius=4)  # what a finger has to hit
                marks = (reach, *_bar(x, self.y, here, here / most, gate.up))
                groups.append(Group(key, marks, gate.spoken(here, node), "touchpoint", key))
        self.note(gate.row, 24 if gate.up else 16)
        self.y += 32
        return groups


def _bar(x: float, y: float, number: int, share: float, up: bool | None) -> tuple[Mark, ...]:
    size = round(2 + 12 * share, 1)
    text = count(number)
    if up is None:
        half = measure(text, 12, 600) / 2
        return (Marker(x - half - 3, y + 12, 13, "flag", "stage-line"),
                Text(x + 7, y + 16, text, 12, 600, "flow", "middle"))  # fmt: skip
    if up:
        arrow = f"M{x - 5} {y + 17}h10v{size - 2}h-10z"
        return (Text(x, y + 12, text, SMALL, fill="muted", anchor="middle"), Curve(arrow, fill="flow-soft"))
    wedge = f"M{x - 6} {y}h12v{size - 2}l-6 5l-6 -5z"
    return (Curve(wedge, fill="exit"), Text(x, y + 29, text, SMALL, fill="muted", anchor="middle"))


def _bridges(flows: Iterable[Flow], xs: dict[str, float], scale: float) -> list[Bridge]:
    """Flows on levels: the short ones nearest to the river, none beside another on the same level."""
    found: list[Bridge] = []
    spans = sorted(
        flows, key=lambda flow: (abs(xs[flow.to] - xs[flow.from_]), -flow.people, flow.from_, flow.to)
    )
    for flow in spans:
        start, end = sorted((flow.from_, flow.to), key=xs.__getitem__)
        left, right = (xs[start] - 13, xs[end] + 13) if start == end else (xs[start], xs[end])
        taken = {each.level for each in found if each.left < right and left < each.right}
        level = next(at for at in range(len(found) + 1) if at not in taken)
        found.append(Bridge(flow, start, end, left, right, max(1.5, round(flow.people * scale, 1)), level))
    return _ported(found, xs)


def _ported(bridges: list[Bridge], xs: dict[str, float]) -> list[Bridge]:
    """The same bridges with feet side by side on their touchpoints, so that nested ones do not cross."""
    feet: dict[tuple[int, bool], float] = {}
    for name in sorted({each.start for each in bridges} | {each.end for each in bridges}):
        arriving = [
            (each.level, at, True) for at, each in enumerate(bridges) if each.end == name != each.start
        ]
        leaving = [
            (-each.level, at, False) for at, each in enumerate(bridges) if each.start == name != each.end
        ]
        row = [(at, is_end) for _, at, is_end in (*sorted(arriving), *sorted(leaving))]
        widths = [bridges[at].thickness + 3 for at, _ in row]
        squeeze = min(1.0, NODE / (sum(widths) or 1))
        x = xs[name] - sum(widths) * squeeze / 2
        for key, width in zip(row, widths, strict=True):
            feet[key] = round(x + width * squeeze / 2, 1)
            x += width * squeeze
    return [
        replace(each, left=feet.get((at, False), each.left), right=feet.get((at, True), each.right))
        for at, each in enumerate(bridges)
    ]


def _levels(bridges: list[Bridge]) -> list[float]:
    """Height of each level, from the river outwards."""
    count_ = max((each.level for each in bridges), default=-1) + 1
    return [LABEL_ROOM + max(each.thickness for each in bridges if each.level == at) for at in range(count_)]


def _draw_bridges(
    bridges: list[Bridge], levels: list[float], middle: float, side: int, heights: dict[str, float]
) -> list[Group]:
    posts = [x for each in bridges for x in (each.left, each.right)]
    groups = []
    for each in sorted(bridges, key=lambda bridge: -bridge.level):
        inner = middle + side * (RIVER / 2 + 10 + sum(levels[: each.level]))
        line = inner + side * (LABEL_ROOM + each.thickness / 2) if side > 0 else inner - each.thickness / 2
        text_y = inner + 11 if side > 0 else inner - each.thickness - 4
        x = _free(each, [post for post in posts if post not in (each.left, each.right)])
        label = Text(x, round(text_y, 1), count(each.flow.people), SMALL, 600, "flow" if side < 0 else "back",
                     "middle", halo="surface")  # fmt: skip
        groups.append(_flow_group(each.flow, (*_arch(each, middle, line, side, heights), label)))
    return groups


def _free(bridge: Bridge, posts: list[float]) -> float:
    """Where along the bridge its number is farthest from other bridges' posts."""
    half = measure(count(bridge.flow.people), SMALL, 600) / 2 + 4
    low, high = bridge.left + half, bridge.right - half
    middle = (bridge.left + bridge.right) / 2
    if low >= high:
        return middle
    candidates = [middle, *(low + (high - low) * part / 10 for part in range(11))]
    room = [(min([half, *(abs(post - x) for post in posts)]), -abs(x - middle), x) for x in candidates]
    return round(max(room)[2], 1)


def _arch(
    bridge: Bridge, middle: float, line: float, side: int, heights: dict[str, float]
) -> tuple[Mark, ...]:
    thickness, line = bridge.thickness, round(line, 1)
    left_foot, right_foot = (
        round(middle + side * heights[name] / 2, 1) for name in (bridge.start, bridge.end)
    )
    wide = max(4.0, thickness / 2 + 2.5)
    end, tip = (bridge.right, right_foot) if side < 0 else (bridge.left, left_foot)
    # The stroke ends where the arrowhead begins, so that its square end never shows beside the tip.
    neck = tip + side * 8
    left_foot, right_foot = (left_foot, neck) if side < 0 else (neck, right_foot)
    radius = round(min(14 + thickness / 2, (bridge.right - bridge.left) / 2), 1)
    rise = round(line - side * radius, 1)
    d = (
        f"M{bridge.left} {left_foot}V{rise}Q{bridge.left} {line} {round(bridge.left + radius, 1)} {line}"
        f"H{round(bridge.right - radius, 1)}Q{bridge.right} {line} {bridge.right} {rise}V{right_foot}"
    )
    arrow = f"M{round(end - wide, 1)} {neck}h{2 * wide}l{-wide} {-side * 8}z"
    soft, firm = ("flow-soft", "flow") if side < 0 else ("back-soft", "back")
    return (Curve(d, stroke=soft, width=thickness, opacity=0.9), Curve(arrow, fill=firm))


def _band(flow: Flow, xs: dict[str, float], middle: float, scale: float) -> Group:
    left, right = xs[flow.from_] + NODE / 2, xs[flow.to] - NODE / 2
    thickness = max(1.5, round(flow.people * scale, 1))
    band = Rect(left, round(middle - thickness / 2, 1), right - left, thickness, fill="flow-soft")
    text = count(flow.people)
    inside = thickness > 17
    y = middle + 4.5 if inside else middle - thickness / 2 - 4
    halo = "flow-soft" if inside else "surface"
    label = Text((left + right) / 2, round(y, 1), text, 12, 600, "ink", "middle", halo)
    return _flow_group(flow, (band, label))


def _post(x: float, middle: float, height: float) -> Rect:
    return Rect(x - NODE / 2, round(middle - height / 2, 1), NODE, height, fill="flow", radius=3)


def _flow_group(flow: Flow, marks: tuple[Mark, ...]) -> Group:
    key = ids.flow(flow.from_, flow.to)
    time = f", median {value(flow.time)}" if flow.time else ""
    label = (
        f"{clean(flow.from_)} to {clean(flow.to)}: {people(flow.people)}, {plural(flow.moves, 'move')}{time}"
    )
    return Group(key, marks, label, "flow", key)


def _other(rest: list[Flow], rows: _Rows) -> tuple[Group, ...]:
    moves = sum(flow.moves for flow in rest)
    text = f"{count(moves)} other {'move' if moves == 1 else 'moves'}"
    lines, height = paragraph(text, MARGIN, rows.y, LABELS - 10, SMALL, fill="muted")
    rows.space(height + 2)
    label = f"Other moves: {count(moves)} on {plural(len(rest), 'edge')}"
    return (Group(ids.OTHER_MOVES, lines, label, "flow", ids.OTHER_MOVES),)
