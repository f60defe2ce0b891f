"""Answers in, scores with their intervals, bases and response rates out.

One answer a person and cell: the latest. So n is the number of persons in the list behind a score.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from footpath.errors import UnknownName
from footpath.model.answer import Answers
from footpath.model.estimate import Estimate
from footpath.model.survey import Direction, ScoreKind, SurveyScore
from footpath.stats.intervals import Floats, wilson
from footpath.stats.scores import detectable_difference, effective_size, mean_of, nps_of, share_of
from footpath.voice.asked import Asked
from footpath.voice.cells import Cell, Cut, cells
from footpath.voice.points import points, top

State = Literal["full", "indicative", "counts"]
FULL, INDICATIVE = 30, 10  # persons from which a score is drawn, and from which it is told at all
WHOLE = Cut()


class ScoreRow(Struct, frozen=True, kw_only=True):
    """A score in a cell: raw, and weighted where answers have weights.

    `answered` persons count, of `asked`; None where nobody knows who was asked. `distribution` has persons by
    answer as written. `detectable_difference` is what this score would have to differ from that of another
    group like it: see `footpath.stats.scores.detectable_difference`. Below 30 persons the state is
    "indicative", below 10 "counts": then there are only counts and quotes, and no score.
    """

    name: str
    kind: ScoreKind
    touchpoint: str | None
    month: str | None
    segment: str | None
    raw: Estimate | None
    weighted: Estimate | None
    asked: int | None
    answered: int
    response_rate: Estimate | None
    effective_n: float
    detectable_difference: float | None
    distribution: dict[str, int]
    definition: str
    state: State
    scale: tuple[float, float]
    direction: Direction
    since_before: Estimate | None = None  # how much higher than in the month before
    verdict: Literal["up", "down", "no change seen", "too few"] | None = None

    @property
    def cell(self) -> Cell:
        """Where it was measured."""
        return Cell(self.name, self.touchpoint, self.month, self.segment)

    @property
    def best(self) -> Estimate | None:
        """The weighted score where there is one, else the raw one."""
        return self.weighted or self.raw


def score(
    answers: Answers,
    keep: NDArray[np.bool_] | None = None,
    cut: Cut = WHOLE,
    *,
    weights: Floats | None = None,
    asked: Asked | None = None,
) -> list[ScoreRow]:
    """The scores of the answers in `keep` [R], a row for each cell that has any.

    `weights` [R] are the answers', by default the surveys' own; an answer without one is no part of the
    weighted score. Rows are in the order of the segments, then names, touchpoints and months.
    """
    own = answers.weight if weights is None else weights
    rows = []
    for cell, found in cells(answers, keep, cut):
        definition = question(answers, cell.name)
        invited = None if asked is None else asked.people(cell, cut, answers.person[found])
        rows.append(_row(cell, definition, answers.score[found], own[found], invited))
    return rows


def who(
    answers: Answers, cell: Cell, keep: NDArray[np.bool_] | None = None, cut: Cut = WHOLE
) -> NDArray[np.int64]:
    """The positions of the answers behind a row, one a person; as many as its `answered`.

    `keep` and `cut` are those that the row was made with; nothing where there is no such row.
    """
    found = (rows for each, rows in cells(answers, keep, cut) if each == cell)
    return next(found, np.empty(0, np.int64))


def question(answers: Answers, name: str) -> SurveyScore:
    """The first definition of a score; those of one name are asked alike. UnknownName where there is none."""
    for survey in answers.surveys:
        for each in survey.scores:
            if each.name == name:
                return each
    raise UnknownName("score", name, answers.names)


def estimate(asked: SurveyScore, scores: Floats, weights: Floats | None = None) -> Estimate | None:
    """The score of answers [n] to a question, perhaps weighted; None where nobody answered."""
    found: Callable[[], Estimate | None] = {
        "nps": lambda: nps_of(points(asked, scores), weights),
        "csat": lambda: share_of(points(asked, scores), weights),
    }.get(asked.kind, lambda: mean_of(scores, asked.scale, weights))
    return found()


def definition_of(asked: SurveyScore) -> str:
    """What a score is, in words.

    >>> definition_of(SurveyScore("csat", "csat", "Q1", (1, 5)))
    'share of 4 and 5 on 1..5, Wilson'
    """
    low, high = asked.scale
    on = f"on {low:g}..{high:g}"
    turned = "" if asked.direction == "high is good" else ", low is good"
    if asked.kind == "nps":
        read = on if high == 10 else f"{on} read as 0..10"
        return f"share of 9 and 10 less share of 6 and below, in points, {read}, adjusted Wald"
    if asked.kind == "csat":
        best = [f"{each:g}" for each in top(asked)]
        shown = " and ".join([", ".join(best[:-1]), best[-1]] if len(best) > 1 else best)
        return f"share of {shown} {on}{turned}, Wilson"
    return f"mean {on}{turned}, Wilson between the ends"


def _row(cell: Cell, asked: SurveyScore, scores: Floats, weights: Floats, invited: int | None) -> ScoreRow:
    n, weighty = len(scores), np.isfinite(weights) & (weights > 0)
    state = state_of(n)
    told = state != "counts"
    raw = estimate(asked, scores) if told else None
    has_weights = told and np.count_nonzero(weighty) >= INDICATIVE
    weighted = estimate(asked, scores[weighty], weights[weighty]) if has_weights else None
    best = weighted or raw
    values, counts = np.unique(scores, return_counts=True)
    return ScoreRow(
        **cell._asdict(),
        kind=asked.kind,
        raw=raw,
        weighted=weighted,
        asked=invited,
        answered=n,
        response_rate=wilson(n, invited) if invited else None,
        effective_n=effective_size(weights[weighty]) if weighted else float(n),
        detectable_difference=detectable_difference(best, best) if best else None,
        distribution={f"{value:g}": int(people) for value, people in zip(values, counts, strict=True)},
        definition=definition_of(asked),
        state=state,
        scale=asked.scale,
        direction=asked.direction,
    )


def state_of(n: int) -> State:
    """How much n persons may say.

    >>> [state_of(n) for n in (9, 10, 30)]
    ['counts', 'indicative', 'full']
    """
    return "full" if n >= FULL else "indicative" if n >= INDICATIVE else "counts"
