"""What was looked at to tell who is who in; which of it new rows speak of out.

Rows hang together where they share an identifier or a case, whatever became of the links between them: what
is new changes nothing about persons whose rows it does not hang together with.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.identity.actors import Actors, whole
from footpath.identity.alike import NEEDED, Alike
from footpath.kernels.components import Int32s, Int64s, join, roots
from footpath.kernels.order import group
from footpath.model.event import schema_of
from footpath.model.fingerprint import Hashes, fingerprint
from footpath.model.log import EventLog
from footpath.model.timeline import Codes, ranges


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """Rows that differ, as `Alike` has them, and where to look for one.

    key, check  uint64 [n], their hashes in order;  place  int32 [n], the row of each
    """

    actors: pa.ListArray  # [n]
    source: pa.DictionaryArray  # [n]
    kind: pa.DictionaryArray  # [n]
    case: pa.StringArray  # [n]
    time: pa.TimestampArray  # [n] the first of those it stands for
    weight: Int64s  # [n] how many rows of the log it stands for
    of_row: Codes  # [rows of the log]
    key: NDArray[np.uint64]
    check: NDArray[np.uint64]
    place: Int32s

    @classmethod
    def of(cls, same: Alike) -> Self:
        """What a log says."""
        columns = {name: whole(same.log.column(name)) for name in NEEDED}
        order = np.argsort(same.hashes[:, 0], kind="stable")
        key, check = same.hashes[order].T.copy()
        return cls(
            **columns, weight=same.weight, of_row=same.of_row, key=key, check=check, place=_ints(order)
        )

    @property
    def log(self) -> EventLog:
        """All of the rows, with the columns of NEEDED."""
        return EventLog.reading(pa.table([getattr(self, name) for name in NEEDED], names=NEEDED).select)

    def table(self, rows: Int64s) -> pa.Table:
        """Some of the rows, with the columns of NEEDED."""
        chosen = pa.array(rows)
        return pa.table([getattr(self, name).take(chosen) for name in NEEDED], names=NEEDED).cast(
            schema_of(NEEDED)
        )

    def find(self, hashes: Hashes) -> Int64s:
        """The row of each hash [m, 2], -1 for none."""
        found = np.full(len(hashes), -1, np.int64)
        which, at = matches(self.key, np.ascontiguousarray(hashes[:, 0]))
        same = self.check[at] == hashes[which, 1]
        found[which[same]] = self.place[at[same]]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Which of n rows hang together.

    component  int32 [n];  offsets int64 [components + 1], members int32 [n]: the rows of each
    key  uint64 [things], the hashes in order of the actors and cases;  of_key  int32, the component of each
    by_case  whether any case stands in
    """

    component: Int32s
    offsets: Int64s
    members: Int32s
    key: NDArray[np.uint64]
    of_key: Int32s
    by_case: bool

    @classmethod
    def of(cls, actors: Actors) -> Self:
        """Rows with their actors."""
        n, nodes, cases = len(actors.case), len(actors.nodes), len(actors.cases)
        (in_case,), (stands,) = np.nonzero(actors.case >= 0), np.nonzero(actors.case_node >= 0)
        low: list[NDArray[Any]] = [actors.row_of_item, in_case, n + actors.case_node[stands]]
        high: list[NDArray[Any]] = [n + actors.items, n + nodes + actors.case[in_case], n + nodes + stands]
        parent = np.arange(n + nodes + cases, dtype=np.int32)
        join(
            _ints(np.concatenate(low)),
            _ints(np.concatenate(high)),
            parent,
            np.empty((len(parent), 0), np.int32),
        )
        root = roots(parent)  # rows come first, and each thing is of one
        number = np.cumsum(root[:n] == np.arange(n), dtype=np.int32) - np.int32(1)
        component = number[root[:n]]
        offsets, members = group(component, int(number[-1]) + 1 if n else 0)
        key = np.concatenate([keys(actors.nodes), keys(actors.cases)])
        order = np.argsort(key, kind="stable")
        return cls(component, offsets, _ints(members), key[order], number[root[n:]][order], by_case=cases > 0)

    def around(self, rows: Int64s, actors: Actors) -> Int64s:
        """All rows that hang together with some of the rows, or with the actors and cases of others."""
        sought = np.concatenate([keys(actors.nodes), keys(actors.cases)])
        _, at = matches(self.key, sought)
        touched = np.unique(np.concatenate([self.component[rows], self.of_key[at]]))
        begins, ends = self.offsets[touched], self.offsets[touched + 1]
        found: Int64s = np.sort(self.members[ranges(begins, ends)]).astype(np.int64)
        return found


def keys(texts: pa.StringArray) -> NDArray[np.uint64]:
    """A hash of each text; of different texts it may be the same, which only makes more hang together."""
    return np.ascontiguousarray(fingerprint(texts)[:, 0])


def matches(key: NDArray[np.uint64], sought: NDArray[np.uint64]) -> tuple[Int64s, Int64s]:
    """Every place among sorted keys at which one is that is sought: which of those, and the place."""
    low, high = np.searchsorted(key, sought), np.searchsorted(key, sought, side="right")
    return np.repeat(np.arange(len(sought)), high - low), ranges(low, high)


def _ints(values: NDArray[np.signedinteger[Any]]) -> Int32s:
    return values.astype(np.int32)
