"""Features and whether it happened in, the chance that it happens out: logistic regression, held back."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ROUNDS, CLOSE = 25, 1e-5
LEAP, HALVINGS = 1.0, 12  # a step that may overshoot, and how often it is halved
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


def fit(
    features: Floats,
    happened: Bools | Floats,
    penalty: float,
    begin: Floats | None = None,
    weight: Floats | None = None,
) -> Floats:
    """Coefficients [k + 1], the constant first, by Newton's method, steps halved while they lead down.

    `penalty` is half the weight of each squared coefficient beside the log-likelihood; the constant is free.
    Features are standardised; rows count by their `weight`. Hoerl and Kennard (1970), Technometrics 12; le
    Cessie and van Houwelingen (1992), Applied Statistics 41.
    """
    design = with_constant(features)
    counts = np.ones(len(design)) if weight is None else weight
    held = np.full(design.shape[1], penalty)
    held[0] = 1e-6
    beta = constant(happened, design.shape[1], counts) if begin is None else begin
    odds = design @ beta
    for _ in range(ROUNDS):
        chance = sigmoid(odds)
        slope = design.T @ (counts * (happened - chance)) - held * beta
        bend = design.T @ (design * (counts * chance * (1 - chance))[:, None]) + np.diag(held)
        step = np.asarray(np.linalg.solve(bend, slope), np.float64)
        move = design @ step
        if np.abs(step).max() > LEAP:
            share = _climbs(happened, counts, held, (beta, step), (odds, move))
            step, move = share * step, share * move
        beta, odds = beta + step, odds + move
        if np.abs(step).max() < CLOSE:
            break
    return beta


def _climbs(
    happened: Bools | Floats,
    counts: Floats,
    held: Floats,
    place: tuple[Floats, Floats],
    odds: tuple[Floats, Floats],
) -> float:
    """The share of a step that does not lead down: where few are hit, whole ones overshoot for good."""
    (beta, step), (now, move) = place, odds
    height = _height(happened, counts, held, beta, now)
    shares = (0.5**halved for halved in range(HALVINGS))
    higher = (s for s in shares if _height(happened, counts, held, beta + s * step, now + s * move) >= height)
    return next(higher, 0.5**HALVINGS)


def _height(happened: Bools | Floats, counts: Floats, held: Floats, beta: Floats, odds: Floats) -> float:
    """The penalised log-likelihood, which a fit climbs."""
    return float(counts @ (happened * odds - np.logaddexp(0.0, odds)) - held @ beta**2 / 2)


def constant(happened: Bools | Floats, size: int, weight: Floats | None = None) -> Floats:
    """Coefficients [size] that give everybody the same chance; never 0 or 1."""
    beta = np.zeros(size)
    counts = np.ones(len(happened)) if weight is None else weight
    share = ((counts * happened).sum() + 0.5) / (counts.sum() + 1)
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
