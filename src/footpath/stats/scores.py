"""Counts of answers in, survey scores with their intervals out."""

from __future__ import annotations

from math import sqrt

from footpath.model.estimate import Estimate
from footpath.stats.intervals import Z

NPS_ADDED = 3  # answers that the adjustment adds: three quarters each to promoters and detractors


def nps(promoters: int, passives: int, detractors: int) -> Estimate | None:
    """Net promoter score, −100 to 100, with the adjusted Wald interval; None where nobody answered.

    The score is that of the answers. For the interval three answers are added, ¾ promoters and ¾ detractors
    (Rocks 2016, the best of six): it covers 93 to 97 % from n = 10 on, where the plain one covers 65 to 91 %.

    >>> found = nps(1436, 968, 342)
    >>> round(found.value, 2), round(found.low, 2), round(found.high, 2), found.n
    (39.84, 37.18, 42.41, 2746)
    """
    n = promoters + passives + detractors
    if not n:
        return None
    low, high = net_interval(promoters, detractors, n, added=NPS_ADDED)
    value = 100 * (promoters - detractors) / n
    return Estimate(value, 100 * low, 100 * high, n, "score", "nps, adjusted wald")


def net_interval(good: float, bad: float, n: float, *, added: float = 0) -> tuple[float, float]:
    """95 % bounds of the difference of two shares of the same n answers; `added` = 0 is plain Wald.

    A quarter of `added` goes to each of the two; bounds stay within −1 and 1.
    """
    n += added
    p, d = (good + added / 4) / n, (bad + added / 4) / n
    margin = Z * sqrt((p + d - (p - d) ** 2) / n)
    return max(-1.0, p - d - margin), min(1.0, p - d + margin)


def detectable_difference(left: Estimate, right: Estimate) -> float:
    """The least difference of two independent scores that is beyond chance at 95 %: half widths, combined.

    >>> a = Estimate(40.0, 30.0, 50.0, 100, "score", "nps, adjusted wald")
    >>> round(detectable_difference(a, a), 1)
    14.1
    """
    return sqrt(((left.high - left.low) / 2) ** 2 + ((right.high - right.low) / 2) ** 2)
