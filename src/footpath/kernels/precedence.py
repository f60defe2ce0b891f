"""Sequences in; how often each code comes before each other one out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

SMALL = 10  # codes of a group whose sets are numbered


@njit(cache=True, nogil=True)
def count_precedence(
    offsets: NDArray[np.int64], codes: NDArray[np.integer[Any]], group: NDArray[np.int32]
) -> NDArray[np.int64]:
    """In how many sequences the first a comes before the first b of its group, [n_codes, n_codes].

    offsets  [J + 1] where each sequence begins; codes [S] 0 … n_codes − 1
    group    [n_codes] of each code from 0, −1 for one that doesn't matter
    """
    n_groups = np.int64(max(group)) + 1 if len(group) else 0
    size, place = np.zeros(n_groups + 1, np.int64), np.zeros(len(group), np.int64)
    for code in range(len(group)):
        own = group[code]
        place[code] = size[own]
        size[own] += own >= 0
    if max(size) > SMALL:
        before: NDArray[np.int64] = _pair_by_pair(offsets, codes, group)
    else:
        before = _set_by_set(offsets, codes, group, place, n_groups)
    return before


@njit(cache=True, nogil=True)
def _set_by_set(offsets, codes, group, place, n_groups):  # type: ignore[no-untyped-def]
    """The same by the set of those of its group that a code comes after: one count a code, and no loop."""
    n_codes, width = len(group), np.uint64(SMALL)
    # What doesn't matter is a group of its own, the last, and counted like a code that comes again
    sets, bits = np.zeros(n_groups + 1, np.uint64), np.zeros(n_codes, np.uint64)
    own = np.zeros(n_codes, np.uint64)
    for each in range(n_codes):
        own[each] = n_groups if group[each] < 0 else group[each]
        bits[each] = 0 if group[each] < 0 else np.uint64(1) << np.uint64(place[each])
    counts = np.zeros((n_codes + 1) << SMALL, np.uint32)
    for j in range(len(offsets) - 1):
        sets[:] = 0
        for s in range(offsets[j], offsets[j + 1]):
            code = np.uint64(codes[np.uint64(s)])
            mine, bit = own[code], bits[code]
            earlier = sets[mine]
            sets[mine] = earlier | bit
            is_new = np.uint64((earlier & bit) != bit)
            counts[(((code + np.uint64(1)) << width) | earlier) * is_new] += np.uint32(1)
    before = np.zeros((n_codes, n_codes), dtype=np.int64)
    for a in range(n_codes):
        for b in range(n_codes):
            if a == b or group[a] < 0 or group[a] != group[b]:
                continue
            for earlier in range(1 << SMALL):
                if np.uint64(earlier) & bits[a]:
                    before[a, b] += counts[((b + 1) << SMALL) + earlier]
    return before


@njit(cache=True, nogil=True)
def _pair_by_pair(offsets, codes, group):  # type: ignore[no-untyped-def]
    n_codes, n_groups = len(group), np.int64(max(group)) + 1 if len(group) else 0
    before = np.zeros((n_codes, n_codes), dtype=np.int64)
    seen = np.zeros(n_codes, dtype=np.int32)  # one up from the sequence that it was in last
    new, firsts = np.empty(n_codes + 1, np.uint32), np.empty((n_groups, n_codes), dtype=np.int32)
    held = np.zeros(n_groups, dtype=np.int64)
    for j in range(len(offsets) - 1):
        mark, n = np.int32(j + 1), 0
        for s in range(offsets[j], offsets[j + 1]):
            code = np.uint64(codes[np.uint64(s)])
            # Written each time, and kept when it is new: nothing to guess
            new[np.uint64(n)] = code
            n += seen[code] != mark
            seen[code] = mark
        for i in range(n):
            code = new[i]
            own = group[code]
            if own < 0:
                continue
            for earlier in range(held[own]):
                before[firsts[own, earlier], code] += 1
            firsts[own, held[own]] = code
            held[own] += 1
        for own in range(n_groups):
            held[own] = 0
    return before
