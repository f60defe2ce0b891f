"""What the events carry as properties in, what was known in a journey before a step out.

A device, a plan, an amount that was asked for. A fact is looked up as of a step: the latest value that the
drawn steps of the journey have told strictly before it. Nothing that comes later is ever looked at.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.model.journey import REACHED, Journeys
from footpath.model.log import EventLog
from footpath.model.timeline import Timelines
from footpath.moments.carried import Fact, Values, choose, read
from footpath.moments.described import Floats
from footpath.moments.hindsight import known_too_well, says_how_it_ended

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

MANY = 0.1  # of the journeys
STEADY = 0.95  # of the journeys have one value from beginning to end
KNOWS = "it never changes in a journey and knows its end too well"
ENDED = "it is told from the first step on, but is how it ended"


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What M of the N steps of the timelines carry of each fact, and why other properties are left out."""

    chosen: tuple[Fact, ...]
    columns: tuple[Values, ...]  # of each fact [M]
    place: NDArray[np.int32]  # [N] into the columns; -1 where a step carries nothing
    left_out: tuple[tuple[str, str], ...] = ()  # name, reason

    @property
    def names(self) -> tuple[str, ...]:
        """Of the k columns of a lookup."""
        return tuple(name for fact in self.chosen for name in fact.names)

    def along(self, journeys: Journeys) -> Known:
        """What is known after each step of the journeys, for many lookups."""
        begins = np.repeat(journeys.offsets[:-1], np.diff(journeys.offsets))
        after = tuple(_latest(each, begins) for each in self._carried(journeys))
        return Known(self.chosen, journeys.offsets, after)

    def before(self, journeys: Journeys, journey: Ints, position: Ints) -> tuple[Floats, tuple[str, ...]]:
        """What was known before each of n positions in the steps [n, k], and the names of the k columns.

        The positions are absolute, as those of a `Risk`; the journey's own drawn steps before them count.
        """
        return self.along(journeys).before(journey, position), self.names

    def _carried(self, journeys: Journeys) -> list[Values]:
        """What each step of the journeys carries of each fact [S]."""
        place = self.place[journeys.step]
        return [_at(each, place, place >= 0) for each in self.columns]


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """The latest value of each fact after each of S steps of journeys."""

    chosen: tuple[Fact, ...]
    offsets: Ints  # [J + 1]
    after: tuple[Values, ...]  # of each fact [S]

    def before(self, journey: Ints, position: Ints) -> Floats:
        """What was known before each of n positions [n, k]; a number that nobody told yet is the median."""
        begun = position > self.offsets[journey]
        parts = [
            _shown(fact, _at(after, position - 1, begun))
            for fact, after in zip(self.chosen, self.after, strict=True)
        ]
        return np.concatenate([np.empty((len(journey), 0)), *parts], axis=1)


def facts(log: EventLog, timelines: Timelines, journeys: Journeys) -> Facts:
    """What the events of these journeys carry as properties that may bear on how they end.

    A property is taken if at least 20 % of the persons have it, it has not a value of its own for nearly
    everybody, and it was not written down afterwards: one that never changes in a journey and knows too well
    how it ends is left out, and so are dates, identifiers and texts. At most 20; objects are looked into one
    level deep. Only the rows of these journeys are read, so a sample of the persons costs its share.
    """
    step, row = _carriers(log, timelines, journeys)
    place = np.full(len(timelines.row), -1, np.int32)
    if not len(step):
        return Facts((), (), place)
    place[step] = np.arange(len(step), dtype=np.int32)
    json = log.column("properties")
    person = np.searchsorted(timelines.offsets, step, side="right") - 1
    chosen, left_out = choose(json, row, person, journeys.n_people)
    columns = read(json, row, chosen) if chosen else []
    found = Facts(tuple(chosen), tuple(columns), place, tuple(left_out))
    happened = {*log.column("event").unique().to_pylist(), *timelines.touchpoints}
    return _without_hindsight(found, journeys, happened)


def _carriers(log: EventLog, timelines: Timelines, journeys: Journeys) -> tuple[Ints, Ints]:
    """The steps of the journeys whose events have properties, in order, and their rows in the log."""
    step = np.sort(journeys.step)
    row = timelines.row[step]
    carries = pc.is_valid(log.column("properties")).to_numpy()[row]
    return step[carries], row[carries]


def _at(values: Values, place: NDArray[np.integer], known: Flags) -> Values:
    """The values at these places; none where it is not known."""
    none = np.array(-1 if np.issubdtype(values.dtype, np.integer) else np.nan, values.dtype)
    if not len(values):
        return np.full(len(place), none)
    return np.where(known, values[place], none)


def _told(values: Values) -> Flags:
    found: Flags = values >= 0 if np.issubdtype(values.dtype, np.integer) else ~np.isnan(values)
    return found


def _latest(carried: Values, begins: Ints) -> Values:
    """The last value that was told at or before each step of its journey, which begins at `begins` [S]."""
    at = np.maximum.accumulate(np.where(_told(carried), np.arange(len(carried)), -1))
    return _at(carried, at, at >= begins)


def _shown(fact: Fact, values: Values) -> Floats:
    """A fact's columns [n, its names]."""
    missing = ~_told(values)
    if fact.scale:
        return np.column_stack([np.where(missing, fact.scale.middle, values), missing])
    told = values[:, None] == np.arange(len(fact.values))
    return np.column_stack([told, missing]).astype(np.float64)


def _without_hindsight(found: Facts, journeys: Journeys, happened: Collection[str]) -> Facts:
    """The facts that were not written down afterwards."""
    parts = zip(found.chosen, found._carried(journeys), found.along(journeys).after, strict=True)
    reasons = [_afterwards(*each, journeys, happened) for each in parts]
    keep = [at for at, reason in enumerate(reasons) if not reason]
    late = [(fact.name, reason) for fact, reason in zip(found.chosen, reasons, strict=True) if reason]
    return replace(
        found,
        chosen=tuple(found.chosen[at] for at in keep),
        columns=tuple(found.columns[at] for at in keep),
        left_out=(*found.left_out, *late),
    )


def _afterwards(
    fact: Fact, carried: Values, after: Values, journeys: Journeys, happened: Collection[str]
) -> str:
    """Why a fact must have been written down when all was over; "" if it need not.

    What the first step already says, and what is first said before the end by those journeys that say it at
    all, may each know too much: an export may leave the first events bare. Of what comes up on the way, only
    its value is judged, for that it came up is rightly known from then on.
    """
    at = np.flatnonzero(_told(carried))
    journey = np.repeat(np.arange(len(journeys)), np.diff(journeys.offsets))[at]
    if not len(at) or not _steady(carried[at], journey):
        return ""
    at_first = after[journeys.first]
    if _told(at_first).mean() >= MANY and says_how_it_ended(fact.name, fact.values, happened):
        return ENDED
    settled, reached = journeys.settled, journeys.outcome == REACHED
    if known_too_well(at_first[settled], reached[settled]):
        return KNOWS
    early = (at < journeys.last[journey] - 1) | ~reached[journey]  # the goal itself may say what it is
    said, where = np.unique(journey[early], return_index=True)
    first = carried[at[early][where]]
    return KNOWS if known_too_well(first[settled[said]], reached[said][settled[said]]) else ""


def _steady(values: Values, journey: Ints) -> bool:
    """Whether nearly no journey has two values."""
    again = journey[1:] == journey[:-1]
    changed = np.unique(journey[1:][again & (values[1:] != values[:-1])])
    return len(changed) <= (1 - STEADY) * len(np.unique(journey[1:][again]))
