"""Persons in, a table of what is known of each out; a segment in, who is in it out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.errors import UnknownName
from footpath.journeys import columns, expression, properties
from footpath.journeys.timelines import microseconds
from footpath.kernels.numbering import count
from footpath.model.definition import Segment
from footpath.model.log import EventLog
from footpath.model.numbering import named
from footpath.model.person import PersonIndex
from footpath.model.timeline import Timelines

OWN = ("person", "first_channel", "events", "value")
BEHAVIOUR = frozenset(OWN[1:])
# A text is passed over whole, so that nothing in it is taken for a call.
CALL = re.compile(
    r"\b(?P<what>reached|count)\s*\(\s*'(?P<name>(?:[^']|'')*)'\s*\)|'(?:[^']|'')*'|\"[^\"]*\"", re.I
)
TOLD = ["id", "source", "seq", "time", "properties"]
Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What one look at all events tells of persons: where their traits are, and their events."""

    traits: Rows  # rows of the log
    events: Rows  # [P] how many
    value: NDArray[np.float64]  # [P] the sum of theirs

    @classmethod
    def of(cls, log: EventLog, people: PersonIndex, until: datetime | None = None) -> Self:
        """What is told up to `until`."""
        told, whose, worth = [np.empty(0, np.int64)], [np.empty(0, np.int32)], [np.empty(0)]
        many, begin = np.zeros(people.n_people, np.int64), 0
        for part in log.parts(["kind", "time", "value"]):
            person = people.row_person[begin : begin + len(part)]
            seen = person >= 0
            if until is not None:
                seen &= columns.times(part["time"]) <= microseconds(until)
            traits = named(part["kind"], "traits")
            told.append(np.flatnonzero(seen & traits) + begin)
            events = seen & ~traits
            count(person[events], many)
            value = np.nan_to_num(columns.floats(part["value"]))
            has = events & (value != 0)
            whose.append(person[has])
            worth.append(value[has])
            begin += len(part)
        person, value = np.concatenate(whose), np.concatenate(worth)
        order = np.lexsort((value, person))  # a sum of floats depends on its order
        total = np.bincount(person[order], value[order], minlength=people.n_people).astype(np.float64)
        return cls(np.concatenate(told), many, total)


def people_table(
    log: EventLog,
    people: PersonIndex,
    timelines: Timelines,
    *,
    until: datetime | None = None,
    told: Told | None = None,
) -> pa.Table:
    """One row a person of the timelines: person, traits, first_channel, events, value.

    A trait is the latest that was told, by time, source, seq and id (untimed ones are the oldest); one with
    the name of another column is called trait_NAME. `events` counts all events of the person, `value` sums
    theirs, whether or not they are at a touchpoint; `first_channel` is that of the first touchpoint.
    `until`, if given, is that of the timelines: later rows are not looked at. Whoever has what
    is `told` up to then gives it.
    """
    told = told or Told.of(log, people, until)
    traits = _traits(log, people, told.traits)
    own = {
        "person": timelines.persons,
        **dict(zip(_distinct(traits), traits.values(), strict=True)),
        "first_channel": _first_channel(timelines),
        "events": told.events,
        "value": told.value,
    }
    return pa.table(own)


def members(
    segment: Segment,
    log: EventLog,
    people: PersonIndex,
    timelines: Timelines,
    *,
    until: datetime | None = None,
) -> NDArray[np.bool_]:
    """Who is in the segment [persons of the timelines].

    `reached('X')` and `count('X')` look at the timelines; all else are columns of `people_table`. UnknownName
    for a touchpoint, QueryError for a column that does not exist.

    >>> from footpath.journeys import notation
    >>> text = "ann: visit visit pay · bob: visit"
    >>> events, timelines = notation.log(text), notation.timelines(text)
    >>> twice = Segment("twice", "count('visit') > 1 and reached('pay')")
    >>> members(twice, events, notation.people(events), timelines)
    array([ True, False])
    """
    return members_in(people_table(log, people, timelines, until=until), segment, timelines)


def members_in(table: pa.Table, segment: Segment, timelines: Timelines) -> NDArray[np.bool_]:
    """As `members`, with a `people_table` at hand, which may serve many segments."""
    where = f'segment "{segment.name}"'
    known = table.column_names
    asked: dict[str, NDArray[np.int64] | NDArray[np.bool_]] = {}

    def as_column(call: re.Match[str]) -> str:
        if call["what"] is None:
            return call[0]
        code = _code(call["name"].replace("''", "'"), timelines, where)
        visits = _visits(timelines, code)
        column = f"{call[0]} #{code}"  # names of columns ignore case, those of touchpoints do not
        asked[column] = visits > 0 if call["what"].lower() == "reached" else visits
        return '"' + column.replace('"', '""') + '"'

    condition = CALL.sub(as_column, segment.where)
    for column, values in asked.items():
        table = table.append_column(column, pa.array(values))
    table = table.select(expression.among(table.column_names, condition, where=where))
    readings = (pa.table(each, names=table.column_names) for each in properties.readings(table.columns))
    return expression.holds(condition, readings, where=where, columns=lambda: known)


def is_behavioural(segment: Segment) -> bool:
    """Whether the segment looks at what people did, which rates must warn of.

    >>> is_behavioural(Segment("buyers", "reached('pay')")), is_behavioural(Segment("young", "age < 30"))
    (True, False)
    """
    if any(call["what"] for call in CALL.finditer(segment.where)):
        return True
    paths = expression.references(segment.where, where=f'segment "{segment.name}"')
    return any(path[0].lower() in BEHAVIOUR for path in paths)


def _code(name: str, timelines: Timelines, where: str) -> int:
    if name not in timelines.touchpoints:
        raise UnknownName("touchpoint", name, timelines.touchpoints, where=where)
    return timelines.touchpoints.index(name)


def _visits(timelines: Timelines, code: int) -> NDArray[np.int64]:
    """How often each person was at a touchpoint [P]."""
    there = np.flatnonzero(timelines.touchpoint == code)
    visits: NDArray[np.int64] = np.diff(np.searchsorted(there, timelines.offsets))
    return visits


def _first_channel(timelines: Timelines) -> pa.Array:
    """The channel of each person's first touchpoint."""
    codes = np.full(len(timelines.persons), -1, np.int32)
    has_any = timelines.offsets[1:] > timelines.offsets[:-1]
    codes[has_any] = timelines.channel[timelines.offsets[:-1][has_any]]
    return pa.array(timelines.channels, pa.string()).take(pa.array(codes, mask=codes < 0))


def _traits(log: EventLog, people: PersonIndex, rows: Rows) -> dict[str, pa.Array]:
    """Each trait's latest value of each person."""
    table = log.pick(rows, TOLD)
    valid = table.column("properties").is_valid()
    table, rows = table.filter(valid), rows[valid.to_numpy()]
    order = _latest_last(table, columns.times(table.column("time")))
    person = people.row_person[rows[order]]
    json = table.column("properties").take(pa.array(order))
    names = properties.names(json)
    found = properties.columns(json, names)
    return {name: _last(values, person, people.n_people) for name, values in zip(names, found, strict=True)}


def _latest_last(table: pa.Table, time: NDArray[np.int64]) -> NDArray[np.int64]:
    """Rows by time, source, seq, id."""
    _, source = columns.rank(table.column("source"))
    _, ids = columns.rank(table.column("id"))
    return np.lexsort((ids, columns.integers(table.column("seq")), source, time))


def _last(values: pa.ChunkedArray, person: NDArray[np.int32], n: int) -> pa.Array:
    """The last value that is not null of each person [n]."""
    told = np.flatnonzero(pc.is_valid(values).to_numpy())
    row = np.full(n, -1, np.int64)
    row[person[told]] = told  # of rows of one person the last stays
    return values.take(pa.array(row, mask=row < 0))


def _distinct(names: Iterable[str]) -> Iterator[str]:
    """Names for the traits that no other column has, upper and lower case being one."""
    taken = set(OWN)
    for name in names:
        free = name
        while free.casefold() in taken:
            free = f"trait_{free}"
        taken.add(free.casefold())
        yield free
