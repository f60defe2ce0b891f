"""A reader's notation for logs in, an event log, timelines or journeys out: for documents and tests.

A log is persons, divided by "·" or new lines: a name, a colon, and the touchpoints that the person meets,
divided by blanks. After a touchpoint may stand, in any order: `@2h` its time after the beginning (s, m, h, d;
without it a minute after the one before), `#c1` its case, `=9` its score, `/web` its channel. A touchpoint in
brackets, `(ad)`, is an event that no rule matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from footpath.errors import InputError
from footpath.journeys import timelines as _timelines
from footpath.journeys.cut import cut
from footpath.journeys.touchpoints import place
from footpath.model.definition import MONTH, Goal, JourneyDefinition, Touchpoint
from footpath.model.event import EVENT_SCHEMA
from footpath.model.journey import Journeys
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.timeline import Timelines

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
TOUCH = re.compile(r"(?P<name>[^@#=/]+)(?P<marks>(?:[@#=/][^@#=/]+)*)")
MINUTE = timedelta(minutes=1)
Span = str | timedelta


def log(text: str, *, timed: bool = True) -> EventLog:
    """The events that a text tells of, in its order.

    >>> table = log("ann: visit pay@1d=9 · bob: visit/shop#c1").table
    >>> [table.column(name).to_pylist() for name in ("event", "score", "channel", "case")]
    [['visit', 'pay', 'visit'], [None, 9.0, None], [None, None, 'shop'], [None, None, 'c1']]
    """
    rows = [_row(seq, *touch, timed=timed) for seq, touch in enumerate(_touches(text))]
    return EventLog(pa.Table.from_pylist(rows, EVENT_SCHEMA))


def people(events: EventLog) -> PersonIndex:
    """Every name one person, with the name as the id."""
    names = [actors[0]["value"] for actors in events.table.column("actors").to_pylist()]
    ids = sorted(set(names))
    n = len(ids)
    return PersonIndex(
        actors=pa.array([f"name:{each}" for each in ids], pa.string()),
        person=np.arange(n, dtype=np.int32),
        ids=pa.array(ids, pa.string()),
        row_person=np.array([ids.index(each) for each in names], np.int32),
        reasons=pa.array(["the only identifier"] * n, pa.string()),
        sources=pa.array(["notation"] * n, pa.string()),
        since=np.full(n, np.iinfo(np.int64).min),
        counts={},
    )


def touchpoints(events: EventLog) -> tuple[Touchpoint, ...]:
    """A touchpoint for every event but those in brackets, in the order in which they were written."""
    written = events.table.sort_by("seq").column("event").to_pylist()
    names = dict.fromkeys(name for name in written if not name.startswith("("))
    return tuple(Touchpoint(name, stage="stage", match={"event": (name,)}) for name in names)


def timelines(text: str, *, timed: bool = True, until: str | None = None) -> Timelines:
    """The timelines of a text; `until` is a time after the beginning.

    >>> timelines("ann: visit pay").touchpoints
    ('visit', 'pay')
    """
    events = log(text, timed=timed)
    found = touchpoints(events)
    moment = None if until is None else BEGINNING + span(until)
    return _timelines.build(events, people(events), place(events, found), found, until=moment)


def journeys(
    text: str, *, timed: bool = True, since: str | None = None, until: str | None = None, **options: Any
) -> Journeys:
    """The journeys of a text; the options are those of `definition`, `since` and `until` times.

    >>> found = journeys("ann: visit@0 pay@2h · bob: visit", start="visit", goal="pay", within="1d")
    >>> found.persons.to_pylist(), found.outcome.tolist()
    (['ann', 'bob'], [1, 0])
    """
    moments = [None if each is None else BEGINNING + span(each) for each in (since, until)]
    return cut(timelines(text, timed=timed), definition(**options), since=moments[0], until=moments[1])


def definition(
    *,
    start: str | Iterable[str] = (),
    goal: str | Goal | Iterable[str | Goal] = (),
    ends: str | Iterable[str] = (),
    within: Span | None = None,
    quiet: Span | None = None,
    before: Span = MONTH,
    after: Span = MONTH,
    name: str = "journey",
) -> JourneyDefinition:
    """A journey's definition in few words; a touchpoint may stand for itself, spans are such as "2d".

    >>> definition(start="visit", goal="pay", within="2d").within
    datetime.timedelta(days=2)
    """
    goals = [goal] if isinstance(goal, str | Goal) else goal
    return JourneyDefinition(
        name,
        name,
        start=(start,) if isinstance(start, str) else tuple(start),
        goal=tuple(each if isinstance(each, Goal) else Goal(each) for each in goals),
        ends=(ends,) if isinstance(ends, str) else tuple(ends),
        within=None if within is None else span(within),
        quiet=None if quiet is None else span(quiet),
        before=span(before),
        after=span(after),
    )


def span(text: Span) -> timedelta:
    """A length of time.

    >>> span("36h")
    datetime.timedelta(days=1, seconds=43200)
    """
    if isinstance(text, timedelta):
        return text
    number, unit = text[:-1], text[-1:]
    if text == "0":
        return timedelta(0)
    if unit not in UNITS:
        raise InputError(f'"{text}" is no length of time', hint="Write it as 90s, 5m, 2h or 1d.")
    return timedelta(**{UNITS[unit]: float(number)})


def _touches(text: str) -> Iterator[tuple[str, str, dict[str, str], timedelta]]:
    """Person, touchpoint, marks and time after the beginning, of each event."""
    for line in filter(str.strip, re.split(r"[·\n]", text)):
        name, colon, rest = line.partition(":")
        if not colon:
            raise InputError(f'"{line.strip()}" names no person', hint='Write it as "ann: visit pay".')
        at = -MINUTE
        for word in rest.split():
            touch = TOUCH.fullmatch(word)
            if touch is None:
                raise InputError(f'"{word}" is no touchpoint', hint='Write it as "pay@2h#case=9/web".')
            marks = {mark[0]: mark[1:] for mark in re.findall(r"[@#=/][^@#=/]+", touch["marks"])}
            at = span(marks["@"]) if "@" in marks else at + MINUTE
            yield name.strip(), touch["name"], marks, at


def _row(
    seq: int, person: str, event: str, marks: dict[str, str], at: timedelta, *, timed: bool
) -> dict[str, Any]:
    return {
        "id": f"e{seq:06}",
        "source": "notation",
        "file": "notation",
        "seq": seq,
        "time": BEGINNING + at if timed else None,
        "received": BEGINNING + at,
        "event": event,
        "kind": "did",
        "case": marks.get("#"),
        "actors": [{"kind": "name", "value": person}],
        "channel": marks.get("/"),
        "score": float(marks["="]) if "=" in marks else None,
    }
