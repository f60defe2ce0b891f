"""Durations of persons, by group, in; quantiles with the median's interval out, in seconds.

Durations are held as cells of values that are alike (footpath.kernels.durations), which add up. A quantile
is exact where its cell holds one value, equal ones or two. Else it lies between the cell's lowest and highest
as its rank does; so does the exact one, and they differ by less than the cell is wide: by 0.4 % of the
duration where cells are fine, 1.6 % where they are coarse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.durations import (
    CROSS,
    FINE,
    FIRST,
    HIGHEST,
    KEY,
    LOWEST,
    SQUARES,
    N,
    spread,
    sums_before,
)
from footpath.kernels.strands import ALL, OF_FIRST, at_ranks, tell
from footpath.model.estimate import Estimate
from footpath.stats.intervals import ShareSums, effective_sizes, wilson_bounds

SECOND = 1_000_000
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Quantiles:
    """The durations of n groups, none empty, in cells by group, then by value."""

    rows: Ints  # [cells, 6] as in footpath.kernels.durations
    offsets: Ints  # [n + 1] where each group's cells begin
    up_to: Ints  # [cells + 1, 6] the rows before each cell added up

    @classmethod
    def of(cls, values: Ints, group: Ints, person: NDArray[np.int32], n_groups: int) -> Quantiles:
        """From µs, group below n_groups and person [N], each person's durations side by side."""
        return cls.in_cells(*spread(group, values, person, n_groups, FINE))

    @classmethod
    def in_cells(cls, cells: Ints, rows: Ints) -> Quantiles:
        """From cells by number, whose groups are the keys there are."""
        key = cells >> KEY
        new = np.flatnonzero(key[1:] != key[:-1]) + 1 if len(key) else np.zeros(0, dtype=np.int64)
        begin = np.zeros(min(len(key), 1), dtype=np.int64)
        return cls(rows, np.concatenate((begin, new, [len(key)])), sums_before(rows))

    def at(self, share: float) -> Floats:
        """The quantile of each group, seconds; between two durations by straight line.

        Type 7 of Hyndman and Fan (1996), Sample quantiles in statistical packages, American Statistician 50.
        """
        ranks, part = _around(self._total(N), share)
        return _straight(self._ranked(ranks), part)

    def medians(self) -> list[Estimate]:
        """The median of each group with its interval, n = persons.

        The ranks that bound a share of one half, at the clustered share's effective size: Woodruff (1952),
        Confidence intervals for medians and other position measures, JASA 47, with Wilson's bounds.
        """
        return _medians(self._at_or_below_median(), self._ranked)

    def _total(self, column: int) -> Ints:
        total: Ints = self.up_to[self.offsets[1:], column] - self.up_to[self.offsets[:-1], column]
        return total

    def _cell(self, rank: Ints) -> tuple[Ints, Ints]:
        """The cell that holds the duration of a rank, from 0, of each group, and its rank in the cell."""
        n = self.up_to[:, N]
        rank = rank + n[self.offsets[:-1]]
        cell = np.searchsorted(n, rank, side="right") - 1
        return cell, rank - n[cell]

    def _ranked(self, rank: Ints) -> Ints:
        """The durations of some ranks [r, n] of each group, µs."""
        cell, place = self._cell(rank)
        rows = self.rows[cell]
        return _in_cell(rows[..., LOWEST], rows[..., HIGHEST], rows[..., N], place)

    def _at_or_below_median(self) -> ShareSums:
        """The sums behind the share of durations up to the median; a part of a cell has its part of them."""
        cell, place = self._cell((self._total(N) - 1) // 2)
        rows = self.rows[cell]
        taken = np.where(rows[:, LOWEST] == rows[:, HIGHEST], rows[:, N], place + 1)
        hits = self.up_to[cell] - self.up_to[self.offsets[:-1]] + rows * taken[:, None] // rows[:, [N]]
        return ShareSums(
            self._total(FIRST),
            self._total(N),
            self._total(CROSS),
            hits[:, N],
            hits[:, SQUARES],
            hits[:, CROSS],
        )


def medians_of_strands(
    begin: Ints, end: Ints, items: Ints, bits: int
) -> tuple[list[Estimate | None], list[Estimate | None]]:
    """The medians of strands (footpath.kernels.strands), of all items and of those that are first.

    They are those that Quantiles tells of the same durations in cells of so many bits; None for no items.
    """
    told = tell(begin, end, items, bits, np.empty((int((end - begin).sum()), 3), np.int32))
    sums = [ShareSums(*told.sums[:, kind].T) for kind in (ALL, OF_FIRST)]
    ranks = np.stack([_wanted(each) for each in sums])
    found = _in_cell(*at_ranks(begin, end, items, bits, told, ranks))
    of_all, of_first = (_estimates(*each) for each in zip(sums, found, strict=True))
    return of_all, of_first


def _estimates(sums: ShareSums, found: Ints) -> list[Estimate | None]:
    """The medians of groups from the durations of the `_wanted` ranks; None for a group without any."""
    _, part = _around(sums.base, 0.5)
    bounds = (found[2:] / SECOND).tolist()
    rows = zip(_straight(found[:2], part).tolist(), *bounds, sums.people.tolist(), strict=True)
    return [
        Estimate(value, low, high, n, "seconds", "median, woodruff by person") if n else None
        for value, low, high, n in rows
    ]


def _medians(sums: ShareSums, ranked: Callable[[Ints], Ints]) -> list[Estimate]:
    """The median of each group, of whose durations these are the sums up to it, and `ranked` those of ranks
    [r, n].
    """
    found = _estimates(sums, ranked(_wanted(sums)))
    return [each for each in found if each is not None]


def _wanted(sums: ShareSums) -> Ints:
    """The ranks [4, n] on both sides of the median, and those that bound it; nonsense for a group of none."""
    some = np.maximum(sums.base, 1)
    held = ShareSums(np.maximum(sums.people, 1), some, np.maximum(sums.base2, 1), *sums[3:])
    low, high = wilson_bounds(np.full(len(some), 0.5), effective_sizes(held))
    below = np.maximum(np.ceil(some * low).astype(np.int64) - 1, 0)
    above = np.minimum(np.floor(some * high).astype(np.int64), some - 1)
    ranks, _ = _around(some, 0.5)
    return np.stack((*ranks, below, above))


def _around(size: Ints, share: float) -> tuple[Ints, Floats]:
    """The ranks on both sides of a quantile [2, n], and how far it is from the one to the other."""
    place = (size - 1) * share
    below = np.floor(place).astype(np.int64)
    return np.stack((below, np.minimum(below + 1, size - 1))), place - below


def _straight(ends: Ints, part: Floats) -> Floats:
    """Between two durations by straight line, seconds."""
    low, high = ends
    between: Floats = low + (high - low) * part
    return between / SECOND


def _in_cell(lowest: Ints, highest: Ints, n: Ints, place: Ints) -> Ints:
    """The duration of a rank in a cell, as its lowest and highest and the n in it tell."""
    part = place / np.maximum(n - 1, 1)
    ranked: Ints = lowest + np.rint((highest - lowest) * part).astype(np.int64)
    return ranked
