"""Seconds since 1970 in, moments at which people and shops are awake out; and Amsterdam's time for UTC."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from .noise import Floats, Ints

ZONE = ZoneInfo("Europe/Amsterdam")
MINUTE, HOUR, DAY = 60, 3600, 86400
FIRST = datetime(2025, 7, 1, tzinfo=ZONE)
END = datetime(2026, 7, 1, tzinfo=ZONE)  # the data end with 30 June
SNAPPED_FROM = 6 * HOUR  # a shorter wait stays within one sitting

# Weights of the 24 hours of a day, by what keeps the hours.
HOURS: dict[str, tuple[int, ...]] = {
    "people": (4, 2, 1, 1, 1, 2, 5, 9, 11, 11, 12, 12, 13, 12, 11, 11, 12, 13, 14, 18, 22, 22, 16, 9),
    "shops": (0, 0, 0, 0, 0, 0, 0, 0, 0, 6, 9, 11, 12, 12, 13, 13, 12, 9, 3, 0, 0, 0, 0, 0),
    "desks": (0, 0, 0, 0, 0, 0, 0, 0, 10, 14, 13, 11, 9, 11, 11, 10, 9, 7, 5, 4, 0, 0, 0, 0),
}
HOURS_KEPT = tuple(HOURS)
MONTHS = (
    9,
    8,
    12,
    9,
    11,
    14,
    10,
    8,
    9,
    8,
    9,
    8,
)  # arrivals from July on: students in September, gifts in December
WEEKDAYS = (11, 10, 10, 10, 9, 12, 13)  # Monday first


def start() -> int:
    """The first second of the data."""
    return int(FIRST.timestamp())


def end() -> int:
    """The first second after the data."""
    return int(END.timestamp())


def seconds(day: str) -> int:
    """The first second of a day in Amsterdam.

    >>> seconds("2026-01-01")
    1767222000
    """
    return int(datetime.fromisoformat(day).replace(tzinfo=ZONE).timestamp())


def local(utc: Ints) -> Ints:
    """Seconds as a wall clock in Amsterdam shows them."""
    changes, offsets = zone_table()
    return np.asarray(utc + offsets[np.searchsorted(changes, utc, side="right")], np.int64)


@cache
def zone_table() -> tuple[Ints, Ints]:
    """When summer time begins and ends in the years around the data, and the offset before and after each."""
    hour = timedelta(hours=1)
    hours = [datetime(2024, 1, 1, tzinfo=ZoneInfo("UTC")) + hour * n for n in range(4 * 366 * 24)]
    offsets = [int((each.astimezone(ZONE).utcoffset() or timedelta()).total_seconds()) for each in hours]
    turns = [n for n in range(1, len(hours)) if offsets[n] != offsets[n - 1]]
    changes = np.array([int(hours[n].timestamp()) for n in turns], np.int64)
    return changes, np.array([offsets[0], *(offsets[n] for n in turns)], np.int64)


def arrival(uniform_day: Floats, uniform_hour: Floats) -> Ints:
    """When a journey begins: by season, weekday and hour."""
    days = np.arange(np.datetime64(FIRST.date()), np.datetime64(END.date()))
    months = (days.astype("datetime64[M]") - np.datetime64("2025-07", "M")).astype(np.int64)
    weekdays = (days.astype(np.int64) + 3) % 7  # 1970 began on a Thursday
    running = np.cumsum(np.array(MONTHS)[months] * np.array(WEEKDAYS)[weekdays], dtype=np.float64)
    day = np.searchsorted(running / running[-1], uniform_day)
    midnight = start() + day * DAY
    return at_waking_hours(midnight, midnight, np.zeros(len(day), np.int64), uniform_hour)


def at_waking_hours(moment: Ints, earliest: Ints, keeper: Ints, uniform: Floats) -> Ints:
    """Moments moved to an hour of their day that `keeper` (a position in HOURS) keeps, after `earliest`."""
    wall = local(moment)
    hour = np.interp(keeper * 2 + uniform, *hour_curve())
    moved = moment - wall + (wall // DAY) * DAY + (hour * HOUR).astype(np.int64)
    return np.where(moved > earliest, moved, moved + DAY)


def is_open(moment: Ints, keeper: Ints) -> NDArray[np.bool_]:
    """Whether somebody who keeps these hours is there."""
    hours = np.array(list(HOURS.values())) > 0
    return np.asarray(hours[keeper, local(moment) // HOUR % 24], np.bool_)


@cache
def hour_curve() -> tuple[Floats, Floats]:
    """The quantile curves of all HOURS one after the other, each within [2k, 2k + 1]."""
    shares = [np.concatenate([[0.0], np.cumsum(each) / sum(each)]) for each in HOURS.values()]
    positions = np.concatenate([2 * k + share for k, share in enumerate(shares)])
    return positions, np.tile(np.arange(25, dtype=np.float64), len(shares))
