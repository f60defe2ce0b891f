"""Texts like "2024-01-31T10:00:00.123Z" in, microseconds since 1970 out; any other text is left to others."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.json_text import Bytes

Ints = NDArray[np.int64]
Spans = NDArray[np.int32]  # […, 2]: beginnings and ends

SHORTEST = 20  # letters of "2024-01-31T10:00:00Z"


@njit(cache=True, nogil=True)
def read_instants(data: Bytes, spans: Spans) -> tuple[Ints, NDArray[np.bool_]]:
    """The µs of each text data[begin:end] of the spans [n, 2], and which could be read."""
    time, good = np.zeros(len(spans), np.int64), np.zeros(len(spans), np.bool_)
    for row in range(len(spans)):
        begin, end = spans[row]
        if begin >= 0 and end - begin >= SHORTEST:
            time[row], good[row] = _instant(data, np.uint64(begin), np.uint64(end))
    return time, good


@njit(cache=True, nogil=True, inline="always")
def _instant(data: Bytes, begin: np.uint64, end: np.uint64) -> tuple[int, bool]:
    """Places are without sign, for such are never counted from the end, which costs a look each time."""
    year = _two(data, begin) * 100 + _two(data, begin + _at(2))
    month, day = _two(data, begin + _at(5)), _two(data, begin + _at(8))
    hour, minute, second = (
        _two(data, begin + _at(11)),
        _two(data, begin + _at(14)),
        _two(data, begin + _at(17)),
    )
    good = _has_signs(data, begin) and min(year, month, day, hour, minute, second) >= 0
    good &= 1 <= month <= 12 and year >= 1 and 1 <= day <= _length(year, month)
    good &= hour < 24 and minute < 60 and second <= 60
    at, micro, unit = begin + _at(19), np.int64(0), np.int64(1_000_000)
    if data[at] == 46:
        at += _at(1)
        while at < end and 48 <= data[at] <= 57:
            unit //= 10
            micro += unit * np.int64(data[at] - 48)
            at += _at(1)
        good &= 1 <= at - begin - _at(20) <= 9
    ahead, fair = _ahead(data, at, np.int64(end - at))
    if not (good and fair):
        return 0, False
    time = ((_days(year, month, day) * 24 + hour) * 60 + minute - ahead) * 60_000_000
    return time + second * 1_000_000 + micro, True


@njit(cache=True, nogil=True, inline="always")
def _at(place: int) -> np.uint64:
    return np.uint64(place)


@njit(cache=True, nogil=True)
def _has_signs(data: Bytes, begin: np.uint64) -> bool:
    """Whether what parts the numbers of a date and a clock is in its places."""
    return bool(
        data[begin + _at(4)] == 45
        and data[begin + _at(7)] == 45
        and data[begin + _at(10)] == 84
        and data[begin + _at(13)] == 58
        and data[begin + _at(16)] == 58
    )


@njit(cache=True, nogil=True)
def _two(data: Bytes, at: np.uint64) -> int:
    """The number of two digits, far below 0 where they are none."""
    tens, ones = np.int64(data[at]) - 48, np.int64(data[at + _at(1)]) - 48
    return int(tens * 10 + ones) if 0 <= tens <= 9 and 0 <= ones <= 9 else -1_000_000


@njit(cache=True, nogil=True)
def _ahead(data: Bytes, at: np.uint64, length: int) -> tuple[int, bool]:
    """Minutes ahead of UTC by what "Z" or "+01:00" says."""
    if length == 1:
        return 0, data[at] == 90
    if length != 6 or (data[at] != 43 and data[at] != 45) or data[at + _at(3)] != 58:
        return 0, False
    hours, minutes = _two(data, at + _at(1)), _two(data, at + _at(4))
    good = 0 <= hours < 24 and 0 <= minutes < 60
    return (hours * 60 + minutes) * (-1 if data[at] == 45 else 1), good


@njit(cache=True, nogil=True)
def _length(year: int, month: int) -> int:
    """Days of a month."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


@njit(cache=True, nogil=True)
def _days(year: int, month: int, day: int) -> int:
    """Days since 1970, in years that begin in March (Hinnant, chrono-compatible date algorithms)."""
    since_march = (month + 9) % 12
    year -= month <= 2
    era, of_era = year // 400, year % 400
    of_year = (153 * since_march + 2) // 5 + day - 1
    return era * 146_097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719_468
