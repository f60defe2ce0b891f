"""Durations of persons, by group, in; exact quantiles with the median's interval out, in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.clusters import cluster_sums
from footpath.model.estimate import Estimate
from footpath.stats.intervals import ShareSums, effective_sizes, wilson_bounds

SECOND = 1_000_000
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Quantiles:
    """Durations sorted within each of n groups, none empty; `sums` tell the share at or below the median."""

    values: Ints  # µs
    offsets: Ints  # [n + 1]
    sums: ShareSums

    @classmethod
    def of(cls, values: Ints, group: Ints, person: NDArray[np.int32], n_groups: int) -> Quantiles:
        """From µs, group below n_groups and person [N], each person's durations side by side."""
        # Radix sort is linear, and made for 16 bits
        keys = group.astype(np.uint16) if n_groups < 2**16 else group
        ordered = values[np.argsort(keys, kind="stable")]
        offsets = np.zeros(n_groups + 1, dtype=np.int64)
        np.cumsum(np.bincount(group, minlength=n_groups), out=offsets[1:])
        for begin, end in pairwise(offsets.tolist()):
            ordered[begin:end].sort()
        medians = _at(ordered, offsets, 0.5)
        hit = np.where(values <= medians[group], group, -1)
        bases, hits = cluster_sums(person, group, hit, n_groups, n_groups)
        return cls(ordered, offsets, ShareSums(*bases.T, *hits.T[1:]))

    def at(self, share: float) -> Floats:
        """The quantile of each group, seconds; between two durations by straight line.

        Type 7 of Hyndman and Fan (1996), Sample quantiles in statistical packages, American Statistician 50.
        """
        return _at(self.values, self.offsets, share) / SECOND

    def medians(self) -> list[Estimate]:
        """The median of each group with its interval, n = persons.

        The ranks that bound a share of one half, at the clustered share's effective size: Woodruff (1952),
        Confidence intervals for medians and other position measures, JASA 47, with Wilson's bounds.
        """
        size, begin = self.sums.base, self.offsets[:-1]
        low, high = wilson_bounds(np.full(len(size), 0.5), effective_sizes(self.sums))
        below = np.maximum(np.ceil(size * low).astype(np.int64) - 1, 0)
        above = np.minimum(np.floor(size * high).astype(np.int64), size - 1)
        bounds = (
            (self.values[begin + below] / SECOND).tolist(),
            (self.values[begin + above] / SECOND).tolist(),
        )
        rows = zip(self.at(0.5).tolist(), *bounds, self.sums.people.tolist(), strict=True)
        return [Estimate(*row, "seconds", "median, woodruff by person") for row in rows]


def _at(values: Ints, offsets: Ints, share: float) -> Floats:
    place = (np.diff(offsets) - 1) * share
    below = np.floor(place).astype(np.int64)
    low = values[offsets[:-1] + below]
    high = values[np.minimum(offsets[:-1] + below + 1, offsets[1:] - 1)]
    between: Floats = low + (high - low) * (place - below)
    return between
