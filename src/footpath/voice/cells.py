"""Answers in, the latest answer of each person in each cell out: by touchpoint, month and segment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from footpath.errors import UsageError
from footpath.journeys.timelines import microseconds
from footpath.model.answer import Answers
from footpath.model.timeline import NO_TIME, Codes, Times

By = Literal["touchpoint", "month", "segment"]
BYS: tuple[By, ...] = ("touchpoint", "month", "segment")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Ints = NDArray[np.int64]
Members = NDArray[np.bool_]  # [P]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """By what answers are told apart; months are those of `zone`, segments masks over persons."""

    by: tuple[By, ...] = ()
    zone: str = "UTC"
    segments: Mapping[str, Members] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.by:
            if each not in BYS:
                raise UsageError(f'no scores by "{each}"', hint=f"There are {', '.join(BYS)}.")


class Cell(NamedTuple):
    """Where an answer counts. By touchpoint, None is what is unplaced; by month, what has no time."""

    name: str
    touchpoint: str | None = None
    month: str | None = None
    segment: str | None = None


def cells(answers: Answers, keep: NDArray[np.bool_] | None, cut: Cut) -> Iterator[tuple[Cell, Ints]]:
    """Each cell with scores and, in order of persons, the positions of its answers: each person's latest.

    Of several at one time the last in the order of the answers counts. Segments may overlap; who is in none
    is not shown.
    """
    scored = answers.name >= 0
    if keep is not None:
        scored &= keep
    months, month = calendar(answers.time, cut.zone) if "month" in cut.by else ((), _none(answers))
    touchpoint = answers.touchpoint if "touchpoint" in cut.by else _none(answers)
    # None comes last
    places = (touchpoint % (len(answers.touchpoints) + 1), month % (len(months) + 1))
    for segment, members in _segments(cut):
        rows = np.flatnonzero(scored if members is None else scored & members[answers.person])
        for code, found in _latest(answers, rows, *places):
            name, at, when = code
            yield (
                Cell(answers.names[name], _of(answers.touchpoints, at), _of(months, when), segment),
                found,
            )


def calendar(time: Times, zone: str) -> tuple[tuple[str, ...], Codes]:
    """Months as "2026-03", and that of each time [R]; -1 where there is none.

    >>> calendar(np.array([0, 40 * 86_400_000_000]), "Europe/Amsterdam")
    (('1970-01', '1970-02'), array([0, 1], dtype=int32))
    """
    known = time[time != NO_TIME]
    if not len(known):
        return (), np.full(len(time), -1, np.int32)
    here = ZoneInfo(zone)
    least, most = (EPOCH + timedelta(microseconds=int(each)) for each in (known.min(), known.max()))
    starts = list(_months(least.astimezone(here), most.astimezone(here), here))
    bounds = np.array([microseconds(each) for each in starts], np.int64)
    code = np.searchsorted(bounds, time, "right") - 1
    return tuple(f"{each:%Y-%m}" for each in starts), code.astype(np.int32)


def span(month: str, zone: str) -> tuple[int, int]:
    """When a month begins, and when the next one does, µs since 1970 UTC.

    >>> span("1970-01", "UTC")
    (0, 2678400000000)
    """
    year, number = map(int, month.split("-"))
    begins = datetime(year, number, 1, tzinfo=ZoneInfo(zone))
    ends = datetime(year + number // 12, number % 12 + 1, 1, tzinfo=ZoneInfo(zone))
    return microseconds(begins), microseconds(ends)


def _months(least: datetime, most: datetime, zone: tzinfo) -> Iterator[datetime]:
    for number in range(least.year * 12 + least.month - 1, most.year * 12 + most.month):
        yield datetime(number // 12, number % 12 + 1, 1, tzinfo=zone)


def _segments(cut: Cut) -> Iterator[tuple[str | None, Members | None]]:
    if "segment" not in cut.by:
        yield None, None
        return
    yield from cut.segments.items()


def _latest(
    answers: Answers, rows: Ints, touchpoint: Codes, month: Codes
) -> Iterator[tuple[tuple[int, int, int], Ints]]:
    """Cells as codes, and the positions of each one's answers."""
    if not len(rows):
        return
    where = np.stack([answers.name[rows], touchpoint[rows], month[rows]])
    order = np.lexsort((answers.time[rows], answers.person[rows], *where[::-1]))
    rows, where = rows[order], where[:, order]
    person = answers.person[rows]
    new_cell = np.append(True, (where[:, 1:] != where[:, :-1]).any(axis=0))
    new_person = new_cell | np.append(True, person[1:] != person[:-1])
    last = np.append(new_person[1:], True)
    starts = np.flatnonzero(new_cell)
    of_cell = np.cumsum(new_cell)[last] - 1
    begins = np.searchsorted(of_cell, np.arange(1, len(starts)))
    for start, found in zip(starts, np.split(rows[last], begins), strict=True):
        name, at, when = where[:, start].tolist()
        yield (name, at, when), found


def _of(names: tuple[str, ...], code: int) -> str | None:
    return names[code] if code < len(names) else None


def _none(answers: Answers) -> Codes:
    return np.full(len(answers), -1, np.int32)
