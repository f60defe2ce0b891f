"""Journeys in, where they meet a pattern out; and when they could meet one for the first time.

Only steps of the journeys themselves are looked at, first:last [J], absolute positions in the steps [S].
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Codes = NDArray[np.int32]
Flags = NDArray[np.bool_]
Marks = NDArray[np.uint8]
UNTIMED = np.iinfo(np.int64).min
BACK, AGAIN = 1, 2  # come back from elsewhere; once more, directly
TURNED, BEEN_ELSEWHERE = 2, 1  # goes back next; could go back


@njit(cache=True, nogil=True)
def rows_until_met(first: Ints, last: Ints, possible: Flags, met: Flags) -> tuple[Ints, Ints, Flags, Ints]:
    """Journeys, positions and whether it is met there, of all times of risk; then the strays.

    possible [S] tells after which steps the pattern could be met, met [S] whether what follows a step, be it
    nothing more, meets it. The position is that of what follows. Strays meet it where it isn't possible, and
    have no rows.
    """
    size, n_strays = 0, 0
    for j in range(len(first)):
        for at in range(first[j], last[j]):
            size += possible[at]
            if met[at]:
                n_strays += not possible[at]
                break
    journey, position = np.empty(size, np.int64), np.empty(size, np.int64)
    hit, strays = np.zeros(size, np.bool_), np.empty(n_strays, np.int64)
    n, n_strays = 0, 0
    for j in range(len(first)):
        begin = n
        for at in range(first[j], last[j]):
            if possible[at]:
                journey[n], position[n], hit[n] = j, at + 1, met[at]
                n += 1
            if met[at]:
                if not possible[at]:
                    n = begin
                    strays[n_strays] = j
                    n_strays += 1
                break
    return journey[:n], position[:n], hit[:n], strays


@njit(cache=True, nogil=True)
def first_of_each(group: Ints, journey: Codes, n_groups: int) -> Flags:
    """Which items [n] are the first of their group in their journey; journey [n] never falls."""
    first = np.zeros(len(group), np.bool_)
    seen_in = np.full(n_groups, -1, np.int64)
    for i in range(len(group)):
        if seen_in[group[i]] != journey[i]:
            seen_in[group[i]] = journey[i]
            first[i] = True
    return first


@njit(cache=True, nogil=True)
def returns(first: Ints, last: Ints, codes: Codes, n_codes: int) -> Marks:
    """BACK [S] at a journey's first return to a touchpoint from elsewhere, AGAIN at its first repeat."""
    marks = np.zeros(len(codes), np.uint8)
    seen_in, back_in, again_in = (
        np.full(n_codes, -1, np.int64),
        np.full(n_codes, -1, np.int64),
        np.full(n_codes, -1, np.int64),
    )
    for j in range(len(first)):
        for at in range(first[j], last[j]):
            code = codes[at]
            if seen_in[code] != j:
                seen_in[code] = j
            elif codes[at - 1] == code:
                if again_in[code] != j:
                    again_in[code] = j
                    marks[at] = AGAIN
            elif back_in[code] != j:
                back_in[code] = j
                marks[at] = BACK
    return marks


@njit(cache=True, nogil=True)
def visited(first: Ints, last: Ints, codes: Codes, code: int) -> Flags:
    """Whether the journey has been at a touchpoint, at or before each step [S]."""
    been = np.zeros(len(codes), np.bool_)
    for j in range(len(first)):
        so_far = False
        for at in range(first[j], last[j]):
            so_far |= codes[at] == code
            been[at] = so_far
    return been


@njit(cache=True, nogil=True)
def turns(first: Ints, last: Ints, codes: Codes, n_codes: int) -> Marks:
    """TURNED [S] at a step after which the journey goes back to somewhere else where it has been.

    BEEN_ELSEWHERE at one after which it could, but does not.
    """
    marks = np.zeros(len(codes), np.uint8)
    seen_in = np.full(n_codes, -1, np.int64)
    for j in range(len(first)):
        n_seen = 0
        for at in range(first[j], last[j]):
            if seen_in[codes[at]] != j:
                seen_in[codes[at]] = j
                n_seen += 1
            if n_seen < 2:
                continue
            marks[at] = BEEN_ELSEWHERE
            if at + 1 < last[j] and codes[at + 1] != codes[at] and seen_in[codes[at + 1]] == j:
                marks[at] = TURNED
    return marks


@njit(cache=True, nogil=True)
def bursts(first: Ints, last: Ints, codes: Codes, times: Ints, gap: int, enough: int) -> Marks:
    """How many visits of one touchpoint stand in a row [S], each at most `gap` µs after the one before.

    Counts up to `enough`; a step without a time begins anew.
    """
    run = np.zeros(len(codes), np.uint8)
    for j in range(len(first)):
        for at in range(first[j], last[j]):
            run[at] = 1
            if at == first[j] or codes[at] != codes[at - 1]:
                continue
            if times[at] != UNTIMED and times[at - 1] != UNTIMED and times[at] - times[at - 1] <= gap:
                run[at] = min(run[at - 1] + 1, enough)
    return run


@njit(cache=True, nogil=True)
def channels_vary(first: Ints, last: Ints, channel: Codes, assisted: Flags) -> tuple[int, int]:
    """Journeys of several steps, one of them in an assisted channel; and those whose channel varies."""
    several, vary = 0, 0
    for j in range(len(first)):
        any_assisted, changes = False, False
        for at in range(first[j], last[j]):
            any_assisted |= assisted[channel[at]]
            changes |= channel[at] != channel[first[j]]
        if any_assisted and last[j] - first[j] > 1:
            several += 1
            vary += changes
    return several, vary


@njit(cache=True, nogil=True)
def gets_on(first: Ints, last: Ints, codes: Codes, rank: Ints) -> Flags:
    """Whether another touchpoint of at least its rank [codes] comes later in the journey than a step [S]."""
    on = np.zeros(len(codes), np.bool_)
    for j in range(len(first)):
        best, second = -1, -1  # the two different touchpoints of the highest ranks later on
        for at in range(last[j] - 1, first[j] - 1, -1):
            code = codes[at]
            other = second if best == code else best
            on[at] = other >= 0 and rank[other] >= rank[code]
            if code in (best, second):
                continue
            if best < 0 or rank[code] > rank[best]:
                best, second = code, best
            elif second < 0 or rank[code] > rank[second]:
                second = code
    return on


@njit(cache=True, nogil=True)
def contacts(
    first: Ints,
    last: Ints,
    codes: Codes,
    times: Ints,
    channel: Codes,
    assisted: Flags,
    within: int,
    same: int,
    n_codes: int,
) -> tuple[Flags, Ints, Flags]:
    """Where each journey repeats a contact, first at each touchpoint [S]; of each [n] the position of the
    contact before it; and at which steps one is recent [S].

    A contact is a step in an assisted channel (assisted [channels + 1], the last for none), repeated when
    another one is at most `within` µs ago. A step directly after a contact, in the same channel and at most
    `same` µs later, belongs to it. Recent is a contact that is at most `within` ago.
    """
    again, recent = np.zeros(len(times), np.bool_), np.zeros(len(times), np.bool_)
    before, n = np.empty(len(times), np.int64), 0
    seen_in = np.full(n_codes, -1, np.int64)
    for j in range(len(first)):
        contact = -1
        for at in range(first[j], last[j]):
            if times[at] == UNTIMED:
                continue
            if assisted[channel[at]]:
                ago = within + 1 if contact < 0 else times[at] - times[contact]
                goes_on = 0 <= contact == at - 1 and channel[contact] == channel[at] and ago <= same
                if ago <= within and not goes_on and seen_in[codes[at]] != j:
                    seen_in[codes[at]] = j
                    again[at], before[n] = True, contact
                    n += 1
                contact = at
            recent[at] = contact >= 0 and times[at] - times[contact] <= within
    return again, before[:n].copy(), recent


@njit(cache=True, nogil=True)
def switches(
    first: Ints, last: Ints, times: Ints, channel: Codes, digital: Flags, assisted: Flags, within: int
) -> Flags:
    """After which steps [S] in a digital channel an assisted one comes next, at most `within` µs later.

    digital and assisted [channels + 1], the last for none; a step without a time switches nothing.
    """
    leads = np.zeros(len(times), np.bool_)
    for j in range(len(first)):
        for at in range(first[j], last[j] - 1):
            if digital[channel[at]] and assisted[channel[at + 1]] and times[at] != UNTIMED:
                leads[at] = times[at + 1] != UNTIMED and times[at + 1] - times[at] <= within
    return leads


@njit(cache=True, nogil=True)
def first_moves(first: Ints, last: Ints, codes: Codes, n_codes: int) -> Flags:
    """At which steps [S] a journey goes from one touchpoint to another as it never did before."""
    new = np.zeros(len(codes), np.bool_)
    seen_in = np.full(n_codes * n_codes, -1, np.int64)
    for j in range(len(first)):
        for at in range(first[j] + 1, last[j]):
            pair = codes[at - 1] * n_codes + codes[at]
            if seen_in[pair] != j:
                seen_in[pair] = j
                new[at] = True
    return new


@njit(cache=True, nogil=True)
def count_fine(first: Ints, last: Ints, codes: Codes, times: Ints, unit: int, n_codes: int) -> Ints:
    """Visits [n_codes, 2] whose time is known, and those known to a part of the unit (µs)."""
    counts = np.zeros((n_codes, 2), np.int64)
    for j in range(len(first)):
        for at in range(first[j], last[j]):
            if times[at] != UNTIMED:
                counts[codes[at], 0] += 1
                counts[codes[at], 1] += times[at] % unit != 0
    return counts
