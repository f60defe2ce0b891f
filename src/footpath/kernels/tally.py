"""Occurrences by group in, how many persons, journeys and occurrences each group has out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def tally(
    group: NDArray[np.int64], journey: NDArray[np.int32], person: NDArray[np.int32], n_groups: int
) -> NDArray[np.int64]:
    """Distinct persons, distinct journeys and occurrences of each group [n_groups, 3], in one pass.

    group [n], journey [n] never falling, person [J] with each person's journeys side by side.
    """
    counts = np.zeros((n_groups, 3), np.int64)
    last_person = np.full(n_groups, -1, np.int32)
    last_journey = np.full(n_groups, -1, np.int32)
    for i in range(len(group)):
        g, j = group[i], journey[i]
        counts[g, 2] += 1
        if last_journey[g] == j:
            continue
        last_journey[g] = j
        counts[g, 1] += 1
        if last_person[g] != person[j]:
            last_person[g] = person[j]
            counts[g, 0] += 1
    return counts
