"""An effect and what it was learnt from in, the reasons to doubt it out."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from footpath.stats.effects import (
    LEAST_LIKELY,
    LIKELIEST,
    PENALTY,
    Contrast,
    Nuisance,
    RiskSet,
    contrast,
    folds,
)
from footpath.stats.logistic import chances, fitted, line, standardised

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
NEAR = 0.5  # log-odds of meeting it within which two rows are alike
ALIKE = 5  # rows alike that did not meet it, without which a row that did has nobody to be compared with


@dataclass(frozen=True, slots=True)
class Doubts:
    """What speaks against taking an effect at its word.

    `overlap` is the share of those who met it that have others to be compared with; `balance` the largest
    difference that weighting leaves, in standard deviations, and `noise` what chance alone leaves; `controls`
    how many rows the weighted ones are worth. `selection` is how much better or worse those who met it were
    placed before, by the ways they had gone alone: 0 but for noise where nothing unseen draws people there.
    """

    overlap: float
    balance: float
    noise: float
    controls: float
    selection: Contrast


def doubts(risk: RiskSet, known: Nuisance, found: Contrast, ways: Bools, *, seed: int = 0) -> Doubts:
    """The doubts about an effect; `ways` [k] are the features that tell how persons have gone so far."""
    weighted = found.odds.sum()
    squares = float(found.odds @ found.odds)
    controls = float(weighted * weighted / squares) if squares else 0.0
    counts = np.where(risk.met, risk.weight * risk.observed, 0.0)
    away = counts @ known.features / counts.sum() - found.odds @ known.features / max(weighted, 1e-12)
    noise = float(np.sqrt(1 / max(int(np.count_nonzero(counts)), 1) + 1 / max(controls, 1.0)))
    return Doubts(
        overlap(risk, known.chance, counts),
        float(np.max(np.abs(away), initial=0.0)),
        noise,
        controls,
        selection(risk, known, ways, seed=seed),
    )


def overlap(risk: RiskSet, chance: Floats, counts: Floats) -> float:
    """The share of those who met it that enough others were as likely to meet, and did not."""
    odds = np.log(chance / (1 - chance))
    others = np.sort(odds[~risk.met & (risk.observed > 0)])
    around = np.searchsorted(others, odds + NEAR, "right") - np.searchsorted(others, odds - NEAR, "left")
    compared = (around >= ALIKE) & (chance < LIKELIEST)
    return float(counts @ compared / counts.sum())


def selection(risk: RiskSet, known: Nuisance, ways: Bools, *, seed: int = 0) -> Contrast:
    """How those who meet it were placed just before, beside others in the same circumstances.

    The outcome that everything seen before promises is compared as if it were an outcome, with the ways left
    out of account. It is settled before anything is met, so a difference is no effect: it is people being
    drawn there, by what shows in their ways, and perhaps by what does not.
    """
    part, worth = standardised(risk.features[:, ~ways]), known.worth
    fold = folds(risk.person, seed)
    chance, expected = np.empty(len(risk)), np.empty(len(risk))
    first = fitted(part, risk.met, PENALTY, weight=risk.weight)
    for each in range(int(fold.max()) + 1):
        here, weight = fold == each, np.where(fold == each, 0.0, risk.weight)
        beta = fitted(part, risk.met, PENALTY, first, weight).beta
        chance[here] = chances(beta, part)[here]
        straight = line(part, worth, np.where(risk.met, 0.0, weight), PENALTY, PENALTY)
        expected[here] = (straight[0] + part @ straight[1:])[here]
    chance = np.clip(chance, LEAST_LIKELY, LIKELIEST)
    before = replace(risk, outcome=worth)
    return contrast(before, chance, worth - expected, worth - expected)
