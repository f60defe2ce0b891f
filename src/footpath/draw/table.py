"""A map in, every number of it as rows out: for CSV, for Markdown, and for the table in the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from operator import attrgetter

from footpath.draw.gates import GATES
from footpath.draw.lens import lens_lines, unmeasured
from footpath.draw.phrases import LANE_NAMES, count, day, interval, silence, value
from footpath.draw.text import clean
from footpath.model.estimate import Estimate
from footpath.model.map import Cell, JourneyMap, LaneId, MapStage, MapTouchpoint

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Row:
    """One number, or one text, and where on the map it stands."""

    lane: str
    stage: str
    phase: str
    subject: str
    measure: str
    value: float | int | None = None
    low: float | None = None
    high: float | None = None
    n: int | None = None
    unit: str = ""
    method: str = ""
    text: str = ""
    provenance: str = ""
    sources: str = ""
    newest: str = ""
    evidence: str = ""


def rows(map_: JourneyMap) -> Iterator[Row]:
    """Every number on the map, in the order in which the map is read."""
    cells = {(lane.id, cell.stage): cell for lane in map_.lanes for cell in lane.cells}

    for stage in map_.stages:
        yield from _of_stage(map_, stage, cells)
    yield from _moves(map_)
    yield from _paths(map_)
    yield from _moments(map_)


def _of_stage(map_: JourneyMap, stage: MapStage, cells: dict[tuple[LaneId, str], Cell]) -> Iterator[Row]:
    own: list[tuple[str, str, LaneId, str, object, str]] = [
        (stage.name, stage.evidence, "do", "people who enter", stage.people, ""),
        (stage.name, stage.evidence, "do", "share who go on", stage.continue_rate, ""),
        (stage.name, stage.evidence, "time", "median time", stage.time, ""),
    ]
    for touchpoint in stage.touchpoints:
        own += [(touchpoint.name, touchpoint.evidence, *each) for each in _of_touchpoint(touchpoint)]
        own += [
            (touchpoint.name, gate.evidence(touchpoint) or "", "move", gate.row, here, "")
            for gate in GATES
            if (here := gate.number(map_, touchpoint)) or gate.up is not None
        ]
    for subject, key, lane, measure, number, text in own:
        evidence, cell = map_.evidence.get(key), cells.get((lane, stage.name))
        row = Row(
            lane, stage.name, stage.phase, subject, measure,
            text=text,
            provenance=(cell.provenance or "") if cell else "",
            sources=" ".join(evidence.sources) if evidence else "",
            newest=day(evidence.newest) if evidence else "",
            evidence=key,
        )  # fmt: skip
        if isinstance(number, Estimate):
            yield _estimated(row, number)
        elif isinstance(number, int):
            yield replace(row, value=number, n=evidence.n if evidence else None, unit=_unit(measure))
        elif text:
            yield row
    for lane in LANE_NAMES:
        if why := silence(cells.get((lane, stage.name))):
            yield Row(lane, stage.name, stage.phase, "", why)


def _estimated(row: Row, each: Estimate) -> Row:
    return replace(
        row, value=each.value, low=each.low, high=each.high, n=each.n, unit=each.unit, method=each.method
    )


def _unit(measure: str) -> str:
    return measure if measure in {"journeys", "events", "moves"} else "people"


def _of_touchpoint(touchpoint: MapTouchpoint) -> Iterator[tuple[LaneId, str, object, str]]:
    yield "do", "people", touchpoint.people, f"owner {touchpoint.owner}"
    yield "do", "journeys", touchpoint.journeys, ""
    yield "do", "events", touchpoint.events, ""
    for channel in touchpoint.channels:
        yield "do", f"people by {channel.name}", channel.people, ""
    for after in touchpoint.next:
        yield (
            "move",
            f"next: {after.to or after.end or 'unknown'}",
            after.share,
            f"{count(after.people)} people",
        )
    for name, estimate in (("words", touchpoint.emotion.words), ("scores", touchpoint.emotion.scores)):
        if estimate:
            yield "feel", f"emotion by {name}", estimate, ""
    for name, estimate in sorted(touchpoint.scores.items()):
        yield "score", name, estimate, ""
    for verbatim in touchpoint.verbatims:
        yield "say", f"quote, {verbatim.emotion or 'no emotion'}, {day(verbatim.time)}", None, verbatim.text


def _moves(map_: JourneyMap) -> Iterator[Row]:
    home = {touchpoint.name: stage for stage in map_.stages for touchpoint in stage.touchpoints}
    for flow in map_.flows:
        stage = home.get(flow.from_)
        place = (stage.name, stage.phase) if stage else ("", "")
        subject, key = f"{flow.from_} → {flow.to}", flow.evidence
        yield Row("move", *place, subject, "people", flow.people, n=flow.people, unit="people", evidence=key)
        yield Row("move", *place, subject, "moves", flow.moves, n=flow.people, unit="moves", evidence=key)
        if flow.time:
            yield _estimated(Row("time", *place, subject, "median time", evidence=key), flow.time)


def _paths(map_: JourneyMap) -> Iterator[Row]:
    for path in map_.paths:
        base = ("move", "", "", " → ".join(path.touchpoints))
        key = path.evidence
        yield Row(*base, "path", path.journeys, n=path.people, unit="journeys", evidence=key)
        for name, estimate in (("share of journeys", path.share), ("goal rate", path.goal_rate)):
            if estimate:
                yield _estimated(Row(*base, f"path, {name}", evidence=key), estimate)
    other = map_.paths_other
    yield Row("move", "", "", "other paths", "journeys", other.journeys, n=other.people, unit="journeys")


def _moments(map_: JourneyMap) -> Iterator[Row]:
    for moment in map_.moments:
        base = ("moment", moment.stage, "", f"{moment.polarity}: {moment.title}")
        key = moment.evidence
        yield Row(*base, "people who met it", moment.exposed, unit="people", evidence=key)
        for name, estimate in (("effect on the goal", moment.effect), ("goals lost", moment.lost_goals)):
            if estimate:
                yield _estimated(Row(*base, name, evidence=key), estimate)


def harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula; numbers stay numbers."""
    if not isinstance(cell, str):
        return "" if cell is None else cell
    kept = cell.replace("\x00", "")
    return f"'{kept}" if kept.lstrip(" ").startswith(FORMULA) else kept


def draw_csv(map_: JourneyMap) -> str:
    """Every number as a row of CSV, UTF-8, names in the first line."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = [field.name for field in fields(Row)]
    writer.writerow(names)
    cells = attrgetter(*names)
    for row in rows(map_):
        writer.writerow([harmless(cell) for cell in cells(row)])
    return out.getvalue()


def draw_md(map_: JourneyMap) -> str:
    """The map as Markdown: lens, one table of stages, one of touchpoints, one of moves, what is missing."""
    goals = f" Goal: {_plain(', '.join(map_.goal))}." if map_.goal else ""
    parts = [f"# {_plain(map_.title)}", *(_plain(line) for line in lens_lines(map_))]
    if map_.goal_rate:
        parts.append(f"{value(map_.goal_rate)} reach the goal ({interval(map_.goal_rate)}).{goals}")
    parts.append(_table(["Stage", "Phase", "People", "Go on", "Median time"], [
        [stage.name, stage.phase, count(stage.people), _estimate(stage.continue_rate), _estimate(stage.time)]
        for stage in map_.stages
    ]))  # fmt: skip
    parts.append(_table(["Touchpoint", "Stage", "Channels", "People", "First contact", "Left after"], [
        [each.name, stage.name, ", ".join(channel.name for channel in each.channels) or each.channel or "–",
         count(each.people), count(each.first_contact_people), count(each.left_after_people)]
        for stage in map_.stages for each in stage.touchpoints
    ]))  # fmt: skip
    parts.append(_table(["From", "To", "People", "Moves", "Median time"], [
        [flow.from_, flow.to, count(flow.people), count(flow.moves), _estimate(flow.time)]
        for flow in map_.flows
    ]))  # fmt: skip
    parts.append("## What is not measured")
    parts.append("\n".join(f"- {_plain(line)}" for line in unmeasured(map_)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _estimate(estimate: Estimate | None) -> str:
    return f"{value(estimate)} ({interval(estimate)})" if estimate else "–"


def _table(head: list[str], body: list[list[str]]) -> str:
    if not body:
        return ""
    lines = [head, ["---"] * len(head), *([_plain(cell) for cell in row] for row in body)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _plain(text: str) -> str:
    # Markdown takes these for markup; a backslash makes them characters again.
    escaped = "".join(f"\\{each}" if each in "\\`*_[]|#~" else each for each in clean(text))
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
