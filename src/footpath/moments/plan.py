"""Journeys in, by which columns their pasts are described out: the same for every part of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.model.journey import Journeys
from footpath.model.timeline import NO_TIME

Ints = NDArray[np.int64]
DAY = 86_400_000_000  # µs
MOST = 16  # touchpoints whose visits are counted
MOST_CHANNELS = 5
LEAST = 0.01  # of all visits; what is rarer tells little
KNOTS = (0.2, 0.4, 0.6, 0.8)  # of the visits by day: between them a rate may rise or fall as it likes


@dataclass(frozen=True, slots=True)
class Plan:
    """What of a past is told: visits to some touchpoints, channels, and the days that part the calendar."""

    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    days: tuple[int, ...]  # since 1970

    def columns(self, names: tuple[str, ...]) -> NDArray[np.int32]:
        """The column of each touchpoint, -1 for one that is not counted."""
        place = {name: at for at, name in enumerate(self.touchpoints)}
        return np.array([place.get(name, -1) for name in names], np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """How often each touchpoint and channel is visited, and how much happens each day."""

    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    visits: Ints  # [touchpoints]
    used: Ints  # [channels]
    days: Ints  # rising
    counts: Ints  # of each day


class Planning:
    """The analysis that makes a plan."""

    def partial(self, journeys: Journeys) -> Visits:
        """What some persons visit, and when."""
        past = until_end(journeys)
        time, used = journeys.time[past], journeys.channel[past]
        days, counts = np.unique(time[time != NO_TIME] // DAY, return_counts=True)
        return Visits(
            journeys.touchpoints,
            journeys.channels,
            np.bincount(journeys.touchpoint[past], minlength=len(journeys.touchpoints)),
            np.bincount(used[used >= 0], minlength=len(journeys.channels)),
            days,
            counts,
        )

    def merge(self, left: Visits, right: Visits) -> Visits:
        """The visits of both."""
        days, place = np.unique(np.concatenate([left.days, right.days]), return_inverse=True)
        counts = np.zeros(len(days), np.int64)
        np.add.at(counts, place, np.concatenate([left.counts, right.counts]))
        both = left.visits + right.visits, left.used + right.used
        return Visits(left.touchpoints, left.channels, *both, days, counts)

    def finish(self, state: Visits) -> Plan:
        """The commonest of each."""
        running = np.cumsum(state.counts) / max(int(state.counts.sum()), 1)
        knots = state.days[np.searchsorted(running, KNOTS)] if len(state.days) else np.zeros(0, np.int64)
        return Plan(
            _commonest(state.visits, state.touchpoints, MOST),
            _commonest(state.used, state.channels, MOST_CHANNELS),
            tuple(dict.fromkeys(knots.tolist())),
        )


def until_end(journeys: Journeys) -> NDArray[np.bool_]:
    """Which drawn steps [S] are not aftermath, of which nothing is known while a journey runs."""
    marks = np.zeros(len(journeys.touchpoint) + 1, np.int64)
    np.add.at(marks, journeys.offsets[:-1], 1)
    np.add.at(marks, journeys.last, -1)
    return np.asarray(np.cumsum(marks[:-1]) > 0, np.bool_)


def _commonest(counts: Ints, names: tuple[str, ...], most: int) -> tuple[str, ...]:
    order = np.argsort(-counts, kind="stable")[:most]
    return tuple(names[code] for code in sorted(order) if counts[code] >= max(LEAST * counts.sum(), 1))
