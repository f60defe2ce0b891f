"""Journeys and the steps of a funnel in, where each journey matches them out."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

_NO_TIME = np.iinfo(np.int64).min


@njit(cache=True, nogil=True)
def _find(
    member: NDArray[np.bool_],
    codes: NDArray[np.int32],
    times: NDArray[np.int64],
    begin: int,
    end: int,
    timed: bool,
) -> int:
    """The first position of a step's code from begin on, with a time where it must be `timed`; else end."""
    for i in range(begin, end):
        if member[codes[i]] and not (timed and times[i] == _NO_TIME):
            return i
    return max(begin, end)


@njit(cache=True, nogil=True)
def match_steps(
    offsets: NDArray[np.int64],
    codes: NDArray[np.int32],
    times: NDArray[np.int64],
    member: NDArray[np.bool_],
    within: int,
    directly: bool,
) -> NDArray[np.int64]:
    """The deepest match of each journey [J, K]: positions of its K steps, -1 from where it ends.

    member [K, codes] tells which codes a step takes. Every start is tried, the earliest deepest is kept.
    within (µs, -1 for none) counts from the first matched step; then a step without a time matches nothing.
    As the first match of a step never moves back when the start moves on, one pointer a step makes it linear.
    """
    n_steps = len(member)
    found = np.full((len(offsets) - 1, n_steps), -1, np.int64)
    at = np.empty(n_steps, np.int64)
    trail = np.empty(n_steps, np.int64)
    for j in range(len(offsets) - 1):
        end, deepest = offsets[j + 1], 0
        for k in range(n_steps):
            at[k] = offsets[j]
        start = _find(member[0], codes, times, offsets[j], end, within >= 0)
        while start < end and deepest < n_steps:
            trail[0], depth = start, 1
            while depth < n_steps:
                begin = max(at[depth], trail[depth - 1] + 1)
                limit = min(end, trail[depth - 1] + 2) if directly else end
                i = _find(member[depth], codes, times, begin, limit, within >= 0)
                at[depth] = i
                if i >= limit or (within >= 0 and times[i] - times[start] > within):
                    break
                trail[depth] = i
                depth += 1
            if depth > deepest:
                deepest = depth
                for k in range(depth):
                    found[j, k] = trail[k]
            if within < 0 and not directly:
                break  # a later start can't come further
            start = _find(member[0], codes, times, start + 1, end, within >= 0)
    return found
