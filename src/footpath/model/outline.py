"""What one look at all events tells of them, so that nobody need look at all of them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.model.log import EventLog
from footpath.model.numbering import Texts, named
from footpath.model.timeline import NO_TIME, Times

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The sources of a log by name, with their rows and their newest time; and which rows are answers."""

    sources: tuple[str, ...]  # [S]
    events: Ints  # [S]
    newest: Times  # [S] µs
    said: Ints  # rows of the log

    @classmethod
    def of(cls, log: EventLog) -> Self:
        """Look at every event once, part by part."""
        texts, found, said, begin = Texts(), [GROUPED.empty_table()], [np.empty(0, np.int64)], 0
        for part in log.parts(["source", "time", "kind"]):
            code, time = texts.of(part["source"].chunk(0)), part["time"].cast(pa.int64())
            grouped = pa.table({"source": code, "time": time}).group_by("source")
            found.append(_plain(grouped.aggregate([("time", "max"), ([], "count_all")])))
            said.append(np.flatnonzero(named(part["kind"], "said")) + begin)
            begin += len(part)
        names, rank = texts.ranked()
        whole = pa.concat_tables(found).group_by("source").aggregate([("newest", "max"), ("events", "sum")])
        order = np.argsort(rank[whole["source"].to_numpy()])
        newest = pc.fill_null(whole["newest_max"], int(NO_TIME)).to_numpy()
        events = whole["events_sum"].to_numpy()
        return cls(tuple(names.to_pylist()), events[order], newest[order], np.concatenate(said))

    def followed(self, more: Self, begin: int) -> Self:
        """What two logs tell together, the other's rows being those from `begin` on."""
        names = sorted({*self.sources, *more.sources})
        events, newest = np.zeros(len(names), np.int64), np.full(len(names), NO_TIME)
        for each in (self, more):
            at = np.array([names.index(name) for name in each.sources], np.int64)
            events[at] += each.events
            newest[at] = np.maximum(newest[at], each.newest)
        return type(self)(tuple(names), events, newest, np.concatenate([self.said, more.said + begin]))


GROUPED = pa.schema([("source", pa.int32()), ("newest", pa.int64()), ("events", pa.int64())])


def _plain(grouped: pa.Table) -> pa.Table:
    columns = [grouped["source"], grouped["time_max"], grouped["count_all"]]
    return pa.table(columns, schema=GROUPED)
