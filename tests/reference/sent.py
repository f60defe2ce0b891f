"""Rows as one would note them down to an event log."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from footpath.model.event import EVENT_SCHEMA, Actor
from footpath.model.log import EventLog

DAY_ONE = datetime(2024, 1, 1, tzinfo=UTC)


def sent(*rows: str) -> EventLog:
    """A log of rows "source[!][/case] actor actor …", an hour apart; "!" marks traits, "_" is a space."""
    return log_of(list(enumerate(rows)))


def log_of(rows: Iterable[tuple[int, str]]) -> EventLog:
    """A log of numbered rows, in the order given; the number is the row's time and position."""
    return EventLog(pa.Table.from_pylist([_row(at, *row.split()) for at, row in rows], EVENT_SCHEMA))


def _row(at: int, head: str, *actors: str) -> dict[str, object]:
    source, _, case = head.partition("/")
    told = source.endswith("!")
    return {
        "id": str(at),
        "source": source.rstrip("!"),
        "file": "f1",
        "seq": at,
        "time": DAY_ONE + timedelta(hours=at),
        "received": DAY_ONE,
        "event": "" if told else "Something",
        "kind": "traits" if told else "did",
        "case": case or None,
        "actors": [_actor(each) for each in actors],
    }


def _actor(text: str) -> dict[str, str]:
    actor = Actor.parse(text)
    return {"kind": actor.kind, "value": actor.value.replace("_", " ")}
