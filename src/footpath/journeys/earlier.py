"""Timelines and a moment in, the timelines as they were at that moment out.

What came later is left out of what is in order already; nothing is sorted again.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.journeys import columns
from footpath.journeys.spool import BUCKET
from footpath.journeys.timelines import microseconds
from footpath.model.ahead import in_order
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import NO_TIME, Timelines

STEP = ("touchpoint", "time", "channel", "case", "source", "score", "row")


def up_to(
    timelines: Timelines,
    log: EventLog,
    people: PersonIndex,
    until: datetime,
    *,
    room: Room = MEMORY,
    bucket: int = BUCKET,
) -> Timelines:
    """What `build` tells of the events up to `until`, given the timelines of all of them.

    Channels are those of all time, though some may not have occurred yet. Long arrays are made in `room`;
    memory holds a few times `bucket` steps.
    """
    moment = microseconds(until)
    if timelines.newest <= moment:
        return timelines
    total, newest = _happened(log, people, moment)

    def work(people: tuple[int, int]) -> dict[str, NDArray[Any]]:
        part = timelines.of_people(*people)
        keep = part.time <= moment
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(keep)])
        return {name: getattr(part, name)[keep] for name in made} | {"many": np.diff(before[part.offsets])}

    # What is one value over and over takes no memory
    long = [name for name in STEP if any(getattr(timelines, name).strides)]
    made, many = {name: room.column(getattr(timelines, name).dtype) for name in long}, [np.zeros(1, np.int64)]
    for found in in_order(work, timelines.buckets(bucket)):
        many.append(found.pop("many"))
        for name, values in found.items():
            made[name].append(values)
    offsets = np.cumsum(np.concatenate(many))
    whole: dict[str, Any] = {name: column.whole() for name, column in made.items()}
    same: dict[str, Any] = {
        name: getattr(timelines, name)[: offsets[-1]] for name in STEP if name not in whole
    }
    seen = timelines.first_seen <= moment
    return replace(
        timelines,
        offsets=offsets,
        **whole,
        **same,
        first_seen=np.where(seen, timelines.first_seen, NO_TIME),
        first_matched=timelines.first_matched & seen,
        oldest=timelines.oldest if timelines.oldest <= moment else NO_TIME,
        newest=newest,
        unmatched=total - int(offsets[-1]),
        total=total,
    )


def _happened(log: EventLog, people: PersonIndex, moment: int) -> tuple[int, int]:
    """How many events of persons there are up to a moment, at a touchpoint or not, and the newest of them."""
    total, newest, begin = 0, NO_TIME, 0
    for part in log.parts(["kind", "time"]):
        time = columns.times(part["time"])
        person = people.row_person[begin : begin + len(part)]
        here = columns.happened(part["kind"], time, moment) & (person >= 0)
        total += int(np.count_nonzero(here))
        newest = int(time[here].max(initial=newest))
        begin += len(part)
    return total, newest
