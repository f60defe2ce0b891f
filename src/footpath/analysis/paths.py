"""Journeys in; the paths that most of them take, and the rest summed, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from footpath.analysis.steps import Mask, Span, code, inside, journey_of_steps
from footpath.analysis.sums import Shares
from footpath.analysis.variants import Taken, Variants
from footpath.errors import UsageError
from footpath.model.analysis import Result
from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys
from footpath.model.timeline import Codes, Offsets


@dataclass(frozen=True, slots=True)
class Path:
    """A variant: the persons and journeys that take exactly this path; the rate is of the settled."""

    touchpoints: tuple[str, ...]
    people: int
    journeys: int
    share: Estimate | None
    goal_rate: Estimate | None


@dataclass(frozen=True, slots=True)
class OtherPaths:
    """The journeys whose path is not shown, the persons who made any of them, and how many paths they are."""

    people: int
    journeys: int
    share: Estimate | None
    variants: int


@dataclass(frozen=True, slots=True)
class PathsResult(Result):
    """The most frequent paths, most journeys first, ties by name; and all others together."""

    paths: tuple[Path, ...]
    other: OtherPaths
    people: int
    journeys: int

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a path, the others last with no touchpoints."""
        for path in self.paths:
            yield {name: getattr(path, name) for name in path.__slots__}
        other = self.other
        yield {
            "touchpoints": None,
            "people": other.people,
            "journeys": other.journeys,
            "share": other.share,
            "goal_rate": None,
        }


@dataclass(frozen=True, slots=True, eq=False)
class PathsState:
    """The paths that are taken, by parts of the persons: told from each other once all are there."""

    touchpoints: tuple[str, ...]
    parts: tuple[Taken, ...]

    def __reduce__(self) -> tuple[Any, ...]:
        """What is sent elsewhere has the codes of its paths only, each path's once."""
        return PathsState, (self.touchpoints, tuple(part.alone() for part in self.parts))


@dataclass(frozen=True, slots=True)
class Paths:
    """The paths that most journeys take.

    A path is the sequence of drawn touchpoints, or of those of the journey itself (span="journey");
    `collapse` takes immediate repetitions as one. The `top` paths are named, the others summed.
    """

    top: int = 8
    collapse: bool = False
    span: Span = "drawn"

    def __post_init__(self) -> None:
        if self.top < 0 or self.span not in ("drawn", "journey"):
            raise UsageError("top is 0 or more, span is drawn or journey", hint=f"It is {self}")

    def partial(self, journeys: Journeys) -> PathsState:
        """Tell the paths of some persons apart."""
        return PathsState(journeys.touchpoints, (Taken.of(journeys, *self._sequences(journeys)),))

    def merge(self, left: PathsState, right: PathsState) -> PathsState:
        """The paths of different persons side by side."""
        return PathsState(left.touchpoints, left.parts + right.parts)

    def finish(self, state: PathsState) -> PathsResult:
        """Choose the most frequent, name them and estimate their shares."""
        variants, places = Variants.of(state.touchpoints, state.parts)
        chosen = variants.most_frequent(self.top)
        n, rank = len(chosen), np.full(len(variants.counts), len(chosen), np.int32)
        rank[chosen] = np.arange(n)
        found = [part.shares(rank[own], n) for part, own in zip(state.parts, places, strict=True)]
        whole, goal = (reduce(Shares.merge, each) for each in zip(*found, strict=True))
        each, only = np.arange(n + 1), np.zeros(n + 1, np.int64)
        shares = whole.estimates(only, each)
        rates = goal.estimates(each[:n], each[:n])
        rows = [(row[0], row[1], share) for row, share in zip(whole.hits.first(n + 1), shares, strict=True)]
        return PathsResult(
            tuple(Path(variants.names(path), *rows[at], rates[at]) for at, path in enumerate(chosen)),
            OtherPaths(*rows[n], len(variants.counts) - n),
            people=whole.bases.first(1)[0][0],
            journeys=int(variants.counts.sum()),
        )

    def who(self, journeys: Journeys, *, path: Sequence[str] | None = None) -> Mask:
        """Which journeys [J] take this path; with None, any that is not shown."""
        if path is not None:
            return self._taking(journeys, path)
        other = np.ones(len(journeys), dtype=bool)
        for shown in self.finish(self.partial(journeys)).paths:
            other &= ~self._taking(journeys, shown.touchpoints)
        return other

    def _taking(self, journeys: Journeys, path: Sequence[str]) -> Mask:
        offsets, codes = self._sequences(journeys)
        wanted = np.array([code(journeys, name) for name in path], dtype=np.int32)
        takes: Mask = np.diff(offsets) == len(wanted)
        places = offsets[:-1][takes][:, None] + np.arange(len(wanted))
        takes[takes] = (codes[places] == wanted).all(axis=1)
        return takes

    def _sequences(self, journeys: Journeys) -> tuple[Offsets, Codes]:
        if self.span == "drawn" and not self.collapse:
            return journeys.offsets, journeys.touchpoint
        journey, codes = journey_of_steps(journeys), journeys.touchpoint
        if self.span == "journey":
            within = inside(journeys)
            journey, codes = journey[within], codes[within]
        if self.collapse:
            new = np.ones(len(codes), dtype=bool)
            new[1:] = (codes[1:] != codes[:-1]) | (journey[1:] != journey[:-1])
            journey, codes = journey[new], codes[new]
        offsets = np.zeros(len(journeys) + 1, dtype=np.int64)
        np.cumsum(np.bincount(journey, minlength=len(journeys)), out=offsets[1:])
        return offsets, codes
