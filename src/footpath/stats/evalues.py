"""Estimates with their errors in, evidence that may be looked at every day out.

A p-value holds for one look. Who looks daily at growing data sees it fall below 5 % sooner or later, whatever
the truth. An e-value has a mean of at most 1 where there is no effect, at any time at which one stops, so
the chance that it ever reaches 1/α is at most α: Ville (1939), Étude critique de la notion de collectif.

Means of e-values are e-values. If e-BH finds anything at α among m candidates, their mean e-value is at
least 1/α: so over a whole scan, repeated on every day, under any dependence of the candidates, the chance of
ever finding something where there is nothing is at most α too.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
# Effects are changes of the probability of the goal. With this spread two thirds of those looked for lie
# within ± 10 points; what is twice as large, or half, is found nearly as soon.
SCALE = 0.1
PSEUDO = 5.0  # goals, and misses, that are thought to be there besides
MOST = 700.0  # of the logarithm: beyond it a float is infinite


def e_value(estimate: Floats, error: Floats, scale: float = SCALE) -> Floats:
    """How much more likely each estimate [m] is if effects are N(0, scale²) than if there is none.

    √(v / (v + s²)) · exp(z² s² / 2(v + s²)) with v = error² and z = estimate / error: the normal mixture of
    Robbins (1970), Statistical methods related to the law of the iterated logarithm, Annals of Mathematical
    Statistics 41. Estimates need to be nearly normal only, from the first look on: Waudby-Smith, Arbour,
    Sinha, Kennedy and Ramdas (2024), Time-uniform central limit theory and asymptotic confidence sequences,
    Annals of Statistics 52. An estimate without an error above 0 tells nothing: its e-value is 1.

    >>> e_value(np.array([0.0, -0.1, -0.1]), np.array([0.02, 0.05, 0.03])).round(2).tolist()
    [0.2, 2.22, 46.98]
    """
    estimate, error = np.asarray(estimate, np.float64), np.asarray(error, np.float64)
    told = np.isfinite(estimate) & np.isfinite(error) & (error > 0)
    variance = np.where(told, error, 1.0) ** 2
    squared = np.where(told, estimate, 0.0) ** 2 / variance
    total = variance + scale**2
    logarithm = np.log(variance / total) / 2 + squared * scale**2 / (2 * total)
    return np.where(told, np.exp(np.minimum(logarithm, MOST)), 1.0)


def cautious_error(error: Floats, rate: Floats, people: Floats) -> Floats:
    """Errors [m] of changes of a probability that an e-value may be looked at with from few people on.

    `rate` [m] is the probability if there is no effect, `people` [m] those who met it. While they happen to
    be all alike an estimate's own error is far too small, and looking daily finds that day. So it is at least
    that of `people` draws at `rate`, to whom PSEUDO goals and as many misses are added, in the spirit of
    Agresti and Coull (1998), American Statistician 52.

    >>> cautious_error(np.full(2, 0.01), np.array([0.5, 0.98]), np.array([10_000, 100])).round(3).tolist()
    [0.01, 0.023]
    """
    n = people + 2 * PSEUDO
    rate = (people * rate + PSEUDO) / n
    return np.maximum(error, np.sqrt(rate * (1 - rate) / n))


def e_bh(e: Floats) -> Floats:
    """The q-values [m] of e-values [m]: those at or below α are what e-BH rejects at α, for every α.

    The k-th largest is rejected with all larger ones where k · e ≥ m / α: Wang and Ramdas (2022), False
    discovery rate control with e-values, Journal of the Royal Statistical Society B 84.

    >>> e_bh(np.array([50.0, 1.0, 100.0, 0.1])).tolist()
    [0.04, 1.0, 0.04, 1.0]
    """
    m = len(e)
    order = np.argsort(-e, kind="stable")
    with np.errstate(divide="ignore", over="ignore"):
        alone = m / (np.arange(1, m + 1) * e[order])
    q = np.empty(m)
    q[order] = np.minimum(np.minimum.accumulate(alone[::-1])[::-1], 1.0)
    return q


def robustness_value(t: float, degrees: float) -> float:
    """The share of what is left of both exposure and outcome that something unseen must explain to undo it.

    ½ (√(f⁴ + 4 f²) − f²) with f = |t| / √degrees of freedom: Cinelli and Hazlett (2020), Making sense of
    sensitivity, Journal of the Royal Statistical Society B 82. Their first example has t = 4.18, 783 degrees
    of freedom, and 13.9 %.

    >>> round(robustness_value(4.18, 783), 3)
    0.139
    """
    squared = t * t / degrees
    return float((np.sqrt(squared * squared + 4 * squared) - squared) / 2)
