"""Features and whether it happened in, the chance that it happens out: logistic regression, held back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ROUNDS, CLOSE = 25, 1e-5
FARTHEST = 4.0  # standard deviations; what lies farther out would rule the fit
STEEPEST = 30.0  # log-odds beyond which a chance is certain to every digit that matters


def standardised(features: Floats) -> Floats:
    """Features [n, k] with mean 0 and standard deviation 1, cut at 4; those that never vary are left out.

    >>> standardised(np.array([[1.0, 7.0], [3.0, 7.0]])).tolist()
    [[-1.0], [1.0]]
    """
    spread = features.std(axis=0)
    varying = spread > 1e-9 * (1 + np.abs(features).max(axis=0, initial=0.0))
    centred = features[:, varying] - features[:, varying].mean(axis=0)
    return np.asarray(np.clip(centred / spread[varying], -FARTHEST, FARTHEST), np.float64)


def fit(features: Floats, happened: Bools, penalty: float, begin: Floats | None = None) -> Floats:
    """Coefficients [k + 1], the constant first, by Newton's method from `begin`.

    `penalty` is half the weight of each squared coefficient beside the log-likelihood; the constant is free.
    Features are standardised. Hoerl and Kennard (1970), Technometrics 12; le Cessie and van Houwelingen
    (1992), Applied Statistics 41.
    """
    design = with_constant(features)
    held = np.full(design.shape[1], penalty)
    held[0] = 1e-6
    beta = constant(happened, design.shape[1]) if begin is None else begin
    for _ in range(ROUNDS):
        chance = sigmoid(design @ beta)
        slope = design.T @ (happened - chance) - held * beta
        bend = design.T @ (design * (chance * (1 - chance))[:, None]) + np.diag(held)
        step = np.linalg.solve(bend, slope)
        beta = beta + step
        if np.abs(step).max() < CLOSE:
            break
    return beta


def constant(happened: Bools, size: int) -> Floats:
    """Coefficients [size] that give everybody the same chance; never 0 or 1."""
    beta = np.zeros(size)
    share = (happened.sum() + 0.5) / (len(happened) + 1)
    beta[0] = np.log(share / (1 - share))
    return beta


def chances(beta: Floats, features: Floats) -> Floats:
    """The chance [n] that coefficients [k + 1] give each row."""
    return sigmoid(beta[0] + features @ beta[1:])


def with_constant(features: Floats) -> Floats:
    """A column of ones before the features."""
    return np.column_stack([np.ones(len(features)), features])


def sigmoid(odds: Floats) -> Floats:
    """Log-odds to chances, never 0 or 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -STEEPEST, STEEPEST))), np.float64)
