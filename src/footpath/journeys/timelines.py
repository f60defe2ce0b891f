"""Events, who did them and at which touchpoint in, each person's timeline out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys import columns
from footpath.kernels.order import Keys, group, sort_groups
from footpath.model.definition import Touchpoint
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.timeline import NO_TIME, Codes, Offsets, Timelines, Times, narrow

T = TypeVar("T", bound=np.generic)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NEEDED = ["id", "source", "seq", "time", "kind", "case", "channel", "score"]


def build(
    log: EventLog,
    people: PersonIndex,
    codes: Codes,
    touchpoints: Sequence[Touchpoint],
    *,
    until: datetime | None = None,
) -> Timelines:
    """Everybody's touchpoints in order: time, then source, case, seq, id; events without a time come first.

    `codes` [rows] is what `place` answered for the same log and touchpoints. Rows of the kind "traits", rows
    of nobody and events after `until` are not looked at.
    """
    table = log.columns(NEEDED)
    time = columns.times(table.column("time"))
    person = np.where(events(table, time, until), people.row_person, np.int32(-1)).astype(np.int32)
    sources, source = columns.rank(table.column("source"))
    cases, case = columns.rank(table.column("case"))
    keys = Keys(time, source, case, columns.integers(table.column("seq")))
    offsets, order = _in_order(table, person, people.n_people, keys)
    step_of = codes[order] >= 0
    row = order[step_of]
    at = codes[row]
    channels, channel = _channels(table.column("channel").take(pa.array(row)), at, touchpoints)
    has_any = offsets[1:] > offsets[:-1]
    earliest = offsets[:-1][has_any]
    known = time[order][time[order] != NO_TIME]
    return Timelines(
        persons=people.ids,
        offsets=_offsets(person[row], people.n_people),
        touchpoint=narrow(at, touchpoints),
        time=time[row],
        channel=narrow(channel, channels),
        case=case[row],
        source=narrow(source[row], sources),
        score=columns.floats(table.column("score").take(pa.array(row))),
        row=row.astype(np.int32),
        touchpoints=tuple(each.name for each in touchpoints),
        channels=tuple(channels.to_pylist()),
        cases=cases,
        sources=tuple(sources.to_pylist()),
        first_seen=_spread(time[order][earliest], has_any, NO_TIME),
        first_matched=_spread(step_of[earliest], has_any, 0),
        oldest=int(known.min(initial=np.iinfo(np.int64).max)) if len(known) else NO_TIME,
        newest=int(known.max(initial=NO_TIME)),
        unmatched=int(len(order) - len(row)),
        total=len(order),
    )


def events(table: pa.Table, time: Times, until: datetime | None) -> NDArray[np.bool_]:
    """Which rows are events that are looked at: no traits, none after `until`."""
    happened: NDArray[np.bool_] = pc.not_equal(table.column("kind"), "traits").to_numpy()
    return happened if until is None else happened & (time <= microseconds(until))


def microseconds(moment: datetime) -> int:
    """µs since 1970 UTC; a time without a zone is UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - EPOCH) // timedelta(microseconds=1)


def _in_order(table: pa.Table, person: Codes, n: int, keys: Keys) -> tuple[Offsets, NDArray[np.int64]]:
    """Offsets [n + 1] and row numbers by person, then in the order of a timeline; person -1 is left out."""
    offsets, order = group(person, n)
    tied = sort_groups(offsets, order, keys)
    _settle_ties(order, tied, table.column("id"))
    return offsets, order


def _settle_ties(order: NDArray[np.int64], tied: NDArray[np.bool_], ids: pa.ChunkedArray) -> None:
    """Sort runs of tied rows by id, in place. Few rows come this far, so only their ids are compared."""
    in_run = tied | np.append(tied[1:], False)[: len(tied)]
    places = np.flatnonzero(in_run)
    if not len(places):
        return
    run = np.cumsum(~tied[places])
    _, rank = columns.rank(ids.take(pa.array(order[places])))
    order[places] = order[places][np.lexsort((rank, run))]


def _channels(
    own: pa.ChunkedArray, at: Codes, touchpoints: Sequence[Touchpoint]
) -> tuple[pa.StringArray, Codes]:
    """Channel names in order, and each step's channel: the event's own, else the touchpoint's."""
    given = tuple(each.channel for each in touchpoints if each.channel is not None)
    names, codes = columns.rank(own, also=given)
    fallback = pc.index_in(pa.array([each.channel for each in touchpoints], pa.string()), names)
    of_touchpoint = fallback.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    return names, np.where(codes >= 0, codes, of_touchpoint[at]) if len(at) else codes


def _offsets(person: Codes, n: int) -> Offsets:
    return np.concatenate([[0], np.cumsum(np.bincount(person, minlength=n))]).astype(np.int64)


def _spread(values: NDArray[T], into: NDArray[np.bool_], default: int) -> NDArray[T]:
    result = np.full(len(into), default, values.dtype)
    result[into] = values
    return result
