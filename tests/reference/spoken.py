"""Logs in which persons do and say things, from rows with only what matters in them."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pyarrow as pa

from footpath.journeys import notation, timelines, touchpoints
from footpath.model.definition import Touchpoint
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog
from footpath.voice.placement import place

HOUR = timedelta(hours=1)


def event(person, name, hours=0, *, said=False, seq=0, id=None, case=None, source=None, **more):
    """An event; `hours` after the beginning, None for no time."""
    return {
        "person": person,
        "event": name,
        "time": hours,
        "kind": "said" if said else "did",
        "source": source or ("survey" if said else "shop"),
        "seq": seq,
        "id": id or f"{person} {name} {hours} {seq}",
        "case": case,
        **more,
    }


def did(person, name, hours=0, **more):
    return event(person, name, hours, **more)


def said(person, name, hours=0, score=None, text=None, **more):
    return event(person, name, hours, said=True, score=score, text=text, **more)


def log_of(rows) -> EventLog:
    return EventLog(pa.Table.from_pylist([_row(each) for each in rows], EVENT_SCHEMA))


def _row(row):
    hours = row["time"]
    given = {
        key: row.get(key)
        for key in ("id", "source", "seq", "event", "kind", "case", "score", "text", "scale")
    }
    properties = row.get("properties")
    return given | {
        "file": "file",
        "received": notation.BEGINNING,
        "time": None if hours is None else notation.BEGINNING + hours * HOUR,
        "actors": [{"kind": "name", "value": row["person"]}],
        "properties": None if properties is None else msgspec.json.encode(properties).decode(),
    }


def build(rows, names, **options):
    """Log, people and timelines, with a touchpoint for each of the names."""
    log = log_of(rows)
    people = notation.people(log)
    known = tuple(Touchpoint(name, stage="stage", match={"event": (name,)}) for name in names)
    return log, people, timelines.build(log, people, touchpoints.place(log, known), known, **options)


def answers(rows, surveys, names, **options):
    """The answers of a log."""
    return place(*build(rows, names), surveys, **options)
