"""States that analyses share: integers by key, which add up over persons."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.clusters import cluster_sums
from footpath.kernels.tally import tally
from footpath.model.estimate import Estimate
from footpath.stats.intervals import ShareSums, clustered_shares
from footpath.stats.quantiles import Quantiles

Ints = NDArray[np.int64]
People = NDArray[np.int32]
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
    def tally(cls, keys: Ints, journey: People, person: People) -> Sums:
        """Persons, journeys and occurrences by key; journey [n] never falls, person [J]."""
        found, place = distinct(keys)
        return cls(found, tally(place, journey, person, len(found)))

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


@dataclass(frozen=True, slots=True, eq=False)
class Durations:
    """Durations by key, each person's side by side; `people` is more than any person."""

    keys: Ints  # [n]
    values: Ints  # [n] µs
    person: People  # [n]
    people: int

    @classmethod
    def of(cls, keys: Ints, values: Ints, person: People) -> Durations:
        """From persons in their order."""
        return cls(keys, values, person, int(person.max(initial=-1)) + 1)

    def merge(self, other: Durations) -> Durations:
        """Those of both, who are different persons even where their numbers are the same."""
        return Durations(
            np.concatenate((self.keys, other.keys)),
            np.concatenate((self.values, other.values)),
            np.concatenate((self.person, other.person + np.int32(self.people))),
            self.people + other.people,
        )

    def where(self, keep: NDArray[np.bool_]) -> Durations:
        """Those marked in `keep` [n]."""
        return Durations(self.keys[keep], self.values[keep], self.person[keep], self.people)

    def quantiles(self) -> tuple[list[int], Quantiles]:
        """The keys there are, and the quantiles of each."""
        found, place = distinct(self.keys)
        return found.tolist(), Quantiles.of(self.values, place, self.person, len(found))

    def medians(self) -> dict[int, Estimate]:
        """The median of each key there is."""
        found, quantiles = self.quantiles()
        return dict(zip(found, quantiles.medians(), strict=True))
