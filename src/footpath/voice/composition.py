"""Answers of two periods, and the journeys of those who gave them, in; composition and opinion, apart, out.

`change.decompose` does the same by cells. With journeys there are too many cells to fill, so here a straight
line through the features stands for them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.model.estimate import Estimate, Unit
from footpath.stats.intervals import Z
from footpath.voice.change import Split

Floats = NDArray[np.float64]

HELD_BACK = 1.0  # answers' worth of a ridge, so that features which say the same do no harm
LEAST_EACH = 30  # answers of a period
HIGHEST = 0.8  # leverage


class Period(NamedTuple):
    """Answers of one period as points [n], the features [n, k] of those who gave them, perhaps weights."""

    points: Floats
    features: Floats
    weights: Floats | None = None


def split_change(before: Period, after: Period, *, unit: Unit = "score") -> Split | None:
    """The part of a difference of means that comes of who answered, and that of what like people say.

    Oaxaca (1973), International Economic Review 14, and Blinder (1973), symmetric in the two periods:
    composition Δx̄ · (β₀ + β₁)/2, opinion the rest; with one-hot features it is Kitagawa's. Intervals by the
    delta method, from each answer's influence. None with fewer than 30 answers on a side.
    """
    if min(len(before.points), len(after.points)) < LEAST_EACH:
        return None
    centre, scale = _scales(before, after)
    left, right = _line(before, centre, scale), _line(after, centre, scale)
    slope, moved = (left.slope + right.slope) / 2, right.middle - left.middle
    composition, total = float(moved @ slope), right.level - left.level
    doubts = [_doubts(each, slope, moved, sign) for each, sign in ((left, -1.0), (right, 1.0))]
    variance = np.sum(doubts, axis=0)
    n = len(before.points) + len(after.points)
    return Split(
        _estimate(composition, variance[0], n, unit, "oaxaca-blinder, composition, delta"),
        _estimate(total - composition, variance[1], n, unit, "oaxaca-blinder, opinion, delta"),
    )


class _Line(NamedTuple):
    """A straight line through the answers of one period; weights have the sum 1."""

    weights: Floats  # [n]
    away: Floats  # [n, k] features off their middle
    off: Floats  # [n] points off the line, as if each had not been seen
    solved: Floats  # [n, k] what each answer's being off adds to the slope
    middle: Floats  # [k]
    slope: Floats  # [k]
    level: float


def _line(period: Period, centre: Floats, scale: Floats) -> _Line:
    features = (period.features - centre) / scale
    given = np.ones(len(features)) if period.weights is None else period.weights
    weights = given / given.sum()
    middle, level = weights @ features, float(weights @ period.points)
    away = features - middle
    weighty = away * weights[:, None]
    bend = away.T @ weighty + HELD_BACK / len(features) * np.eye(features.shape[1])
    solved = np.linalg.solve(bend, weighty.T).T
    slope = solved.T @ (period.points - level)
    leverage = np.minimum(weights + np.einsum("nk,nk->n", away, solved), HIGHEST)
    off = (period.points - level - away @ slope) / (1 - leverage)
    return _Line(weights, away, off, solved, middle, slope, level)


def _doubts(line: _Line, slope: Floats, moved: Floats, sign: float) -> Floats:
    """What one period adds to the variances of composition and opinion."""
    of_who = sign * line.weights * (line.away @ slope) + line.off * (line.solved @ moved) / 2
    of_all = sign * line.weights * (line.away @ line.slope + line.off)
    return np.array([(of_who**2).sum(), ((of_all - of_who) ** 2).sum()])


def _scales(before: Period, after: Period) -> tuple[Floats, Floats]:
    both = np.concatenate([before.features, after.features])
    spread = both.std(axis=0)
    return both.mean(axis=0), np.where(spread > 0, spread, 1.0)


def _estimate(value: float, variance: float, n: int, unit: Unit, method: str) -> Estimate:
    margin = Z * float(variance) ** 0.5
    return Estimate(value, value - margin, value + margin, n, unit, method)
