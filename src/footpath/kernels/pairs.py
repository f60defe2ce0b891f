"""Columns with gaps in, what the correlation of each pair needs, by group of rows, out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def pair_sums(
    values: NDArray[np.float64], weight: NDArray[np.float64], unit: NDArray[np.int64], n_units: int
) -> NDArray[np.float64]:
    """For each pair of columns x and y, over the rows that hold both: Σw, Σwx, Σwx², Σwxy.

    values [n, m], NaN where missing; weight [n]; unit [n] below n_units. Returns [n_units, 4, m, m].
    """
    m = values.shape[1]
    sums = np.zeros((n_units, 4, m, m))
    held = np.empty(m, np.int64)
    for i in range(len(values)):
        n_held = 0
        for x in range(m):
            if not np.isnan(values[i, x]):
                held[n_held] = x
                n_held += 1
        for x in held[:n_held]:
            wx = weight[i] * values[i, x]
            for y in held[:n_held]:
                sums[unit[i], 0, x, y] += weight[i]
                sums[unit[i], 1, x, y] += wx
                sums[unit[i], 2, x, y] += wx * values[i, x]
                sums[unit[i], 3, x, y] += wx * values[i, y]
    return sums
