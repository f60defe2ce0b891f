"""Answers: what persons said when they were asked, or unasked, each with the touchpoint that it is about."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import timedelta

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.model.journey import Journeys
from footpath.model.survey import Survey
from footpath.model.timeline import Codes, Times

DECLARED, NAMED, LAST, ITSELF, UNPLACED = 0, 1, 2, 3, -1
# How an answer came to its touchpoint: by the definition of its survey or question, by a property of its own,
# as the last one within the window, as the touchpoint that the answer is itself; else it is unplaced.


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """R answers, by person and then in the order of a timeline; one a question answered.

    An answer has a score (`score` is not NaN), words (`text` is not null), or both. Of an answer that was
    sent again only the latest version is here.
    """

    persons: pa.StringArray  # [P] ids, the same index as in the timelines
    touchpoints: tuple[str, ...]
    surveys: tuple[Survey, ...]
    names: tuple[str, ...]  # of scores, each once, in the order of the definitions
    row: NDArray[np.int64]  # [R] row of the event log
    person: NDArray[np.int32]  # [R] into persons
    record: NDArray[np.int32]  # [R] answers given together have the same number
    survey: Codes  # [R] into surveys; -1 where none claims it
    name: Codes  # [R] into names; -1 where it is no score
    time: Times  # [R]
    touchpoint: Codes  # [R] what it is about; -1 unplaced
    placed: NDArray[np.int8]  # [R] DECLARED, NAMED, LAST, ITSELF or UNPLACED
    step: NDArray[np.int64]  # [R] position in the timelines of what it is about; -1 where nothing is seen
    score: NDArray[np.float64]  # [R] on the question's own scale, NaN where none
    text: pa.StringArray  # [R] as sent, codes too; null where none
    weight: NDArray[np.float64]  # [R] the survey's own, NaN where it has none
    sent: pa.Table  # [R] source, event and id of each, as texts

    def __len__(self) -> int:
        return len(self.row)

    def select(self, keep: NDArray[np.bool_] | NDArray[np.int64]) -> Answers:
        """Only some answers, by a mask [R] or positions."""
        rows = np.flatnonzero(keep) if keep.dtype == np.bool_ else keep
        kept = {
            field.name: getattr(self, field.name)[rows]
            for field in fields(self)
            if isinstance(getattr(self, field.name), np.ndarray)
        }
        return replace(self, text=self.text.take(pa.array(rows)), sent=self.sent.take(pa.array(rows)), **kept)

    def drawn(self, journeys: Journeys) -> NDArray[np.bool_]:
        """Which answers are about a drawn step of these journeys [R]."""
        shown = journeys.step[journeys.steps_of(np.unique(self.person))]
        return (self.step >= 0) & np.isin(self.step, shown)

    def window(self, answer: int) -> timedelta | None:
        """The window of an answer's survey; None where no survey claims it."""
        at = int(self.survey[answer])
        return self.surveys[at].window if at >= 0 else None
