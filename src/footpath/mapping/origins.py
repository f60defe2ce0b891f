"""Journeys and their timelines in; which sources each touchpoint rests on, and how fresh it is, out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np
from numpy.typing import NDArray

from footpath.mapping.coverage import in_time
from footpath.model.journey import Journeys
from footpath.model.timeline import NO_TIME, Timelines, Times


@dataclass(frozen=True, slots=True, eq=False)
class Origins:
    """For each touchpoint [K], which sources [S] its drawn steps come from, and the newest of them (µs)."""

    touchpoints: tuple[str, ...]
    sources: tuple[str, ...]
    held: NDArray[np.bool_]  # [K, S]
    newest: Times  # [K]

    @classmethod
    def of(cls, journeys: Journeys, timelines: Timelines) -> Self:
        """Look at every drawn step once; `timelines` are those the journeys were cut from."""
        k, s = len(journeys.touchpoints), len(timelines.sources)
        key = journeys.touchpoint.astype(np.int64) * s + journeys.source
        held = np.bincount(key, minlength=k * s).reshape(k, s) > 0
        newest = np.full(k, NO_TIME)
        np.maximum.at(newest, journeys.touchpoint, journeys.time)
        return cls(journeys.touchpoints, timelines.sources, held, newest)

    def named(self, touchpoints: Iterable[str]) -> tuple[str, ...]:
        """The sources of these touchpoints together, by name."""
        held = np.flatnonzero(self.held[self._rows(touchpoints)].any(axis=0))
        return tuple(self.sources[int(source)] for source in held)

    def freshest(self, touchpoints: Iterable[str]) -> datetime | None:
        """The time of the newest drawn step of these touchpoints."""
        return in_time(int(self.newest[self._rows(touchpoints)].max(initial=NO_TIME)))

    def _rows(self, touchpoints: Iterable[str]) -> list[int]:
        return [self.touchpoints.index(name) for name in touchpoints]
