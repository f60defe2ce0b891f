"""Timelines and new events in, the timelines of all events out: what building them anew would give.

Only those persons are put in order anew who have new events, or who were somebody else before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.identity.growing import Growth
from footpath.identity.known import ranges
from footpath.journeys import columns
from footpath.journeys.braiding import STEPS, Tongue, braided
from footpath.journeys.spool import BUCKET, NEEDED
from footpath.journeys.timelines import build
from footpath.journeys.weaving import Woven, items
from footpath.model.ahead import in_order
from footpath.model.definition import Touchpoint
from footpath.model.log import PART, EventLog
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import NO_TIME, Codes, Named, Offsets, Timelines, narrow

Bools = NDArray[np.bool_]
RECORDED = [*NEEDED, "id"]
Part = tuple[Timelines, Codes]  # timelines, and where their persons stand, -1 for those that are no more


class Events(NamedTuple):
    """All rows of a log; those from `begin` on are new. `codes` are the touchpoints of all of them."""

    log: EventLog
    new: EventLog
    begin: int
    codes: Named


def lengthen(
    base: Timelines,
    growth: Growth,
    events: Events,
    touchpoints: Sequence[Touchpoint],
    *,
    room: Room = MEMORY,
    bucket: int = BUCKET,
) -> Timelines:
    """As `build` of all events, given the timelines of those that are not new."""
    (touched,) = np.nonzero(growth.touched)
    number = np.full(growth.people.n_people + 1, -1, np.int32)
    number[touched] = np.arange(len(touched))
    whose = number[growth.people.row_person[events.begin :]]
    people = replace(growth.people, ids=growth.people.ids.take(pa.array(touched)), row_person=whose)
    new = build(events.new, people, events.codes[events.begin :], touchpoints)
    new = replace(new, row=new.row + np.int32(events.begin))
    tongue = Tongue.of([base, new])
    found, unclear = _braided(base, tongue.spoken(new, 1), tongue, growth, events, number)
    unclear |= growth.torn[touched]
    parts: list[Part] = [(base, growth.moved), (found, np.where(unclear, -1, touched).astype(np.int32))]
    if unclear.any():
        again = _anew(events, growth, touched[unclear], touchpoints)
        spoken = Tongue.of([base, new, again]).spoken(again, 2)
        parts.append((spoken, touched[unclear].astype(np.int32)))
    told = _told(base, new) | {"persons": growth.people.ids}
    return _woven(parts, tongue, told, scored=_scored(base) or _scored(new), room=room, bucket=bucket)


def _braided(
    base: Timelines, new: Timelines, tongue: Tongue, growth: Growth, events: Events, number: Codes
) -> tuple[Timelines, Bools]:
    """What the persons that are touched did before and since; and of whom that is not told."""
    people = len(new.persons)
    (gone,) = np.nonzero((growth.moved < 0) & (growth.into >= 0) & ~growth.silent)
    before = tongue.spoken(of_persons(base, gone), 0)
    did = np.zeros(people, np.bool_)
    did[_whose_events(events, growth, number)] = True
    since = np.where(did, np.arange(people), -1).astype(np.int32)
    return braided(events.log, [before, new], [number[growth.into[gone]], since], people)


def _whose_events(events: Events, growth: Growth, number: Codes) -> Codes:
    whose = number[growth.people.row_person[events.begin :]]
    happened = columns.happened(events.new.column("kind"), np.empty(0, np.int64), None)
    found: Codes = whose[happened & (whose >= 0)]
    return found


def _anew(
    events: Events, growth: Growth, persons: NDArray[np.int64], touchpoints: Sequence[Touchpoint]
) -> Timelines:
    """The timelines of some persons from all of their rows."""
    number = np.full(growth.people.n_people + 1, -1, np.int32)
    number[persons] = np.arange(len(persons))
    row_person = growth.people.row_person

    def of_part(begin: int) -> NDArray[np.int64]:
        return np.flatnonzero(number[row_person[begin : begin + PART]] >= 0) + begin

    rows = np.concatenate(list(in_order(of_part, range(0, len(row_person), PART))))
    log = EventLog.reading(events.log.pick(rows, RECORDED).select)
    people = replace(
        growth.people, ids=growth.people.ids.take(pa.array(persons)), row_person=number[row_person[rows]]
    )
    found = build(log, people, events.codes[rows], touchpoints)
    return replace(found, row=rows[found.row].astype(np.int32))


def of_persons(timelines: Timelines, persons: NDArray[np.int64]) -> Timelines:
    """The timelines of some persons, in the order given; what is told of all events stays."""
    begins, ends = timelines.offsets[persons], timelines.offsets[persons + 1]
    steps = ranges(begins, ends)
    columns: dict[str, Any] = {name: getattr(timelines, name)[steps] for name in STEPS}
    return replace(
        timelines,
        persons=timelines.persons.take(pa.array(persons)),
        offsets=np.concatenate([[0], np.cumsum(ends - begins)]),
        **columns,
        first_seen=timelines.first_seen[persons],
        first_matched=timelines.first_matched[persons],
    )


def _scored(timelines: Timelines) -> bool:
    return any(timelines.score.strides)


def _told(base: Timelines, new: Timelines) -> dict[str, Any]:
    """What is told of all events."""
    times = [each for each in (base, new) if each.timed]
    return {
        "oldest": min((each.oldest for each in times), default=NO_TIME),
        "newest": max((each.newest for each in times), default=NO_TIME),
        "total": base.total + new.total,
    }


def _woven(
    parts: Sequence[Part], tongue: Tongue, told: dict[str, Any], *, scored: bool, room: Room, bucket: int
) -> Timelines:
    base, some = [each for each, _ in parts], len(parts) - 1
    woven = Woven.of([at for _, at in parts], len(told["persons"]))
    edges = [each.offsets for each in base]
    offsets = woven.offsets(edges)
    # What is short has the names of the whole already
    to = {name: [tongue.to[0].get(name), *[None] * some] for name in STEPS}
    nothing = replace(base[0], **told, offsets=offsets, sources=tongue.sources, cases=tongue.cases)
    columns = {name: [getattr(each, name) for each in base] for name in STEPS if name != "score" or scored}
    made = {name: room.column(_dtype(name, each[0], tongue)) for name, each in columns.items()}

    def work(people: tuple[int, int]) -> dict[str, NDArray[Any]]:
        runs = woven.runs(*people)
        return {name: items(runs, each, edges, to[name]) for name, each in columns.items()} if runs else {}

    for found in in_order(work, buckets(offsets, bucket)):
        for name, values in found.items():
            made[name].append(values)
    steps: dict[str, Any] = {name: column.whole() for name, column in made.items()}
    steps.setdefault("score", np.broadcast_to(np.nan, int(offsets[-1])))
    return replace(
        nothing,
        channels=tongue.channels,
        **steps,
        first_seen=woven.each([each.first_seen for each in base]),
        first_matched=woven.each([each.first_matched for each in base]),
        unmatched=told["total"] - int(offsets[-1]),
    )


def buckets(offsets: Offsets, size: int) -> list[tuple[int, int]]:
    """Ranges of persons with about so many items each."""
    many = max(-(-int(offsets[-1]) // size), 1)
    inner = np.searchsorted(offsets, np.linspace(0, offsets[-1], many + 1)[1:-1]).tolist()
    return list(pairwise(sorted({0, *inner, len(offsets) - 1})))


def _dtype(name: str, values: NDArray[Any], tongue: Tongue) -> np.dtype[Any]:
    names = {"source": tongue.sources, "channel": tongue.channels}
    return narrow(np.empty(0, np.int32), names[name]).dtype if name in names else values.dtype
