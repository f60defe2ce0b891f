"""The records of a bucket of persons in, their touchpoints in order out; what ties is settled at the end.

Time, then source, case, seq, id; events without a time come first. Few events tie in all but their id, so
that only their ids are read, in one pass over the log for all buckets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self, TypeVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys import columns
from footpath.journeys.spool import Records, Spool
from footpath.kernels.order import Keys, group, sort_groups
from footpath.model.definition import Touchpoint
from footpath.model.log import EventLog
from footpath.model.timeline import NO_TIME, Codes, Places, Times

T = TypeVar("T", bound=np.generic)
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
TIED = ("touchpoint", "channel", "score", "row")  # what may differ among rows that tie


@dataclass(frozen=True, slots=True, eq=False)
class Names:
    """The names of a log in order, and what the numbers of the spool mean among them; -1 is none."""

    sources: pa.StringArray
    cases: pa.StringArray
    channels: pa.StringArray
    source: Codes
    case: Codes
    channel: Codes
    of_touchpoint: Codes  # the channel of what is there without one of its own

    @classmethod
    def of(cls, spool: Spool, touchpoints: Sequence[Touchpoint]) -> Self:
        """What the log names; of channels those of touchpoints only."""
        own = [each.channel for each in touchpoints]
        given = tuple(each for each in own if each is not None)
        sources, source = spool.sources.ranked()
        cases, case = spool.cases.ranked()
        channels, channel = spool.channels.ranked(given, used_only=True)
        fallback = pc.index_in(pa.array([*own, None], pa.string()), channels).fill_null(-1)
        return cls(sources, cases, channels, source, case, channel, np.asarray(fallback, np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Rows that tie, run by run: their rows in the log, which of the steps they are (-1: none), and whose
    first events they may be (-1: nobody's)."""

    run: Ints
    row: Places
    step: Ints
    first_of: Ints

    @classmethod
    def none(cls) -> Self:
        """No ties."""
        nothing = np.empty(0, np.int64)
        return cls(nothing, nothing.astype(np.int32), nothing, nothing)

    @classmethod
    def concat(cls, parts: Sequence[Ties]) -> Self:
        """Those of several buckets, whose runs are different."""
        every = [Ties.none(), *parts]
        begins = np.cumsum([0, *(int(each.run.max(initial=0)) + 1 for each in every)])
        return cls(
            np.concatenate([each.run + begin for each, begin in zip(every, begins, strict=False)]),
            np.concatenate([each.row for each in every]),
            np.concatenate([each.step for each in every]),
            np.concatenate([each.first_of for each in every]),
        )

    def settle(self, log: EventLog, steps: Mapping[str, NDArray[Any]], first_matched: Bools) -> None:
        """Puts the rows of each run in the order of their ids, in place."""
        if not len(self.row):
            return
        rows = np.unique(self.row)
        _, rank = columns.rank(log.pick(rows, ["id"])["id"])
        order = np.lexsort((rank[np.searchsorted(rows, self.row)], self.run))
        begins = np.flatnonzero(np.diff(self.run, prepend=-1))
        whose = self.first_of[begins]
        first_matched[whose[whose >= 0]] = self.step[order[begins[whose >= 0]]] >= 0
        source, target = self.step[order], self.step[self.step >= 0]
        source = source[source >= 0]
        for values in steps.values():
            if any(values.strides):
                values[target] = values[source]


@dataclass(frozen=True, slots=True, eq=False)
class Ordered:
    """The touchpoints of the persons of a bucket, in order: [n] steps, and what is told of each person."""

    steps: dict[str, NDArray[Any]]
    many: Ints  # [persons] steps
    first_seen: Times
    first_matched: Bools
    ties: Ties
    total: int
    oldest: int
    newest: int

    @classmethod
    def of(cls, spool: Spool, bucket: int, names: Names) -> Self:
        """The touchpoints of a bucket."""
        records, scores = spool.records(bucket)
        low, high = spool.buckets.edges[bucket : bucket + 2].tolist()
        offsets, found, tied = _in_order(records, low, high - low, names)
        is_step = found["touchpoint"] >= 0
        has_any = offsets[1:] > offsets[:-1]
        first = offsets[:-1][has_any]
        time = found["time"]
        known = time[time != NO_TIME]
        steps = found if is_step.all() else {name: values[is_step] for name, values in found.items()}
        if spool.scored:
            steps["score"] = _scores(steps["row"], scores)
        before = np.concatenate([[0], np.cumsum(is_step)])
        return cls(
            steps=steps,
            many=np.diff(before[offsets]),
            first_seen=_spread(time[first], has_any, NO_TIME),
            first_matched=_spread(is_step[first], has_any, 0),
            ties=_ties(tied, found["row"], np.where(is_step, before[:-1], -1), offsets, low),
            total=len(time),
            oldest=int(known.min(initial=np.iinfo(np.int64).max)) if len(known) else NO_TIME,
            newest=int(known.max(initial=NO_TIME)),
        )


def _in_order(
    records: Records, low: int, people: int, names: Names
) -> tuple[Ints, dict[str, NDArray[Any]], Bools]:
    """Offsets [people + 1], the events by person and in order, and which equal the one before but in id."""
    offsets, order = group(records["person"] - np.int32(low), people)
    records = records.take(order)  # before they are sorted: a person's events lie together then
    source, case = names.source[records["source"]], names.case[records["case"]]
    keys = Keys(records["time"].copy(), source, case, records["seq"].astype(np.int64))
    order = np.arange(len(records))
    tied = sort_groups(offsets, order, keys)
    at, own = records["touchpoint"][order], names.channel[records["channel"]][order]
    found = {
        "touchpoint": at,
        "time": keys.time[order],
        "channel": np.where(own >= 0, own, names.of_touchpoint[at]),
        "case": case[order],
        "source": source[order],
        "row": records["row"][order],
    }
    return offsets, found, tied


def _ties(tied: Bools, row: Places, step: Ints, offsets: Ints, low: int) -> Ties:
    (places,) = np.nonzero(tied | np.append(tied[1:], False)[: len(tied)])
    if not len(places):
        return Ties.none()
    person = np.searchsorted(offsets, places, side="right") - 1
    begins = ~tied[places]
    first_of = np.where(begins & (offsets[person] == places), person + low, -1)
    return Ties(np.cumsum(begins), row[places], step[places], first_of)


def _scores(row: Places, scores: NDArray[Any]) -> NDArray[np.float64]:
    """The score of each row, NaN where none."""
    found = np.full(len(row), np.nan)
    if len(scores):
        at = np.minimum(np.searchsorted(scores["row"], row), len(scores) - 1)
        has = scores["row"][at] == row
        found[has] = scores["score"][at[has]]
    return found


def _spread(values: NDArray[T], into: Bools, default: int) -> NDArray[T]:
    result = np.full(len(into), default, values.dtype)
    result[into] = values
    return result
