"""Counts in, shares with 95 % intervals out.

Journeys of one person resemble each other, so shares of journeys are clustered by person. What they need are
sums over persons, whole numbers, so a share is the same however persons were split.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.model.estimate import Estimate

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Z = NormalDist().inv_cdf(0.975)


class ShareSums(NamedTuple):
    """For each of n shares, sums over persons with m items each, x of which are hits."""

    people: Ints  # [n] persons with an item
    base: Ints  # Σm
    base2: Ints  # Σm²
    hits: Ints  # Σx
    hits2: Ints  # Σx²
    cross: Ints  # Σxm


def wilson_bounds(p: Floats, n: Floats) -> tuple[Floats, Floats]:
    """The score intervals of shares p of n independent trials; n may be an effective size.

    Wilson (1927), Probable inference, the law of succession, and statistical inference, JASA 22.
    """
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * np.sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    # At 0 and 1 the bound is the share itself, but for rounding
    low = np.where(p > 0, np.maximum(middle - half, 0.0), 0.0)
    high = np.where(p < 1, np.minimum(middle + half, 1.0), 1.0)
    return low, high


def wilson(hits: int, n: int) -> Estimate | None:
    """The share of n persons that are hits, with Wilson's interval; None of nobody.

    >>> share = wilson(5, 10)
    >>> round(share.low, 4), share.value, round(share.high, 4)
    (0.2366, 0.5, 0.7634)
    """
    if n == 0:
        return None
    low, high = wilson_bounds(np.array(hits / n), np.array(float(n)))
    return Estimate(hits / n, float(low), float(high), n, "share", "wilson")


def effective_sizes(sums: ShareSums) -> Floats:
    """How many independent items would tell each share [n] as exactly: p(1 − p) / var, from 1 to Σm.

    The variance is that of a ratio of sums over clusters, linearised, with the factor G/(G − 1): Cochran
    (1977), Sampling Techniques, 3rd ed., chapters 6 and 9A. Few persons tell little of the variance, so the
    size shrinks by (t of Σm − 1 / t of G − 1)²: Korn and Graubard (1998). A share of 0 or 1 shows no
    variance: then each person counts as one. Σm must be above 0.
    """
    people, base, base2, hits, hits2, cross = (each.astype(np.float64) for each in sums)
    p = hits / base
    spread = np.maximum(hits2 - 2 * p * cross + p * p * base2, 0.0)  # Σ(x − pm)²
    with np.errstate(divide="ignore", invalid="ignore"):
        size = p * (1 - p) * base * base / spread * (people - 1) / people
        size *= (student(base - 1) / student(people - 1)) ** 2
    known = (hits > 0) & (hits < base) & (people > 1)
    return np.where(known, np.clip(size, 1.0, base), people)


def student(df: Floats) -> Floats:
    """Student's t at 97.5 % for some degrees of freedom, to a percent from 3 on.

    Abramowitz and Stegun (1964), Handbook of Mathematical Functions, 26.7.5, to the third order.
    """
    z = Z
    first = (z**3 + z) / 4
    second = (5 * z**5 + 16 * z**3 + 3 * z) / 96
    third = (3 * z**7 + 19 * z**5 + 17 * z**3 - 15 * z) / 384
    return z + first / df + second / df**2 + third / df**3


def clustered_shares(sums: ShareSums) -> list[Estimate | None]:
    """The shares of items that are hits, intervals clustered by person, n = persons; None without items.

    Wilson's interval on the effective sample size: Korn and Graubard (1998), Confidence intervals for
    proportions with small expected number of positive counts, Survey Methodology 24; Dean and Pagano (2015),
    Evaluating confidence interval methods for binomial proportions in clustered surveys, Journal of Survey
    Statistics and Methodology 3.

    >>> ten, five = np.array([10]), np.array([5])
    >>> [share] = clustered_shares(ShareSums(ten, ten, ten, five, five, five))
    >>> share.value, share.n, share.method
    (0.5, 10, 'wilson, clustered by person')
    """
    some = np.flatnonzero(sums.base)
    given = ShareSums(*(each[some] for each in sums))
    values = given.hits / given.base
    low, high = wilson_bounds(values, effective_sizes(given))
    estimates: list[Estimate | None] = [None] * len(sums.base)
    rows = zip(
        some.tolist(), values.tolist(), low.tolist(), high.tolist(), given.people.tolist(), strict=True
    )
    for i, value, least, most, people in rows:
        estimates[i] = Estimate(value, least, most, people, "share", "wilson, clustered by person")
    return estimates
