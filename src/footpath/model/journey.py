"""Journeys: from a start to a goal, made by one person, within a window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, Protocol

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.model.timeline import Codes, Named, Offsets, Places, Times, ranges

OPEN, REACHED, LEFT = 0, 1, 2
Outcome = Literal["open", "reached", "left"]
OUTCOMES: tuple[Outcome, ...] = ("open", "reached", "left")


class Drawn(Protocol):
    """Journeys that are looked at some persons at a time."""

    @property
    def steps(self) -> int:
        """How many steps are drawn."""
        ...

    @property
    def touchpoints(self) -> tuple[str, ...]:
        """The names of touchpoints, by code."""
        ...

    def buckets(self, n: int, /) -> Sequence[Bucket]:
        """At least one and at most `n` parts that together are the whole; no person is in two of them."""
        ...


class Bucket(Protocol):
    """The journeys of some persons, which need not be there before they are looked at."""

    def made(self) -> Journeys:
        """They themselves."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Journeys:
    """J journeys with S drawn steps, by person, then start.

    The steps of journey j that are drawn are `offsets[j]:offsets[j + 1]`: lead-in, the journey itself, and
    aftermath. The journey itself, from start to end, is `first[j]:last[j]` (absolute positions in the steps).
    Counts are over the drawn steps; rates and times over the journey itself.
    """

    persons: pa.StringArray  # ids, the same index as in the timelines
    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    sources: tuple[str, ...]
    person: NDArray[np.int32]  # [J] into persons, never falling
    case: Codes  # [J]
    start: Times  # [J]
    end: Times  # [J] time of the goal, the end, or the last step inside
    outcome: NDArray[np.int8]  # [J] OPEN, REACHED or LEFT
    settled: NDArray[np.bool_]  # [J] old enough to count in rates
    offsets: Offsets  # [J + 1]
    first: NDArray[np.int64]  # [J]
    last: NDArray[np.int64]  # [J]
    touchpoint: Named  # [S]
    time: Times  # [S]
    channel: Named  # [S]
    source: Named  # [S] into sources
    step: Places  # [S] position in the timelines
    first_step: Places  # [len(persons)] like step, of the person's earliest event of all, else -1
    early: NDArray[
        np.bool_
    ]  # [len(persons)] first seen within `before` of the data's first day: contact unknown
    as_of: int  # µs
    outside: int  # timeline events that are in no journey

    def __len__(self) -> int:
        return len(self.person)

    @property
    def steps(self) -> int:
        """How many steps are drawn."""
        return len(self.touchpoint)

    def made(self) -> Journeys:
        """They themselves."""
        return self

    @property
    def n_people(self) -> int:
        """Distinct persons with a journey."""
        return how_many(self.person)

    def select(self, keep: NDArray[np.bool_]) -> Journeys:
        """Only the journeys marked in `keep` [J]."""
        begins, ends = self.offsets[:-1][keep], self.offsets[1:][keep]
        steps = ranges(begins, ends)
        offsets = np.zeros(len(begins) + 1, dtype=np.int64)
        np.cumsum(ends - begins, out=offsets[1:])
        shift = offsets[:-1] - begins
        return replace(
            self,
            person=self.person[keep],
            case=self.case[keep],
            start=self.start[keep],
            end=self.end[keep],
            outcome=self.outcome[keep],
            settled=self.settled[keep],
            offsets=offsets,
            first=self.first[keep] + shift,
            last=self.last[keep] + shift,
            touchpoint=self.touchpoint[steps],
            time=self.time[steps],
            channel=self.channel[steps],
            source=self.source[steps],
            step=self.step[steps],
        )

    def steps_of(self, persons: NDArray[np.int32]) -> NDArray[np.int64]:
        """Where the drawn steps of some persons stand; persons ascend, each once."""
        begins, ends = np.searchsorted(self.person, persons), np.searchsorted(self.person, persons, "right")
        return ranges(self.offsets[begins], self.offsets[ends])

    def of_people(self, members: NDArray[np.bool_]) -> Journeys:
        """Only the journeys of the persons marked in `members` [len(persons)]."""
        return self.select(members[self.person])

    def head(self, n: int) -> Journeys:
        """The first n journeys."""
        return self._slice(0, n)

    def buckets(self, n: int) -> list[Journeys]:
        """At least one and at most `n` parts that together are the whole; no person is in two of them."""
        edges = np.linspace(0, len(self.persons), n + 1).astype(np.int64)
        cuts = np.searchsorted(self.person, edges)
        return [self._slice(a, b) for a, b in pairwise(cuts.tolist()) if a < b] or [self]

    def _slice(self, a: int, b: int) -> Journeys:
        low, high = int(self.offsets[a]), int(self.offsets[b])
        return replace(
            self,
            person=self.person[a:b],
            case=self.case[a:b],
            start=self.start[a:b],
            end=self.end[a:b],
            outcome=self.outcome[a:b],
            settled=self.settled[a:b],
            offsets=self.offsets[a : b + 1] - low,
            first=self.first[a:b] - low,
            last=self.last[a:b] - low,
            touchpoint=self.touchpoint[low:high],
            time=self.time[low:high],
            channel=self.channel[low:high],
            source=self.source[low:high],
            step=self.step[low:high],
            outside=self.outside if a == 0 else 0,  # once among all parts
        )


def how_many(person: NDArray[np.int32]) -> int:
    """How many persons there are, each of whom may stand several times, side by side.

    >>> how_many(np.array([0, 0, 3, 5, 5], np.int32))
    3
    """
    return int(np.count_nonzero(np.diff(person, prepend=-1)))
