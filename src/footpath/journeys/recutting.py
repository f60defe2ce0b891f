"""The journeys of before and longer timelines in, the journeys of these out: what cutting all would give.

Only timelines that are not as they were are cut anew. What the newest event decides is judged anew of all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, Self

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys.braiding import names_of
from footpath.journeys.cut import JOURNEY, STEP, cut, early, first_steps, is_over, limits
from footpath.journeys.lengthening import buckets, of_persons
from footpath.journeys.spool import BUCKET
from footpath.journeys.weaving import Run, Woven, items
from footpath.model.ahead import in_order
from footpath.model.definition import JourneyDefinition
from footpath.model.journey import LEFT, OPEN, Journeys
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import Codes, Offsets, Timelines


class Was(NamedTuple):
    """What was cut of which timelines, and which of the persons there are now each of its persons is."""

    journeys: Journeys
    timelines: Timelines
    moved: Codes  # -1 for those whose timelines are others now


def recut(
    was: Was,
    now: Timelines,
    definition: JourneyDefinition,
    *,
    room: Room = MEMORY,
    bucket: int = BUCKET,
) -> Journeys:
    """The journeys of everybody, of all time: as `cut` of `now`."""
    if definition.within is None and definition.quiet is None:
        return cut(now, definition, room=room, bucket=bucket)  # how long is quiet hangs on all gaps
    gone = was.moved < 0
    stays = was.moved[~gone]
    touched = np.ones(len(now.persons), np.bool_)
    touched[stays] = False
    (persons,) = np.nonzero(touched)
    some = of_persons(now, persons)
    fresh = cut(some, definition, bucket=bucket)
    woven = Woven.of([was.moved, persons.astype(np.int32)], len(now.persons))
    parts = [
        _spoken(_Part.of(was.journeys, was.timelines), was, now, definition),
        replace(_Part.of(fresh, some), to={"person": persons.astype(np.int32)}),
    ]
    return replace(
        fresh,
        persons=now.persons,
        **_woven(parts, woven, now, room, bucket),
        first_step=first_steps(now),
        early=early(now, definition.before),
        outside=was.journeys.outside - _outside(was, gone) + fresh.outside,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """Journeys of some persons: [persons + 1] where those of each begin, and their steps; the columns."""

    edges: Offsets
    step_edges: Offsets
    begins: Offsets  # [persons + 1] in the timelines
    columns: dict[str, NDArray[Any]]  # `first` and `last` count from the first drawn step of the journey
    to: dict[str, Codes]

    @classmethod
    def of(cls, journeys: Journeys, timelines: Timelines) -> Self:
        many = np.bincount(journeys.person, minlength=len(journeys.persons))
        edges = np.concatenate([[0], np.cumsum(many)])
        columns = {name: getattr(journeys, name) for name in (*JOURNEY, *STEP)}
        begins = journeys.offsets[:-1]
        columns |= {"first": journeys.first - begins, "last": journeys.last - begins}
        columns["offsets"] = np.diff(journeys.offsets)
        return cls(edges, journeys.offsets[edges], timelines.offsets, columns, {})


def _spoken(part: _Part, was: Was, now: Timelines, definition: JourneyDefinition) -> _Part:
    """What was there as it is to be told now."""
    outcome, settled = _judged(was.journeys, now, definition)
    to = {"person": was.moved}
    for name in ("source", "case", "channel"):
        names, known = (names_of(each, f"{name}s") for each in (was.timelines, now))
        if not names.equals(known):
            to[name] = np.append(np.asarray(pc.index_in(names, known), np.int32), np.int32(-1))
    return replace(part, columns=part.columns | {"outcome": outcome, "settled": settled}, to=to)


def _judged(
    journeys: Journeys, now: Timelines, definition: JourneyDefinition
) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
    """What is open is left when it is over; time only goes on."""
    within, quiet = limits(definition)
    over = is_over(now.newest, journeys.start, journeys.end, within, quiet)
    outcome = np.where(over & (journeys.outcome == OPEN), np.int8(LEFT), journeys.outcome)
    return outcome, over if definition.within is not None else outcome != OPEN


def _woven(parts: Sequence[_Part], woven: Woven, now: Timelines, room: Room, bucket: int) -> dict[str, Any]:
    edges, step_edges = [each.edges for each in parts], [each.step_edges for each in parts]
    made = {name: room.column(each.dtype) for name, each in parts[1].columns.items()}
    steps = woven.offsets(step_edges)

    def work(people: tuple[int, int]) -> dict[str, NDArray[Any]]:
        runs = woven.runs(*people)
        found = {name: _items(name, runs, parts, edges) for name in JOURNEY}
        found |= {name: _items(name, runs, parts, step_edges) for name in STEP if name != "step"}
        return found | {"step": _places(runs, parts, people[0], now)}

    drawn = 0
    made["offsets"].append(np.zeros(1, np.int64))
    several = [each for each in buckets(steps, bucket) if each[0] < each[1]]
    for found in in_order(work, several):
        ends = drawn + np.cumsum(found["offsets"])
        begins = ends - found["offsets"]
        found |= {"offsets": ends, "first": found["first"] + begins, "last": found["last"] + begins}
        for name, values in found.items():
            made[name].append(values)
        drawn += len(found["step"])
    return {name: column.whole() for name, column in made.items()}


def _items(name: str, runs: Sequence[Run], parts: Sequence[_Part], edges: Sequence[Offsets]) -> NDArray[Any]:
    return items(runs, [each.columns[name] for each in parts], edges, [each.to.get(name) for each in parts])


def _places(runs: Sequence[Run], parts: Sequence[_Part], low: int, now: Timelines) -> NDArray[np.int64]:
    """Where the steps of persons from `low` on are in the timelines."""
    found = [np.empty(0, np.int64)]
    for part, first, last in runs:
        held = parts[part]
        some = held.columns["step"][held.step_edges[first] : held.step_edges[last]]
        found.append(some + (now.offsets[low] - held.begins[first]))
        low += last - first
    return np.concatenate(found)


def _outside(was: Was, gone: NDArray[np.bool_]) -> int:
    """How many steps of some persons are in no journey."""
    drawn = np.diff(was.journeys.offsets)[gone[was.journeys.person]].sum()
    return int(np.diff(was.timelines.offsets)[gone].sum() - drawn)
