"""Journeys in; how many persons meet each touchpoint, first meet it, leave after it, and where out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import Mask, Positions, code, having, last_touchpoint
from footpath.analysis.sums import Sums
from footpath.errors import UnknownName
from footpath.kernels.visits import met_first
from footpath.model.analysis import Result
from footpath.model.journey import LEFT, Journeys, how_many


@dataclass(frozen=True, slots=True)
class Visit:
    """Persons, journeys and occurrences (`events`) at a touchpoint; `channels` are persons by channel.

    A person may use several channels, and none is known of some, so they don't sum to `people`.
    """

    touchpoint: str
    people: int
    journeys: int
    events: int
    first_contact_people: int
    left_after_people: int
    channels: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class VisitsResult(Result):
    """Visits by touchpoint, in the touchpoints' order.

    `people` = Σ first_contact_people + first_contact_elsewhere + first_contact_unknown: elsewhere is an event
    that no touchpoint matches or that is in no journey here, unknown are those there when the data began.
    """

    people: int
    touchpoints: tuple[Visit, ...]
    first_contact_elsewhere: int
    first_contact_unknown: int

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a touchpoint."""
        for visit in self.touchpoints:
            row = {name: getattr(visit, name) for name in visit.__slots__}
            yield row | {"channels": dict(visit.channels)}


@dataclass(frozen=True, slots=True, eq=False)
class VisitsState:
    """By touchpoint: visits, first contacts and leavings; by × channel: visits. And persons in all."""

    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    visits: Sums
    in_channel: Sums
    first_contact: Sums
    left: Sums
    people: int
    early: int


@dataclass(frozen=True, slots=True)
class Visits:
    """Who meets each touchpoint: persons, journeys, occurrences, first contacts, leavings, channels.

    Visits are counted over the drawn steps; leaving is after the last touchpoint of the journey itself. The
    first contact is a drawn step that is its person's earliest event in the whole project.
    """

    def partial(self, journeys: Journeys) -> VisitsState:
        """Count the visits of some persons."""
        each = np.arange(len(journeys), dtype=np.int32)
        last = last_touchpoint(journeys)
        left = (journeys.outcome == LEFT) & (last >= 0)
        at, journey = _first_contacts(journeys)
        return VisitsState(
            journeys.touchpoints,
            journeys.channels,
            Sums.of_steps(journeys, journeys.touchpoint, len(journeys.touchpoints)),
            _in_channel(journeys),
            Sums.tally(journeys.touchpoint[at].astype(np.int64), journey, journeys.person),
            Sums.tally(last[left].astype(np.int64), each[left], journeys.person),
            journeys.n_people,
            how_many(journeys.person[journeys.early[journeys.person]]),
        )

    def merge(self, left: VisitsState, right: VisitsState) -> VisitsState:
        """Add up the counts of different persons."""
        return VisitsState(
            left.touchpoints,
            left.channels,
            left.visits.merge(right.visits),
            left.in_channel.merge(right.in_channel),
            left.first_contact.merge(right.first_contact),
            left.left.merge(right.left),
            left.people + right.people,
            left.early + right.early,
        )

    def finish(self, state: VisitsState) -> VisitsResult:
        """Name what was counted."""
        n = len(state.touchpoints)
        visits, left, channels = state.visits.first(n), state.left.first(n), _channels(state)
        contact = [people for people, *_ in state.first_contact.first(n)]
        return VisitsResult(
            people=state.people,
            touchpoints=tuple(
                Visit(
                    name,
                    visits[i][0],
                    visits[i][1],
                    visits[i][2],
                    contact[i],
                    left[i][0],
                    channels.get(i, ()),
                )
                for i, name in enumerate(state.touchpoints)
            ),
            first_contact_elsewhere=state.people - state.early - sum(contact),
            first_contact_unknown=state.early,
        )

    def who(
        self,
        journeys: Journeys,
        *,
        touchpoint: str | None = None,
        channel: str | None = None,
        first_contact: str | None = None,
        left_after: str | None = None,
        unknown: bool = False,
    ) -> Mask:
        """Which journeys [J] visit a touchpoint, perhaps by a channel; hold a person's first contact, at a
        touchpoint; are of persons whose first contact is `unknown`; or were left after a touchpoint.
        Without any: of persons with their first contact elsewhere.
        """
        if touchpoint is not None:
            return having(journeys, _visiting(journeys, touchpoint, channel))
        if left_after is not None:
            left: Mask = (last_touchpoint(journeys) == code(journeys, left_after)) & (
                journeys.outcome == LEFT
            )
            return left
        early: Mask = journeys.early[journeys.person]
        if unknown:
            return early
        met, _ = _first_contacts(journeys)
        if first_contact is not None:
            return having(journeys, met[journeys.touchpoint[met] == code(journeys, first_contact)])
        known = journeys.person[having(journeys, met)]
        elsewhere: Mask = ~early & ~np.isin(journeys.person, known)
        return elsewhere


def _first_contacts(journeys: Journeys) -> tuple[Positions, NDArray[np.int32]]:
    """The drawn steps that are their persons' earliest events of all, where that is known; their journeys."""
    found: tuple[Positions, NDArray[np.int32]] = met_first(
        journeys.offsets, journeys.step, journeys.person, journeys.first_step, journeys.early
    )
    return found


def _in_channel(journeys: Journeys) -> Sums:
    n, n_channels = len(journeys.touchpoints), len(journeys.channels)
    return Sums.of_steps(journeys, journeys.touchpoint, n, journeys.channel, n_channels)


def _visiting(journeys: Journeys, touchpoint: str, channel: str | None) -> NDArray[np.int64]:
    there = journeys.touchpoint == code(journeys, touchpoint)
    if channel is None:
        return np.flatnonzero(there)
    if channel not in journeys.channels:
        raise UnknownName("channel", channel, journeys.channels)
    return np.flatnonzero(there & (journeys.channel == journeys.channels.index(channel)))


def _channels(state: VisitsState) -> dict[int, tuple[tuple[str, int], ...]]:
    found: dict[int, list[tuple[str, int]]] = {}
    for key, (people, *_) in state.in_channel.items():
        touchpoint, channel = divmod(key, len(state.channels))
        found.setdefault(touchpoint, []).append((state.channels[channel], people))
    return {at: tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0]))) for at, pairs in found.items()}
