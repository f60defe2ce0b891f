"""Arrow columns in, plain arrays out: texts as codes by rank, times as µs."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.model.numbering import named
from footpath.model.timeline import NO_TIME, Codes, Times


def times(column: pa.ChunkedArray) -> Times:
    """µs since 1970 UTC; NO_TIME for null."""
    return integers(column.cast(pa.int64()).fill_null(NO_TIME))


def happened(kind: pa.ChunkedArray, time: Times, until: int | None) -> NDArray[np.bool_]:
    """Which rows are events that are looked at: no traits, none after `until` (µs)."""
    found = ~named(kind, "traits")
    return found if until is None else found & (time <= until)


def integers(column: pa.ChunkedArray) -> NDArray[np.int64]:
    """The integers of a column without nulls."""
    # Compiled functions are compiled once more for arrays that can't be written to, as Arrow's can't.
    array: NDArray[np.int64] = np.require(column.to_numpy(), requirements="W")
    return array


def floats(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """The numbers of a column; NaN for null."""
    array: NDArray[np.float64] = column.cast(pa.float64()).fill_null(np.nan).to_numpy()
    return array


def encode(column: pa.ChunkedArray) -> tuple[pa.Array, Codes]:
    """Distinct texts as they come, and each row's index into them; -1 for null.

    >>> encode(pa.chunked_array([["b", None, "a", "b"]]))[1].tolist()
    [0, -1, 1, 0]
    """
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    column = column.unify_dictionaries()
    values = column.chunk(0).dictionary if column.num_chunks else pa.array([], pa.string())
    parts = [chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False) for chunk in column.chunks]
    return values, np.concatenate([np.empty(0, np.int32), *parts]).astype(np.int32, copy=False)


def rank(column: pa.ChunkedArray, also: tuple[str, ...] = ()) -> tuple[pa.StringArray, Codes]:
    """Distinct texts that occur (and those of `also`) in order, and each row's index into them; -1 for null.

    >>> names, codes = rank(pa.chunked_array([["b", None, "a", "b"]]))
    >>> names.to_pylist(), codes.tolist()
    (['a', 'b'], [1, -1, 0, 1])
    """
    values, codes = encode(column)
    used = np.flatnonzero(np.bincount(codes[codes >= 0], minlength=len(values)))
    found = values.take(pa.array(used))
    names = pc.unique(pa.concat_arrays([found, pa.array(also, pa.string())]))
    names = names.take(pc.sort_indices(names))
    code_of = np.full(len(values) + 1, -1, np.int32)  # the last is what -1 points to
    code_of[used] = pc.index_in(found, names).to_numpy(zero_copy_only=False)
    return names, code_of[codes]
