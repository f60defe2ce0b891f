"""Steps with their sources and times in; which sources each touchpoint has, and its newest time, out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

Codes = NDArray[np.integer[Any]]
Ints = NDArray[np.int64]


@njit(cache=True, nogil=True)
def sources_of_steps(
    code: Codes, source: Codes, time: Ints, n_codes: int, n_sources: int
) -> tuple[NDArray[np.bool_], Ints]:
    """Whether a step [S] of each code comes from each source [n_codes, n_sources], and their newest time."""
    held = np.zeros((n_codes, n_sources), np.bool_)
    newest = np.full(n_codes, np.iinfo(np.int64).min)
    for at in range(len(code)):
        held[code[at], source[at]] = True
        newest[code[at]] = max(newest[code[at]], time[at])
    return held, newest
