"""Answers in, the touchpoint that each is about out.

By the definition of its question or survey; else by a property of its own that names a touchpoint; else the
last touchpoint within the survey's window, in the answer's own case where that has any; else the touchpoint
that the answer is itself. What is left stays unplaced and is counted, never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys import columns, properties
from footpath.model.answer import DECLARED, ITSELF, LAST, NAMED, UNPLACED, Answers
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.survey import WINDOW, Survey
from footpath.model.timeline import Codes, Timelines
from footpath.voice.claims import Claims, claims
from footpath.voice.preceding import Moments, at, places, step_before, steps_of
from footpath.voice.said import NAMES, Said, codes, said

Ints = NDArray[np.int64]
MICROSECOND = timedelta(microseconds=1)
NUMBER = r"^\s*[-+]?[0-9]*[.]?[0-9]+([eE][-+]?[0-9]+)?\s*$"


def place(
    log: EventLog,
    people: PersonIndex,
    timelines: Timelines,
    surveys: Sequence[Survey],
    *,
    until: datetime | None = None,
    rows: Ints | None = None,
) -> Answers:
    """What known persons answered, each with its touchpoint, by person and then in the order of a timeline.

    Timelines are of the same log and people. Events of the kind "said", which are `rows`, count that have
    words or a score that a survey asks for; none after `until`. DefinitionError where two surveys' scores of
    one name can't be counted together.
    """
    everything = said(log, people, timelines, until, rows)
    claimed = claims(everything, surveys)
    heard = claimed.words | ~np.isnan(claimed.score)
    answers, claimed = everything.select(heard), claimed.select(heard)
    about, how = told(answers, claimed, surveys, timelines.touchpoints)
    look = windows(claimed.survey, surveys)
    moments = Moments(answers.person, answers.record, about, look, answers.keys)
    steps = steps_of(log, timelines, answers.person, everything.row, everything.record)
    before = step_before(moments, steps)
    own = at(steps.position, places(answers.row, steps.row))  # the step that each answer is
    before = np.where(before >= 0, before, beside(timelines.touchpoint, about, own, answers.record))
    itself = np.where((own < 0) & (about < 0), of_record(own, answers.record), own)
    touchpoint, placed, step = settle(timelines, about, how, before, itself)
    names = tuple(dict.fromkeys(score.name for score in claimed.scores))
    of_score = np.array([names.index(each.name) for each in claimed.scores] + [-1], np.int32)
    return Answers(
        persons=timelines.persons,
        touchpoints=timelines.touchpoints,
        surveys=tuple(surveys),
        names=names,
        row=answers.row,
        person=answers.person,
        record=answers.record,
        survey=claimed.survey,
        name=np.where(np.isnan(claimed.score), -1, of_score[claimed.asked]).astype(np.int32),
        time=answers.time,
        touchpoint=touchpoint,
        placed=placed,
        step=step,
        score=claimed.score,
        text=_texts(answers, claimed),
        weight=weights(answers, claimed.survey, surveys),
    )


def told(
    answers: Said, claimed: Claims, surveys: Sequence[Survey], touchpoints: Sequence[str]
) -> tuple[Codes, NDArray[np.int8]]:
    """What the definitions, or its own properties, say an answer is about [R]: touchpoint or -1, and how."""
    code_of = {name: code for code, name in enumerate(touchpoints)}
    of_score = np.array([code_of.get(each.about or "", -1) for each in claimed.scores] + [-1], np.int32)
    of_survey = np.array([code_of.get(each.about or "", -1) for each in surveys] + [-1], np.int32)
    about = of_score[claimed.asked]
    about = np.where(about >= 0, about, of_survey[claimed.survey])
    how = np.where(about >= 0, DECLARED, UNPLACED).astype(np.int8)
    for number, survey in enumerate(surveys):
        if survey.about is None or survey.about in code_of:
            continue
        here = (claimed.survey == number) & (about < 0)
        named = codes(_values(answers, survey.about, here), pa.array(touchpoints, pa.string()))
        about[here], how[here] = named, np.where(named >= 0, NAMED, UNPLACED)
    return about, how


def windows(survey: Codes, surveys: Sequence[Survey]) -> Ints:
    """How far back each answer looks [R], µs."""
    spans = [each.window // MICROSECOND for each in surveys]
    return np.array([*spans, WINDOW // MICROSECOND], np.int64)[survey]


def weights(answers: Said, survey: Codes, surveys: Sequence[Survey]) -> NDArray[np.float64]:
    """The survey's own weight of each answer [R], NaN where it has none."""
    found = np.full(len(answers), np.nan)
    for number, each in enumerate(surveys):
        here = survey == number
        if each.weight is not None and here.any():
            texts = _values(answers, each.weight, here)
            written = pc.if_else(
                pc.match_substring_regex(texts, NUMBER), pc.utf8_trim_whitespace(texts), None
            )
            found[here] = columns.floats(written)
    return np.where(found > 0, found, np.nan)


def beside(touchpoint: Codes, about: Codes, own: Ints, record: NDArray[np.int32]) -> Ints:
    """The step that an answer of the same record is [R], where that is what an answer is about; else -1.

    The answer itself comes before others.

    `touchpoint` are those of the timelines, `own` [R] the step that each answer is.
    """
    given = np.flatnonzero(own >= 0)
    met = at(touchpoint, own)
    most = int(max(met.max(initial=0), about.max(initial=0))) + 1
    there = record[given].astype(np.int64) * most + met[given]
    order = np.argsort(there, kind="stable")
    wanted = np.where(about >= 0, record.astype(np.int64) * most + about, -1)
    last = np.searchsorted(there[order], wanted, "right") - 1
    found = (last >= 0) & (np.append(there[order], -2)[last] == wanted) if len(given) else last >= 0
    itself = (own >= 0) & (about >= 0) & (met == about)
    return np.where(itself, own, np.where(found, np.append(own[given][order], -1)[last], -1))


def of_record(own: Ints, record: NDArray[np.int32]) -> Ints:
    """The last step that any answer of the same record is [R]; -1 where none is. `own` [R] as in `beside`."""
    given = np.flatnonzero(own >= 0)
    order = np.argsort(record[given], kind="stable")
    known = record[given][order]
    last = np.searchsorted(known, record, "right") - 1
    found = (last >= 0) & (np.append(known, -1)[last] == record)
    return np.where(found, np.append(own[given][order], -1)[last], -1)


def settle(
    timelines: Timelines, about: Codes, how: NDArray[np.int8], before: Ints, own: Ints
) -> tuple[Codes, NDArray[np.int8], Ints]:
    """Touchpoint, how it was placed, and step of each answer [R].

    `before` is the step that was found for it, `own` the step that the answer is; both -1 for none.
    """
    known = about >= 0
    itself = (before < 0) & (own >= 0) & (~known | (at(timelines.touchpoint, own) == about))
    step = np.where(itself, own, before)
    placed = np.where(known, how, np.select([before >= 0, itself], [LAST, ITSELF], UNPLACED))
    return (
        np.where(known, about, at(timelines.touchpoint, step)).astype(np.int32),
        placed.astype(np.int8),
        step,
    )


def _texts(answers: Said, claimed: Claims) -> pa.StringArray:
    """The words as sent [R], null where none; a code that came as a number is written out."""
    texts = answers.table.column("text").combine_chunks().cast(pa.string())
    spoken = pc.if_else(pa.array(answers.words), texts, None)
    numbers = answers.table.column("score").combine_chunks().cast(pa.string())
    return pc.if_else(pa.array(claimed.words), pc.coalesce(spoken, numbers), None)


def _values(answers: Said, name: str, here: NDArray[np.bool_]) -> pa.ChunkedArray:
    """A column's or a property's values for some answers, as texts."""
    some = answers.table.filter(pa.array(here))
    if name in NAMES:
        return some.column(name)
    return properties.texts(some.column("properties"), [name])[0]
