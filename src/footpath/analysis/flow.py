"""Journeys in; which touchpoint follows which, where journeys begin and end, and where they go next out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import (
    Mask,
    Positions,
    code,
    having,
    journey_of_steps,
    last_steps,
    moves,
)
from footpath.analysis.strands import Spans, Strands
from footpath.analysis.sums import DENSE, NOTHING, Shares, Sums, distinct
from footpath.kernels.durations import COARSE
from footpath.kernels.follows import follow_counts
from footpath.kernels.moves import Drawn, Room, walk
from footpath.kernels.tally import tally
from footpath.model.analysis import Result
from footpath.model.estimate import Estimate
from footpath.model.journey import OUTCOMES, Journeys, Outcome
from footpath.model.spare import room


@dataclass(frozen=True, slots=True)
class Edge:
    """`people` in whose journeys `to` comes immediately after `from_` at least once, in `moves` moves."""

    from_: str
    to: str
    people: int
    journeys: int
    moves: int
    time: Estimate | None


@dataclass(frozen=True, slots=True)
class Boundary:
    """Persons and journeys whose first, or last, drawn step is this touchpoint."""

    touchpoint: str
    people: int
    journeys: int


@dataclass(frozen=True, slots=True)
class Next:
    """Where journeys go after their first visit: to a touchpoint, or to their outcome where they end there.

    What follows the end of a journey is its aftermath: a goal leads to "reached", not to what comes later.
    """

    to: str | None
    end: Outcome | None
    people: int
    journeys: int
    share: Estimate | None
    time: Estimate | None


@dataclass(frozen=True, slots=True)
class FlowResult(Result):
    """Edges, most people first; where journeys start and end; what comes after each touchpoint.

    The shares of what comes next are of journeys, and sum to one.
    """

    edges: tuple[Edge, ...]
    starts: tuple[Boundary, ...]
    ends: tuple[Boundary, ...]
    next: Mapping[str, tuple[Next, ...]]

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row an edge."""
        for edge in self.edges:
            yield {
                "from": edge.from_,
                "to": edge.to,
                "people": edge.people,
                "journeys": edge.journeys,
                "moves": edge.moves,
                "time": edge.time,
            }


class Moves(NamedTuple):
    """Which move begins at each step [S], or nothing where that is from × touchpoints + to; and the moves'
    keys, rising, with persons, journeys and moves [moves, 3].
    """

    of_step: NDArray[np.int32]
    keys: NDArray[np.int64]
    counts: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class FlowState:
    """Counts and durations by key; a key is from × (touchpoints + outcomes) + to."""

    touchpoints: tuple[str, ...]
    edges: Sums
    starts: Sums
    ends: Sums
    next: Shares
    times: Spans


@dataclass(frozen=True, slots=True)
class Flow:
    """Which touchpoint follows which: edges, starts, ends, and what comes next.

    Counts are over the drawn steps. Times are those of moves inside the journey itself, because lead-in and
    aftermath are cut at a fixed length, which would shorten them. They are exact, or off by less than 1.6 %
    (footpath.stats.quantiles).
    """

    def partial(self, journeys: Journeys) -> FlowState:
        """Count the moves of some persons."""
        made = _moves(journeys)
        shares, times = _walked(journeys, made)
        return FlowState(
            journeys.touchpoints,
            _edges_of(made),
            _boundary(journeys, journeys.offsets[:-1]),
            _boundary(journeys, journeys.offsets[1:] - 1),
            shares,
            times,
        )

    def merge(self, left: FlowState, right: FlowState) -> FlowState:
        """Add up the counts of different persons."""
        return FlowState(
            left.touchpoints,
            left.edges.merge(right.edges),
            left.starts.merge(right.starts),
            left.ends.merge(right.ends),
            left.next.merge(right.next),
            left.times.merge(right.times),
        )

    def finish(self, state: FlowState) -> FlowResult:
        """Name what was counted, and estimate shares and times."""
        times, first_times = state.times.both_medians()
        return FlowResult(
            _edges(state, times),
            _boundaries(state.touchpoints, state.starts),
            _boundaries(state.touchpoints, state.ends),
            _nexts(state, first_times),
        )

    def who(
        self,
        journeys: Journeys,
        *,
        from_: str | None = None,
        to: str | None = None,
        starts: str | None = None,
        ends: str | None = None,
        after: str | None = None,
        end: str | None = None,
    ) -> Mask:
        """Which journeys [J] make the move `from_`, `to`; start, or end, at a touchpoint;
        or go from their first visit of `after` on `to` a touchpoint or to their `end`.
        """
        if starts is not None:
            return having(
                journeys, _of(journeys, journeys.offsets[:-1][np.diff(journeys.offsets) > 0], starts)
            )
        if ends is not None:
            return having(journeys, _of(journeys, last_steps(journeys), ends))
        if after is None:
            made = _of(journeys, moves(journeys), from_)
            return having(journeys, made[journeys.touchpoint[made + 1] == code(journeys, to or "")])
        return _went(journeys, after, to, end)


def _stops(journeys: Journeys, journey: NDArray[np.int32], at: Positions) -> Mask:
    """Which steps are the last of the journey itself, or the last that is drawn of it."""
    last: Mask = (at + 1 == journeys.last[journey]) | (at + 1 == journeys.offsets[1:][journey])
    return last


def _moves(journeys: Journeys) -> Moves:
    """The moves there may be, and how many persons, journeys and moves make each."""
    n = len(journeys.touchpoints)
    width = n + len(OUTCOMES)
    if n * n <= DENSE:
        counts = follow_counts(journeys.offsets, journeys.touchpoint, journeys.person, n)
        from_, to = np.divmod(np.arange(n * n), n)
        return Moves(NOTHING, from_ * width + to, np.stack(counts, axis=-1).reshape(n * n, 3))
    # What stands at the last step of a journey means nothing
    following = np.append(journeys.touchpoint, 0)[1 : len(journeys.touchpoint) + 1]
    found, place = distinct(journeys.touchpoint.astype(np.int64) * width + following)
    at = moves(journeys)
    counts = tally(place[at], journey_of_steps(journeys)[at], journeys.person, len(found))
    return Moves(place.astype(np.int32), found, counts)


def _edges_of(made: Moves) -> Sums:
    return Sums.dense(made.counts, made.keys)


def _walked(journeys: Journeys, made: Moves) -> tuple[Shares, Spans]:
    """What follows first visits, and how long moves take."""
    n, n_moves, ends = len(journeys.touchpoints), len(made.keys), len(OUTCOMES)
    drawn = Drawn(
        journeys.offsets,
        journeys.first,
        journeys.last,
        journeys.outcome,
        journeys.person,
        journeys.touchpoint,
        journeys.time,
        made.of_step,
        made.keys // (n + ends),
    )
    many = made.counts[:, 2]
    items = room(int(many.sum()))
    laid = Room(np.cumsum(many) - many, np.empty_like(many), items)
    bases, hits = walk(drawn, laid, n, ends)
    stops = np.arange(n)[:, None] * (n + ends) + n + np.arange(ends)
    goes = Sums.dense(hits[:n_moves], made.keys)
    shares = Shares(Sums.dense(bases), goes.merge(Sums.dense(hits[n_moves:], stops.ravel())))
    return shares, Spans((Strands(made.keys, *laid),), COARSE)


def _boundary(journeys: Journeys, at: Positions) -> Sums:
    some = np.flatnonzero(np.diff(journeys.offsets))
    return Sums.tally(journeys.touchpoint[at[some]].astype(np.int64), some.astype(np.int32), journeys.person)


def _boundaries(touchpoints: tuple[str, ...], sums: Sums) -> tuple[Boundary, ...]:
    found = [Boundary(touchpoints[key], row[0], row[1]) for key, row in sums.items()]
    return tuple(sorted(found, key=lambda each: (-each.people, -each.journeys, each.touchpoint)))


def _edges(state: FlowState, times: Mapping[int, Estimate]) -> tuple[Edge, ...]:
    names = state.touchpoints
    width = len(names) + len(OUTCOMES)
    found = (
        Edge(names[key // width], names[key % width], people, journeys, count, times.get(key))
        for key, (people, journeys, count) in state.edges.items()
    )
    return tuple(sorted(found, key=lambda edge: (-edge.people, -edge.moves, edge.from_, edge.to)))


def _nexts(state: FlowState, times: Mapping[int, Estimate]) -> dict[str, tuple[Next, ...]]:
    names = state.touchpoints
    width = len(names) + len(OUTCOMES)
    labels = [*((name, None) for name in names), *((None, outcome) for outcome in OUTCOMES)]
    hits = state.next.hits
    shares = state.next.estimates(hits.keys // width, hits.keys)
    found: dict[str, list[Next]] = {names[base]: [] for base in state.next.bases.keys.tolist()}
    for (key, row), share in zip(hits.items(), shares, strict=True):
        entry = Next(*labels[key % width], row[0], row[1], share, times.get(key))
        found[names[key // width]].append(entry)
    return {name: _most_first(entries) for name, entries in found.items()}


def _most_first(entries: Iterable[Next]) -> tuple[Next, ...]:
    return tuple(sorted(entries, key=lambda each: (-each.journeys, each.to or "", each.end or "")))


def _of(journeys: Journeys, at: Positions, touchpoint: str | None) -> Positions:
    found: Positions = at[journeys.touchpoint[at] == code(journeys, touchpoint or "")]
    return found


def _went(journeys: Journeys, after: str, to: str | None, end: str | None) -> Mask:
    visits = np.flatnonzero(journeys.touchpoint == code(journeys, after))
    journey, place = np.unique(journey_of_steps(journeys)[visits], return_index=True)
    first = visits[place]
    stops = _stops(journeys, journey, first)
    went = np.zeros(len(journeys), dtype=bool)
    if to is None:
        went[journey[stops]] = True
        went &= journeys.outcome == OUTCOMES.index(end or "open")
        return went
    goes = first[~stops]
    went[journey[~stops]] = journeys.touchpoint[goes + 1] == code(journeys, to)
    return went
