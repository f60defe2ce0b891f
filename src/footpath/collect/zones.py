"""Local times and a zone in, UTC out.

Both odd hours of a year follow one rule, the offset in force before the clock changed: an ambiguous hour is
the first, a skipped one moves forward.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import numpy as np
from numpy.typing import NDArray

from footpath.errors import UsageError, suggestion

EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - local time of whichever zone
MICROSECOND = timedelta(microseconds=1)
DAY = timedelta(days=1)


class Converted(NamedTuple):
    """UTC microseconds, and how many of them were in an hour that came twice or never."""

    time: NDArray[np.int64]
    ambiguous: int
    skipped: int


class _Changes(NamedTuple):
    """Local µs from which an offset (µs) holds; `jump` is its difference from the one before."""

    begin: NDArray[np.int64]
    offset: NDArray[np.int64]
    jump: NDArray[np.int64]


def zone_named(name: str) -> tzinfo:
    """The zone of a name such as "Europe/Amsterdam", "UTC" or "+02:00".

    >>> zone_named("+02:00").utcoffset(None)
    datetime.timedelta(seconds=7200)
    """
    if name in ("UTC", "Z"):
        return UTC
    if name[:1] in ("+", "-"):
        return _fixed(name)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        hint = suggestion(name, sorted(available_timezones()), "Name one as in the tz database, such as")
        raise UsageError(f'no time zone "{name}"', hint=hint) from error


def to_utc(local: NDArray[np.int64], zone: tzinfo) -> Converted:
    """UTC of local times (µs since 1970 on the zone's own clock)."""
    if not len(local):
        return Converted(local, 0, 0)
    # Whole decades, so that the batches of a file share one table of changes.
    first, last = _year(local.min()) - 1, _year(local.max()) + 1
    changes = _changes(zone, first // 10 * 10, min(last // 10 * 10 + 9, 9998))
    at = np.searchsorted(changes.begin, local, "right") - 1
    following = np.minimum(at + 1, len(changes.begin) - 1)
    until = changes.begin[following] - local
    jump = np.where(following > at, changes.jump[following], 0)
    ambiguous = int(((jump < 0) & (until <= -jump)).sum())
    skipped = int(((jump > 0) & (until <= jump)).sum())
    return Converted(local - changes.offset[at], ambiguous, skipped)


def _year(local: np.int64) -> int:
    return int(np.datetime64(int(local), "us").astype("datetime64[Y]").astype(int)) + 1970


def _fixed(name: str) -> tzinfo:
    digits = name[1:].replace(":", "").ljust(4, "0")
    if not digits.isdigit() or len(digits) != 4:
        raise UsageError(f'no time zone "{name}"', hint='Write an offset as "+02:00"')
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if name[0] == "-" else offset)


@lru_cache(maxsize=64)
def _changes(zone: tzinfo, first: int, last: int) -> _Changes:
    start = datetime(max(first, 1), 1, 1)  # noqa: DTZ001
    days = [start + n * DAY for n in range((datetime(last + 1, 1, 1) - start).days)]  # noqa: DTZ001
    offsets = [_offset(zone, day) for day in days]
    changed = [n for n in range(1, len(days)) if offsets[n] != offsets[n - 1]]
    begin = [days[0], *(_moment(zone, days[n - 1], offsets[n - 1]) for n in changed)]
    offset = np.array([offsets[0], *(offsets[n] for n in changed)], dtype=np.int64)
    return _Changes(np.array([_local(each) for each in begin]), offset, np.diff(offset, prepend=offset[0]))


def _moment(zone: tzinfo, day: datetime, before: int) -> datetime:
    """The first second after `day` at which the offset is no longer `before`."""
    low, high = 0, 86_400
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(zone, day + timedelta(seconds=middle)) == before:
            low = middle
        else:
            high = middle
    return day + timedelta(seconds=high)


def _offset(zone: tzinfo, local: datetime) -> int:
    return (local.replace(tzinfo=zone, fold=0).utcoffset() or timedelta(0)) // MICROSECOND


def _local(moment: datetime) -> int:
    return (moment - EPOCH) // MICROSECOND
