"""Journeys and the stage of each touchpoint in, when each stage is entered and passed out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def stage_progress(
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    codes: NDArray[np.int32],
    stage_of: NDArray[np.int32],
    n_stages: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Positions [J, n_stages] of the first step in a stage, and of the next in a later one; else -1.

    Only steps begin:end [J] are looked at; stage_of [codes] is -1 for a code in no stage.
    """
    entry = np.full((len(begin), n_stages), -1, np.int64)
    onward = np.full((len(begin), n_stages), -1, np.int64)
    for j in range(len(begin)):
        for i in range(begin[j], end[j]):
            stage = stage_of[codes[i]]
            if stage < 0:
                continue
            if entry[j, stage] < 0:
                entry[j, stage] = i
            for earlier in range(stage):
                if entry[j, earlier] >= 0 and onward[j, earlier] < 0:
                    onward[j, earlier] = i
    return entry, onward
