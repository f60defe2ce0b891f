"""The person and the source of each event in, who was seen in which sources out: a bit for each."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Marks = NDArray[np.uint64]  # [persons, words], source s is bit s % 64 of word s // 64


@njit(cache=True, nogil=True)
def mark(person: NDArray[np.int32], source: NDArray[np.int32], marks: Marks) -> None:
    """Notes in `marks` that each person was seen in a source; person −1 is nobody."""
    for i in range(len(person)):
        if person[i] >= 0:
            marks[person[i], source[i] >> 6] |= np.uint64(1) << np.uint64(source[i] & 63)


@njit(cache=True, nogil=True)
def seen(marks: Marks, n_sources: int) -> tuple[NDArray[np.int64], NDArray[np.int64], int]:
    """How many persons each source [n_sources] saw, how many of them another saw too; who was seen in two."""
    people, elsewhere, several = np.zeros(n_sources, np.int64), np.zeros(n_sources, np.int64), 0
    found = np.empty(n_sources, np.int64)
    for person in range(len(marks)):
        n = 0
        for source in range(n_sources):
            if marks[person, source >> 6] >> np.uint64(source & 63) & np.uint64(1):
                found[n] = source
                n += 1
        for at in range(n):
            people[found[at]] += 1
            elsewhere[found[at]] += n > 1
        several += n > 1
    return people, elsewhere, several
