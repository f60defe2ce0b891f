"""What opens behind each mark: a map in, for every id of the scene the facts and tables of its panel out."""

from __future__ import annotations

from typing import Any

from footpath.draw import ids
from footpath.draw.gates import GATES, Gate
from footpath.draw.layout_voice import effect
from footpath.draw.phrases import (
    LANE_NAMES,
    NO_EVIDENCE,
    PROVENANCE,
    count,
    day,
    interval,
    people,
    plural,
    value,
)
from footpath.draw.text import clean
from footpath.model.estimate import Estimate
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
    Verbatim,
)

Panel = dict[str, Any]
Link = tuple[str | None, list[str]]


def panels(map_: JourneyMap) -> dict[str, Panel]:
    """Every panel by the id of its mark."""
    found: dict[str, Panel] = {}
    for stage in map_.stages:
        found[ids.stage(stage.name)] = _stage(stage)
        for touchpoint in stage.touchpoints:
            found[ids.touchpoint(touchpoint.name)] = _touchpoint(map_, touchpoint)
            for gate in GATES:
                if number := gate.number(map_, touchpoint):
                    found[gate.id(touchpoint.name)] = _gate(gate, number, touchpoint)
    for flow in map_.flows:
        found[ids.flow(flow.from_, flow.to)] = _flow(flow)
    for path in map_.paths:
        found[ids.path(path.touchpoints)] = _path(path)
    for moment in (*map_.moments, *map_.undecided):
        facts = [["People who met it", count(moment.exposed)], ["Effect", effect(moment)]]
        found[ids.moment(moment.id)] = _panel(
            f"{moment.polarity}: {clean(moment.title)}", facts, moment.evidence
        )
    cells = {(lane.id, cell.stage): cell for lane in map_.lanes for cell in lane.cells}
    for lane in LANE_NAMES:
        for stage in map_.stages:
            found[ids.cell(lane, stage.name)] = _cell(map_, lane, stage, cells.get((lane, stage.name)))
    found[ids.OTHER_MOVES] = _panel("All moves", [], None, [_flows("Moves", list(map_.flows))])
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


def _panel(title: str, facts: list[list[str]], key: str | None, tables: list[Panel] | None = None) -> Panel:
    return {
        "title": title,
        "facts": facts,
        "evidence": key,
        "tables": [each for each in tables or [] if each["rows"]],
    }


def _table(title: str, head: list[str], rows: list[Link]) -> Panel:
    return {"title": title, "head": head, "rows": [{"panel": link, "cells": cells} for link, cells in rows]}


def _said(estimate: Estimate | None) -> str:
    return f"{value(estimate)} ({interval(estimate)}, n={count(estimate.n)})" if estimate else "not known"


def _stage(stage: MapStage) -> Panel:
    facts = [
        ["People who enter", count(stage.people)],
        ["Share who go on", _said(stage.continue_rate)],
        ["Median time", _said(stage.time)],
        ["Phase", stage.phase],
    ]
    return _panel(clean(stage.name), facts, stage.evidence, [_touchpoints(stage)])


def _touchpoints(stage: MapStage) -> Panel:
    rows: list[Link] = [
        (ids.touchpoint(each.name), [clean(each.name), count(each.people)]) for each in stage.touchpoints
    ]
    return _table("Touchpoints", ["Touchpoint", "People"], rows)


def _touchpoint(map_: JourneyMap, touchpoint: MapTouchpoint) -> Panel:
    facts = [
        ["People", count(touchpoint.people)],
        ["Journeys", count(touchpoint.journeys)],
        ["Events", count(touchpoint.events)],
        ["Owner", touchpoint.owner],
    ]
    facts += [[f"Emotion by {name}", _said(each)] for name, each in (
        ("words", touchpoint.emotion.words), ("scores", touchpoint.emotion.scores)) if each]  # fmt: skip
    facts += [[name.upper(), _said(each)] for name, each in sorted(touchpoint.scores.items())]
    channels = _table(
        "Channels",
        ["Channel", "People"],
        [(None, [clean(c.name), count(c.people)]) for c in touchpoint.channels],
    )
    known = {flow.to: ids.flow(flow.from_, flow.to) for flow in map_.flows if flow.from_ == touchpoint.name}
    following: list[Link] = [
        (known.get(each.to or ""), [_towards(each), count(each.people), _said(each.share), _time(each)])
        for each in touchpoint.next
    ]
    after = _table(
        "What comes next, first visit of each journey",
        ["To", "People", "Share of journeys", "Median time"],
        following,
    )
    said: list[Link] = [(None, [clean(each.text), _source(each)]) for each in touchpoint.verbatims]
    quotes = _table("In their words", ["Quote", "Source"], said)
    return _panel(
        clean(touchpoint.name),
        facts,
        touchpoint.evidence,
        [_gates(map_, touchpoint), after, channels, quotes],
    )


def _gate(gate: Gate, number: int, touchpoint: MapTouchpoint) -> Panel:
    own: list[Link] = [(ids.touchpoint(touchpoint.name), [clean(touchpoint.name), count(touchpoint.people)])]
    table = _table("Touchpoint", ["Touchpoint", "People"], own)
    return _panel(
        gate.spoken(number, touchpoint), [["People", count(number)]], gate.evidence(touchpoint), [table]
    )


def _gates(map_: JourneyMap, touchpoint: MapTouchpoint) -> Panel:
    numbers = [(gate, gate.number(map_, touchpoint)) for gate in GATES]
    rows: list[Link] = [
        (gate.id(touchpoint.name) if number else None, [gate.row.capitalize(), count(number)])
        for gate, number in numbers
        if number or gate.up is not None
    ]
    return _table("Who comes in, who goes out", ["Here", "People"], rows)


def _towards(after: Next) -> str:
    return clean(after.to) if after.to else f"({after.end or 'unknown'})"


def _time(after: Next) -> str:
    return value(after.time) if after.time else "–"


def _source(verbatim: Verbatim) -> str:
    return " · ".join(part for part in (verbatim.emotion, clean(verbatim.source), day(verbatim.time)) if part)


def _flow(flow: Flow) -> Panel:
    facts = [
        ["People", count(flow.people)],
        ["Journeys", count(flow.journeys)],
        ["Moves", count(flow.moves)],
        ["Median time", _said(flow.time)],
    ]
    return _panel(f"{clean(flow.from_)} → {clean(flow.to)}", facts, flow.evidence)


def _flows(title: str, flows: list[Flow]) -> Panel:
    rows: list[Link] = [
        (
            ids.flow(each.from_, each.to),
            [f"{clean(each.from_)} → {clean(each.to)}", count(each.people), count(each.moves)],
        )
        for each in flows
    ]
    return _table(title, ["Move", "People", "Moves"], rows)


def _path(path: Path) -> Panel:
    facts = [
        ["Journeys", count(path.journeys)],
        ["People", count(path.people)],
        ["Share of journeys", _said(path.share)],
        ["Reach the goal", _said(path.goal_rate)],
    ]
    steps: list[Link] = [
        (ids.touchpoint(name), [str(at), clean(name)]) for at, name in enumerate(path.touchpoints, 1)
    ]
    return _panel(
        f"Path of {plural(len(path.touchpoints), 'step')}",
        facts,
        path.evidence,
        [_table("Steps", ["#", "Touchpoint"], steps)],
    )


def _all_paths(map_: JourneyMap) -> Panel:
    rows: list[Link] = [
        (ids.path(each.touchpoints), [" → ".join(map(clean, each.touchpoints)), count(each.journeys)])
        for each in map_.paths
    ]
    other = map_.paths_other
    facts = [["Paths not listed", f"{plural(other.journeys, 'journey')} of {people(other.people)}"]]
    return _panel("All main paths", facts, None, [_table("Main paths", ["Path", "Journeys"], rows)])


def _cell(map_: JourneyMap, lane: LaneId, stage: MapStage, cell: Cell | None) -> Panel:
    title = f"{LANE_NAMES[lane]} · {clean(stage.name)}"
    if cell is None or cell.state == "none":
        return _panel(title, [["State", NO_EVIDENCE]], None)
    facts = [["State", "low base" if cell.state == "thin" else "full"]]
    if cell.provenance:
        facts.append(["Provenance", PROVENANCE[cell.provenance]])
    own = {each.name for each in stage.touchpoints}
    leaving = [flow for flow in map_.flows if flow.from_ in own]
    table = _flows("Moves from here", leaving) if lane in {"move", "time"} else _touchpoints(stage)
    return _panel(title, facts, cell.evidence, [table])
