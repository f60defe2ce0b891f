"""States that analyses share: integers by key, which add up over persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import Mask
from footpath.kernels.clusters import cluster_sums
from footpath.kernels.durations import FINE, KEY, merge_cells, spread, spread_moves
from footpath.kernels.tally import tally, tally_steps
from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys
from footpath.stats.intervals import ShareSums, clustered_shares
from footpath.stats.quantiles import Quantiles

Ints = NDArray[np.int64]
People = NDArray[np.int32]
Codes = NDArray[np.integer[Any]]
NOTHING = np.zeros(0, dtype=np.int32)
EVERYWHERE: Mask = np.zeros(0, dtype=bool)  # a mask of steps that leaves none out
DENSE = 1 << 20  # keys below this are looked up rather than sorted


def distinct(keys: Ints) -> tuple[Ints, Ints]:
    """The distinct keys, rising, and for each key its place among them; keys are 0 or more."""
    bound = int(keys.max(initial=-1)) + 1
    if bound > DENSE:
        found, place = np.unique(keys, return_inverse=True)
        return found, place
    seen = np.bincount(keys, minlength=bound) > 0
    return np.flatnonzero(seen), (np.cumsum(seen) - 1)[keys]


@dataclass(frozen=True, slots=True, eq=False)
class Sums:
    """A row of integers for each key; keys are distinct and rising."""

    keys: Ints  # [n]
    rows: Ints  # [n, width]

    @classmethod
    def dense(cls, rows: Ints, keys: Ints | None = None) -> Sums:
        """Rows [n, width] that may be zero throughout, of the keys 0 … n − 1 or of others."""
        some = np.flatnonzero(rows[:, 0])
        return cls(some if keys is None else keys[some], rows[some])

    @classmethod
    def tally(cls, keys: Ints, journey: People, person: People) -> Sums:
        """Persons, journeys and occurrences by key; journey [n] never falls, person [J]."""
        found, place = distinct(keys)
        return cls(found, tally(place, journey, person, len(found)))

    @classmethod
    def of_steps(
        cls, journeys: Journeys, codes: Codes, n: int, by: Codes = NOTHING, n_by: int | None = None
    ) -> Sums:
        """Persons, journeys and occurrences by code [S] of the drawn steps, 0 … n − 1, -1 for none.

        By code × n_by + `by` where that is given, -1 for none again.
        """
        width = 1 if n_by is None else n_by
        return cls.dense(tally_steps(journeys.offsets, codes, by, width, journeys.person, n))

    def merge(self, other: Sums) -> Sums:
        """The sums of both."""
        found, place = distinct(np.concatenate((self.keys, other.keys)))
        rows = np.zeros((len(found), self.rows.shape[1]), dtype=np.int64)
        rows[place[: len(self.keys)]] += self.rows
        rows[place[len(self.keys) :]] += other.rows
        return Sums(found, rows)

    def items(self) -> list[tuple[int, list[int]]]:
        """Each key with its row."""
        return list(zip(self.keys.tolist(), self.rows.tolist(), strict=True))

    def at(self, keys: Ints) -> Ints:
        """The rows of some keys, zeros for one that is not there."""
        rows = np.vstack((self.rows, np.zeros((1, self.rows.shape[1]), dtype=np.int64)))
        place = np.searchsorted(self.keys, keys)
        return rows[np.where(np.isin(keys, self.keys), place, -1)]

    def first(self, n: int) -> list[list[int]]:
        """The rows of the keys 0 … n − 1."""
        rows: list[list[int]] = self.at(np.arange(n)).tolist()
        return rows


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """Items in bases, some of them hits; each hit belongs to one base."""

    bases: Sums  # persons, Σm, Σm²
    hits: Sums  # persons, Σx, Σx², Σxm

    @classmethod
    def of(cls, person: People, base: Ints, hit: Ints) -> Shares:
        """From items [n], each person's side by side; hit is -1 where it is none."""
        bases, in_base = distinct(base)
        some = hit >= 0
        hits, place = distinct(hit[some])
        in_hit = np.full(len(hit), -1, dtype=np.int64)
        in_hit[some] = place
        base_rows, hit_rows = cluster_sums(person, in_base, in_hit, len(bases), len(hits))
        return cls(Sums(bases, base_rows), Sums(hits, hit_rows))

    def merge(self, other: Shares) -> Shares:
        """The items of both, who are different persons'."""
        return Shares(self.bases.merge(other.bases), self.hits.merge(other.hits))

    def estimates(self, base: Ints, hit: Ints) -> list[Estimate | None]:
        """The share of each hit in its base."""
        return clustered_shares(ShareSums(*self.bases.at(base).T, *self.hits.at(hit).T[1:]))


class Moves(NamedTuple):
    """Which move begins at each step [S], and the keys of the moves, rising."""

    of_step: NDArray[np.int32]
    keys: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Durations:
    """How durations are spread, by key: cells of values that are alike, which add up over persons.

    There are at most some thousand cells a key, however many durations (footpath.stats.quantiles says how
    exact that is).
    """

    cells: Ints  # [n] numbers, rising: by key, then by duration
    rows: Ints  # [n, 6] as in footpath.kernels.durations

    @classmethod
    def of(cls, keys: Ints, values: Ints, person: People) -> Durations:
        """From µs [N], each person's side by side."""
        found, place = distinct(keys)
        cells, rows = spread(place, values, person, len(found), FINE)
        return cls(cells, rows).renamed(found)

    @classmethod
    def of_moves(cls, journeys: Journeys, moves: Moves, keep: Mask, bits: int = FINE) -> Durations:
        """Of the moves inside journeys, from step to step, or those that begin where `keep` [S] marks it."""
        n = len(moves.keys)
        cells, rows = spread_moves(
            journeys.first, journeys.last, moves.of_step, keep, journeys.time, journeys.person, n, bits
        )
        return cls(cells, rows).renamed(moves.keys)

    def renamed(self, keys: Ints) -> Durations:
        """The same where keys are places among some rising others, by these."""
        return Durations((keys[self.cells >> KEY] << KEY) | (self.cells & ((1 << KEY) - 1)), self.rows)

    def merge(self, other: Durations) -> Durations:
        """Those of both, who are different persons even where their numbers are the same."""
        return Durations(*merge_cells(self.cells, self.rows, other.cells, other.rows))

    def quantiles(self) -> tuple[list[int], Quantiles]:
        """The keys there are, and the quantiles of each."""
        quantiles = Quantiles.in_cells(self.cells, self.rows)
        return (self.cells[quantiles.offsets[:-1]] >> KEY).tolist(), quantiles

    def medians(self) -> dict[int, Estimate]:
        """The median of each key there is."""
        found, quantiles = self.quantiles()
        return dict(zip(found, quantiles.medians(), strict=True))
