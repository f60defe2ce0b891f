"""Journeys in; the first few persons behind each number of a map out, by their ids."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.analysis.steps import code
from footpath.kernels import witnesses
from footpath.kernels.visits import met_first
from footpath.kernels.witnesses import NOBODY
from footpath.model.analysis import Result
from footpath.model.journey import LEFT, REACHED, Journeys

Ints = NDArray[np.int64]
Rows = NDArray[np.int32]
OUTCOMES, VISITS, FIRST_CONTACT, LEFT_AFTER, REACHED_AT, STAGE, FLOW, PATH = range(8)
NUMBERS = ("outcomes", "visits", "first_contact", "left_after", "reached_at", "stage", "flow", "path")
KEY = 40  # bits of what a number is of: a touchpoint, a path, a stage, or from × touchpoints + to

PLACES = {number: at << KEY for at, number in enumerate(NUMBERS)}


@dataclass(frozen=True, slots=True, eq=False)
class WitnessesState:
    """By number: the first persons, as places in `persons`, which rise."""

    touchpoints: tuple[str, ...]
    persons: pa.StringArray
    keys: Ints  # [n] rising: which of NUMBERS, above KEY bits of what it is of
    rows: Rows  # [n, most] rising, NOBODY where there are no more


@dataclass(frozen=True, slots=True, eq=False)
class WitnessesResult(Result):
    """The first persons behind each number, ascending: `persons` are all that are named anywhere."""

    touchpoints: tuple[str, ...]
    persons: tuple[str, ...]
    at: Mapping[int, list[int]]  # by key, places in `persons`

    def of(self, number: str, *what: int) -> list[int]:
        """The persons behind one number, as places in `persons`; none where nobody is.

        `what` is the place of the touchpoint, of the stage or path that was asked for, or of from and to.
        """
        key = what[0] * len(self.touchpoints) + what[1] if len(what) > 1 else sum(what)
        return self.at.get(PLACES[number] + key, [])

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a number and person."""
        for key, places in self.at.items():
            for place in places:
                yield {
                    "number": NUMBERS[key >> KEY],
                    "of": key & ((1 << KEY) - 1),
                    "person": self.persons[place],
                }


@dataclass(frozen=True, slots=True)
class Witnesses:
    """The first `most` persons, by id, behind each number that a map shows of these stages and paths.

    `stages` are names with their touchpoints. Persons are told apart by their ids.
    """

    stages: tuple[tuple[str, tuple[str, ...]], ...] = ()
    paths: tuple[tuple[str, ...], ...] = ()
    most: int = 50

    def partial(self, journeys: Journeys) -> WitnessesState:
        """Look for the first among some persons."""
        n = len(journeys.touchpoints)
        visits, moves, made = witnesses.of_steps(
            journeys.offsets, journeys.touchpoint, journeys.person, n, self.most
        )
        found = [
            _held(VISITS, np.arange(n), visits),
            _held(FLOW, moves, made),
            *(_held(number, np.arange(len(rows)), rows) for number, rows in self._in_journeys(journeys)),
            *(_held(STAGE, np.array([at]), row) for at, row in enumerate(self._in_stages(journeys, visits))),
        ]
        keys, rows = (np.concatenate(each) for each in zip(*found, strict=True))
        order = np.argsort(keys)
        return WitnessesState(journeys.touchpoints, journeys.persons, keys[order], rows[order])

    def _in_journeys(self, journeys: Journeys) -> Iterator[tuple[int, Rows]]:
        """The numbers that speak of where journeys begin, end and lead to."""
        n, person, most = len(journeys.touchpoints), journeys.person, self.most
        at, met = met_first(journeys.offsets, journeys.step, person, journeys.first_step, journeys.early)
        drawn = witnesses.Drawn(
            journeys.offsets,
            journeys.first,
            journeys.last,
            journeys.outcome == REACHED,
            journeys.outcome == LEFT,
            person,
            journeys.touchpoint,
        )
        left_after, reached_at = witnesses.of_ends(drawn, n, most)
        contacts = journeys.touchpoint[at].astype(np.int64)
        yield OUTCOMES, self._first(person)
        yield FIRST_CONTACT, witnesses.of_groups(contacts, met, person, n, most)
        yield LEFT_AFTER, left_after
        yield REACHED_AT, reached_at
        yield PATH, self._taking(journeys)

    def _first(self, person: Rows) -> Rows:
        """The first of all."""
        there = np.flatnonzero(np.diff(person, prepend=-1))[: self.most]
        row = np.full((1, self.most), NOBODY, np.int32)
        row[0, : len(there)] = person[there]
        return row

    def _in_stages(self, journeys: Journeys, visits: Rows) -> Iterator[Rows]:
        """The first persons in a stage are among the first at its touchpoints."""
        for _, names in self.stages:
            there = np.unique(visits[[code(journeys, name) for name in names]])
            row = np.full((1, self.most), NOBODY, np.int32)
            first = there[there != NOBODY][: self.most]
            row[0, : len(first)] = first
            yield row

    def _taking(self, journeys: Journeys) -> Rows:
        wanted = [code(journeys, name) for path in self.paths for name in path]
        found: Rows = witnesses.taking(
            journeys.offsets,
            journeys.touchpoint,
            journeys.person,
            np.cumsum([0, *map(len, self.paths)]).astype(np.int64),
            np.array(wanted, dtype=np.int32),
            self.most,
        )
        return found

    def merge(self, left: WitnessesState, right: WitnessesState) -> WitnessesState:
        """The first persons of both."""
        persons = left.persons
        if right.persons is not persons:
            left, right = _named(left), _named(right)
            persons = pc.unique(pa.chunked_array([left.persons, right.persons])).sort()
            left, right = _among(persons, left), _among(persons, right)
        keys = np.union1d(left.keys, right.keys)
        both: Rows = witnesses.first_of_both(_rows_of(keys, left), _rows_of(keys, right))
        return WitnessesState(left.touchpoints, persons, keys, both)

    def finish(self, state: WitnessesState) -> WitnessesResult:
        """Name the persons."""
        found = _named(state)
        filled = np.count_nonzero(found.rows != NOBODY, axis=1).tolist()
        rows = zip(found.keys.tolist(), found.rows.tolist(), filled, strict=True)
        at = {key: row[:n] for key, row, n in rows}
        return WitnessesResult(found.touchpoints, tuple(found.persons.to_pylist()), at)


def _held(number: int, keys: Ints, rows: Rows) -> tuple[Ints, Rows]:
    """The rows in which anybody stands, with their keys."""
    some = np.flatnonzero(rows[:, 0] != NOBODY) if len(rows) else np.zeros(0, np.int64)
    return (number << KEY) + keys[some], rows[some]


def _named(state: WitnessesState) -> WitnessesState:
    """The same with only those persons who stand in a row."""
    marked = np.zeros(len(state.persons), dtype=bool)
    marked[state.rows[state.rows != NOBODY]] = True
    place = np.cumsum(marked) - 1
    return WitnessesState(
        state.touchpoints, state.persons.filter(pa.array(marked)), state.keys, _moved(state.rows, place)
    )


def _among(persons: pa.StringArray, state: WitnessesState) -> WitnessesState:
    """The same with the places of its persons among more."""
    place = np.asarray(pc.index_in(state.persons, persons))
    return WitnessesState(state.touchpoints, persons, state.keys, _moved(state.rows, place))


def _moved(rows: Rows, place: NDArray[np.integer[Any]]) -> Rows:
    moved = np.append(place, NOBODY)[np.minimum(rows, len(place))]
    return moved.astype(np.int32)


def _rows_of(keys: Ints, state: WitnessesState) -> Rows:
    """The rows of these keys, empty where the state has none."""
    rows = np.full((len(keys), state.rows.shape[1]), NOBODY, np.int32)
    rows[np.searchsorted(keys, state.keys)] = state.rows
    return rows
