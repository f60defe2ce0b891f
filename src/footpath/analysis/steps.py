"""Journeys in, arrays over their steps out: what several analyses look at."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from footpath.errors import UnknownName
from footpath.kernels.visits import first_visits
from footpath.model.journey import Journeys
from footpath.model.timeline import NO_TIME, Codes, Times

Mask = NDArray[np.bool_]
Positions = NDArray[np.int64]
Span = Literal["drawn", "journey"]


def code(journeys: Journeys, touchpoint: str) -> int:
    """The code of a touchpoint; UnknownName where nobody defined it."""
    if touchpoint not in journeys.touchpoints:
        raise UnknownName("touchpoint", touchpoint, journeys.touchpoints)
    return journeys.touchpoints.index(touchpoint)


def journey_of_steps(journeys: Journeys) -> NDArray[np.int32]:
    """The journey of each drawn step [S]."""
    return np.repeat(np.arange(len(journeys), dtype=np.int32), np.diff(journeys.offsets))


def moves(journeys: Journeys) -> Positions:
    """Steps that another drawn step of the same journey follows immediately."""
    followed = np.ones(len(journeys.touchpoint), dtype=bool)
    followed[last_steps(journeys)] = False
    return np.flatnonzero(followed)


def last_steps(journeys: Journeys) -> Positions:
    """The last drawn step of each journey that has one."""
    return journeys.offsets[1:][np.diff(journeys.offsets) > 0] - 1


def inside(journeys: Journeys) -> Mask:
    """Which drawn steps [S] belong to the journey itself."""
    marks = np.zeros(len(journeys.touchpoint) + 1, dtype=np.int8)
    some = journeys.first < journeys.last
    marks[journeys.first[some]] += 1
    marks[journeys.last[some]] -= 1
    return np.cumsum(marks[:-1], dtype=np.int8).astype(bool)


def first_steps(journeys: Journeys, span: Span) -> Positions:
    """The first visit to each touchpoint in each journey."""
    begin, end = (
        (journeys.offsets[:-1], journeys.offsets[1:]) if span == "drawn" else (journeys.first, journeys.last)
    )
    first: Mask = first_visits(begin, end, journeys.touchpoint, len(journeys.touchpoints))
    return np.flatnonzero(first)


def last_touchpoint(journeys: Journeys) -> Codes:
    """The last touchpoint of each journey itself [J], -1 where it has no step."""
    some = journeys.first < journeys.last
    codes = np.full(len(journeys), -1, dtype=np.int32)
    codes[some] = journeys.touchpoint[journeys.last[some] - 1]
    return codes


def elapsed(begin: Times, end: Times) -> tuple[Times, Mask]:
    """From begin to end, µs, and whether both are known."""
    known = (begin != NO_TIME) & (end != NO_TIME)
    return np.where(known, end, 0) - np.where(known, begin, 0), known


def having(journeys: Journeys, steps: Positions) -> Mask:
    """Which journeys [J] have one of the steps at these positions."""
    mask = np.zeros(len(journeys), dtype=bool)
    mask[journey_of_steps(journeys)[steps]] = True
    return mask


def next_at(marked: Positions, after: Positions, before: Positions) -> Positions:
    """The first of the marked positions (rising) from `after` on and ahead of `before` [J]; -1 for none."""
    place = np.searchsorted(marked, after)
    found = np.append(marked, np.iinfo(np.int64).max)[place]
    return np.where(found < before, found, -1)
