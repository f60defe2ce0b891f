"""Journeys in; the paths that most of them take, and the rest summed, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import Mask, Span, code, inside, journey_of_steps
from footpath.analysis.sums import Shares
from footpath.errors import UsageError
from footpath.kernels.variants import distinct, hash_sequences, take
from footpath.model.analysis import Result
from footpath.model.estimate import Estimate
from footpath.model.journey import REACHED, Journeys, how_many
from footpath.model.timeline import Codes, Named, Offsets

Ints = NDArray[np.int64]
FEW = 1_000  # ties that are cheap to compare by name


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
class Taken:
    """Distinct paths with their codes once, and of each journey its path and person."""

    hashes: NDArray[np.uint64]  # [V, 2]
    begin: Ints  # [V] where its codes begin
    length: Ints  # [V]
    codes: Named
    path: Ints  # [J]
    person: NDArray[np.int32]  # [J]
    settled: Mask  # [J]
    reached: Mask  # [J]

    @classmethod
    def together(cls, parts: Sequence[Taken]) -> Taken:
        """Those of different persons, numbered anew; the same path has the same hash."""
        if len(parts) == 1:
            return parts[0]
        first, place = distinct(np.concatenate([part.hashes for part in parts]))
        before = _before([len(part.hashes) for part in parts])
        codes_before = _before([len(part.codes) for part in parts])
        persons_before = _before([int(part.person.max(initial=-1)) + 1 for part in parts])
        return cls(
            np.concatenate([part.hashes for part in parts])[first],
            np.concatenate([part.begin + n for part, n in zip(parts, codes_before, strict=True)])[first],
            np.concatenate([part.length for part in parts])[first],
            np.concatenate([part.codes for part in parts]),
            np.concatenate([place[n:][part.path] for part, n in zip(parts, before, strict=True)]),
            np.concatenate(
                [part.person + np.int32(n) for part, n in zip(parts, persons_before, strict=True)]
            ),
            np.concatenate([part.settled for part in parts]),
            np.concatenate([part.reached for part in parts]),
        )


@dataclass(frozen=True, slots=True, eq=False)
class PathsState:
    """The paths that are taken, by parts of the persons: told from each other once all are there."""

    touchpoints: tuple[str, ...]
    parts: tuple[Taken, ...]


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
        offsets, codes = self._sequences(journeys)
        hashes = hash_sequences(offsets, codes)
        first, path = distinct(hashes)
        taken, kept = take(offsets, codes, first)
        found = Taken(
            hashes[first],
            taken[:-1],
            np.diff(taken),
            kept,
            path,
            journeys.person,
            journeys.settled,
            journeys.outcome == REACHED,
        )
        return PathsState(journeys.touchpoints, (found,))

    def merge(self, left: PathsState, right: PathsState) -> PathsState:
        """The paths of different persons side by side."""
        return PathsState(left.touchpoints, left.parts + right.parts)

    def finish(self, state: PathsState) -> PathsResult:
        """Choose the most frequent, name them and estimate their shares."""
        taken, names = Taken.together(state.parts), state.touchpoints
        chosen = _most_frequent(taken, names, self.top)
        rank = np.full(len(taken.hashes), len(chosen), dtype=np.int64)
        rank[chosen] = np.arange(len(chosen))
        of_journey, whole = rank[taken.path], np.zeros(len(taken.path), dtype=np.int64)
        all_shares = _shares(taken, whole, of_journey, len(chosen) + 1)
        settled = np.flatnonzero(taken.settled & (of_journey < len(chosen)))
        reached = np.where(taken.reached[settled], of_journey[settled], -1)
        each = np.arange(len(chosen))
        goal = Shares.of(taken.person[settled], of_journey[settled], reached).estimates(each, each)
        (*shown, (people, journeys, share)) = all_shares
        return PathsResult(
            tuple(
                Path(_names(taken, names, path), *shown[i], goal[i]) for i, path in enumerate(chosen.tolist())
            ),
            OtherPaths(people, journeys, share, len(taken.hashes) - len(chosen)),
            people=how_many(taken.person),
            journeys=len(taken.path),
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


def _before(sizes: list[int]) -> list[int]:
    """How much is in all parts before each."""
    return [0, *accumulate(sizes)][:-1]


def _most_frequent(taken: Taken, touchpoints: tuple[str, ...], top: int) -> Ints:
    """The `top` paths by journeys, then by names."""
    counts = np.bincount(taken.path, minlength=len(taken.hashes))
    if top == 0 or len(counts) == 0:
        return np.zeros(0, dtype=np.int64)
    least = np.partition(counts, -min(top, len(counts)))[-min(top, len(counts))]
    sure, tied = np.flatnonzero(counts > least), np.flatnonzero(counts == least)
    names = {path: _names(taken, touchpoints, path) for path in sure.tolist()}
    names |= {
        path: _names(taken, touchpoints, path)
        for path in _least_names(taken, touchpoints, tied, top - len(sure)).tolist()
    }
    ordered = sorted(names, key=lambda path: (-counts[path], names[path]))
    return np.array(ordered[:top], dtype=np.int64)


def _least_names(taken: Taken, touchpoints: tuple[str, ...], tied: Ints, wanted: int) -> Ints:
    """A few of the tied paths, among them the `wanted` least by names."""
    alphabet = np.argsort(np.argsort(np.array(touchpoints)))
    for depth in range(int(taken.length.max(initial=0))):
        if len(tied) <= max(FEW, wanted):
            break
        place = np.minimum(taken.begin[tied] + depth, len(taken.codes) - 1)
        letter = np.where(taken.length[tied] > depth, alphabet[taken.codes[place]], -1)
        tied = tied[letter <= np.partition(letter, wanted - 1)[wanted - 1]]
    return tied


def _names(taken: Taken, touchpoints: tuple[str, ...], path: int) -> tuple[str, ...]:
    codes = taken.codes[taken.begin[path] :][: taken.length[path]]
    return tuple(touchpoints[each] for each in codes.tolist())


def _shares(taken: Taken, whole: Ints, hit: Ints, n: int) -> list[tuple[int, int, Estimate | None]]:
    """Persons, journeys and share of each of n parts of all journeys."""
    shares = Shares.of(taken.person, whole, hit)
    estimates = shares.estimates(np.zeros(n, dtype=np.int64), np.arange(n))
    return [(row[0], row[1], share) for row, share in zip(shares.hits.first(n), estimates, strict=True)]
