"""Rows and their actors in, distinct links between two actors out, each with what supports it.

They come in canonical order, which does not depend on the order of rows: first what a traits row tells (a
sign-in, a CRM export), then those with the most rows, then by text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.identity.actors import Actors
from footpath.identity.alike import LATEST
from footpath.kernels.components import Bools, Int8s, Int32s, Int64s, pairs, support
from footpath.model.log import EventLog

TOLD, SEEN, SAME_CASE = 0, 1, 2  # strength of evidence, the strongest first
UNKNOWN = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """What the rows of a log say of their links: strength, time (µs, the greatest where unknown), source.

    Each stands for `weight` rows.
    """

    strength: Int8s
    time: Int64s
    source: Int32s  # into `sources`, which is sorted
    sources: pa.StringArray
    weight: Int64s

    @classmethod
    def of(cls, log: EventLog, weight: Int64s) -> Rows:
        """The rows of a log."""
        source = _codes(log.column("source"))
        names = source.dictionary
        order = pc.array_sort_indices(names)
        rank = np.empty(len(names), np.int32)
        rank[np.asarray(order)] = np.arange(len(names))
        kind = _codes(log.column("kind"))
        told = np.asarray(pc.equal(kind.dictionary, "traits"), bool)[np.asarray(kind.indices)]
        time = pc.fill_null(log.column("time").cast(pa.int64()), LATEST)
        return cls(
            strength=np.where(told, TOLD, SEEN).astype(np.int8),
            time=time.to_numpy(),
            source=rank[np.asarray(source.indices)],
            sources=names.take(order),
            weight=weight,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What rows say of each of some things: how many, the strongest, of that the first time and source."""

    count: Int64s
    strength: Int8s
    since: Int64s  # µs, the least value where unknown
    source: Int32s
    several: Bools  # rows of several sources

    @classmethod
    def of(cls, thing: Int64s, n: int, row: Int64s, rows: Rows, strength: Int8s) -> Evidence:
        """Evidence for `n` things, one piece an item of `thing`, each from a row."""
        count, best, since, source, several = support(
            thing, n, strength, rows.time[row], rows.source[row], rows.weight[row]
        )
        return cls(count, best, np.where(since == LATEST, UNKNOWN, since), source, several)

    def take(self, which: Int64s | Bools) -> Evidence:
        """The evidence for some of the things."""
        return Evidence(
            self.count[which],
            self.strength[which],
            self.since[which],
            self.source[which],
            self.several[which],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Distinct links: two nodes, the lesser first, and their evidence."""

    low: Int32s
    high: Int32s
    evidence: Evidence

    def __len__(self) -> int:
        return len(self.low)

    def take(self, which: Int64s | Bools) -> Links:
        """Some of the links, in the order given."""
        return replace(self, low=self.low[which], high=self.high[which], evidence=self.evidence.take(which))

    def in_order(self) -> Links:
        """The same links in canonical order."""
        evidence = self.evidence
        return self.take(np.lexsort((self.high, self.low, -evidence.count, evidence.strength)))


def links_in_rows(actors: Actors, rows: Rows) -> Links:
    """Links between the actors of one row, in canonical order."""
    low, high, row = pairs(actors.offsets, actors.items)
    return _distinct(low, high, row, rows, rows.strength[row])


def links_in_cases(actors: Actors, rows: Rows, cases: Bools) -> Links:
    """Links between a case that stands for somebody (marked in `cases` [N]) and the actors of its rows."""
    row = actors.row_of_item
    stand_in = actors.stand_in
    of_case = stand_in[row]
    wanted = (of_case >= 0) & cases[of_case] & (of_case != actors.items)
    case, item, row = of_case[wanted], actors.items[wanted], row[wanted]
    strength = np.full(len(row), SAME_CASE, np.int8)
    return _distinct(np.minimum(case, item), np.maximum(case, item), row, rows, strength)


def joined(first: Links, second: Links) -> Links:
    """The links of both, one after the other."""
    one, two = first.evidence, second.evidence
    evidence = Evidence(
        *(np.concatenate([getattr(one, name), getattr(two, name)]) for name in Evidence.__slots__)
    )
    return Links(np.concatenate([first.low, second.low]), np.concatenate([first.high, second.high]), evidence)


def _distinct(low: Int32s, high: Int32s, row: Int64s, rows: Rows, strength: Int8s) -> Links:
    width = int(high.max(initial=0)) + 1
    found = pa.array(low.astype(np.int64) * width + high).dictionary_encode()
    keys, code = found.dictionary.to_numpy(zero_copy_only=False), np.asarray(found.indices, np.int64)
    evidence = Evidence.of(code, len(keys), row, rows, strength)
    return Links((keys // width).astype(np.int32), (keys % width).astype(np.int32), evidence).in_order()


def _codes(column: pa.ChunkedArray) -> pa.DictionaryArray:
    return column.combine_chunks()
