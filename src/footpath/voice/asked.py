"""Invitations, or who could have been asked, in; how many persons were asked in each cell out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys import columns
from footpath.journeys.timelines import microseconds
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.survey import Survey
from footpath.model.timeline import NO_TIME, Codes, Timelines, Times, ranges
from footpath.voice.cells import Cell, Cut, Members, span
from footpath.voice.preceding import Moments, at, step_before, steps_of
from footpath.voice.said import KEYS, keys_of

INVITED = 0  # the record of all invitations: none of them is the touchpoint of another
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A times that somebody was asked, or could have been.

    `known` tells of which surveys that is known at all.
    """

    surveys: tuple[Survey, ...]
    touchpoints: tuple[str, ...]
    known: NDArray[np.bool_]  # [surveys]
    survey: Codes  # [A]
    person: NDArray[np.int32]  # [A]
    touchpoint: Codes  # [A] after which; -1 unknown
    time: Times  # [A]

    def select(self, keep: NDArray[np.bool_]) -> Asked:
        """Only some times."""
        return replace(
            self,
            survey=self.survey[keep],
            person=self.person[keep],
            touchpoint=self.touchpoint[keep],
            time=self.time[keep],
        )

    def people(self, cell: Cell, cut: Cut, answered: NDArray[np.int32]) -> int | None:
        """Persons who were asked in a cell, those who answered among them; None where nobody knows."""
        about = [
            which for which, each in enumerate(self.surveys) if cell.name in {s.name for s in each.scores}
        ]
        nowhere = "touchpoint" in cut.by and cell.touchpoint is None
        never = "month" in cut.by and cell.month is None
        if nowhere or never or not about or not self.known[about].all():
            return None
        there = np.isin(self.survey, about)
        if cell.segment is not None:
            there &= cut.segments[cell.segment][self.person]
        if cell.month is not None:
            begin, end = span(cell.month, cut.zone)
            there &= (self.time >= begin) & (self.time < end)
        if cell.touchpoint is not None:
            there &= self._at(cell.name, cell.touchpoint)
        return len(np.union1d(self.person[there], answered))

    def _at(self, name: str, touchpoint: str) -> Members:
        """Which times ask about a touchpoint: those after it, and those of surveys that are about it."""
        declared = [
            touchpoint in {survey.about, *(each.about for each in survey.scores if each.name == name)}
            for survey in self.surveys
        ]
        after: Members = self.touchpoint == self.touchpoints.index(touchpoint)
        return after | np.array(declared, np.bool_)[self.survey]


def asked(
    log: EventLog,
    people: PersonIndex,
    timelines: Timelines,
    surveys: Sequence[Survey],
    eligible: Sequence[Members | None] = (),
    *,
    until: datetime | None = None,
) -> Asked:
    """Who was asked what, and when.

    A survey with `invited` asks whom its invitations reach, about the last touchpoint within its window. One
    without asks the persons in its mask of `eligible`, each time that they are at the touchpoint that it is
    about, or at any. Of a survey with neither nothing is known.
    """
    masks = [*eligible, *[None] * (len(surveys) - len(eligible))]
    rows: list[tuple[NDArray[np.int32], Codes, Times]] = []
    for survey, members in zip(surveys, masks, strict=True):
        if survey.invited is not None:
            rows.append(_invited(log, people, timelines, survey, until))
        elif members is not None:
            rows.append(_eligible(timelines, survey, members))
        else:
            rows.append(_nobody())
    known = [each.invited is not None or mask is not None for each, mask in zip(surveys, masks, strict=True)]
    person, touchpoint, time = (np.concatenate(parts) for parts in zip(_nobody(), *rows, strict=True))
    return Asked(
        tuple(surveys),
        timelines.touchpoints,
        np.array(known, np.bool_),
        np.repeat(np.arange(len(rows), dtype=np.int32), [len(each[0]) for each in rows]),
        person,
        touchpoint,
        time,
    )


def _invited(
    log: EventLog, people: PersonIndex, timelines: Timelines, survey: Survey, until: datetime | None
) -> tuple[NDArray[np.int32], Codes, Times]:
    sent = pc.equal(log.column("event"), survey.invited).to_numpy() & (people.row_person >= 0)
    if until is not None:
        sent &= columns.times(log.column("time")) <= microseconds(until)
    rows = np.flatnonzero(sent)
    person = people.row_person[rows].astype(np.int32)
    keys = keys_of(log.take(rows, KEYS), timelines)
    same = np.full(len(rows), INVITED, np.int32)
    window = np.full(len(rows), survey.window // MICROSECOND, np.int64)
    moments = Moments(person, same, np.full(len(rows), -1, np.int32), window, keys)
    last = step_before(moments, steps_of(log, timelines, person, rows, same))
    return person, at(timelines.touchpoint, last), keys.time


def _eligible(
    timelines: Timelines, survey: Survey, members: Members
) -> tuple[NDArray[np.int32], Codes, Times]:
    eligible = np.flatnonzero(members).astype(np.int32)
    begins, ends = timelines.offsets[eligible], timelines.offsets[eligible + 1]
    steps, person = ranges(begins, ends), np.repeat(eligible, ends - begins)
    touchpoint = timelines.touchpoint[steps].astype(np.int32)
    if survey.about in timelines.touchpoints:
        there = touchpoint == timelines.touchpoints.index(survey.about)
        steps, person, touchpoint = steps[there], person[there], touchpoint[there]
    others = np.setdiff1d(eligible, person)
    return (
        np.concatenate([person, others]),
        np.concatenate([touchpoint, np.full(len(others), -1, np.int32)]),
        np.concatenate([timelines.time[steps], np.full(len(others), NO_TIME)]),
    )


def _nobody() -> tuple[NDArray[np.int32], Codes, Times]:
    return np.empty(0, np.int32), np.empty(0, np.int32), np.empty(0, np.int64)
