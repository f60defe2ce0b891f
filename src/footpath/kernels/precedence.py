"""Sequences in; how often each code comes before each other one out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def count_precedence(offsets: NDArray[np.int64], codes: NDArray[np.int32], n_codes: int) -> NDArray[np.int64]:
    """In how many sequences the first a comes before the first b, [n_codes, n_codes].

    offsets  [J + 1] where each sequence begins; codes [S] 0 … n_codes − 1
    """
    before = np.zeros((n_codes, n_codes), dtype=np.int64)
    seen = np.full(n_codes, -1, dtype=np.int64)
    firsts = np.empty(n_codes, dtype=np.int32)
    for j in range(len(offsets) - 1):
        n = 0
        for s in range(offsets[j], offsets[j + 1]):
            code = codes[s]
            if seen[code] == j:
                continue
            seen[code] = j
            for earlier in range(n):
                before[firsts[earlier], code] += 1
            firsts[n] = code
            n += 1
    return before
