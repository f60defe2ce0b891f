"""Answers to a question in, the points whose mean is the score, or the emotion, out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from footpath.model.survey import Direction, ScoreKind, SurveyScore
from footpath.stats.intervals import Floats

PROMOTER, DETRACTOR = 9, 6
TOP = 0.4  # of the steps of a scale: two of five, three of seven, four of ten
WORST, BEST = -2.0, 2.0


def points(asked: SurveyScore, scores: Floats) -> Floats:
    """What each answer [n] adds to the score, which is the mean.

    NPS: 100 for a promoter, −100 for a detractor. CSAT: 1 for a satisfied answer, 0 for another. Else the
    answer itself.

    >>> points(SurveyScore("nps", "nps", "Q1", (0, 10)), np.array([10.0, 7.0, 6.0]))
    array([ 100.,    0., -100.])
    """
    return POINTS[asked.kind](asked, scores)


def top(asked: SurveyScore) -> list[int]:
    """The answers that are satisfied: the best 40 % of the steps, rounded, and at least one; low to high.

    >>> [top(SurveyScore("csat", "csat", "Q1", scale)) for scale in ((1, 5), (1, 7), (1, 10), (0, 1))]
    [[4, 5], [5, 6, 7], [7, 8, 9, 10], [1]]
    >>> top(SurveyScore("csat", "csat", "Q1", (1, 5), "low is good"))
    [1, 2]
    """
    low, high = round(asked.scale[0]), round(asked.scale[1])
    best = max(1, round(TOP * (high - low + 1)))
    return list(
        range(low, low + best) if asked.direction == "low is good" else range(high - best + 1, high + 1)
    )


def feeling(scores: Floats, scale: tuple[float, float], direction: Direction) -> Floats:
    """Answers as emotion, −2 to 2, by a straight line between the ends of their scale.

    >>> feeling(np.array([0.0, 5.0, 9.0]), (0, 10), "high is good")
    array([-2. ,  0. ,  1.6])
    """
    low, high = scale
    felt: Floats = WORST + (BEST - WORST) * (scores - low) / (high - low)
    return -felt if direction == "low is good" else felt


def _sides(asked: SurveyScore, scores: Floats) -> Floats:
    # Those who ask from 1 to 10 mean the same numbers; any other scale is read as 0 to 10.
    low, high = asked.scale
    tens = scores if high == 10 else 10 * (scores - low) / (high - low)
    return 100.0 * (tens >= PROMOTER) - 100.0 * (tens <= DETRACTOR)


def _satisfied(asked: SurveyScore, scores: Floats) -> Floats:
    best = top(asked)
    good = scores <= best[-1] if asked.direction == "low is good" else scores >= best[0]
    return good.astype(np.float64)


POINTS: dict[ScoreKind, Callable[[SurveyScore, Floats], Floats]] = {
    "nps": _sides,
    "csat": _satisfied,
    "ces": lambda _, scores: scores,
    "rating": lambda _, scores: scores,
}
