"""Items by person in, the sums that the variance of a share clustered by person needs out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray


@njit(cache=True, nogil=True)
def cluster_sums(
    person: NDArray[np.int32], base: NDArray[np.int64], hit: NDArray[np.int64], n_bases: int, n_hits: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Sums over persons c of their m_c items in a base and x_c items in a hit, which is a part of one base.

    person [n] with each person's items side by side, base [n], hit [n] or -1.
    Returns bases [n_bases, 3]: persons, Σm, Σm²; and hits [n_hits, 4]: persons, Σx, Σx², Σxm.
    """
    bases = np.zeros((n_bases, 3), np.int64)
    hits = np.zeros((n_hits, 4), np.int64)
    m = np.zeros(n_bases, np.int64)
    x = np.zeros(n_hits, np.int64)
    begin = 0
    while begin < len(person):
        end = begin
        while end < len(person) and person[end] == person[begin]:
            m[base[end]] += 1
            if hit[end] >= 0:
                x[hit[end]] += 1
            end += 1
        for i in range(begin, end):
            bases[base[i], 1] += 1
            bases[base[i], 2] += m[base[i]]
            if hit[i] >= 0:
                hits[hit[i], 1] += 1
                hits[hit[i], 2] += x[hit[i]]
                hits[hit[i], 3] += m[base[i]]
        for i in range(begin, end):
            bases[base[i], 0] += m[base[i]] > 0
            m[base[i]] = 0
            if hit[i] >= 0:
                hits[hit[i], 0] += x[hit[i]] > 0
                x[hit[i]] = 0
        begin = end
    return bases, hits


@njit(cache=True, nogil=True)
def add_cluster(row: NDArray[np.int64], items: int) -> None:
    """Adds one more person with some items to a row that begins with persons, Σx, Σx²."""
    row[0] += items > 0
    row[1] += items
    row[2] += items * items
