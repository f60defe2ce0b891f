"""Scores by month in, what changed from one month to the next, and what of it is opinion, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from footpath.model.answer import Answers
from footpath.model.timeline import Timelines
from footpath.voice.before import features_before
from footpath.voice.cells import Cut
from footpath.voice.change import Split, change
from footpath.voice.composition import Period, split_change
from footpath.voice.points import points
from footpath.voice.scoring import ScoreRow, question, who

Flags = NDArray[np.bool_]


def with_changes(rows: Sequence[ScoreRow]) -> list[ScoreRow]:
    """Each score with how it differs from that of the month before, where that has one.

    >>> with_changes([])
    []
    """
    of = {(*row.cell[:2], row.segment, row.month): row for row in rows}
    found = []
    for row in rows:
        before = of.get((*row.cell[:2], row.segment, _month_before(row.month)))
        if before is None:
            found.append(row)
            continue
        seen = change(before, row)
        found.append(structs.replace(row, since_before=seen.difference, verdict=seen.verdict))
    return found


def _month_before(month: str | None) -> str | None:
    """The month before a month.

    >>> _month_before("2026-01"), _month_before("2026-03")
    ('2025-12', '2026-02')
    """
    if month is None:
        return None
    year, number = map(int, month.split("-"))
    return f"{year - (number == 1)}-{(number - 2) % 12 + 1:02d}"


def latest_split(
    answers: Answers, timelines: Timelines, keep: Flags, cut: Cut, rows: Sequence[ScoreRow]
) -> Iterator[tuple[ScoreRow, ScoreRow, Split]]:
    """For each score the last two months that follow each other, and their difference in two parts.

    Composition comes of who answered, as far as their journeys tell; opinion is what people with the same
    journey say otherwise.
    """
    for name in dict.fromkeys(row.name for row in rows):
        months = {row.month: row for row in rows if row.name == name and row.month is not None}
        follow = [(_month_before(month), after) for month, after in months.items()]
        pairs = [(months[before], after) for before, after in follow if before in months]
        if not pairs:
            continue
        left, right = max(pairs, key=lambda pair: str(pair[1].month))
        periods = [_period(answers, timelines, who(answers, row.cell, keep, cut)) for row in (left, right)]
        split = split_change(*periods, unit="share" if left.kind == "csat" else "score")
        if split is not None:
            yield left, right, split


def _period(answers: Answers, timelines: Timelines, rows: NDArray[np.int64]) -> Period:
    asked = question(answers, answers.names[int(answers.name[rows[0]])])
    features, _ = features_before(timelines, answers.person[rows], answers.time[rows])
    return Period(points(asked, answers.score[rows]), features)
