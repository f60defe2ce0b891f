"""Ratings and an outcome in, what a bad and what a good rating do to the outcome out.

What is missed when it is bad is often not thanked for when it is good. So each driver's bad band and its good
band are compared with its middle, apart: the penalty and the reward.
"""

from __future__ import annotations

from math import sqrt
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.model.estimate import Estimate, Unit
from footpath.stats.intervals import Z, student

Floats = NDArray[np.float64]
Label = Literal["must-have", "delighter", "performance", "indifferent"]
Bounds = tuple[float, float]
BAD, MIDDLE, GOOD, MISSING = -1, 0, 1, 2
LEAST = 10  # persons in a band, and persons for each number that is fitted
SMALL = 0.2  # of the outcome's standard deviation: Cohen's small effect
METHOD = "penalty-reward regression, clustered by person"


class Contrast(NamedTuple):
    """What bad does to the outcome, and good, against the middle; n is the persons in the band.

    None of a band with too few persons.
    """

    penalty: Estimate | None
    reward: Estimate | None
    label: Label | None


class Fit(NamedTuple):
    """Coefficients of least squares with their covariance, clustered by `people` persons."""

    values: Floats  # [m]
    covariance: Floats  # [m, m]
    people: int

    def along(self, direction: Floats, claims: int = 1) -> tuple[float, float, float]:
        """Value, low and high of a linear combination of the coefficients, by Student's t.

        With `claims` above 1, bounds that hold for so many of them at once (Bonferroni).
        """
        value = float(direction @ self.values)
        variance = max(float(direction @ self.covariance @ direction), 0.0)
        wider = NormalDist().inv_cdf(1 - 0.025 / claims) / Z
        margin = sqrt(variance) * float(student(np.array(self.people - 1.0))) * wider
        return value, value - margin, value + margin


def regress(design: Floats, outcome: Floats, person: NDArray[np.int32], weight: Floats) -> Fit:
    """Weighted least squares with a covariance that lets each person's rows resemble each other.

    design [n, m], outcome, person and weight [n]. The sandwich with the factor
    G / (G − 1) · (n − 1) / (n − m): Liang and Zeger (1986), Longitudinal data analysis using generalized
    linear models, Biometrika 73; Cameron and Miller (2015), A practitioner's guide to cluster-robust
    inference, Journal of Human Resources 50.
    """
    n, m = design.shape
    bread = np.linalg.pinv((design * weight[:, None]).T @ design, hermitian=True)
    values = bread @ (design.T @ (weight * outcome))
    scores = design * (weight * (outcome - design @ values))[:, None]
    codes = np.unique(person, return_inverse=True)[1]
    people = int(codes.max()) + 1
    by_person = np.zeros((people, m))
    np.add.at(by_person, codes, scores)
    factor = people / max(people - 1, 1) * (n - 1) / max(n - m, 1)
    return Fit(values, bread @ (by_person.T @ by_person) @ bread * factor, people)


def mean(values: Floats, person: NDArray[np.int32], weight: Floats, unit: Unit) -> Estimate:
    """The mean of some values [n], clustered by person; a share stays within 0 and 1."""
    fit = regress(np.ones((len(values), 1)), values, person, weight)
    value, low, high = fit.along(np.ones(1))
    if unit == "share":
        low, high = max(low, 0.0), min(high, 1.0)
    return Estimate(value, low, high, fit.people, unit, "mean, clustered by person")


def contrasts(
    bands: NDArray[np.int8], outcome: Floats, person: NDArray[np.int32], weight: Floats, unit: Unit
) -> list[Contrast]:
    """The penalty and reward of each of k drivers, all others held still.

    bands [n, k]: BAD, MIDDLE, GOOD or MISSING; outcome, person and weight [n]. Who gave no rating has a
    level of their own. Nothing is told of a band, or a middle, of fewer than LEAST persons, nor of any driver
    where there are fewer than LEAST persons to each number that is fitted. After Brandt (1987), A procedure
    for identifying value-enhancing service components using customer satisfaction survey data.
    """
    levels = [(k, level) for k in range(bands.shape[1]) for level in (BAD, GOOD, MISSING)]
    columns = np.stack([bands[:, k] == level for k, level in levels], axis=1)
    used = columns.any(axis=0)
    if len(np.unique(person)) < LEAST * (used.sum() + 1) or (bands == MISSING).all():
        return [Contrast(None, None, None)] * bands.shape[1]
    design = np.column_stack([np.ones(len(outcome)), columns[:, used]])
    fit = regress(design, outcome, person, weight)
    places = np.where(used, np.cumsum(used), 0).reshape(-1, 3)
    small = SMALL * sqrt(float(np.cov(outcome, aweights=weight)))
    people = [
        [len(np.unique(person[bands[:, k] == level])) for level in (BAD, MIDDLE, GOOD)]
        for k in range(bands.shape[1])
    ]
    rows = zip(places, people, strict=True)
    return [_contrast(fit, at, counts, len(people), small, unit) for at, counts in rows]


def label(penalty: Bounds, reward: Bounds, excess: Bounds, small: float) -> Label | None:
    """What kind of driver this is, if that is clear from the bounds (low, high) of its effects.

    `excess` is by how much the penalty is larger than the reward. Both beyond zero: *performance*. One beyond
    zero, and clearly the larger: *must-have* or *delighter*; that the other one is not seen does not do. Both
    within ± `small`: *indifferent*. Else None. Named after Kano et al. (1984), Attractive quality and must-be
    quality.
    """
    hurts, helps = penalty[1] < 0, reward[0] > 0
    rules: list[tuple[bool, Label]] = [
        (hurts and helps, "performance"),
        (hurts and excess[0] > 0, "must-have"),
        (helps and excess[1] < 0, "delighter"),
        (min(penalty[0], reward[0]) > -small and max(penalty[1], reward[1]) < small, "indifferent"),
    ]
    return next((name for holds, name in rules if holds), None)


def _contrast(
    fit: Fit, places: NDArray[np.int64], people: list[int], claims: int, small: float, unit: Unit
) -> Contrast:
    """Of one driver; `places` are where its bad and good stand in the fit, `people` those in its bands."""
    bad, middle, good = people
    axes = np.eye(len(fit.values))
    down, up = axes[places[0]], axes[places[1]]
    told = [min(each, middle) >= LEAST for each in (bad, good)]
    penalty = Estimate(*fit.along(down), bad, unit, METHOD) if told[0] else None
    reward = Estimate(*fit.along(up), good, unit, METHOD) if told[1] else None
    if penalty is None or reward is None:
        return Contrast(penalty, reward, None)
    # A name is a claim, and there are as many as drivers: by chance none of them in 95 of 100 surveys
    down, up, excess = (fit.along(each, claims)[1:] for each in (down, up, -down - up))
    return Contrast(penalty, reward, label(down, up, excess, small))
