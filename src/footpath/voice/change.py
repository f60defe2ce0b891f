"""Two scores in, whether one may speak of a change out; and what of it is opinion, what only who answered."""

from __future__ import annotations

from math import sqrt
from typing import Literal, NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from footpath.errors import UsageError
from footpath.model.estimate import Estimate, Unit
from footpath.stats.intervals import Floats, Z
from footpath.stats.scores import detectable_difference, difference, effective_size
from footpath.voice.scoring import ScoreRow

Verdict = Literal["up", "down", "no change seen", "too few"]
ENOUGH = 10  # answers of a cell that tell its own spread


class Change(Struct, frozen=True):
    """How a score moved, and from which difference on one may speak of a change."""

    difference: Estimate | None
    detectable: float | None
    verdict: Verdict


class Sample(NamedTuple):
    """Answers of one period as points [n] (see `footpath.voice.points`), their cells and perhaps weights."""

    points: Floats
    cell: NDArray[np.int32]  # [n] the same codes in both periods
    weights: Floats | None = None


class Split(Struct, frozen=True):
    """A difference in two parts, which add up to it.

    `composition` comes of who answered, `opinion` of what people of one cell say. Only a change of opinion is
    news of customers.
    """

    composition: Estimate
    opinion: Estimate


def change(before: ScoreRow, after: ScoreRow) -> Change:
    """Whether a score changed; weighted scores are compared where both have them.

    "Up" and "down" are said only of a difference that its interval keeps from 0 and that is no smaller than
    the detectable one, which two such groups would show in 80 of 100 surveys. That is stricter than 95 %: of
    scores that are the same, fewer than 1 in 100 are called changed, and what is called so is seldom much
    exaggerated. Below 10 persons on a side it is too few. Persons in both groups make it stricter still.
    UsageError for scores that are not asked alike.
    """
    if (before.kind, before.scale, before.direction) != (after.kind, after.scale, after.direction):
        raise UsageError(f"{before.name} and {after.name} are not asked alike, and have no difference")
    weighted = before.weighted is not None and after.weighted is not None
    left, right = (each.weighted if weighted else each.raw for each in (before, after))
    if left is None or right is None:
        return Change(None, None, "too few")
    found, least = difference(left, right), detectable_difference(left, right)
    if found.low <= 0 <= found.high or abs(found.value) < least:
        return Change(found, least, "no change seen")
    return Change(found, least, "up" if found.value > 0 else "down")


def decompose(before: Sample, after: Sample, *, unit: Unit = "score") -> Split | None:
    """The part of a difference of means that comes of shares of cells, and that of means of cells.

    Kitagawa (1955), Components of a difference between two rates, JASA 50, symmetric in the two periods:
    composition Σ Δsₖ (m̄ₖ), opinion Σ s̄ₖ Δmₖ. A cell that one period lacks has no change of opinion.
    Intervals are by the delta method: shares multinomial, means of a cell from its own spread, or below ten
    answers from that of all cells. None where a period has no answers.
    """
    if not len(before.points) or not len(after.points):
        return None
    n_cells = int(max(before.cell.max(), after.cell.max())) + 1
    left, right = _cells(before, n_cells), _cells(after, n_cells)
    m0 = np.where(left.size > 0, left.mean, right.mean)
    m1 = np.where(right.size > 0, right.mean, left.mean)
    moved, level = m1 - m0, (m0 + m1) / 2
    grown, usual = right.share - left.share, (left.share + right.share) / 2
    # Where one side lacks a cell, both means are the same number, and wobble together
    both = (left.size > 0) & (right.size > 0)
    of_means = np.where(both, grown / 2, grown)
    noise = left.noise + right.noise
    composition = float((of_means**2 * noise).sum()) + left.wobble(level) + right.wobble(level)
    opinion = float((usual**2 * both * noise).sum()) + left.wobble(moved / 2) + right.wobble(moved / 2)
    n = len(before.points) + len(after.points)
    return Split(
        _estimate(float((grown * level).sum()), composition, n, unit, "kitagawa, composition, delta"),
        _estimate(float((usual * moved).sum()), opinion, n, unit, "kitagawa, opinion, delta"),
    )


class _Cells(NamedTuple):
    share: Floats  # [cells]
    mean: Floats  # 0 where nobody answered
    size: Floats  # effective number of answers
    noise: Floats  # variance of the mean, 0 where nobody answered

    def wobble(self, values: Floats) -> float:
        """The variance of Σ share × value that comes of chance in the shares."""
        middle = float((self.share * values).sum())
        return float((self.share * (values - middle) ** 2).sum() / self.size.sum())


def _cells(sample: Sample, n_cells: int) -> _Cells:
    weights = np.ones(len(sample.points)) if sample.weights is None else sample.weights

    def total(values: Floats) -> Floats:
        return np.bincount(sample.cell, values, n_cells).astype(np.float64)

    weight, squares = total(weights), total(weights**2)
    some = weight > 0
    safe = np.where(some, weight, 1.0)
    mean = total(weights * sample.points) / safe
    spread = total(weights * (sample.points - mean[sample.cell]) ** 2)
    size = weight**2 / np.where(some, squares, 1.0)
    count = np.bincount(sample.cell, minlength=n_cells)
    within = float(spread.sum() / weight.sum())
    variance = np.where(count >= ENOUGH, spread / safe * size / np.maximum(size - 1, 1), within)
    noise = np.where(some, variance / np.maximum(size, 1e-12), 0.0)
    # Shares of all answers wobble as those of so many independent ones, whatever the cells' own sizes
    size = size * effective_size(weights) / size.sum()
    return _Cells(weight / weight.sum(), mean, size, noise)


def _estimate(value: float, variance: float, n: int, unit: Unit, method: str) -> Estimate:
    margin = Z * sqrt(variance)
    return Estimate(value, value - margin, value + margin, n, unit, method)
