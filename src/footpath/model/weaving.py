"""Persons of two indexes in, all of them in one order out: long columns are copied run by run.

Most persons of a large index are side by side in what is made of it too, so that few runs are copied.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.kernels.weaving import lay, lay_codes, lay_places
from footpath.model.fingerprint import bytes_of
from footpath.model.spare import room
from footpath.model.timeline import Codes, Named, Places, ranges

Ints = NDArray[np.int64]
Parts = Sequence[Any]  # the same of either index


class Runs(NamedTuple):
    """Persons from `low` up to `high` of a part, who are side by side; each [k]."""

    number: slice  # of all runs
    part: NDArray[np.int8]
    low: Ints
    high: Ints
    at: Ints  # where they begin among all persons

    def told(self, of: Sequence[Callable[[Ints], Ints]], what: Ints) -> Ints:
        """What is told of each run, by its part, of something of it [k]."""
        found = np.empty(len(self.part), np.int64)
        for part, tell in enumerate(of):
            here = self.part == part
            found[here] = tell(what[here])
        return found

    def items(self, columns: Parts, begins: Ints, ends: Ints, to: Named | None = None) -> NDArray[Any]:
        """What stands in the columns of the parts between the begin and the end of each run.

        Where there is `to`, items are codes, and those of the first part are told as what they are in it (-1
        is its last).
        """
        first, second = columns
        if to is not None:
            found = _lent(begins, ends, second.dtype)
            lay_codes(first, second, self.part, begins, ends, to, found)
            return found
        if first.dtype == second.dtype and first.flags.c_contiguous and second.flags.c_contiguous:
            found = _lent(begins, ends, second.dtype)
            lay(first, second, self.part, begins, ends, found)
            return found
        # One value over and over has gaps; names that grew many have wider codes
        told = zip(self.part.tolist(), begins.tolist(), ends.tolist(), strict=True)
        return np.concatenate([second[:0], *(columns[part][begin:end] for part, begin, end in told)])

    def places(self, columns: Sequence[Places], begins: Ints, ends: Ints, moved: Places) -> Places:
        """The same of places, which have `moved` as far as their run [k]."""
        found = _lent(begins, ends, np.dtype(np.int32))
        lay_places(*columns, self.part, begins, ends, moved, found)
        return found


def _lent(begins: Ints, ends: Ints, dtype: np.dtype[Any]) -> NDArray[Any]:
    """Room for what stands in runs."""
    many = int((ends - begins).sum())
    lent: NDArray[Any] = room(-(-many * dtype.itemsize // 8)).view(dtype)[:many]
    return lent


@dataclass(frozen=True, slots=True, eq=False)
class Woven:
    """Which person of which of two parts each of P persons is, run by run [k].

    low  the first person of each run, in its part;  at [k + 1]  where the runs begin among all persons
    """

    part: NDArray[np.int8]
    low: Ints
    at: Ints

    @classmethod
    def of(cls, gone: Ints, people: int, placed: Ints) -> Self:
        """A first part of so many persons, without those who are `gone`, among those of a second part, who
        stand at `placed`; both rise.

        >>> woven = Woven.of(np.array([1]), 4, np.array([0, 3]))  # of abcd without b, and XY
        >>> woven.text(pa.array("abcd"), pa.array("XY")).to_pylist()
        ['X', 'a', 'c', 'Y', 'd']
        """
        stay = people - len(gone)
        left = gone - np.arange(len(gone))  # how many stay who come before each
        came = placed - np.arange(len(placed))
        begin = np.unique(np.concatenate([[0], left, came]))
        begin = begin[begin < stay]
        first = np.flatnonzero(np.diff(placed, prepend=-2) != 1)
        low = np.concatenate([begin + np.searchsorted(left, begin, "right"), first])
        at = np.concatenate([begin + np.searchsorted(came, begin, "right"), placed[first]])
        order = np.argsort(at)
        part = (order >= len(begin)).astype(np.int8)
        return cls(part, low[order], np.append(at[order], stay + len(placed)).astype(np.int64))

    @property
    def n_people(self) -> int:
        """How many persons there are."""
        return int(self.at[-1])

    def runs(self, low: int = 0, high: int | None = None) -> Runs:
        """The persons from `low` up to `high`."""
        end = self.n_people if high is None else high
        if low >= end:
            return Runs(slice(0, 0), self.part[:0], self.low[:0], self.low[:0], self.at[:0])
        some = slice(int(np.searchsorted(self.at, low, "right")) - 1, int(np.searchsorted(self.at, end)))
        begin = np.maximum(self.at[:-1][some], low)
        first = self.low[some] + begin - self.at[:-1][some]
        last = first + np.minimum(self.at[1:][some], end) - begin
        return Runs(some, self.part[some], first, last, begin)

    def places(self, people: int) -> Codes:
        """Where the persons of the first part stand; -1 for who is gone."""
        found = np.full(people, -1, np.int32)
        of_first = self.part == 0
        low, begin, end = self.low[of_first], self.at[:-1][of_first], self.at[1:][of_first]
        found[ranges(low, low + end - begin)] = ranges(begin, end)
        return found

    def each(self, values: Sequence[NDArray[Any]]) -> NDArray[Any]:
        """What is told of each person [P], given what is told of those of each part."""
        runs = self.runs()
        return runs.items(values, runs.low, runs.high)

    def text(self, first: pa.StringArray, second: pa.StringArray) -> pa.StringArray:
        """The same of texts."""
        runs, (edges, data) = self.runs(), zip(*map(bytes_of, (first, second)), strict=True)
        many = self.each([np.diff(each) for each in edges])
        of = [each.take for each in edges]
        found = runs.items(data, runs.told(of, runs.low), runs.told(of, runs.high))
        offsets = np.zeros(len(many) + 1, np.int32)
        np.cumsum(many, out=offsets[1:])
        return pa.StringArray.from_buffers(len(many), pa.py_buffer(offsets), pa.py_buffer(found))
