"""Sorted texts as bytes in, where others would stand among them out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Offsets = NDArray[np.int32]  # [n + 1], where each text begins in the bytes
Bytes = NDArray[np.uint8]


@njit(cache=True, nogil=True)
def places(offsets: Offsets, data: Bytes, others: Offsets, other_data: Bytes) -> NDArray[np.int64]:
    """How many of the sorted texts come before each of the others [others], byte by byte."""
    found = np.empty(len(others) - 1, np.int64)
    for each in range(len(found)):
        low, high = 0, len(offsets) - 1
        while low < high:
            middle = (low + high) // 2
            if _is_before(data, offsets[middle], offsets[middle + 1], other_data, others, each):
                low = middle + 1
            else:
                high = middle
        found[each] = low
    return found


@njit(cache=True, nogil=True)
def _is_before(data, begin, end, other_data, others, each):  # type: ignore[no-untyped-def]
    at, stop = others[each], others[each + 1]
    for place in range(begin, end):
        if at == stop:
            return False
        if data[place] != other_data[at]:
            return data[place] < other_data[at]
        at += 1
    return at < stop
