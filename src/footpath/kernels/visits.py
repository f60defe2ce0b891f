"""Journeys in, their first visits out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def first_visits(
    begin: NDArray[np.int64], end: NDArray[np.int64], codes: NDArray[np.int32], n_codes: int
) -> NDArray[np.bool_]:
    """Which steps [S] are the first of their code within a span; spans begin:end [J] don't overlap."""
    first = np.zeros(len(codes), np.bool_)
    seen_in = np.full(n_codes, -1, np.int64)
    for j in range(len(begin)):
        for i in range(begin[j], end[j]):
            if seen_in[codes[i]] != j:
                seen_in[codes[i]] = j
                first[i] = True
    return first
