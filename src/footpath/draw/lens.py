"""Whose journey it is, from when, from which sources, and what is missing: the map's frame in sentences."""

from __future__ import annotations

from datetime import datetime

from footpath.draw.phrases import (
    LANE_NAMES,
    age,
    count,
    day,
    guesses,
    interval,
    percent,
    period,
    plural,
    segment,
    value,
)
from footpath.draw.text import clean
from footpath.model.map import JourneyMap

ENOUGH = 30  # fewer people than this is a low base
FEW = 3  # sources that the header has room to name


def lens_lines(map_: JourneyMap) -> list[str]:
    """The lines under the title: who, when and from what, and what is only a guess."""
    who = f"{segment(map_)} · {people_of(map_)} · {_outcomes(map_)}"
    when = f"{period(map_)} · {sources(map_)} · revision {map_.revision} · state actual"
    return [line for line in (who, when, guesses(map_)) if line]


def people_of(map_: JourneyMap) -> str:
    """n of the map."""
    return f"n={count(map_.people)} {'person' if map_.people == 1 else 'people'}"


def _outcomes(map_: JourneyMap) -> str:
    """How journeys end; without a goal, only how many there are."""
    found = map_.journeys
    total = plural(found.reached + found.left + found.open, "journey")
    ends = (
        f"{count(found.reached)} reached the goal, {count(found.left)} left, {count(found.open)} still open"
    )
    return f"{total}: {ends}" if map_.goal else total


def sources(map_: JourneyMap) -> str:
    """Sources with counts and freshness; many of them summed, since the footer lists them."""
    held = map_.coverage.sources
    if len(held) <= FEW:
        return "; ".join(_sources(map_)) or "no sources"
    latest = max((source.newest for source in held if source.newest), default=None)
    events = sum(source.events for source in held)
    return f"{len(held)} sources with {plural(events, 'event')}, newest {_newest(map_, latest)}"


def _sources(map_: JourneyMap) -> list[str]:
    return [
        f"{clean(source.name)} {count(source.events)} events, newest {_newest(map_, source.newest)}"
        for source in map_.coverage.sources
    ]


def _newest(map_: JourneyMap, newest: datetime | None) -> str:
    old = age(newest, map_.generated_at)
    return "unknown" if old is None else old if old == "today" else f"{old} ago"


def figures(map_: JourneyMap) -> list[tuple[str, str]]:
    """The few numbers that are read from across a room, each with its doubt."""
    shown = [(count(map_.people), "person" if map_.people == 1 else "people")]
    if rate := map_.goal_rate:
        shown.append((value(rate), f"reach the goal ({interval(rate)})"))
    if time := map_.time_to_goal:
        shown.append((value(time), f"median time to the goal ({interval(time)})"))
    return shown


def unmeasured(map_: JourneyMap) -> list[str]:
    """What is not measured: one sentence each."""
    coverage = map_.coverage
    lines = []
    if coverage.phases_without_evidence:
        lines.append(f"Phases without evidence: {', '.join(coverage.phases_without_evidence)}.")
    if empty := _empty_lanes(map_):
        lines.append(f"Lanes without evidence: {', '.join(empty)}.")
    lines.append(
        f"{percent(coverage.unmatched_share)} of events match no touchpoint; "
        f"{percent(coverage.joined_share)} of people are joined from more than one identifier; "
        f"{outside(map_)}; "
        f"first contact unknown for {plural(coverage.first_contact_unknown, 'person', 'people')}."
    )
    if thin := [clean(stage.name) for stage in map_.stages if stage.people < ENOUGH]:
        lines.append(f"Low base (fewer than {ENOUGH} people): {', '.join(thin)}.")
    if len(coverage.sources) > FEW:
        lines.append(f"Sources: {'; '.join(_sources(map_))}.")
    lines += [clean(warning) for warning in coverage.warnings]
    lines.append(
        f"Made {day(map_.generated_at)}. Every number is of distinct people unless it says otherwise."
    )
    return lines


def outside(map_: JourneyMap) -> str:
    """How many events at touchpoints are in no journey, and what would take them in."""
    found = map_.coverage
    said = f"{plural(found.outside_events, 'event')} outside any journey"
    if not found.outside_events or not found.matched_events:
        return said
    share = percent(found.outside_events / found.matched_events)
    return f"{said} ({share}; a longer within, before or after takes more of them in)"


def _empty_lanes(map_: JourneyMap) -> list[str]:
    held = {lane.id for lane in map_.lanes if any(cell.state != "none" for cell in lane.cells)}
    return [name.split(",")[0].lower() for lane, name in LANE_NAMES.items() if lane not in held]
