"""Things that many parts of a log speak of in, one number for each out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.kernels.numbering import number, refill
from footpath.model.fingerprint import Hashes, fingerprint
from footpath.model.sorting import sort_order
from footpath.model.timeline import Codes

LEAST = 1 << 10
NO_TEXTS = pa.array([], pa.string())


class Numbering:
    """Numbers things that 128 bits tell apart, as they first come.

    >>> numbering = Numbering()
    >>> numbering.of(np.array([[7, 7], [8, 8], [7, 7]], np.uint64))[0].tolist()
    [0, 1, 0]
    >>> [each.tolist() for each in numbering.of(np.array([[9, 9], [8, 8]], np.uint64))]
    [[2, 1], [0]]
    """

    __slots__ = ("_known", "_slots", "count")

    def __init__(self) -> None:
        self.count = 0
        self._slots = np.full(2 * LEAST, -1, np.int32)
        self._known = np.empty((LEAST, 2), np.uint64)

    def of(self, hashes: Hashes) -> tuple[Codes, NDArray[np.int64]]:
        """The number of each hash [n, 2], and where those that are new first stand."""
        self._make_room(self.count + len(hashes))
        place, first = number(hashes, self._slots, self._known, self.count)
        self.count += len(first)
        return place, first

    @property
    def known(self) -> Hashes:
        """The hashes [count, 2] by number."""
        return self._known[: self.count].copy()

    def _make_room(self, many: int) -> None:
        if many <= len(self._known):
            return
        size = 1 << (many - 1).bit_length()
        known = np.empty((size, 2), np.uint64)
        known[: self.count] = self._known[: self.count]
        self._known, self._slots = known, np.full(2 * size, -1, np.int32)
        refill(self._slots, known, self.count)


class Texts:
    """Numbers the texts of a column, few or many, as they first come.

    >>> texts = Texts()
    >>> [texts.of(pa.array(each)).tolist() for each in (["b", None, "a"], ["a", "c"])]
    [[0, -1, 1], [1, 2]]
    >>> names, rank = texts.ranked()
    >>> names.to_pylist(), rank.tolist()
    (['a', 'b', 'c'], [1, 0, 2, -1])
    """

    __slots__ = ("_codes", "_found", "_last", "_numbering", "_used")

    def __init__(self) -> None:
        self._numbering = Numbering()
        self._found: list[pa.StringArray] = []
        self._last, self._codes = NO_TEXTS, np.empty(0, np.int32)
        self._used = np.zeros(0, np.bool_)

    def of(self, column: pa.Array) -> Codes:
        """The number of each row's text [rows], -1 for null; a column of names may be encoded."""
        if column.null_count == len(column):
            return np.full(len(column), -1, np.int32)
        if pa.types.is_dictionary(column.type):
            codes = np.append(self._of_names(column.dictionary), np.int32(-1))
            found: Codes = codes[np.asarray(column.indices.fill_null(-1))]
            return found
        if not column.null_count:
            return self._of_texts(column)
        valid = np.asarray(column.is_valid())
        codes = np.full(len(column), -1, np.int32)
        codes[valid] = self._of_texts(column.drop_null())
        return codes

    def use(self, codes: Codes) -> None:
        """Marks texts, for `ranked` to leave out those that nobody marks."""
        if len(self._used) < self._numbering.count:
            self._used = np.append(self._used, np.zeros(self._numbering.count - len(self._used), np.bool_))
        if not self._used.all():
            self._used[codes[codes >= 0]] = True

    def ranked(self, also: tuple[str, ...] = (), *, used_only: bool = False) -> tuple[pa.StringArray, Codes]:
        """The texts, and those of `also`, in order; the place of each by number, with -1 at the end."""
        texts = self._found[0] if len(self._found) == 1 else pa.concat_arrays([NO_TEXTS, *self._found])
        self.use(np.empty(0, np.int32))
        chosen = np.flatnonzero(self._used) if used_only else np.arange(len(texts))
        found = texts if len(chosen) == len(texts) else texts.take(pa.array(chosen))
        names = pc.unique(pa.concat_arrays([found, pa.array(also, pa.string())])) if also else found
        order = sort_order(names)
        names = names.take(pa.array(order))
        place = np.full(len(texts) + 1, -1, np.int32)
        if also:
            place[chosen] = np.asarray(pc.index_in(found, names))
        else:
            place[chosen[order]] = np.arange(len(names))
        return names, place

    def _of_names(self, names: pa.StringArray) -> Codes:
        """As `_of_texts`; the parts of a log mostly know the same names."""
        if not names.equals(self._last):
            self._last, self._codes = names, self._of_texts(names)
        return self._codes

    def _of_texts(self, texts: pa.StringArray) -> Codes:
        codes, first = self._numbering.of(fingerprint(texts))
        if len(first):
            self._found.append(texts if len(first) == len(texts) else texts.take(pa.array(first)))
        return codes


def named(column: pa.ChunkedArray, name: str) -> NDArray[np.bool_]:
    """Which rows of an encoded column without nulls hold a name.

    >>> named(pa.chunked_array([["a", "b"]]).dictionary_encode(), "b").tolist()
    [False, True]
    """
    # Arrow would compare the text of each row
    found = [np.asarray(pc.equal(each.dictionary, name), bool)[each.indices] for each in column.chunks]
    return np.concatenate([np.empty(0, np.bool_), *found])
