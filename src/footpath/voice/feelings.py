"""Scored answers in, how people felt at each touchpoint out, from −2 to 2."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from footpath.model.answer import Answers
from footpath.model.estimate import Estimate
from footpath.stats.intervals import Floats
from footpath.stats.scores import mean_of
from footpath.voice.points import BEST, WORST, feeling
from footpath.voice.scoring import question

Ints = NDArray[np.int64]


def feelings(
    answers: Answers, keep: NDArray[np.bool_] | None = None, weights: Floats | None = None
) -> list[Estimate | None]:
    """The mean emotion of those who gave a score at each touchpoint; None where nobody did.

    A person counts once at a touchpoint, with the latest answers: those of one record are averaged. `weights`
    [R] are the answers'. n = persons; an interval of fewer than three is the whole scale.
    """
    chosen = np.ones(len(answers), np.bool_) if keep is None else keep
    rows = _latest(answers, np.flatnonzero(chosen & (answers.name >= 0) & (answers.touchpoint >= 0)))
    starts, place = _persons(answers, rows)
    size = np.bincount(place, minlength=len(starts))
    felt = np.bincount(place, felt_of(answers, rows), len(starts)) / size
    weighty = None if weights is None else np.bincount(place, weights[rows], len(starts)) / size
    at = answers.touchpoint[rows][starts]
    found = []
    for touchpoint in range(len(answers.touchpoints)):
        here = at == touchpoint
        found.append(
            mean_of(felt[here], (WORST, BEST), None if weighty is None else weighty[here], unit="emotion")
        )
    return found


def who_felt(answers: Answers, touchpoint: int, keep: NDArray[np.bool_] | None = None) -> NDArray[np.int32]:
    """The persons behind the emotion of a touchpoint, in order."""
    chosen = (answers.name >= 0) & (answers.touchpoint == touchpoint)
    return np.unique(answers.person[chosen if keep is None else chosen & keep])


def felt_of(answers: Answers, rows: Ints) -> Floats:
    """The emotion of some answers [n], which are scores."""
    felt = np.empty(len(rows))
    for code, name in enumerate(answers.names):
        here = answers.name[rows] == code
        asked = question(answers, name)
        felt[here] = feeling(answers.score[rows][here], asked.scale, asked.direction)
    return felt


def _latest(answers: Answers, rows: Ints) -> Ints:
    """Those of each person's latest record at each touchpoint, by touchpoint and person."""
    order = np.lexsort(
        (answers.record[rows], answers.time[rows], answers.person[rows], answers.touchpoint[rows])
    )
    rows = rows[order]
    starts, place = _persons(answers, rows)
    last = np.append(starts[1:], len(rows))[: len(starts)] - 1
    latest: NDArray[np.bool_] = answers.record[rows] == answers.record[rows[last]][place]
    return rows[latest]


def _persons(answers: Answers, rows: Ints) -> tuple[Ints, Ints]:
    """Where each person's rows at a touchpoint begin, and the number of that group for each row."""
    pair = answers.touchpoint[rows].astype(np.int64) * (len(answers.persons) + 1) + answers.person[rows]
    starts = np.flatnonzero(np.append(True, pair[1:] != pair[:-1])[: len(rows)])
    return starts, np.searchsorted(starts, np.arange(len(rows)), "right") - 1
