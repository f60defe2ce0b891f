"""Parts of many whole numbers in, the one that would stand at a place if all were sorted out."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
DIGIT = 16  # bits that are counted in one pass


def nth(parts: Callable[[], Iterable[Ints]], at: int, *, most: int) -> int:
    """The number at place `at`, from 0, if all that `parts` gives were sorted.

    None of them is below 0 or over `most`. Digit by digit, the highest first: `parts` is called once for
    each, and memory holds none of them.

    >>> nth(lambda: [np.array([7, 3]), np.array([90_000, 1])], 2, most=100_000)
    7
    """
    found = 0
    for shift in reversed(range(0, max(most.bit_length(), 1), DIGIT)):
        counts = np.zeros(1 << DIGIT, np.int64)
        for part in parts():
            high = part >> shift
            digits = high[high >> DIGIT == found] & ((1 << DIGIT) - 1)
            counts += np.bincount(digits, minlength=len(counts))
        upto = np.cumsum(counts)
        digit = int(np.searchsorted(upto, at, side="right"))
        at -= int(upto[digit] - counts[digit])
        found = found << DIGIT | digit
    return found
