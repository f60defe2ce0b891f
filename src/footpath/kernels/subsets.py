"""Covariances of drivers and an outcome in, how much every subset of the drivers explains out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def subset_r2(covariance: NDArray[np.float64], flat: float) -> NDArray[np.float64]:
    """R² of each subset of p drivers, [B, 2 ** p], from covariances [B, p + 1, p + 1], the outcome last.

    The binary digits of a subset's number say which drivers are in it, the first driver first. A driver that
    is in is swept out of all that follow it. Counting up changes the last digits only, so the sweeps of the
    first drivers are kept: about six short sweeps a subset, not p. A driver of whose variance a share of
    `flat` or less is left, as those in the subset determine it, adds nothing.
    """
    n, p = len(covariance), covariance.shape[1] - 1
    r2 = np.empty((n, 1 << p))
    left = np.empty((p + 1, p + 1, p + 1))  # left[d]: covariances after the first d drivers
    for b in range(n):
        left[0] = covariance[b]
        first = 0
        for subset in range(1 << p):
            for d in range(first, p):
                pivot = left[d, d, d]
                swept = (subset >> (p - 1 - d)) & 1 and pivot > flat * covariance[b, d, d]
                scale = 1.0 / pivot if swept else 0.0
                for i in range(d + 1, p + 1):
                    factor = left[d, d, i] * scale
                    for j in range(i, p + 1):
                        left[d + 1, i, j] = left[d, i, j] - factor * left[d, d, j]
            r2[b, subset] = 1.0 - left[p, p, p] / covariance[b, p, p]
            # The next number differs from here on
            first, rest = p - 1, subset + 1
            while rest & 1 == 0 and first > 0:
                rest >>= 1
                first -= 1
    return r2
