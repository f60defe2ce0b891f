"""Journeys in; which sources the steps at each touchpoint come from, and how fresh they are, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.origins import sources_of_steps
from footpath.model.analysis import Result
from footpath.model.journey import Journeys
from footpath.model.timeline import Times


@dataclass(frozen=True, slots=True, eq=False)
class OriginsState:
    """For each touchpoint [K], which sources [S] its drawn steps come from, and the newest of them (µs).

    A touchpoint without a source is one that nobody visits.
    """

    touchpoints: tuple[str, ...]
    sources: tuple[str, ...]
    held: NDArray[np.bool_]  # [K, S]
    newest: Times  # [K] NO_TIME where none has a time


@dataclass(frozen=True, slots=True)
class Origin:
    """Where what is known of a touchpoint comes from: sources by name, and its newest drawn step (µs)."""

    touchpoint: str
    sources: tuple[str, ...]
    newest: int


@dataclass(frozen=True, slots=True)
class OriginsResult(Result):
    """The touchpoints that anybody visits, in the touchpoints' order, with their origins."""

    touchpoints: tuple[Origin, ...]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a touchpoint."""
        for origin in self.touchpoints:
            yield {name: getattr(origin, name) for name in origin.__slots__}


@dataclass(frozen=True, slots=True)
class Origins:
    """On which sources each touchpoint rests. Parts may know different sources: they are joined by name."""

    def partial(self, journeys: Journeys) -> OriginsState:
        """Look at every drawn step of some persons once."""
        held, newest = sources_of_steps(
            journeys.touchpoint,
            journeys.source,
            journeys.time,
            len(journeys.touchpoints),
            len(journeys.sources),
        )
        return OriginsState(journeys.touchpoints, journeys.sources, held, newest)

    def merge(self, left: OriginsState, right: OriginsState) -> OriginsState:
        """The sources of both, and the newer."""
        names = tuple(sorted({*left.sources, *right.sources}))
        return OriginsState(
            left.touchpoints,
            names,
            _among(names, left) | _among(names, right),
            np.maximum(left.newest, right.newest),
        )

    def finish(self, state: OriginsState) -> OriginsResult:
        """Name the sources."""
        by_name = sorted(range(len(state.sources)), key=state.sources.__getitem__)
        rows = zip(state.touchpoints, state.held.tolist(), state.newest.tolist(), strict=True)
        return OriginsResult(
            tuple(
                Origin(name, tuple(state.sources[each] for each in by_name if held[each]), newest)
                for name, held, newest in rows
                if any(held)
            )
        )


def _among(names: tuple[str, ...], state: OriginsState) -> NDArray[np.bool_]:
    """What is held, by a longer list of sources."""
    held = np.zeros((len(state.touchpoints), len(names)), dtype=bool)
    held[:, [names.index(name) for name in state.sources]] = state.held
    return held
