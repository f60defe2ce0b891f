"""Rows of many groups in, rows by group and in order out.

A counting sort brings the rows of a group together; then each group, which is small, is sorted by itself.
That takes linear time where a comparison sort of all rows by all keys would not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

SHORT = 24  # up to here insertion beats merging


class Keys(NamedTuple):
    """What rows are sorted by, the first key first [rows]."""

    time: NDArray[np.int64]
    source: NDArray[np.int32]
    case: NDArray[np.int32]
    seq: NDArray[np.int64]


@njit(cache=True, nogil=True)
def group(codes: NDArray[np.int32], n: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Offsets [n + 1] and row numbers by code, each group in row order; negative codes left out."""
    offsets = np.zeros(n + 1, np.int64)
    for code in codes:
        if code >= 0:
            offsets[code + 1] += 1
    for each in range(n):
        offsets[each + 1] += offsets[each]
    order = np.empty(offsets[n], np.int64)
    free = offsets[:-1].copy()
    for row in range(len(codes)):
        code = codes[row]
        if code >= 0:
            order[free[code]] = row
            free[code] += 1
    return offsets, order


@njit(cache=True, nogil=True)
def sort_groups(
    offsets: NDArray[np.int64],
    order: NDArray[np.int64],
    keys: Keys,
) -> NDArray[np.bool_]:
    """Sort each group of `order` in place by its keys; equal rows keep their order.

    Answers which places hold a row equal in all keys to the one before it in its group.
    """
    tied = np.zeros(len(order), np.bool_)
    spare = np.empty(len(order), np.int64)
    for each in range(len(offsets) - 1):
        low, high = offsets[each], offsets[each + 1]
        _sort(order, spare, low, high, keys)
        for at in range(low + 1, high):
            tied[at] = _compare(order[at - 1], order[at], keys) == 0
    return tied


@njit(cache=True, nogil=True)
def _sort(order, spare, low, high, keys):  # type: ignore[no-untyped-def]
    for start in range(low, high, SHORT):
        _insert(order, start, min(start + SHORT, high), keys)
    width = SHORT
    while width < high - low:
        for start in range(low, high - width, 2 * width):
            _merge(order, spare, start, start + width, min(start + 2 * width, high), keys)
        width *= 2


@njit(cache=True, nogil=True)
def _insert(order, low, high, keys):  # type: ignore[no-untyped-def]
    for at in range(low + 1, high):
        row = order[at]
        to = at
        while to > low and _compare(order[to - 1], row, keys) > 0:
            order[to] = order[to - 1]
            to -= 1
        order[to] = row


@njit(cache=True, nogil=True)
def _merge(order, spare, low, middle, high, keys):  # type: ignore[no-untyped-def]
    if _compare(order[middle - 1], order[middle], keys) <= 0:
        return
    for at in range(low, middle):  # as a slice it takes seconds to compile
        spare[at] = order[at]
    left, right, to = low, middle, low
    while left < middle:
        if right < high and _compare(spare[left], order[right], keys) > 0:
            order[to] = order[right]
            right += 1
        else:
            order[to] = spare[left]
            left += 1
        to += 1


@njit(cache=True, nogil=True)
def _compare(a, b, keys):  # type: ignore[no-untyped-def]
    if keys.time[a] != keys.time[b]:
        return -1 if keys.time[a] < keys.time[b] else 1
    if keys.source[a] != keys.source[b]:
        return -1 if keys.source[a] < keys.source[b] else 1
    if keys.case[a] != keys.case[b]:
        return -1 if keys.case[a] < keys.case[b] else 1
    if keys.seq[a] != keys.seq[b]:
        return -1 if keys.seq[a] < keys.seq[b] else 1
    return 0
