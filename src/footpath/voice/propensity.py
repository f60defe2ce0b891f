"""Who was asked and who answered in, each person's chance of being heard out.

A chance never comes from a fit that has seen the person: five folds, by a hash of the person's id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.model.estimate import Estimate
from footpath.stats.intervals import Z
from footpath.stats.logistic import chances, constant, fit, standardised

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Ids = Sequence[str] | NDArray[np.generic]

FOLDS = 5
PENALTY = 3.0
FITTED_ON = 50_000  # rows; more would sharpen no coefficient, and cost minutes
LEAST = 10  # fewer of either kind tell nothing of who they are


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The chance of each of n who could have been asked: to be asked, and once asked to answer."""

    asked: Floats  # [n]
    answers: Floats  # [n]

    @property
    def chance(self) -> Floats:
        """To be heard at all [n]."""
        return self.asked * self.answers


def heard(features: Floats, asked: Bools, answered: Bools, hashes: Ints) -> Heard:
    """Chances from features [n, k], each cross-fitted; asking comes first, then answering."""
    plain = standardised(features)
    everybody = np.ones(len(asked), np.bool_)
    return Heard(
        np.ones(len(asked)) if asked.all() else cross_fitted(plain, asked, everybody, hashes),
        cross_fitted(plain, answered, asked, hashes),
    )


def cross_fitted(features: Floats, happened: Bools, among: Bools, hashes: Ints) -> Floats:
    """The chance [n] of each row that it happens, learnt from the rows `among` in other folds.

    Where it happens, or fails to, to fewer than 10, everybody has the same chance.
    """
    fold = hashes % FOLDS
    known = some_of(among, hashes)
    if min(happened[known].sum(), (~happened[known]).sum()) < LEAST:
        return np.full(len(happened), alike(happened[known]))
    first = fit(features[known], happened[known], PENALTY)
    chance = np.empty(len(happened))
    for each in range(FOLDS):
        others, here = known[fold[known] != each], fold == each
        chance[here] = chances(fit(features[others], happened[others], PENALTY, first), features[here])
    return chance


def some_of(among: Bools, hashes: Ints) -> Ints:
    """The rows to learn from: all of them, or of very many a sample by hash."""
    rows = np.flatnonzero(among)
    if len(rows) <= FITTED_ON:
        return rows
    return np.sort(rows[np.argsort(hashes[rows], kind="stable")[:FITTED_ON]])


def alike(happened: Bools) -> float:
    """One chance for all."""
    return float(chances(constant(happened, 1), np.zeros((1, 0)))[0])


def hashed(persons: Ids) -> Ints:
    """A number for each id [n]: the same id has the same in every run, whoever else is there. FNV-1a.

    >>> bool((hashed(["ann", "bob"])[:1] == hashed(["ann", "a longer name"])[:1]).all())
    True
    """
    ids = np.asarray(persons).astype(np.str_)
    if not len(ids):
        return np.empty(0, np.int64)
    letters = ids.view(np.uint32).reshape(len(ids), -1).astype(np.uint64)
    number = np.full(len(ids), 0xCBF29CE484222325, np.uint64)
    for letter in letters.T:
        number = np.where(letter > 0, (number ^ letter) * np.uint64(0x100000001B3), number)
    # The low bits of FNV tell little of its last letter
    return np.asarray((number ^ (number >> np.uint64(32))) >> np.uint64(1), np.int64)


def representative(answers: Floats, answered: Bools, asked: Bools) -> Estimate:
    """How evenly the asked answered: 1 − 2 sd of their chances; 1 is everybody alike.

    Schouten, Cobben and Bethlehem (2009), Indicators for the representativeness of survey response, Survey
    Methodology 35. Chances that were learnt from others scatter without meaning anything; so the variance is
    the covariance of chance and answer, which such scatter does not move. Its doubt is that of its influence
    function, 2 (answer − chance) (chance − mean) + (chance − mean)². `n` counts those asked.
    """
    chance, came = answers[asked], answered[asked].astype(np.float64)
    away = chance - chance.mean()
    spread = float(away @ (came - came.mean())) / len(came)
    doubt = Z * (2 * (came - chance) * away + away * away).std() / np.sqrt(len(came))
    value, low, high = (1 - 2 * np.sqrt(max(v, 0.0)) for v in (spread, spread + doubt, spread - doubt))
    method = "r-indicator, cross-fitted logistic"
    return Estimate(float(value), float(low), float(high), len(came), "share", method)
