"""The held-out tenth in; how sure each head may be, where labels begin and what the seven confuse out."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import log_softmax

Table = NDArray[np.float64]
GRID = np.arange(-5.0, 2.51, 0.05)  # logits that a label may begin at
DRAWN = 20.0  # comments' worth of pull towards the threshold common to all labels
STIFF = 2e-3  # penalty on a label's own base


def calibrated(logits: Table, given: Table, exclusive: bool) -> tuple[float, Table]:
    """What to multiply a head's logits by and what to add, so that the held-out labels are likeliest.

    Seven shares get a temperature only (Guo et al. 2017): what one feels on Reddit is no base for customers.
    """

    def whole(inside: Table) -> float:
        times, base = inside[0], np.zeros(1) if exclusive else inside[1:]
        return (_of_one if exclusive else _of_many)(times * logits + base, given) + STIFF * float(base @ base)

    start = np.r_[1.0, np.zeros(0 if exclusive else given.shape[1])]
    best = minimize(whole, start, method="L-BFGS-B").x
    return float(best[0]), np.zeros(given.shape[1]) if exclusive else best[1:]


def _of_many(logits: Table, given: Table) -> float:
    return float((np.logaddexp(0, logits) - given * logits).sum(1).mean())


def _of_one(logits: Table, given: Table) -> float:
    return float(-(given * log_softmax(logits, axis=1)).sum(1).mean())


def f1(said: NDArray[np.bool_], given: NDArray[np.bool_]) -> NDArray[np.float64]:
    """F1 of each label, [labels]; `said` and `given` are [texts, labels]."""
    return 2 * (said & given).sum(0) / np.maximum(said.sum(0) + given.sum(0), 1)


def thresholds(logits: Table, given: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Where each label begins: its own best point, drawn to the common one the more the rarer it is."""
    curves = np.stack([f1(logits > at, given) for at in GRID])  # [grid, labels]
    # A curve of few comments is jagged: look for the best neighbourhood, not the best point.
    smooth = np.apply_along_axis(
        lambda curve: np.convolve(np.pad(curve, 4, "edge"), np.ones(9) / 9, "valid"), 0, curves
    )
    own, common = GRID[smooth.argmax(0)], GRID[smooth.mean(1).argmax()]
    count = given.sum(0)
    return (count * own + DRAWN * common) / (count + DRAWN)


def any_of_many(logits: Table, groups: list[list[int]]) -> Table:
    """The logit of having at least one label of each group, as if labels came independently."""
    none = [-np.logaddexp(0, logits[:, group]).sum(1) for group in groups]
    return np.stack([np.log(-np.expm1(part)) - part for part in none], axis=1)


def shares(logits: Table) -> Table:
    """Softmax of each row."""
    return np.exp(log_softmax(logits, axis=1))


def confusion(said: Table, given: NDArray[np.int64]) -> Table:
    """What is said on average where each label is given, [given, said]; rows sum to 1."""
    return np.stack([said[given == at].mean(0) for at in range(said.shape[1])])
