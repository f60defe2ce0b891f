"""Ratings given together in, what moves one of them out: how much of its variance each of the others carries.

Beside a driver's importance stands what it has beyond the halo, what a bad and a good rating of it do to the
outcome, and how it does now. All of it is association: who rates high may differ in more than the rating.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.errors import UnknownName
from footpath.model.analysis import Result
from footpath.model.answer import Answers
from footpath.model.estimate import Estimate, Unit
from footpath.model.survey import SurveyScore
from footpath.stats.contrasts import BAD, GOOD, MIDDLE, MISSING, Contrast, Label, contrasts, mean
from footpath.stats.importance import MOST, Importance, importance

Floats = NDArray[np.float64]
Bands = NDArray[np.int8]
Kind = Literal["score", "binary"]
UNITS: dict[Kind, Unit] = {"score": "score", "binary": "share"}
LEAST = 30  # persons with a driver, with two drivers, with either end of a binary outcome
EACH = 5  # persons with two drivers, for each driver there is
NPS_BANDS = 6.0, 9.0  # detractors up to, promoters from
ASSOCIATION = "association, not effect: who differs in a driver may differ in more"
CHANCE = "no more is explained than chance explains"
REPAIRED = "few gave several of these ratings together, so the correlations had to be made to agree"


@dataclass(frozen=True, slots=True)
class Driver:
    """What one driver has to do with the outcome.

    `importance` is a share of R², `without_halo` what is left of it when the ratings' first principal
    component is taken out. `penalty` and `reward` are in the outcome's unit. `performance` is the driver's
    own mean, turned as the driver is so that high is good. Drivers whose ranks overlap can't be told apart.
    """

    name: str
    importance: Estimate
    without_halo: Estimate | None
    penalty: Estimate | None
    reward: Estimate | None
    label: Label | None
    performance: Estimate
    n: int  # persons with this driver
    rank_low: int  # 1 is the most important
    rank_high: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A driver about which nothing is said, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Drivers(Result):
    """What moves an outcome, the most important first; `r2` is None where nothing can be said."""

    outcome: str
    n: int  # persons with the outcome
    r2: Estimate | None
    halo: Estimate | None  # share of R² that the ratings' first principal component carries
    method: str
    drivers: tuple[Driver, ...]
    left_out: tuple[LeftOut, ...]
    notes: tuple[str, ...]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a driver."""
        for driver in self.drivers:
            yield {field.name: getattr(driver, field.name) for field in fields(driver)}


def of_score(
    answers: Answers, name: str, others: Sequence[str] | None = None, *, weighted: bool = False
) -> Drivers:
    """What moves a score: the other scores of the same record, each turned so that high is good.

    `others` None means every other score that was ever given together with it. Weighted, records whose survey
    gives no weight are left out. Raises UnknownName for a score that nobody defined.
    """
    for each in (name, *(others or ())):
        if each not in answers.names:
            raise UnknownName("score", each, answers.names)
    table = _table(answers.select((answers.name >= 0) & ~np.isnan(answers.score)))
    outcome = table.values[:, answers.names.index(name)]
    rows = np.flatnonzero(~np.isnan(outcome) & ~(weighted & np.isnan(table.weight)))
    together = np.count_nonzero(~np.isnan(table.values[rows]), axis=0) > 0
    wanted = [each in others if others else together[k] for k, each in enumerate(answers.names)]
    chosen = [k for k, each in enumerate(answers.names) if wanted[k] and each != name]
    defined = {score.name: score for survey in answers.surveys for score in survey.scores}
    matrix = table.values[rows][:, chosen]
    bands = [banded(matrix[:, i], defined[answers.names[k]]) for i, k in enumerate(chosen)]
    return drivers(
        matrix,
        [answers.names[k] for k in chosen],
        outcome[rows],
        name,
        "score",
        table.person[rows],
        bands=np.array(bands, np.int8).reshape(len(chosen), len(rows)).T,
        weight=table.weight[rows] if weighted else None,
    )


def drivers(
    matrix: Floats,
    names: Sequence[str],
    outcome: Floats,
    outcome_name: str,
    kind: Kind,
    person: NDArray[np.int32],
    *,
    bands: Bands | None = None,
    weight: Floats | None = None,
    notes: tuple[str, ...] = (ASSOCIATION,),
) -> Drivers:
    """What moves any outcome: matrix [n, k], NaN where a driver is missing, outcome, person and weight [n].

    A binary outcome is 0 or 1. `bands` [n, k] says which values of a driver are bad or good, MISSING where
    there is none; without it there is neither penalty nor reward. A driver that too few have, alone or
    together with another, or that never varies, is left out with its reason.
    """
    order = np.argsort(person, kind="stable")
    matrix, outcome, person = matrix[order], outcome[order], person[order]
    bands = np.full(matrix.shape, MISSING, np.int8) if bands is None else bands[order]
    weight = np.ones(len(order)) if weight is None else weight[order]
    n = _people(person)
    keep, left_out = _usable(matrix, names, person)
    if reason := _too_thin(outcome, kind, person, keep):
        return Drivers(outcome_name, n, None, None, "none", (), left_out, (*notes, reason))
    found = importance(np.column_stack([matrix[:, keep], outcome]), person, weight)
    apart = contrasts(bands[:, keep], outcome, person, weight, UNITS[kind])
    rows = [_driver(names[k], matrix[:, k], person, weight, found, i, apart[i]) for i, k in enumerate(keep)]
    rows.sort(key=lambda row: -row.importance.value)
    if found.r2.low == 0:
        notes += (CHANCE,)
    if found.repaired:
        notes += (REPAIRED,)
    method = "lmg" if len(keep) <= MOST else "relative weights"
    return Drivers(outcome_name, n, found.r2, found.halo, method, tuple(rows), left_out, notes)


def banded(values: Floats, score: SurveyScore) -> Bands:
    """Which values [n], high being good, are BAD, MIDDLE or GOOD: thirds of the scale, or as NPS counts them.

    >>> banded(np.array([1.0, 2, 3, 4, 5, np.nan]), SurveyScore("food", "rating", "Q7FOOD", (1, 5))).tolist()
    [-1, -1, 0, 1, 1, 2]
    """
    low, high = score.scale
    third = (high - low) / 3
    bad_to, good_from = NPS_BANDS if score.kind == "nps" else (low + third, high - third)
    bad = values <= bad_to if score.kind == "nps" else values < bad_to
    good = values >= good_from if score.kind == "nps" else values > good_from
    found = np.select([np.isnan(values), bad, good], [MISSING, BAD, GOOD], MIDDLE)
    return found.astype(np.int8)


def high_is_good(scored: Answers) -> Floats:
    """Scores [R] of answers that all have one; where low is good, turned round within the scale."""
    ends = np.full(len(scored.names), np.nan)
    for survey in scored.surveys:
        for score in survey.scores:
            if score.direction == "low is good" and score.name in scored.names:
                ends[scored.names.index(score.name)] = sum(score.scale)
    turn = ends[scored.name]
    return np.where(np.isnan(turn), scored.score, turn - scored.score)


class _Table(NamedTuple):
    """Scores by record: values [records, names], NaN where none, and each record's person and weight."""

    values: Floats
    person: NDArray[np.int32]
    weight: Floats


def _table(scored: Answers) -> _Table:
    records, at = np.unique(scored.record, return_inverse=True)
    values = np.full((len(records), len(scored.names)), np.nan)
    values[at, scored.name] = high_is_good(scored)
    person = np.zeros(len(records), np.int32)
    person[at] = scored.person
    weight = np.full(len(records), np.nan)
    weight[at] = scored.weight
    return _Table(values, person, weight)


def _usable(
    matrix: Floats, names: Sequence[str], person: NDArray[np.int32]
) -> tuple[list[int], tuple[LeftOut, ...]]:
    """Which drivers can be used; of two that too few have together, the one that fewer have goes."""
    there = ~np.isnan(matrix)
    counts = [_people(person[there[:, k]]) for k in range(len(names))]
    keep: list[int] = []
    left_out: list[LeftOut] = []
    for k in sorted(range(len(names)), key=lambda k: (-counts[k], k)):
        need = max(LEAST, EACH * (len(keep) + 1))
        close = [j for j in keep if _people(person[there[:, k] & there[:, j]]) < need]
        if counts[k] < LEAST:
            left_out.append(LeftOut(names[k], f"{counts[k]} have it, fewer than {LEAST} people"))
        elif np.ptp(matrix[there[:, k], k]) == 0:
            left_out.append(LeftOut(names[k], "it never varies"))
        elif close:
            left_out.append(LeftOut(names[k], f"fewer than {need} people have it and {names[close[0]]}"))
        else:
            keep.append(k)
    return sorted(keep), tuple(left_out)


def _people(person: NDArray[np.int32]) -> int:
    """How many, where each one's rows stand side by side."""
    return int(np.count_nonzero(np.diff(person, prepend=-1)))


def _too_thin(outcome: Floats, kind: Kind, person: NDArray[np.int32], keep: list[int]) -> str | None:
    """Why nothing can be said, if so."""
    if not keep:
        return "no driver can be used"
    if np.ptp(outcome) == 0:
        return "the outcome never varies"
    if kind == "binary" and min(_people(person[outcome == end]) for end in (0, 1)) < LEAST:
        return f"fewer than {LEAST} persons at one end of the outcome"
    return None


def _driver(
    name: str,
    values: Floats,
    person: NDArray[np.int32],
    weight: Floats,
    found: Importance,
    i: int,
    apart: Contrast,
) -> Driver:
    there = ~np.isnan(values)
    unit: Unit = "share" if np.isin(values[there], (0, 1)).all() else "score"
    performance = mean(values[there], person[there], weight[there], unit)
    return Driver(
        name,
        found.shares[i],
        found.without_halo[i] if found.without_halo else None,
        *apart,
        performance,
        performance.n,
        int(found.rank_low[i]),
        int(found.rank_high[i]),
    )
