"""Journeys in; how many persons and journeys they are, and what is in none of them, out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from footpath.model.analysis import Result
from footpath.model.journey import Journeys, how_many


@dataclass(frozen=True, slots=True)
class ExtentResult(Result):
    """Persons and journeys, up to which time (`as_of`, µs) they are known, and what is not known of them.

    `outside` are timeline events in no journey; `early` are persons who were there when the data began, so
    that their first contact is not known.
    """

    people: int
    journeys: int
    early: int
    outside: int
    as_of: int

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row."""
        yield {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Extent:
    """How much journeys are. The state is the result: its numbers add up, and all parts end at one time."""

    def partial(self, journeys: Journeys) -> ExtentResult:
        """Count the journeys of some persons."""
        early = journeys.person[journeys.early[journeys.person]]
        return ExtentResult(
            journeys.n_people, len(journeys), how_many(early), journeys.outside, journeys.as_of
        )

    def merge(self, left: ExtentResult, right: ExtentResult) -> ExtentResult:
        """Add up the counts of different persons."""
        return ExtentResult(
            left.people + right.people,
            left.journeys + right.journeys,
            left.early + right.early,
            left.outside + right.outside,
            max(left.as_of, right.as_of),
        )

    def finish(self, state: ExtentResult) -> ExtentResult:
        """What was counted."""
        return state
