"""What opens behind each mark: a map in, for every id of the scene the facts and tables of its panel out."""

from __future__ import annotations

from footpath.draw import ids
from footpath.draw.gates import GATES, Gate
from footpath.draw.panel_moment import moments, of_stage
from footpath.draw.panel_parts import Link, Panel, panel, said, table
from footpath.draw.panel_voice import in_their_words, voices
from footpath.draw.phrases import (
    LANE_NAMES,
    PROVENANCE,
    count,
    day,
    people,
    plural,
    silence,
    value,
)
from footpath.draw.text import clean
from footpath.model.map import (
    Cell,
    Evidence,
    Flow,
    JourneyMap,
    LaneId,
    MapStage,
    MapTouchpoint,
    Next,
    Path,
)


def panels(map_: JourneyMap) -> dict[str, Panel]:
    """Every panel by the id of its mark."""
    found: dict[str, Panel] = {}
    for stage in map_.stages:
        found[ids.stage(stage.name)] = _stage(stage)
        for touchpoint in stage.touchpoints:
            found[ids.touchpoint(touchpoint.name)] = _touchpoint(map_, touchpoint)
            found |= voices(touchpoint)
            for gate in GATES:
                if number := gate.number(map_, touchpoint):
                    found[gate.id(touchpoint.name)] = _gate(gate, number, touchpoint)
    for flow in map_.flows:
        found[ids.flow(flow.from_, flow.to)] = _flow(flow)
    for path in map_.paths:
        found[ids.path(path.touchpoints)] = _path(path)
    found |= moments(map_)
    cells = {(lane.id, cell.stage): cell for lane in map_.lanes for cell in lane.cells}
    for lane in LANE_NAMES:
        for stage in map_.stages:
            found[ids.cell(lane, stage.name)] = _cell(map_, lane, stage, cells.get((lane, stage.name)))
    found[ids.OTHER_MOVES] = panel("All moves", [], None, [_flows("Moves", list(map_.flows))])
    found[ids.OTHER_PATHS] = _all_paths(map_)
    return found


def evidence(map_: JourneyMap) -> dict[str, Panel]:
    """What is behind each number, by evidence id, ready to read."""
    return {key: _evidence(each) for key, each in map_.evidence.items()}


def _evidence(each: Evidence) -> Panel:
    return {
        "definition": each.definition,
        "facts": [
            ["n", f"{count(each.n)} {each.unit}"],
            ["Sources", ", ".join(each.sources) or "none"],
            ["Newest", day(each.newest)],
            ["Analysis", each.analysis],
            ["Revision", str(each.revision)],
        ],
        "command": each.command,
        "python": each.python,
        "persons": list(each.persons),
        "more": max(0, each.n - len(each.persons)),
    }


def _stage(stage: MapStage) -> Panel:
    facts = [
        ["People who enter", count(stage.people)],
        ["Share who go on", said(stage.continue_rate)],
        ["Median time", said(stage.time)],
        ["Phase", stage.phase],
    ]
    return panel(clean(stage.name), facts, stage.evidence, [_touchpoints(stage)])


def _touchpoints(stage: MapStage) -> Panel:
    rows: list[Link] = [
        (ids.touchpoint(each.name), [clean(each.name), count(each.people)]) for each in stage.touchpoints
    ]
    return table("Touchpoints", ["Touchpoint", "People"], rows)


def _touchpoint(map_: JourneyMap, touchpoint: MapTouchpoint) -> Panel:
    facts = [
        ["People", count(touchpoint.people)],
        ["Journeys", count(touchpoint.journeys)],
        ["Events", count(touchpoint.events)],
        ["Owner", touchpoint.owner],
    ]
    channels = table(
        "Channels",
        ["Channel", "People"],
        [(None, [clean(c.name), count(c.people)]) for c in touchpoint.channels],
    )
    known = {flow.to: ids.flow(flow.from_, flow.to) for flow in map_.flows if flow.from_ == touchpoint.name}
    following: list[Link] = [
        (known.get(each.to or ""), [_towards(each), count(each.people), said(each.share), _time(each)])
        for each in touchpoint.next
    ]
    after = table(
        "What comes next, first visit of each journey",
        ["To", "People", "Share of journeys", "Median time"],
        following,
    )
    return panel(
        clean(touchpoint.name),
        facts,
        touchpoint.evidence,
        [_gates(map_, touchpoint), after, channels, *in_their_words(touchpoint)],
    )


def _gate(gate: Gate, number: int, touchpoint: MapTouchpoint) -> Panel:
    own: list[Link] = [(ids.touchpoint(touchpoint.name), [clean(touchpoint.name), count(touchpoint.people)])]
    own_table = table("Touchpoint", ["Touchpoint", "People"], own)
    return panel(
        gate.spoken(number, touchpoint), [["People", count(number)]], gate.evidence(touchpoint), [own_table]
    )


def _gates(map_: JourneyMap, touchpoint: MapTouchpoint) -> Panel:
    numbers = [(gate, gate.number(map_, touchpoint)) for gate in GATES]
    rows: list[Link] = [
        (gate.id(touchpoint.name) if number else None, [gate.row.capitalize(), count(number)])
        for gate, number in numbers
        if number or gate.up is not None
    ]
    return table("Who comes in, who goes out", ["Here", "People"], rows)


def _towards(after: Next) -> str:
    return clean(after.to) if after.to else f"({after.end or 'unknown'})"


def _time(after: Next) -> str:
    return value(after.time) if after.time else "–"


def _flow(flow: Flow) -> Panel:
    facts = [
        ["People", count(flow.people)],
        ["Journeys", count(flow.journeys)],
        ["Moves", count(flow.moves)],
        ["Median time", said(flow.time)],
    ]
    return panel(f"{clean(flow.from_)} → {clean(flow.to)}", facts, flow.evidence)


def _flows(title: str, flows: list[Flow]) -> Panel:
    rows: list[Link] = [
        (
            ids.flow(each.from_, each.to),
            [f"{clean(each.from_)} → {clean(each.to)}", count(each.people), count(each.moves)],
        )
        for each in flows
    ]
    return table(title, ["Move", "People", "Moves"], rows)


def _path(path: Path) -> Panel:
    facts = [
        ["Journeys", count(path.journeys)],
        ["People", count(path.people)],
        ["Share of journeys", said(path.share)],
        ["Reach the goal", said(path.goal_rate)],
    ]
    steps: list[Link] = [
        (ids.touchpoint(name), [str(at), clean(name)]) for at, name in enumerate(path.touchpoints, 1)
    ]
    return panel(
        f"Path of {plural(len(path.touchpoints), 'step')}",
        facts,
        path.evidence,
        [table("Steps", ["#", "Touchpoint"], steps)],
    )


def _all_paths(map_: JourneyMap) -> Panel:
    rows: list[Link] = [
        (ids.path(each.touchpoints), [" → ".join(map(clean, each.touchpoints)), count(each.journeys)])
        for each in map_.paths
    ]
    other = map_.paths_other
    facts = [["Paths not listed", f"{plural(other.journeys, 'journey')} of {people(other.people)}"]]
    return panel("All main paths", facts, None, [table("Main paths", ["Path", "Journeys"], rows)])


def _cell(map_: JourneyMap, lane: LaneId, stage: MapStage, cell: Cell | None) -> Panel:
    title = f"{LANE_NAMES[lane]} · {clean(stage.name)}"
    why = silence(cell)
    if cell is None or why:
        return panel(title, [["State", why or ""]], None)
    facts = [["State", "low base" if cell.state == "thin" else "full"]]
    if cell.provenance:
        facts.append(["Provenance", PROVENANCE[cell.provenance]])
    return panel(title, facts, cell.evidence, _behind(map_, lane, stage))


def _behind(map_: JourneyMap, lane: LaneId, stage: MapStage) -> list[Panel]:
    if lane == "moment":
        return [*of_stage(map_, stage), _touchpoints(stage)]
    if lane not in {"move", "time"}:
        return [_touchpoints(stage)]
    own = {each.name for each in stage.touchpoints}
    return [_flows("Moves from here", [flow for flow in map_.flows if flow.from_ in own])]
