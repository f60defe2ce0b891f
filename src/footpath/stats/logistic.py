"""Features and whether it happened in, the chance that it happens out: logistic regression, held back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
ROUNDS, CLOSE = 50, 1e-7  # of a standard deviation: errors are ten thousand times as large
AHEAD = 12  # rounds that cost about as much as to find out anew how the ground bends
BLOCK = 4096  # rows
MANY, EVERY = 4096, 4  # rows, from which on those few come near first
NEAR = 1e-3
LEAP, HALVINGS = 1.0, 12  # a step that may overshoot, and how often it is halved
FARTHEST = 4.0  # standard deviations; what lies farther out would rule the fit
STEEPEST = 30.0  # log-odds beyond which a chance is certain to every digit that matters


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """Where a fit has come to, and how the ground bends there: a neighbouring fit goes on from it."""

    beta: Floats  # [k + 1], the constant first
    bend: Floats | None = None  # [k + 1, k + 1] of the likelihood alone
    mass: float = 1.0  # the weights' sum


def standardised(features: Floats) -> Floats:
    """Features [n, k] with mean 0 and standard deviation 1, cut at 4; those that never vary are left out.

    >>> standardised(np.array([[1.0, 7.0], [3.0, 7.0]])).tolist()
    [[-1.0], [1.0]]
    """
    columns = (_standard(features[:, at].astype(np.float64)) for at in range(features.shape[1]))
    varying = [column for column in columns if column is not None]
    # By column, for there are far more rows than columns and each is gone through again and again
    return np.array(varying).reshape(len(varying), len(features)).T


def _standard(column: Floats) -> Floats | None:
    if not len(column) or (spread := column.std()) <= 1e-9 * (1 + np.abs(column).max()):
        return None
    column -= column.mean()
    column /= spread
    return np.clip(column, -FARTHEST, FARTHEST, out=column)


def fit(
    features: Floats,
    happened: Bools | Floats,
    penalty: float,
    begin: Floats | None = None,
    weight: Floats | None = None,
) -> Floats:
    """Coefficients [k + 1], the constant first: those of `fitted`."""
    known = None if begin is None else Fitted(begin)
    return fitted(features, happened, penalty, known, weight).beta


def fitted(
    features: Floats,
    happened: Bools | Floats,
    penalty: float,
    begin: Fitted | None = None,
    weight: Floats | None = None,
    close: float = CLOSE,
) -> Fitted:
    """The coefficients by Newton's method, steps halved while they lead down.

    `penalty` is half the weight of each squared coefficient beside the log-likelihood; the constant is free.
    Features are standardised; rows count by their `weight`. Hoerl and Kennard (1970), Technometrics 12; le
    Cessie and van Houwelingen (1992), Applied Statistics 41. How the ground bends costs far more to find out
    than where it slopes, so it is found out again only where the steps do not get short fast enough without:
    Shamanskii (1967), Ukrainian Mathematical Journal 19.
    """
    counts = np.ones(len(features)) if weight is None else weight
    mass = float(counts.sum())
    held = np.full(features.shape[1] + 1, penalty)
    held[0] = 1e-6
    if begin is None and len(counts) > MANY:
        few = np.asfortranarray(features[::EVERY]), happened[::EVERY]
        begin = fitted(*few, penalty, None, counts[::EVERY], NEAR)
    beta = constant(happened, len(held), counts) if begin is None else begin.beta
    bend = begin.bend * (mass / begin.mass) if begin and begin.bend is not None and begin.mass else None
    last, odds = np.inf, beta[0] + features @ beta[1:]
    for _ in range(ROUNDS):
        chance = sigmoid(odds)
        slope = _slope(features, counts * (happened - chance)) - held * beta
        step = None if bend is None else np.linalg.solve(bend + np.diag(held), slope)
        if step is None or _slow(step, last, close):
            bend = _bend(features, counts * chance * (1 - chance))
            step = np.linalg.solve(bend + np.diag(held), slope)
        longest = float(np.abs(step).max())
        move = step[0] + features @ step[1:]
        if longest > LEAP:
            share = _climbs(happened, counts, held, (beta, step), (odds, move))
            step, move = share * step, share * move
        beta, odds = beta + step, odds + move
        if last < np.inf and longest * _shortened(longest, last) < close:
            break
        last = longest
    return Fitted(beta, bend, mass)


def _slow(step: Floats, last: float, close: float) -> bool:
    """Whether steps that get short as this one did, after the last, would need too many rounds."""
    longest = float(np.abs(step).max())
    return longest * _shortened(longest, last) ** AHEAD > close


def _shortened(longest: float, last: float) -> float:
    """To which share of the last step this one is down; never more than all of it."""
    return min(longest / last, 1.0) if last > 0.0 else 1.0


def _slope(features: Floats, beyond: Floats) -> Floats:
    return np.append(beyond.sum(), beyond @ features)


def _bend(features: Floats, weight: Floats) -> Floats:
    """The weighted products of all columns, a constant first [k + 1, k + 1], by blocks that fit a cache."""
    n, k = features.shape
    root, found = np.sqrt(weight), np.zeros((k + 1, k + 1))
    block = np.empty((min(n, BLOCK), k + 1), order="F")
    for at in range(0, n, BLOCK):
        rows = slice(at, min(at + BLOCK, n))
        part = block[: rows.stop - at]
        part[:, 0] = root[rows]
        np.multiply(features[rows], root[rows, None], out=part[:, 1:])
        found += part.T @ part
    return found


def line(features: Floats, outcome: Floats, weight: Floats, penalty: float, free: float = 1e-6) -> Floats:
    """Coefficients [k + 1] of a linear model, the constant first and held by `free` only."""
    held = np.full(features.shape[1] + 1, penalty)
    held[0] = free
    bend = _bend(features, weight) + np.diag(held)
    return np.asarray(np.linalg.solve(bend, _slope(features, weight * outcome)), np.float64)


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
