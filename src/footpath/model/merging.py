"""Two sorted lists of texts in, how one list of both is made of them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.kernels.texts import places
from footpath.model.fingerprint import bytes_of
from footpath.model.timeline import Codes
from footpath.model.weaving import Woven

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Merged:
    """What stays of a list, and another, as one in order.

    order  int64 [both], positions in the first list followed by the second
    moved  int32 [first], where each of the first stands, -1 where it does not stay
    placed int32 [second], where each of the second stands
    """

    order: Ints
    moved: Codes
    placed: Codes

    @classmethod
    def of(cls, first: pa.StringArray, second: pa.StringArray, gone: Bools) -> Self:
        """Two sorted lists of which, without those that are `gone` [first], all texts differ.

        >>> gone = np.array([False, True, False])
        >>> found = Merged.of(pa.array(["a", "c", "e"]), pa.array(["b", "c"]), gone)
        >>> found.text(pa.array(["a", "c", "e"]), pa.array(["b", "c"])).to_pylist(), found.moved.tolist()
        (['a', 'b', 'c', 'e'], [0, -1, 3])
        """
        before = np.concatenate([[0], np.cumsum(~gone)])  # of those that stay
        placed = before[position(first, second)] + np.arange(len(second))
        (stays,) = np.nonzero(~gone)
        order = np.empty(len(stays) + len(second), np.int64)
        is_second = np.zeros(len(order), np.bool_)
        is_second[placed] = True
        order[placed] = np.arange(len(first), len(first) + len(second))
        order[~is_second] = stays
        moved = np.full(len(first), -1, np.int32)
        moved[stays] = np.flatnonzero(~is_second)
        return cls(order, moved, placed.astype(np.int32))

    def text(self, first: pa.StringArray, second: pa.StringArray) -> pa.StringArray:
        """Texts of both lists in the order of the one."""
        return pa.concat_arrays([first, second]).take(pa.array(self.order))


def position(texts: pa.StringArray, others: pa.StringArray) -> Ints:
    """How many of the sorted texts come before each of the others."""
    found: Ints = places(*bytes_of(texts), *bytes_of(others))
    return found


def union(names: pa.StringArray, more: pa.StringArray) -> tuple[pa.StringArray, Codes, Codes]:
    """The names of two sorted lists in order; where those of each list stand.

    >>> [each.tolist() for each in union(pa.array(["a", "c"]), pa.array(["b", "c"]))]
    [['a', 'b', 'c'], [0, 2], [1, 2]]
    """
    at = position(names, more)
    there = names.take(pa.array(at, mask=at == len(names)))
    known = pc.fill_null(pc.equal(there, more), False).to_numpy(zero_copy_only=False)
    new = more.filter(pa.array(~known))
    placed = at[~known] + np.arange(len(new))
    woven = Woven.of(np.empty(0, np.int64), len(names), placed)
    moved = woven.places(len(names))
    of_more = np.empty(len(more), np.int32)
    of_more[~known], of_more[known] = placed, moved[at[known]]
    return woven.text(names, new) if len(new) else names, moved, of_more
