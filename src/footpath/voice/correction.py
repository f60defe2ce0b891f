"""What a reader of words counted in, what it would have counted without its own errors out.

A classifier takes some frustrated texts for neutral ones, and some neutral for frustrated; what it counts is
drawn towards the middle by that, most where feelings are strongest. How often it takes which label for which
is known from texts that were labelled by hand; the shares under which what it counted is likeliest are the
corrected ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from footpath.model.estimate import Estimate

Floats = NDArray[np.float64]
Counts = NDArray[np.int64] | NDArray[np.float64]

DRAWS = 300
BOUNDS = (2.5, 97.5)  # percent of the draws
STEPS, STILL = 400, 1e-7  # of the fixed point, and the change of a share that ends it
FEWEST_PERSONS = 100  # in a cell; with fewer the correction adds more noise than it takes bias away
FEWEST_LABELLED = 10  # texts of each label
LEAST_TOLD = 0.1  # least singular value of the matrix; below, errors are blown up more than tenfold
JEFFREYS = 0.5
CORRECTED, AS_READ = "corrected for misreading, em and dirichlet draws", "as read, not corrected"


@dataclass(frozen=True, slots=True, eq=False)
class Prevalence:
    """Shares of labels in some cells, with draws that tell their doubt; a cell without answers is NaN."""

    share: Floats  # [cells, labels]
    draws: Floats  # [DRAWS, cells, labels]
    persons: NDArray[np.int64]  # [cells]
    corrected: NDArray[np.bool_]  # [cells]

    def shares(self) -> list[list[Estimate] | None]:
        """An estimate for each label of each cell; None of a cell without answers."""
        rows = [
            self._estimates(np.eye(self.share.shape[1]), cell, "share") for cell in range(len(self.share))
        ]
        return [row or None for row in rows]

    def means(self, values: Floats) -> list[Estimate | None]:
        """The mean of each cell where labels count as `values` [labels], as emotions do from −2 to 2."""
        rows = [self._estimates(values[:, None], cell, "score") for cell in range(len(self.share))]
        return [row[0] if row else None for row in rows]

    def _estimates(self, weights: Floats, cell: int, unit: Literal["share", "score"]) -> list[Estimate]:
        if not self.persons[cell]:
            return []
        value = self.share[cell] @ weights
        low, high = np.percentile(self.draws[:, cell] @ weights, BOUNDS, axis=0)
        method = CORRECTED if self.corrected[cell] else AS_READ
        bounds = zip(
            value.tolist(), np.minimum(low, value).tolist(), np.maximum(high, value).tolist(), strict=True
        )
        return [Estimate(*each, int(self.persons[cell]), unit, method) for each in bounds]


def prevalence(counts: Counts, confusion: Counts, persons: Counts | None = None, seed: int = 0) -> Prevalence:
    """The true shares of labels behind the predicted `counts` [cells, labels].

    `confusion` [true, predicted] counts texts labelled by hand, other ones than those the reader learned
    from. `persons` [cells] is who said them: texts of one person resemble each other, so no more than that
    many are independent. The shares are the maximum of the likelihood on the simplex, by expectation
    maximisation (Saerens, Latinne and Decaestecker 2002, Neural Computation 14, here from counts); with two
    labels, and inside the simplex, (p + specificity − 1) / (sensitivity + specificity − 1) of Rogan and
    Gladen (1978). Intervals are the 95 % of the same over draws from the posteriors of both tables, with
    Jeffreys' prior. Where few persons spoke, or the table tells too little, shares stay as read and say so.

    >>> found = prevalence(np.array([[60, 40]]), np.array([[90, 10], [20, 80]]))
    >>> found.share.round(3).tolist()
    [[0.573, 0.427]]
    """
    counts, confusion = np.asarray(counts, np.float64), np.asarray(confusion, np.float64)
    total = counts.sum(axis=1)
    base = np.minimum(total, persons) if persons is not None else total
    read = np.divide(counts, total[:, None], out=np.full_like(counts, np.nan), where=total[:, None] > 0)
    corrected = (base >= FEWEST_PERSONS) & tells(confusion)
    drawn = _drawn(np.nan_to_num(read) * base[:, None], seed)
    share = read.copy()
    share[corrected] = likeliest(read[corrected], _rows(confusion))
    drawn[:, corrected] = likeliest(drawn[:, corrected], _tables(confusion, seed))
    return Prevalence(share, drawn, np.round(base).astype(np.int64), corrected)


def tells(confusion: Counts) -> bool:
    """Whether a table of true and predicted labels tells enough to correct by: no label rare or mixed up."""
    table = np.asarray(confusion, np.float64)
    if not table.size or table.sum(axis=1).min() < FEWEST_LABELLED:
        return False
    return bool(np.linalg.svd(_rows(table), compute_uv=False).min() >= LEAST_TOLD)


def likeliest(read: Floats, reads_as: Floats) -> Floats:
    """The shares [..., cells, true] under which the shares read [..., cells, predicted] are likeliest.

    `reads_as` [..., true, predicted] has rows that sum to 1.
    """
    share, back = np.full(read.shape, 1.0 / read.shape[-1]), np.swapaxes(reads_as, -1, -2)
    for _ in range(STEPS):
        expected = share @ reads_as
        ratio = np.divide(read, expected, out=np.zeros_like(read), where=expected > 0)
        better = share * (ratio @ back)
        moved = np.abs(better - share).max(initial=0.0)
        share = better
        if moved < STILL:
            break
    normal: Floats = share / share.sum(axis=-1, keepdims=True)
    return normal


def _rows(confusion: Floats) -> Floats:
    """Of each true label the shares that it is read as; one text more, spread evenly, keeps them above 0."""
    smooth = confusion + 1.0 / confusion.shape[1]
    rows: Floats = smooth / smooth.sum(axis=1, keepdims=True)
    return rows


def _drawn(counts: Floats, seed: int) -> Floats:
    """Shares drawn for each cell [DRAWS, cells, labels]; a cell's do not depend on the other cells."""
    cells = [np.random.default_rng([seed, 1]).dirichlet(each + JEFFREYS, DRAWS) for each in counts]
    return np.stack(cells, axis=1) if cells else np.zeros((DRAWS, *counts.shape))


def _tables(confusion: Floats, seed: int) -> Floats:
    """Tables of how labels are read, drawn [DRAWS, true, predicted]."""
    random = np.random.default_rng([seed, 2])
    return np.stack([random.dirichlet(row + JEFFREYS, DRAWS) for row in confusion], axis=1)
