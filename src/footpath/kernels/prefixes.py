"""Texts in runs that are equal so far in, the eight bytes that tell them apart next out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]


@njit(cache=True, nogil=True)
def next_keys(
    offsets: Int32s, data: NDArray[np.uint8], order: Int64s, begins: Int64s, depth: Int64s
) -> NDArray[np.uint64]:
    """The next eight bytes [n] of each text of `order`, after what all texts of its run share.

    The texts are `data[offsets[i]:offsets[i + 1]]`; run r is `order[begins[r]:begins[r + 1]]`, and its texts
    are equal in their first `depth[r]` bytes, which is moved in place to where the keys end. The first byte
    weighs most; where a text ends, its key goes on with zeros.
    """
    keys = np.empty(len(order), np.uint64)
    for run in range(len(begins) - 1):
        low, high = begins[run], begins[run + 1]
        first, shared = order[low], np.int64(2**62)
        for at in range(low, high):
            shared = _shared(offsets, data, first, order[at], depth[run], shared)
        for at in range(low, high):
            begin, end = offsets[order[at]] + shared, offsets[order[at] + 1]
            key = np.uint64(0)
            for byte in range(begin, begin + 8):
                key = key << np.uint64(8)
                if byte < end:
                    key |= np.uint64(data[byte])
            keys[at] = key
        depth[run] = shared + 8
    return keys


@njit(cache=True, nogil=True)
def _shared(offsets, data, one, other, depth, most):  # type: ignore[no-untyped-def]
    """How many bytes two texts share that are equal in `depth`, at most `most`."""
    a, b = offsets[one], offsets[other]
    most = min(most, offsets[one + 1] - a, offsets[other + 1] - b)
    while depth < most and data[a + depth] == data[b + depth]:
        depth += 1
    return depth
