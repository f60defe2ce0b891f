"""Weights and known means in, the nearest weights that meet those means out.

Raking meets the shares of margins; the same step meets the mean of any feature. Shares are met firmly, means
of many features softly: each may miss by as much as its price is, or few answers would carry all the weight.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
ROUNDS, CLOSE = 40, 1e-8
FIRM = 1e-7  # a price at which nothing is missed that anyone could see
TRIMS = 6
HIGHEST = 0.8  # leverage; an answer that all but makes its own fit tells little of how far off it is


def rake(weights: Floats, features: Floats, means: Floats, slack: Floats) -> Floats:
    """Weights [n] moved as little as possible so that features [n, k] have the means [k]; they sum to 1.

    Near is meant as relative entropy, so weights stay positive and whole margins (one-hot columns) are raked
    as by Deming and Stephan. `slack` [k] lets a mean be missed by slack · multiplier: Deville and Särndal
    (1992), Calibration estimators in survey sampling, JASA 87; Hainmueller (2012), Entropy balancing,
    Political Analysis 20; soft means as in Rao and Singh (1997).

    >>> two = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    >>> rake(np.ones(3), two, np.array([0.5, 0.5]), np.full(2, FIRM)).round(3).tolist()
    [0.5, 0.25, 0.25]
    """
    start, away = np.log(weights / weights.sum()), features - means
    multiplier = np.zeros(features.shape[1])
    height, raked = _height(start, away, slack, multiplier)
    for _ in range(ROUNDS):
        mean = raked @ away
        slope = mean + slack * multiplier
        if np.abs(slope).max(initial=0.0) < CLOSE:
            break
        bend = (away * raked[:, None]).T @ away - np.outer(mean, mean) + np.diag(slack)
        step = np.asarray(np.linalg.solve(bend, slope), np.float64)
        multiplier, height, raked = _downhill(start, away, slack, multiplier, height, step)
    return raked


def rake_and_trim(
    weights: Floats, features: Floats, means: Floats, slack: Floats, most: float
) -> tuple[Floats, int]:
    """The same, none above `most` times the mean, and how many weights were cut.

    Izrael, Battaglia and Frankel (2009), Extreme survey weight adjustment as a component of sample balancing.
    """
    cut = np.zeros(len(weights), np.bool_)
    for _ in range(TRIMS):
        weights = rake(weights, features, means, slack)
        over = weights * len(weights) > most * (1 + 1e-6)
        if not over.any():
            break
        cut |= over
        weights = trim(weights, most)
    return weights, int(cut.sum())


def trim(weights: Floats, most: float) -> Floats:
    """Weights [n] with none above `most` times their mean; what is cut goes to all others. They sum to 1.

    >>> trim(np.array([1.0, 1.0, 1.0, 7.0]), most=2.0).round(3).tolist()
    [0.167, 0.167, 0.167, 0.5]
    """
    weights = weights / weights.sum()
    limit = most / len(weights)
    if most <= 1:
        return np.full(len(weights), 1 / len(weights))
    full = np.zeros(len(weights), np.bool_)
    while (weights[~full] > limit * (1 + 1e-9)).any():
        full |= weights >= limit
        rest = weights[~full].sum()
        weights = np.where(full, limit, weights * (1 - limit * full.sum()) / rest)
    return weights


def spread(values: Floats, weights: Floats, features: Floats, slack: Floats) -> Floats:
    """What each answer [n] adds to the doubt of a raked mean: its weight, times how far it is off the fit.

    Raking takes away what features [n, k] explain, so only residuals of a ridge regression with the same
    slack count, each divided by 1 − its leverage, as if its own answer had not been seen: Deville and Särndal
    (1992); MacKinnon and White (1985), Journal of Econometrics 29, HC3. The variance is the sum of squares.
    """
    weights = weights / weights.sum()
    design = np.column_stack([np.ones(len(values)), features - weights @ features])
    weighty = design * weights[:, None]
    solved = np.linalg.solve(design.T @ weighty + np.diag([0.0, *slack]), weighty.T)
    leverage = np.minimum(np.einsum("nk,kn->n", design, solved), HIGHEST)
    off: Floats = weights * (values - design @ (solved @ values)) / (1 - leverage)
    return off


def _height(start: Floats, away: Floats, slack: Floats, multiplier: Floats) -> tuple[float, Floats]:
    """The convex function whose lowest point is sought, and the weights there."""
    odds = start + away @ multiplier
    top = odds.max()
    raw = np.exp(odds - top)
    return float(top + np.log(raw.sum()) + slack @ (multiplier * multiplier) / 2), raw / raw.sum()


def _downhill(
    start: Floats, away: Floats, slack: Floats, multiplier: Floats, height: float, step: Floats
) -> tuple[Floats, float, Floats]:
    """One step of Newton's, halved until it leads down."""
    for halving in range(20):
        there = multiplier - step * 0.5**halving
        now, raked = _height(start, away, slack, there)
        if now <= height:
            break
    return there, now, raked
