"""Journeys' paths in, which paths there are, how often each is taken and by whom out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import Mask
from footpath.analysis.sums import Shares, Sums
from footpath.kernels.variants import Takers, distinct, hash_sequences, sums_of_paths
from footpath.model.journey import REACHED, Journeys
from footpath.model.timeline import Named, Offsets

Ints = NDArray[np.int64]
FEW = 1_000  # ties that are cheap to compare by name


@dataclass(frozen=True, slots=True, eq=False)
class Strung:
    """Codes in pieces that follow each other; none of them is copied."""

    pieces: tuple[Named, ...]

    def __len__(self) -> int:
        return sum(map(len, self.pieces))

    def at(self, places: Ints) -> Named:
        """The codes at some places [n], which never fall."""
        ends = np.cumsum([0, *map(len, self.pieces)])
        cuts = np.searchsorted(places, ends).tolist()
        parts = zip(self.pieces, ends.tolist(), pairwise(cuts), strict=False)
        return np.concatenate([piece[places[a:b] - begin] for piece, begin, (a, b) in parts])


@dataclass(frozen=True, slots=True, eq=False)
class Taken:
    """The distinct paths of some persons [V], and of each of their journeys [J] its path and person."""

    hashes: NDArray[np.uint64]  # [V, 2]
    begin: Ints  # [V] where its codes begin, rising
    length: Ints  # [V]
    counts: Ints  # [V] journeys
    codes: Strung  # among others
    path: NDArray[np.int32]  # [J]
    person: NDArray[np.int32]  # [J] each one's side by side
    settled: Mask  # [J]
    reached: Mask  # [J]

    @classmethod
    def of(cls, journeys: Journeys, offsets: Offsets, codes: Named) -> Self:
        """From the sequence of each journey."""
        hashes = hash_sequences(offsets, codes)
        first, path = distinct(hashes)
        return cls(
            hashes[first],
            offsets[first],
            offsets[first + 1] - offsets[first],
            np.bincount(path, minlength=len(first)),
            Strung((codes,)),
            path,
            journeys.person,
            journeys.settled,
            journeys.outcome == REACHED,
        )

    def alone(self) -> Self:
        """The same without other codes than those of its paths, each path's once."""
        begin = np.cumsum(self.length) - self.length
        places = np.repeat(self.begin - begin, self.length) + np.arange(int(self.length.sum()))
        return replace(self, begin=begin, codes=Strung((self.codes.at(places),)))

    def shares(self, rank: NDArray[np.int32], n: int) -> tuple[Shares, Shares]:
        """Of all journeys, those that take each of n + 1 groups of paths; of the settled ones of each of the
        first n, those that reach their goal. `rank` [V] is each path's group.
        """
        takers = Takers(self.person, rank[self.path], self.settled, self.reached)
        rows = [Sums.dense(each) for each in sums_of_paths(takers, n)]
        return Shares(*rows[:2]), Shares(*rows[2:])


@dataclass(frozen=True, slots=True, eq=False)
class Variants:
    """The distinct paths of everybody [V]; the same path has the same hash."""

    touchpoints: tuple[str, ...]
    begin: Ints  # [V] rising
    length: Ints  # [V]
    counts: Ints  # [V] journeys
    codes: Strung

    @classmethod
    def of(cls, touchpoints: tuple[str, ...], parts: Sequence[Taken]) -> tuple[Self, list[Ints]]:
        """Those of different persons together; and for the paths of each part their places among them."""
        ends = np.cumsum([0, *(len(part.hashes) for part in parts)])
        first, place = distinct(np.concatenate([part.hashes for part in parts]))
        places = [place[a:b] for a, b in pairwise(ends.tolist())]
        before = accumulate((len(part.codes) for part in parts), initial=0)
        counts = np.zeros(len(first), np.int64)
        for part, own in zip(parts, places, strict=True):
            counts[own] += part.counts
        found = cls(
            touchpoints,
            np.concatenate([part.begin + n for part, n in zip(parts, before, strict=False)])[first],
            np.concatenate([part.length for part in parts])[first],
            counts,
            Strung(tuple(piece for part in parts for piece in part.codes.pieces)),
        )
        return found, places

    def most_frequent(self, top: int) -> list[int]:
        """The `top` paths by journeys, then by names."""
        if top == 0 or len(self.counts) == 0:
            return []
        least = _nth_largest(self.counts, min(top, len(self.counts)))
        sure, tied = np.flatnonzero(self.counts > least), np.flatnonzero(self.counts == least)
        some = [*sure.tolist(), *self._least_names(tied, top - len(sure)).tolist()]
        names = {path: self.names(path) for path in some}
        return sorted(names, key=lambda path: (-int(self.counts[path]), names[path]))[:top]

    def names(self, path: int) -> tuple[str, ...]:
        """The touchpoints of a path."""
        codes = self.codes.at(np.arange(self.begin[path], self.begin[path] + self.length[path]))
        return tuple(self.touchpoints[each] for each in codes.tolist())

    def _least_names(self, tied: Ints, wanted: int) -> Ints:
        """A few of the tied paths, among them the `wanted` least by names."""
        alphabet = np.argsort(np.argsort(np.array(self.touchpoints)))
        for depth in range(int(self.length.max(initial=0))):
            if len(tied) <= max(FEW, wanted):
                break
            goes_on = self.length[tied] > depth
            letter = np.full(len(tied), -1)
            letter[goes_on] = alphabet[self.codes.at(self.begin[tied[goes_on]] + depth)]
            tied = tied[letter <= np.partition(letter, wanted - 1)[wanted - 1]]
        return tied


def _nth_largest(counts: Ints, n: int) -> int:
    """The n-th largest of counts from 1; most are 1 where paths differ much, and are passed over."""
    more = counts[counts > 1]
    return int(np.partition(more, -n)[-n]) if len(more) >= n else 1
