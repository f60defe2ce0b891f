"""Columns of texts in, some of them with gaps; the texts row by row out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]


@njit(cache=True, nogil=True)
def interleave(
    begins: NDArray[np.int32], ends: NDArray[np.int32], data: Bytes, taken: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int16], NDArray[np.int32], Bytes]:
    """The texts data[begins:ends] [columns, n] that are taken, row by row.

    Returns where each row's begin among them [n + 1], the column of each, and their offsets and letters.
    """
    columns, n = taken.shape
    rows = np.zeros(n + 1, np.int32)
    count, room = 0, 0
    for row in range(n):
        for column in range(columns):
            if taken[column, row]:
                count += 1
                room += ends[column, row] - begins[column, row]
        rows[row + 1] = count
    column_of, offsets = np.empty(count, np.int16), np.zeros(count + 1, np.int32)
    text = np.empty(room, np.uint8)
    at, filled = 0, np.uint64(0)
    for row in range(n):
        for column in range(columns):
            if taken[column, row]:
                begin = np.uint64(begins[column, row])
                length = np.uint64(ends[column, row] - begins[column, row])
                for letter in range(length):
                    text[filled + letter] = data[begin + letter]
                filled += length
                column_of[at] = column
                at += 1
                offsets[at] = filled
    return rows, column_of, offsets, text
