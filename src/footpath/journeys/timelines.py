"""Events, who did them and at which touchpoint in, each person's timeline out.

The events are put aside by buckets of persons, and each bucket is sorted by itself, so that memory holds a
few buckets and never the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import numpy as np

from footpath.journeys.ordering import TIED, Names, Ordered, Ties
from footpath.journeys.spool import BUCKET, Buckets, Spool
from footpath.model.ahead import in_order
from footpath.model.definition import Touchpoint
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.room import MEMORY, Column, Room
from footpath.model.timeline import NO_TIME, Named, Timelines, narrow

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def build(
    log: EventLog,
    people: PersonIndex,
    codes: Named,
    touchpoints: Sequence[Touchpoint],
    *,
    until: datetime | None = None,
    room: Room = MEMORY,
    bucket: int = BUCKET,
) -> Timelines:
    """Everybody's touchpoints in order: time, then source, case, seq, id; events without a time come first.

    `codes` [rows] is what `place` answered for the same log and touchpoints. Rows of the kind "traits", rows
    of nobody and events after `until` are not looked at. Long arrays are made in `room`; memory holds a few
    times `bucket` events.
    """
    moment = None if until is None else microseconds(until)
    buckets = Buckets.of(people.row_person, people.n_people, bucket)
    spool = Spool.of(log, people.row_person, codes, buckets, until=moment, room=room)
    names = Names.of(spool, touchpoints)
    steps = _columns(room, touchpoints, names, scored=spool.scored)
    told, ties, many = [], [], 0
    for found in in_order(partial(Ordered.of, spool, names=names), range(len(buckets))):
        for name, column in steps.items():
            column.append(found.steps[name])
        at = found.ties.step
        ties.append(replace(found.ties, step=np.where(at >= 0, at + many, -1)))
        many += len(found.steps["row"])
        told.append(replace(found, steps={}, ties=Ties.none()))
    made = {name: column.whole() for name, column in steps.items()}
    made.setdefault("score", np.broadcast_to(np.nan, many))  # takes no memory
    first_matched = np.concatenate([np.empty(0, np.bool_), *(each.first_matched for each in told)])
    Ties.concat(ties).settle(log, {name: made[name] for name in TIED}, first_matched)
    known = [each for each in told if each.newest != NO_TIME]
    total = sum(each.total for each in told)
    return Timelines(
        persons=people.ids,
        offsets=np.cumsum(np.concatenate([np.zeros(1, np.int64), *(each.many for each in told)])),
        **made,
        touchpoints=tuple(each.name for each in touchpoints),
        channels=tuple(names.channels.to_pylist()),
        cases=names.cases,
        sources=tuple(names.sources.to_pylist()),
        first_seen=np.concatenate([np.empty(0, np.int64), *(each.first_seen for each in told)]),
        first_matched=first_matched,
        oldest=min((each.oldest for each in known), default=NO_TIME),
        newest=max((each.newest for each in known), default=NO_TIME),
        unmatched=total - many,
        total=total,
    )


def _columns(
    room: Room, touchpoints: Sequence[Touchpoint], names: Names, *, scored: bool
) -> dict[str, Column]:
    """The columns of steps, as narrow as their names allow; scores only where there is one."""
    nothing = np.empty(0, np.int32)
    columns = {
        "touchpoint": room.column(narrow(nothing, touchpoints).dtype),
        "time": room.column(np.int64),
        "channel": room.column(narrow(nothing, names.channels).dtype),
        "case": room.column(np.int32),
        "source": room.column(narrow(nothing, names.sources).dtype),
        "row": room.column(np.int32),
    }
    return columns | ({"score": room.column(np.float64)} if scored else {})


def microseconds(moment: datetime) -> int:
    """µs since 1970 UTC; a time without a zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - EPOCH) // timedelta(microseconds=1)
