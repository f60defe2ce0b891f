"""A family and chance in, the people of one of its worlds out: who they are and when they come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from footpath.sim.noise import Floats, Ints, Noise, Purpose

from .family import DAYS, FEATURES, FIRST_DAY, Family, Lean

DAY = 86_400
OPENS, CLOSES = 7, 23  # hours at which people come
CYCLE = 90  # days of a season
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """n people; `features` has a column for each of FEATURES."""

    number: Ints
    segment: Ints
    mobile: Flags
    intent: Floats
    reading: Floats
    arrival: Ints  # seconds since 1970
    features: Floats

    def __len__(self) -> int:
        return len(self.number)

    def take(self, rows: Ints) -> People:
        """Some of them, any of them several times."""
        return People(*(getattr(self, name)[rows] for name in self.__slots__))

    def odds(self, lean: Lean) -> Floats:
        """What a lean adds to each one's log-odds [n]."""
        return np.asarray(self.features @ np.array([lean.get(name, 0.0) for name in FEATURES]), np.float64)


def invent(family: Family, people: int, noise: Noise) -> People:
    """So many people of a family."""
    number = np.arange(people, dtype=np.int64)
    extra = noise.uniform(Purpose.ARRIVAL, number, 2) < (family.burst.share if family.burst else 0.0)
    day = np.where(extra, burst_day(family, number, noise), usual_day(family, number, noise))
    season = np.sin(2 * np.pi * day / CYCLE)
    intent = normal(noise, number, 0) + family.season_intent * season
    intent = intent + extra * (family.burst.intent if family.burst else 0.0)
    reading = 0.8 * intent + 0.6 * normal(noise, number, 1)
    segment = noise.pick(np.array(family.segments), Purpose.TRAIT, number, 8)
    mobile = noise.uniform(Purpose.DEVICE, number) < family.mobile
    kinds = segment[:, None] == np.arange(len(family.segments))
    features = np.column_stack([mobile, kinds, intent, reading, season, day / DAYS]).astype(np.float64)
    return People(number, segment, mobile, intent, reading, arrival(day, number, noise), features)


def normal(noise: Noise, person: Ints, place: int) -> Floats:
    """A normal number for each person, by Box and Muller's way."""
    return from_uniforms(
        noise.uniform(Purpose.TRAIT, person, place, 0), noise.uniform(Purpose.TRAIT, person, place, 1)
    )


def from_uniforms(one: Floats, other: Floats) -> Floats:
    """Two uniform numbers to a normal one."""
    return np.asarray(np.sqrt(-2 * np.log(one)) * np.cos(2 * np.pi * other), np.float64)


def usual_day(family: Family, number: Ints, noise: Noise) -> Ints:
    """The day on which each comes, more of them in season."""
    weights = 1 + family.season * np.sin(2 * np.pi * np.arange(DAYS) / CYCLE)
    running = np.cumsum(weights) / weights.sum()
    day = np.searchsorted(running, noise.uniform(Purpose.ARRIVAL, number, 0), side="right")
    return np.minimum(day, DAYS - 1).astype(np.int64)


def burst_day(family: Family, number: Ints, noise: Noise) -> Ints:
    """The day on which each would come if it came in the burst."""
    first, end = family.burst.during if family.burst else (0, 1)
    return first + (noise.uniform(Purpose.ARRIVAL, number, 0) * (end - first)).astype(np.int64)


def arrival(day: Ints, number: Ints, noise: Noise) -> Ints:
    """Seconds since 1970 at which each comes."""
    second = OPENS * 3600 + noise.uniform(Purpose.ARRIVAL, number, 1) * (CLOSES - OPENS) * 3600
    return start_of(0) + day * DAY + second.astype(np.int64)


def start_of(day: int) -> int:
    """When a day of the world begins, in seconds since 1970.

    >>> start_of(1) - start_of(0)
    86400
    """
    return midnight(iso(day))


def midnight(day: str) -> int:
    """When a date begins, in seconds since 1970.

    >>> midnight("1970-01-02")
    86400
    """
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def iso(day: int) -> str:
    """The date of a day of the world.

    >>> iso(0)
    '2026-03-02'
    """
    return (date.fromisoformat(FIRST_DAY) + timedelta(days=day)).isoformat()
