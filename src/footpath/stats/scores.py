"""Answers, or counts of them, in; survey scores with their intervals out."""

from __future__ import annotations

from math import hypot, sqrt
from statistics import NormalDist

import numpy as np

from footpath.model.estimate import Estimate, Unit
from footpath.stats.intervals import Floats, Z, student, wilson_bounds

NPS_ADDED = 3  # answers that the adjustment adds: three quarters each to promoters and detractors
POWER = NormalDist().inv_cdf(0.8)
FEW = 3.0  # below so many answers no spread is known
WEIGHTED = ", weighted"


def nps(promoters: int, passives: int, detractors: int) -> Estimate | None:
    """Net promoter score, −100 to 100, with the adjusted Wald interval; None where nobody answered.

    The score is that of the answers. For the interval three answers are added, ¾ promoters and ¾ detractors
    (Rocks 2016, the best of six): it covers 93 to 97 % from n = 10 on, where the plain one covers 65 to 91 %.

    >>> found = nps(1436, 968, 342)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2), found.n
    (39.84, 37.18, 42.41, 2746)
    """
    n = promoters + passives + detractors
    return _net(promoters / n, detractors / n, n, n) if n else None


def nps_of(points: Floats, weights: Floats | None = None) -> Estimate | None:
    """The same of answers as points [n], 100 for a promoter and −100 for a detractor, perhaps weighted.

    Weights count in the score, and their effective size in the interval.
    """
    if not len(points):
        return None
    promoters, detractors = (float(np.average(points == side, weights=weights)) for side in (100, -100))
    marked = "" if weights is None else WEIGHTED
    return _net(promoters, detractors, _size(points, weights), len(points), marked)


def share_of(points: Floats, weights: Floats | None = None) -> Estimate | None:
    """The share of answers that are 1 and not 0, with Wilson's interval on their effective size."""
    if not len(points):
        return None
    value, size = float(np.average(points, weights=weights)), _size(points, weights)
    low, high = wilson_bounds(np.array(value), np.array(size))
    method = "wilson" if weights is None else f"wilson{WEIGHTED}"
    return Estimate(value, float(low), float(high), len(points), "share", method)


def mean_of(
    points: Floats, scale: tuple[float, float], weights: Floats | None = None, *, unit: Unit = "score"
) -> Estimate | None:
    """The mean of answers [n] on a scale, with Wilson's interval between the scale's ends.

    As a share of the way up the scale, on the size at which a share would be as uncertain, which shrinks by
    (z / t)² as few answers tell little of their spread: Korn and Graubard (1998). Satisfied people crowd at
    one end, where Student's interval covers 86 to 94 % of ten answers and this one 92 to 98 %; in the middle
    they agree. Of fewer than three answers the interval is the scale.

    >>> found = mean_of(np.array([4.0, 5.0, 3.0, 4.0, 5.0]), (1, 5))
    >>> round(found.low, 2), found.value, round(found.high, 2)
    (2.91, 4.2, 4.78)
    """
    if not len(points):
        return None
    (low, high), size = scale, _size(points, weights)
    value = float(np.average(points, weights=weights))
    if size >= FEW:
        share = np.array((value - low) / (high - low))
        spread = float(np.average((points - value) ** 2, weights=weights)) / (high - low) ** 2
        bounds = wilson_bounds(share, np.array(_alike(float(share), spread, size)))
        low, high = (low + float(each) * (high - low) for each in bounds)
    method = "mean, wilson on its scale"
    return Estimate(value, low, high, len(points), unit, method if weights is None else f"{method}{WEIGHTED}")


def effective_size(weights: Floats) -> float:
    """How many unweighted answers would tell as much: (Σw)² / Σw², Kish (1965), Survey Sampling.

    >>> round(effective_size(np.array([1.0, 1.0, 2.0])), 2)
    2.67
    """
    return float(weights.sum() ** 2 / (weights**2).sum()) if len(weights) else 0.0


def net_interval(good: float, bad: float, n: float, *, added: float = 0) -> tuple[float, float]:
    """95 % bounds of the difference of two shares of the same n answers; `added` = 0 is plain Wald.

    A quarter of `added` goes to each of the two; bounds stay within −1 and 1.
    """
    n += added
    p, d = (good + added / 4) / n, (bad + added / 4) / n
    margin = Z * sqrt((p + d - (p - d) ** 2) / n)
    return max(-1.0, p - d - margin), min(1.0, p - d + margin)


def difference(before: Estimate, after: Estimate) -> Estimate:
    """How much higher the second of two independent estimates is, on their own scale; n of both together.

    The bounds' distances from the values are squared and added: Newcombe (1998) for shares, Zou and Donner
    (2008), Construction of confidence limits about effect measures, Statistics in Medicine 27, for any.

    >>> a, b = Estimate(0.5, 0.4, 0.6, 90, "share", "wilson"), Estimate(0.8, 0.7, 0.9, 60, "share", "wilson")
    >>> found = difference(a, b)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2), found.n
    (0.3, 0.16, 0.44, 150)
    """
    value = after.value - before.value
    below = hypot(after.value - after.low, before.high - before.value)
    above = hypot(after.high - after.value, before.value - before.low)
    return Estimate(
        value, value - below, value + above, before.n + after.n, before.unit, "difference, square and add"
    )


def detectable_difference(left: Estimate, right: Estimate) -> float:
    """The least true difference that two independent groups like these show in 80 of 100 surveys, at 95 %.

    (z₀.₉₇₅ + z₀.₈) · √(se² + se²), with standard errors as in the intervals. For two equal groups that is
    n = 2 s² (z₀.₉₇₅ + z₀.₈)² / d² solved for d, for NPS with its three added answers: Cohen (1988),
    Statistical Power Analysis, chapter 2.

    >>> a = Estimate(40.0, 30.0, 50.0, 100, "score", "nps, adjusted wald")
    >>> round(detectable_difference(a, a), 1)
    20.2
    """
    return (Z + POWER) / Z * hypot((left.high - left.low) / 2, (right.high - right.low) / 2)


def _net(promoters: float, detractors: float, size: float, n: int, marked: str = "") -> Estimate:
    low, high = net_interval(promoters * size, detractors * size, size, added=NPS_ADDED)
    value = 100 * (promoters - detractors)
    return Estimate(value, 100 * low, 100 * high, n, "score", f"nps, adjusted wald{marked}")


def _alike(share: float, spread: float, size: float) -> float:
    """How many yes-or-no answers tell a share as exactly as these tell their mean."""
    if not 0 < share < 1:
        return size
    # People who agree are no proof that everybody does: as if one stood a quarter of the scale off.
    variance = max(spread * size / (size - 1), 0.0625 / size)
    return share * (1 - share) * size / variance * (Z / float(student(np.array(size - 1)))) ** 2


def _size(points: Floats, weights: Floats | None) -> float:
    return float(len(points)) if weights is None else effective_size(weights)
