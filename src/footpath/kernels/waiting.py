"""Journeys in, how long they wait after their first visits out, counted by ranks between some bounds."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
UNTIMED = np.iinfo(np.int64).min


class Walks(NamedTuple):
    """Steps [S] of journeys [J], first:last; `until` [J] is how long one is seen to wait after its last step.

    It is UNTIMED where the journey is over with that step, or nobody knows.
    """

    first: Ints
    last: Ints
    codes: Codes
    times: Ints
    until: Ints
    person: Codes
    settled: Flags


@njit(cache=True, nogil=True)
def rank(value: int, bounds: Ints) -> int:
    """How many of the rising bounds a value is above."""
    low, left = 0, len(bounds)
    while left > 1:
        half = left // 2
        low += half * (bounds[low + half - 1] < value)  # no branch, so that none is foreseen wrongly
        left -= half
    above: int = low + (bounds[low] < value)
    return above


@njit(cache=True, nogil=True)
def ranks(values: Ints, bounds: Ints) -> Ints:
    """How many of the rising bounds each value [n] is above."""
    found = np.empty(len(values), np.int64)
    for i in range(len(values)):
        found[i] = rank(values[i], bounds)
    return found


@njit(cache=True, nogil=True)
def wait_rank(begin: int, end: int, bounds: Ints) -> int:
    """The rank of a wait between two times; -1 if one isn't known."""
    if UNTIMED in (begin, end):
        return -1
    waited: int = rank(max(end - begin, 0), bounds)
    return waited


@njit(cache=True, nogil=True)
def served(walks: Walks, bounds: Ints, n_codes: int) -> tuple[Ints, Ints, Ints]:
    """What settled journeys do after their first visits.

    Visits [n_codes]; the moves there are [m], from × n_codes + to; and for each move its waits by rank
    [m, len(bounds) + 2], those not known at the end.
    """
    visits, slot = np.zeros(n_codes, np.int64), np.full(n_codes * n_codes, -1, np.int64)
    counts, n = np.zeros((64, len(bounds) + 2), np.int64), 0
    seen_in = np.full(n_codes, -1, np.int64)
    for j in range(len(walks.first)):
        if not walks.settled[j]:
            continue
        for at in range(walks.first[j], walks.last[j]):
            code = walks.codes[at]
            if seen_in[code] == j:
                continue
            seen_in[code] = j
            visits[code] += 1
            if at + 1 == walks.last[j]:
                continue
            move = code * n_codes + walks.codes[at + 1]
            if slot[move] < 0:
                slot[move] = n
                n += 1
                if n > len(counts):
                    counts = np.concatenate((counts, np.zeros_like(counts)))
            counts[slot[move], wait_rank(walks.times[at], walks.times[at + 1], bounds)] += 1  # -1 is the last
    moves = np.flatnonzero(slot >= 0)
    return visits, moves, counts[slot[moves]]


@njit(cache=True, nogil=True)
def people_by_wait(walks: Walks, bounds: Ints, n_codes: int) -> Ints:
    """Persons by the rank of their longest wait after a first visit, [n_codes, len(bounds) + 1]."""
    counts = np.zeros((n_codes, len(bounds) + 1), np.int64)
    seen_in, highest = np.full(n_codes, -1, np.int64), np.full(n_codes, -1, np.int64)
    held, n_held = np.empty(n_codes, np.int64), 0
    for j in range(len(walks.first)):
        for at in range(walks.first[j], walks.last[j]):
            code = walks.codes[at]
            if seen_in[code] == j:
                continue
            seen_in[code] = j
            end = walks.times[at + 1] if at + 1 < walks.last[j] else walks.until[j]
            waited = wait_rank(walks.times[at], end, bounds)
            if waited >= 0 and highest[code] < 0:
                held[n_held] = code
                n_held += 1
            highest[code] = max(highest[code], waited)
        if j + 1 < len(walks.first) and walks.person[j + 1] == walks.person[j]:
            continue
        for code in held[:n_held]:
            counts[code, highest[code]] += 1
            highest[code] = -1
        n_held = 0
    return counts


@njit(cache=True, nogil=True)
def people_by_longest(group: Ints, person: Codes, rank: Ints, n_groups: int, n_ranks: int) -> Ints:
    """Persons by the highest rank that they have in each group, [n_groups, n_ranks].

    group, rank and person [n], each person's items side by side.
    """
    counts = np.zeros((n_groups, n_ranks), np.int64)
    highest = np.full(n_groups, -1, np.int64)
    begin = 0
    while begin < len(person):
        end = begin
        while end < len(person) and person[end] == person[begin]:
            highest[group[end]] = max(highest[group[end]], rank[end])
            end += 1
        for i in range(begin, end):
            if highest[group[i]] >= 0:
                counts[group[i], highest[group[i]]] += 1
                highest[group[i]] = -1
        begin = end
    return counts
