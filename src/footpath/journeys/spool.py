"""A log and whose each row is in, the records of the events of each bucket of persons out.

A bucket is a range of persons with about so many events that they can be sorted in memory. The log is passed
over once; its texts become numbers, whose order is known when all have been seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.journeys import columns
from footpath.kernels.numbering import count
from footpath.kernels.order import group
from footpath.model.ahead import in_order
from footpath.model.log import EventLog
from footpath.model.numbering import Texts
from footpath.model.room import Column, Room
from footpath.model.timeline import Codes, Named, Offsets

NEEDED = ["source", "seq", "time", "kind", "case", "channel", "score"]
BUCKET, MOST = 1 << 20, 128  # events a bucket; buckets, for each is a file
NAMES = ("touchpoint", "channel", "source")
SCORED = np.dtype([("row", np.int32), ("score", np.float64)])
Records = NDArray[Any]  # of `record`


def record(name: type, place: type) -> np.dtype[Any]:
    """An event as it is put aside: `name` holds numbers of names, `place` positions in a file."""
    whole = [("time", np.int64), ("seq", place), ("person", np.int32), ("row", np.int32), ("case", np.int32)]
    return np.dtype([*whole, *((each, name) for each in NAMES)], align=True)


NARROW, WIDE = record(np.int16, np.int32), record(np.int32, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Buckets:
    """Ranges of persons: `edges` [buckets + 1], and the bucket of each person."""

    edges: Offsets
    of_person: Codes  # [P]

    @classmethod
    def of(cls, row_person: Codes, people: int, size: int) -> Self:
        """Buckets of about `size` rows."""
        upto = np.concatenate([[0], np.cumsum(_rows_of(row_person, people))])
        many = min(max(-(-int(upto[-1]) // size), 1), MOST)
        wanted = np.linspace(0, upto[-1], many + 1)[1:-1]
        edges = np.unique(np.concatenate([[0], np.searchsorted(upto, wanted), [people]])).astype(np.int64)
        of_person = np.repeat(np.arange(len(edges) - 1, dtype=np.int32), np.diff(edges))
        return cls(edges, of_person)

    def __len__(self) -> int:
        return len(self.edges) - 1


@dataclass(slots=True, eq=False)
class Spool:
    """The events of each bucket, put aside as they come."""

    room: Room
    buckets: Buckets
    dtype: np.dtype[Any]
    sources: Texts = field(default_factory=Texts)
    cases: Texts = field(default_factory=Texts)
    channels: Texts = field(default_factory=Texts)
    _records: list[Column] = field(init=False)
    _scores: dict[int, Column] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._records = [self.room.column(self.dtype, spare=True) for _ in range(len(self.buckets))]

    @classmethod
    def of(
        cls,
        log: EventLog,
        row_person: Codes,
        codes: Named,
        buckets: Buckets,
        *,
        until: int | None,
        room: Room,
    ) -> Self:
        """The events of a log up to `until` (µs); rows of traits and of nobody are left out."""
        for dtype in (NARROW, WIDE):
            spool = cls(room, buckets, dtype)
            if all(map(spool._put, in_order(spool._by_bucket, spool._parts(log, row_person, codes, until)))):
                return spool
        raise AssertionError("what is wide holds everything")

    @property
    def scored(self) -> bool:
        """Whether any touchpoint has a score."""
        return bool(self._scores)

    def records(self, bucket: int) -> tuple[Records, NDArray[Any]]:
        """The events of a bucket, and the scores of some of them by row, both in the order of rows."""
        scores = self._scores.get(bucket)
        return self._records[bucket].whole(), np.empty(0, SCORED) if scores is None else scores.whole()

    def _parts(self, log: EventLog, row_person: Codes, codes: Named, until: int | None) -> Iterator[_Part]:
        """The log part by part, with numbers in place of names."""
        begin = 0
        for part in log.parts(NEEDED):
            rows = slice(begin, begin + len(part))
            person, code, time = row_person[rows], codes[rows], columns.times(part["time"])
            kept = columns.happened(part["kind"], time, until) & (person >= 0)
            channel = self.channels.of(part["channel"].chunk(0))
            self.channels.use(channel[kept & (code >= 0)])
            told: dict[str, NDArray[np.signedinteger[Any]]] = {
                "time": time,
                "person": person,
                "touchpoint": code,
                "channel": channel,
                "source": self.sources.of(part["source"].chunk(0)),
                "case": self.cases.of(part["case"].chunk(0)),
            }
            yield _Part(begin, kept, told, part)
            begin = rows.stop

    def _by_bucket(self, part: _Part) -> _Sorted | None:
        """The records of a part by bucket; None where they hold a number that is too great."""
        many, person, codes = len(self.buckets), part.told["person"], part.told["touchpoint"]
        bucket = np.where(part.kept, self.buckets.of_person[person], np.int32(-1)) if many else person
        offsets, order = group(bucket, many)
        records = np.empty(len(order), self.dtype)
        for name, values in (part.told | {"seq": columns.integers(part.table["seq"])}).items():
            if not _fits(values, self.dtype[name]):
                return None
            records[name] = values[order]
        records["row"] = order + part.begin
        score = part.table["score"]
        if score.null_count == len(score):
            return _Sorted(records, offsets)
        order = order[codes[order] >= 0]
        value = columns.floats(score)[order]
        has = ~np.isnan(value)
        scores = np.empty(int(has.sum()), SCORED)
        scores["row"], scores["score"] = order[has] + part.begin, value[has]
        return _Sorted(records, offsets, scores, bucket[order[has]])

    def _put(self, found: _Sorted | None) -> bool:
        """Puts some records aside."""
        if found is None:
            return False
        for bucket in np.flatnonzero(np.diff(found.offsets)).tolist():
            self._records[bucket].append(found.records[found.offsets[bucket] : found.offsets[bucket + 1]])
        for each in np.unique(found.whose).tolist():
            if each not in self._scores:
                self._scores[each] = self.room.column(SCORED, spare=True)
            self._scores[each].append(found.scores[found.whose == each])
        return True


class _Part(NamedTuple):
    """Some rows of the log, from `begin` on: which are kept, and what is told of each."""

    begin: int
    kept: NDArray[np.bool_]
    told: dict[str, NDArray[np.signedinteger[Any]]]
    table: pa.Table


class _Sorted(NamedTuple):
    """Records by bucket, each from `offsets` on; and the scores of touchpoints with their buckets."""

    records: Records
    offsets: Offsets
    scores: NDArray[Any] = np.empty(0, SCORED)
    whose: Codes = np.empty(0, np.int32)


def _fits(values: NDArray[np.signedinteger[Any]], dtype: np.dtype[Any]) -> bool:
    limits = np.iinfo(dtype)
    return bool(values.dtype == dtype or not len(values)) or bool(
        values.min() >= limits.min and values.max() <= limits.max
    )


def _rows_of(row_person: Codes, people: int) -> NDArray[np.int64]:
    """How many rows each person has [P]."""
    found = np.zeros(people, np.int64)
    count(row_person, found)
    return found
