"""Sequences in; how often each code comes before each other one out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def count_precedence(
    offsets: NDArray[np.int64], codes: NDArray[np.integer[Any]], group: NDArray[np.int32]
) -> NDArray[np.int64]:
    """In how many sequences the first a comes before the first b of its group, [n_codes, n_codes].

    offsets  [J + 1] where each sequence begins; codes [S] 0 … n_codes − 1
    group    [n_codes] of each code from 0, −1 for one that doesn't matter
    """
    n_codes, n_groups = len(group), np.int64(max(group)) + 1 if len(group) else 0
    before = np.zeros((n_codes, n_codes), dtype=np.int64)
    seen = np.zeros(n_codes, dtype=np.int32)  # one up from the sequence that it was in last
    new, firsts = np.empty(n_codes + 1, np.uint32), np.empty((n_groups, n_codes), dtype=np.int32)
    held = np.zeros(n_groups, dtype=np.int64)
    for j in range(len(offsets) - 1):
        mark, n = np.int32(j + 1), 0
        for s in range(offsets[j], offsets[j + 1]):
            code = np.uint64(codes[np.uint64(s)])
            # Written each time, and kept when it is new: nothing to guess
            new[np.uint64(n)] = code
            n += seen[code] != mark
            seen[code] = mark
        for i in range(n):
            code = new[i]
            own = group[code]
            if own < 0:
                continue
            for earlier in range(held[own]):
                before[firsts[own, earlier], code] += 1
            firsts[own, held[own]] = code
            held[own] += 1
        for own in range(n_groups):
            held[own] = 0
    return before
