"""Losses with their errors in, an order that says how far it can be trusted, out.

The largest of many uncertain numbers is large partly by luck. So each is shrunk towards what they have in
common, its rank is the mean of the ranks that it may have, and a set of ranks holds its true one in 95 of
100 cases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.stats.intervals import Z

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SEED = 20181023
DRAWS = 4000
LEAST = 4  # of fewer no spread between them can be told, so nothing is shrunk
SPREADS = 200  # that are tried between none and WIDEST times what is seen
WIDEST = 5.0
TOP = 3
LEVEL = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class Ranks:
    """What m items are once luck is taken off, and where they stand: 1 is the largest."""

    shrunk: Floats  # [m]
    shrunk_error: Floats  # [m]
    expected_rank: Floats  # [m] the mean of the ranks that it may have
    p_top3: Floats  # [m]
    low: Ints  # [m] the set of ranks that holds the true one with 95 % confidence
    high: Ints  # [m]


def ranked(
    values: Floats,
    errors: Floats,
    reach: Floats | None = None,
    *,
    rng_seed: int = SEED,
    draws: int = DRAWS,
) -> Ranks:
    """Ranks of values [m] with independent standard errors [m] above 0; larger is worse, and first.

    With `reach` [m] above 0 it is values per reach that have something in common: losses are effects times
    journeys, and a loss that is large because many meet it is no luck. The same items in another order get
    the same ranks. Fewer than LEAST are not shrunk.

    >>> found = ranked(np.array([9.0, 1.0, 5.0]), np.array([0.1, 0.1, 0.1]))
    >>> found.expected_rank.tolist(), found.low.tolist(), found.high.tolist()
    ([1.0, 3.0, 2.0], [1, 3, 2], [1, 3, 2])
    """
    scale = np.ones(len(values)) if reach is None else np.asarray(reach, np.float64)
    # In an order of their own, so that the same draw falls to the same item
    order = np.lexsort((scale, errors, values))
    x, se, scale = values[order], errors[order], scale[order]
    rng = np.random.default_rng(rng_seed)
    shrunk = posterior(x / scale, se / scale, draws, rng) * scale
    places = (-shrunk).argsort(axis=1).argsort(axis=1) + 1
    low, high = rank_sets(x, se, rng.standard_normal((draws, len(x))) * se)
    back = np.argsort(order)
    return Ranks(
        shrunk.mean(axis=0)[back],
        shrunk.std(axis=0)[back],
        places.mean(axis=0)[back],
        (places <= TOP).mean(axis=0)[back],
        low[back],
        high[back],
    )


def posterior(values: Floats, errors: Floats, draws: int, rng: np.random.Generator) -> Floats:
    """What the m items may truly be, [draws, m]: normal around a common mean, with an unknown spread.

    Each is drawn from μ + B (x − μ) ± √B · SE with B = σ² / (σ² + SE²). σ is drawn too, by its likelihood
    with μ integrated out and no opinion beforehand: a single best σ is often 0, and then all would be alike
    for sure. Gelman (2006), Prior distributions for variance parameters in hierarchical models, Bayesian
    Analysis 1; Gelman et al. (2013), Bayesian Data Analysis, section 5.4.
    """
    noise = rng.standard_normal((draws, len(values)))
    if len(values) < LEAST:
        return np.asarray(values + errors * noise, np.float64)
    spreads, chances = spread(values, errors)
    variance = spreads[rng.choice(len(spreads), draws, p=chances)][:, None] ** 2
    precision = 1 / (variance + errors**2)
    total = precision.sum(axis=1)
    middle = (precision @ values) / total + rng.standard_normal(draws) / np.sqrt(total)
    weight = variance * precision
    return np.asarray(
        middle[:, None] * (1 - weight) + weight * values + np.sqrt(weight) * errors * noise, np.float64
    )


def spread(values: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """How far apart the true values of m items may lie (standard deviations), and the chance of each."""
    most = max(float(values.std()), float(errors.min()))
    spreads = (np.arange(SPREADS) + 0.5) / SPREADS * WIDEST * most
    precision = 1 / (spreads[:, None] ** 2 + errors**2)
    total = precision.sum(axis=1)
    middle = (precision @ values) / total
    off = (precision * (values - middle[:, None]) ** 2).sum(axis=1)
    likelihood = (np.log(precision).sum(axis=1) - np.log(total) - off) / 2
    chances = np.exp(likelihood - likelihood.max())
    return spreads, chances / chances.sum()


def rank_sets(values: Floats, errors: Floats, noise: Floats) -> tuple[Ints, Ints]:
    """The lowest and highest rank [m] of each item: a set for each that holds its rank with 95 % confidence.

    `noise` [draws, m] is what chance does to the values. An item is told from another where their difference
    exceeds what the largest of all its differences does by chance; those told apart leave, and the rest are
    looked at again (step-down). Mogstad, Romano, Shaikh and Wilhelm (2024), Inference for ranks with
    applications to mobility across neighbourhoods and academic achievement across countries, Review of
    Economic Studies 91.
    """
    m = len(values)
    above, below = np.zeros(m, np.int64), np.zeros(m, np.int64)
    for j in range(m):
        error = np.hypot(errors, errors[j])
        apart = (values - values[j]) / error
        told = _told_apart(apart, np.abs(noise - noise[:, [j]]) / error, j)
        above[j], below[j] = (told & (apart > 0)).sum(), (told & (apart < 0)).sum()
    return 1 + above, m - below


def _told_apart(apart: Floats, chance: Floats, j: int) -> Bools:
    """Which items [m] differ from j, by how far they are apart and what chance [draws, m] does to that."""
    told = np.zeros(len(apart), np.bool_)
    left = np.arange(len(apart)) != j
    while left.any():
        limit = np.quantile(chance[:, left].max(axis=1), LEVEL)
        more = left & (np.abs(apart) > limit)
        if not more.any():
            break
        told |= more
        left &= ~more
    return told


def tied(values: Floats, errors: Floats) -> Bools:
    """Which pairs [m, m] can't be told apart: their difference lies within its own 95 % interval.

    >>> tied(np.array([9.0, 8.0, 1.0]), np.array([1.0, 1.0, 1.0])).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    """
    return np.asarray(
        np.abs(np.subtract.outer(values, values)) <= Z * np.hypot.outer(errors, errors), np.bool_
    )
