"""Keys by person in, the first few persons of each key out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def witnesses(
    keys: NDArray[np.int64], person: NDArray[np.int32], n_keys: int, most: int
) -> NDArray[np.int32]:
    """The first distinct persons of each key, ascending, [n_keys, most]; −1 where there are no more.

    keys    [N] 0 … n_keys − 1; negative ones are passed over
    person  [N] never falls
    """
    found = np.full((n_keys, most), -1, dtype=np.int32)
    held = np.zeros(n_keys, dtype=np.int32)
    for i in range(len(keys)):
        key = keys[i]
        if key < 0 or held[key] == most:
            continue
        if held[key] and found[key, held[key] - 1] == person[i]:
            continue
        found[key, held[key]] = person[i]
        held[key] += 1
    return found
