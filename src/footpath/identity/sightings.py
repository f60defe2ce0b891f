"""Whose each row is and where it comes from in, who was seen in which sources out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.kernels.sightings import mark, seen
from footpath.model.log import EventLog
from footpath.model.numbering import Texts
from footpath.model.person import PersonIndex


@dataclass(frozen=True, slots=True, eq=False)
class Sightings:
    """The sources that have a row of each person, be it an event or traits.

    marks  uint64 [P, words], of each person a bit for each source
    """

    sources: tuple[str, ...]  # [S] in the order of their bits
    marks: NDArray[np.uint64]

    @classmethod
    def of(cls, log: EventLog, people: PersonIndex, many: int) -> Self:
        """One look at the source of every row; `many` is how many there are."""
        marks = np.zeros((people.n_people, many + 63 >> 6), np.uint64)
        texts, begin = Texts(), 0
        for part in log.parts(["source"]):
            mark(people.row_person[begin : begin + len(part)], texts.of(part["source"].chunk(0)), marks)
            begin += len(part)
        names, rank = texts.ranked()
        return cls(tuple(names.take(pa.array(rank[:-1])).to_pylist()), marks)

    def counts(self) -> Seen:
        """How many persons were seen where."""
        people, elsewhere, several = seen(self.marks, len(self.sources))
        each = zip(people.tolist(), elsewhere.tolist(), strict=True)
        return Seen(dict(zip(self.sources, each, strict=True)), several)

    def lists(self) -> pa.ListArray:
        """The sources of each person, by name."""
        order = np.argsort(np.array(self.sources, object))
        bits = np.uint64(1) << (order & 63).astype(np.uint64)
        has = (self.marks[:, order >> 6] & bits) != 0
        offsets = np.concatenate([[0], np.cumsum(has.sum(axis=1))])
        names = pa.array(self.sources, pa.string()).take(pa.array(order[np.nonzero(has)[1]]))
        return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), names)


@dataclass(frozen=True, slots=True)
class Seen:
    """Of each source its persons, and those of them whom another source saw too; whom two or more saw."""

    of: dict[str, tuple[int, int]]
    several: int
