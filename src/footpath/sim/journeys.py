"""A history and the journeys of northwind.toml in; where each person's journeys begin, end and lead, out.

Written anew from the meaning of the words, not shared with what Footpath does: truth must not agree with
an error. A journey opens at a start when none is open, and closes at its goal, at an end, or after `within`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .clock import DAY
from .company import STATES
from .noise import Ints
from .world import History

Bools = NDArray[np.bool_]
PERSON = np.int64(10**11)  # larger than any time, so that person and time make one sorted key


@dataclass(frozen=True, slots=True)
class Definition:
    """A journey as northwind.toml defines it; touchpoints by name, `within` in seconds."""

    name: str
    start: tuple[str, ...]
    goal: tuple[str, ...]
    ends: tuple[str, ...]
    within: int


@dataclass(frozen=True, slots=True)
class Journeys:
    """Journeys by person and time; `first` and `last` are positions in the history."""

    person: Ints
    start: Ints
    first: Ints
    last: Ints
    closed: Ints  # when it ended, or its time ran out
    reached: Bools
    left: Bools  # an `ends` touchpoint came first

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints | Bools) -> Journeys:
        """Some journeys."""
        return Journeys(*(getattr(self, name)[rows] for name in self.__slots__))


def definitions_text() -> str:
    """northwind.toml, as it is written beside the exports."""
    return (files(__package__) / "northwind.toml").read_text(encoding="utf-8")


@cache
def definitions() -> dict[str, Definition]:
    """The journeys of northwind.toml by name."""
    return {each["name"]: parse(each) for each in tomllib.loads(definitions_text())["journey"]}


def parse(table: dict[str, Any]) -> Definition:
    """One [[journey]]."""
    start, goal, ends = (tuple(table.get(key, ())) for key in ("start", "goal", "ends"))
    return Definition(table["name"], start, goal, ends, int(table["within"].removesuffix("d")) * DAY)


def cut(history: History, journey: Definition) -> Journeys:
    """All journeys of one definition; each round finds the next one of every person who has one."""
    marks = Marks.of(history, journey)
    cursor, rounds = marks.begins, []
    while len(cursor):
        found = marks.next_journeys(cursor)
        rounds.append(found)
        cursor = marks.after(found)
    found = Journeys(
        *(np.concatenate([getattr(each, name) for each in rounds]) for name in Journeys.__slots__)
    )
    return found.take(np.lexsort((found.start, found.person)))


@dataclass(frozen=True, slots=True)
class Marks:
    """Where starts, goals and ends are in a history."""

    history: History
    within: int
    begins: Ints  # the first position of each person
    next_start: Ints  # the first start at or after a position; len(history) when there is none
    next_close: Ints
    goal: Bools
    key: Ints

    @classmethod
    def of(cls, history: History, journey: Definition) -> Marks:
        """The marks that a definition makes in a history."""
        starts, goal, ends = (
            is_touchpoint(history, each) for each in (journey.start, journey.goal, journey.ends)
        )
        begins = np.flatnonzero(np.diff(history.person, prepend=-1))
        key = history.person * PERSON + history.time
        return cls(history, journey.within, begins, following(starts), following(goal | ends), goal, key)

    def next_journeys(self, cursor: Ints) -> Journeys:
        """The next journey from each position on, of those who have one."""
        size, person = len(self.history), self.history.person
        first = self.next_start[cursor]
        has = person[np.minimum(first, size - 1)] == person[cursor]
        return self.close(first[has & (first < size)])

    def after(self, journeys: Journeys) -> Ints:
        """The positions behind journeys, of those whose person does more."""
        behind = journeys.last + 1
        person = np.append(self.history.person, -1)[behind]
        return np.asarray(behind[person == journeys.person], np.int64)

    def close(self, first: Ints) -> Journeys:
        """The journeys that begin at these positions."""
        person, start = self.history.person[first], self.history.time[first]
        last_in_time = np.searchsorted(self.key, person * PERSON + start + self.within, side="right") - 1
        close = self.next_close[first + 1]
        in_time = close <= last_in_time
        last = np.where(in_time, close, last_in_time)
        reached = in_time & self.goal[last]
        closed = np.where(in_time, self.history.time[last], start + self.within)
        return Journeys(person, start, first, last, closed, reached, in_time & ~reached)


def is_touchpoint(history: History, names: tuple[str, ...]) -> Bools:
    """Which steps are one of these touchpoints."""
    return np.array([state.touchpoint in names for state in STATES])[history.state]


def following(marked: Bools) -> Ints:
    """For each position, and one past the last, the first marked position at or after it."""
    position = np.where(marked, np.arange(len(marked)), len(marked))
    ahead = np.minimum.accumulate(position[::-1])[::-1]
    return np.append(ahead, len(marked)).astype(np.int64)


def first_meeting(history: History, journeys: Journeys, state: int) -> Ints:
    """When each journey first met a state; -1 where it did not."""
    met = following(history.state == state)[journeys.first]
    time = np.append(history.time, -1)[met]
    return np.where(met <= journeys.last, time, -1)
