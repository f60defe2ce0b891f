"""Steps and positions in, what happened in each journey before each position out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

UNKNOWN = np.iinfo(np.int64).min

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]


@njit(cache=True, nogil=True)
def history(
    offsets: Ints,
    touchpoint: Codes,
    time: Ints,
    channel: Codes,
    journey: Ints,
    position: Ints,
    column: Codes,
    n_columns: int,
) -> tuple[Ints, Ints, Ints]:
    """What the drawn steps from `offsets[journey]` to ahead of `position` [n] tell.

    Counts [n, n_columns] of touchpoints that have a `column` (by touchpoint; -1 is none). Codes [n, 4]: the
    last touchpoint, the one before, the last channel, and how often the last touchpoint was visited; -1 for
    none. Times [n, 4]: of the first and the last step, the longest wait, and the wait before the last step;
    UNKNOWN for the first two where no step has a time.
    """
    n = len(journey)
    counts = np.zeros((n, n_columns), np.int64)
    codes = np.full((n, 4), -1, np.int64)
    times = np.zeros((n, 4), np.int64)
    for row in range(n):
        first, last, longest, wait = UNKNOWN, UNKNOWN, 0, 0
        for at in range(offsets[journey[row]], position[row]):
            here = touchpoint[at]
            codes[row, 1], codes[row, 0], codes[row, 2] = codes[row, 0], here, channel[at]
            if column[here] >= 0:
                counts[row, column[here]] += 1
            if time[at] == UNKNOWN:
                continue
            if first == UNKNOWN:
                first = time[at]
            wait = time[at] - last if last != UNKNOWN else 0
            longest = max(longest, wait)
            last = time[at]
        times[row, 0], times[row, 1], times[row, 2], times[row, 3] = first, last, longest, wait
        again = 0
        for at in range(offsets[journey[row]], position[row]):
            again += touchpoint[at] == codes[row, 0]
        codes[row, 3] = again
    return counts, codes, times
