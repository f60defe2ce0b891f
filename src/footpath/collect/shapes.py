"""Texts of one shape in, as bytes; the microseconds they mean out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

EMPTY, UNREADABLE, LOCAL, ABSOLUTE = 0, 1, 2, 3

Bytes = NDArray[np.uint8]  # [characters, rows], all of one shape
Ints = NDArray[np.int64]

# Smallest magnitude of seconds, ms, µs and ns since 1970; below the first (1973) a number is no date.
UNITS = ((1e8, 1_000_000), (1e11, 1_000), (1e14, 1))
NANOSECONDS = 1e17
FIRST, LAST = -62_135_596_800_000_000, 253_402_300_799_999_999  # µs: the years 1 to 9999

# Days since 1970 at which each month of the years 1 to 9999 begins.
BEFORE_1970 = 1969 * 12
FIRST_DAY = np.arange("0001-01", "10000-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int64)


class Given(NamedTuple):
    """What is known of dates that do not write it themselves."""

    year: int | None = None
    month: int | None = None


NOTHING = Given()


class Read(NamedTuple):
    """What the texts of one shape mean; `state` is LOCAL or ABSOLUTE, `offset` minutes ahead of UTC."""

    time: Ints
    good: NDArray[np.bool_]
    state: int
    offset: Ints | None = None


def dates(match: re.Match[str] | None, given: Given = NOTHING) -> Callable[[Bytes], Read] | None:
    """A reader of dates whose parts are where the match found them; `given` is for those that lack it."""
    if match is None:
        return None
    spans = {name: match.span(name) for name, part in match.groupdict().items() if part}
    return lambda matrix: _read_dates(matrix, spans, given)


def _read_dates(matrix: Bytes, spans: dict[str, tuple[int, int]], given: Given) -> Read:
    def part(name: str, default: int) -> Ints:
        return _digits(matrix, *spans[name]) if name in spans else np.full(matrix.shape[1], default, np.int64)

    year = part("Y", 1900 if given.year is None else given.year)
    if "y" in spans:
        short = part("y", 0)
        year = short + np.where(short < 69, 2000, 1900)
    days, good = _days(year, part("m", given.month or 1), part("d", 1))
    hour, minute, second = part("H", 0), part("M", 0), part("S", 0)
    good &= (hour < 24) & (minute < 60) & (second <= 60)
    time = (
        ((days * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + _micro(matrix, spans.get("f"))
    )
    if "z" not in spans:
        return Read(time, good, LOCAL)
    offset, fair = _offset(matrix[slice(*spans["z"])])
    return Read(time - offset * 60_000_000, good & fair, ABSOLUTE, offset)


def _digits(matrix: Bytes, begin: int, end: int) -> Ints:
    number = np.zeros(matrix.shape[1], np.int64)
    for character in matrix[begin:end]:
        number *= 10
        number += character & 15  # the digits are 0x30 to 0x39
    return number


def _micro(matrix: Bytes, span: tuple[int, int] | None, places: int = 6) -> Ints | int:
    if span is None:
        return 0
    begin, end = span[0], min(span[1], span[0] + places)
    return _digits(matrix, begin, end) * np.int64(10 ** (places - (end - begin)))


def _days(year: Ints, month: Ints, day: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    good = (year >= 1) & (month >= 1) & (month <= 12) & (day >= 1)
    months = np.where(good, (year - 1970) * 12 + month - 1, 0)
    first, following = FIRST_DAY[months + BEFORE_1970], FIRST_DAY[months + BEFORE_1970 + 1]
    return first + day - 1, good & (day <= following - first)


def _offset(zone: Bytes) -> tuple[Ints, NDArray[np.bool_]]:
    width, rows = zone.shape
    if zone[0, 0] not in b"+-":
        return np.zeros(rows, np.int64), np.ones(rows, bool)
    minutes = _digits(zone, width - 2, width) if width > 3 else np.zeros(rows, np.int64)
    hours = _digits(zone, 1, 3)
    return (hours * 60 + minutes) * (-1 if zone[0, 0] == ord("-") else 1), (hours < 24) & (minutes < 60)


def epoch(match: re.Match[str] | None) -> Callable[[Bytes], Read] | None:
    """A reader of numbers since 1970."""
    if match is None:
        return None
    number, fraction = match.span("n"), match.span("f")
    sign = -1 if match["sign"] else 1

    def read(matrix: Bytes) -> Read:
        whole = _digits(matrix, *number)
        time, good = from_epoch(whole, whole)
        if match["f"]:
            time += np.where(whole < 1e11, _micro(matrix, fraction), 0)
            time += np.where((whole >= 1e11) & (whole < 1e14), _micro(matrix, fraction, 3), 0)
        return Read(time * sign, good & on_calendar(time * sign), ABSOLUTE)

    return read


def from_epoch(number: NDArray[Any], size: NDArray[Any]) -> tuple[Ints, NDArray[np.bool_]]:
    """Microseconds of seconds, ms, µs or ns since 1970, by their magnitude; and which are none of these."""
    time = np.zeros(len(number), np.int64)
    with np.errstate(invalid="ignore"):
        for least, factor in UNITS:
            mine = (size >= least) & (size < least * 1000)
            time[mine] = np.round(number[mine] * factor)
        nano = (size >= NANOSECONDS) & (size < NANOSECONDS * 92)
        time[nano] = number[nano] // 1000
        return time, (size >= UNITS[0][0]) & (size < NANOSECONDS * 92) & on_calendar(time)


def on_calendar(time: Ints) -> NDArray[np.bool_]:
    """Which µs since 1970 are in the years 1 to 9999: others have no date that anybody writes."""
    known: NDArray[np.bool_] = (time >= FIRST) & (time <= LAST)
    return known
