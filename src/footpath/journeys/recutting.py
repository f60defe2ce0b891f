"""The journeys of before and longer timelines in, the journeys of these out: what cutting all would give.

Only timelines that are not as they were are cut anew. The others' journeys stay where they are, and are laid
among them when somebody looks: some persons at a time, or all in one piece.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property, partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.journeys.cut import JOURNEY, STEP, cut, early, is_over, limits
from footpath.journeys.lengthening import Longer
from footpath.journeys.spool import BUCKET
from footpath.model.ahead import in_order
from footpath.model.definition import JourneyDefinition
from footpath.model.journey import LEFT, OPEN, Journeys
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import Places
from footpath.model.weaving import Runs

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Columns = dict[str, NDArray[Any]]


def recut(base: Journeys, longer: Longer, definition: JourneyDefinition) -> Recut | None:
    """The journeys of everybody, of all time: as `cut` of the longer timelines; `base` are those of before.

    None where all must be cut anew, for how long is quiet hangs on all timelines.
    """
    if definition.within is None and definition.quiet is None:
        return None
    return Recut(base, cut(longer.some, definition), longer, definition)


@dataclass(frozen=True, eq=False)
class Recut:
    """Journeys of before and those of persons who are touched, as one."""

    base: Journeys
    some: Journeys
    longer: Longer
    definition: JourneyDefinition

    @cached_property
    def steps(self) -> int:
        """How many steps are drawn."""
        runs = self.longer.woven.runs()
        begins, ends = self._steps(runs, *self._journeys(runs))
        return int((ends - begins).sum())

    def buckets(self, n: int) -> list[Some]:
        """At least one and at most `n` parts that together are the whole; no person is in two of them."""
        edges = np.linspace(0, self.longer.woven.n_people, n + 1).astype(np.int64)
        found = [Some(self, low, high) for low, high in pairwise(edges.tolist()) if self._any(low, high)]
        first = found[:1] or [Some(self, 0, 0)]
        return [replace(first[0], outside=self._told.outside), *found[1:]]  # once among all parts

    @property
    def touchpoints(self) -> tuple[str, ...]:
        """The names of touchpoints, by code."""
        return self.some.touchpoints

    def whole(self, *, room: Room = MEMORY, bucket: int = BUCKET) -> Journeys:
        """All journeys in one piece, made in `room`."""
        told, drawn = self._told, 0
        made = {name: room.column(getattr(told, name).dtype) for name in (*JOURNEY, *STEP)}
        made["offsets"].append(told.offsets)
        for part in in_order(Some.made, self.buckets(self.steps // bucket + 1)):
            moved = replace(
                part, offsets=part.offsets[1:] + drawn, first=part.first + drawn, last=part.last + drawn
            )
            for name, column in made.items():
                column.append(getattr(moved, name))
            drawn += len(part.touchpoint)
        columns: dict[str, Any] = {name: column.whole() for name, column in made.items()}
        return replace(told, **columns)

    def between(self, low: int, high: int, outside: int) -> Journeys:
        """The journeys of the persons from `low` up to `high`; so many steps are told to be outside."""
        runs = self.longer.woven.runs(low, high)
        begins, ends = self._journeys(runs)
        some, steps = self._steps(runs, begins, ends), ends - begins
        drawn = some[1] - some[0]
        found: dict[str, Any] = {name: self._items(name, runs, begins, ends) for name in JOURNEY}
        # What is a place has moved as far as its run
        places = np.repeat(np.cumsum(drawn) - drawn - some[0], steps)
        found |= {name: found[name] + places for name in ("offsets", "first", "last")}
        found["offsets"] = np.append(found["offsets"], drawn.sum())
        found["person"] += np.repeat((runs.at - runs.low).astype(np.int32), steps)
        found |= self._judged(found)

        def column(name: str) -> NDArray[Any]:
            if name != "step":
                return self._items(name, runs, *some)
            columns = (self.base.step, self.some.step)
            return runs.places(columns, *some, self._moved[runs.number])

        return Laid.of(replace(self._told, outside=outside, **found), column)

    @cached_property
    def _told(self) -> Journeys:
        """What is told of all persons, and no journeys."""
        longer, told = self.longer, self.longer.told
        base = replace(longer.base, oldest=told.oldest)
        first = longer.woven.each([self.base.first_step, self.some.first_step])
        moved = np.repeat(self._moved, np.diff(longer.woven.at))
        return replace(
            self.some.head(0),
            persons=longer.ids,
            first_step=np.where(first >= 0, first + moved, first),
            early=longer.woven.each([early(base, self.definition.before), self.some.early]),
            outside=self.base.outside - self._outside() + self.some.outside,
        )

    @cached_property
    def _moved(self) -> Places:
        return self.longer.moved.astype(np.int32)

    def _judged(self, found: Columns) -> Columns:
        """What is open is left when it is over; time only goes on."""
        within, quiet = limits(self.definition)
        over = is_over(self.some.as_of, found["start"], found["end"], within, quiet)
        outcome = np.where(over & (found["outcome"] == OPEN), np.int8(LEFT), found["outcome"])
        settled = over if self.definition.within is not None else outcome != OPEN
        return {"outcome": outcome, "settled": settled}

    def _outside(self) -> int:
        """How many steps of those who are no more, or are touched, were in no journey."""
        gone, timelines = self.longer.gone, self.longer.base.offsets
        drawn = self.base.offsets[_begin(self.base, gone + 1)] - self.base.offsets[_begin(self.base, gone)]
        return int((timelines[gone + 1] - timelines[gone]).sum() - drawn.sum())

    def _any(self, low: int, high: int) -> bool:
        begins, ends = self._journeys(self.longer.woven.runs(low, high))
        return bool((begins < ends).any())

    def _journeys(self, runs: Runs) -> tuple[Ints, Ints]:
        """Where the journeys of runs of persons begin and end, each in its part."""
        of = [partial(_begin, self.base), partial(_begin, self.some)]
        return runs.told(of, runs.low), runs.told(of, runs.high)

    def _steps(self, runs: Runs, begins: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """Where their steps do."""
        of = [self.base.offsets.take, self.some.offsets.take]
        return runs.told(of, begins), runs.told(of, ends)

    def _items(self, name: str, runs: Runs, begins: Ints, ends: Ints) -> NDArray[Any]:
        values = [getattr(part, name) for part in (self.base, self.some)]
        return runs.items(values, begins, ends, self.longer.to.get(name))


@dataclass(frozen=True, slots=True, eq=False)
class Some:
    """The journeys of the persons from `low` up to `high`, made when they are looked at."""

    recut: Recut
    low: int
    high: int
    outside: int = 0

    def made(self) -> Journeys:
        """They themselves."""
        return self.recut.between(self.low, self.high, self.outside)


class Laid(Journeys):
    """Journeys each of whose columns of steps is laid together when somebody looks at it.

    Most passes look at few of them.
    """

    __slots__ = ("_column",)
    _column: Callable[[str], NDArray[Any]]

    @classmethod
    def of(cls, told: Journeys, column: Callable[[str], NDArray[Any]]) -> Laid:
        """Journeys whose steps `column` makes."""
        found = object.__new__(cls)
        for each in fields(told):
            if each.name not in STEP:
                object.__setattr__(found, each.name, getattr(told, each.name))
        object.__setattr__(found, "_column", column)
        return found

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name not in STEP:
            raise AttributeError(name)
        made = self._column(name)
        object.__setattr__(self, name, made)
        return made


def _begin(journeys: Journeys, persons: Ints) -> Ints:
    """Where the journeys of persons begin."""
    found: Ints = np.searchsorted(journeys.person, persons.astype(np.int32))  # of one type, or all is copied
    return found
