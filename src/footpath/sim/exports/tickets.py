"""Zendesk's incremental export: one ticket a line, as it stands when the data end."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from footpath.sim import clock
from footpath.sim.company import CODES
from footpath.sim.noise import Ints
from footpath.sim.traces import Evidence
from footpath.sim.words import PROBLEMS, said
from footpath.sim.world import History

from .export import Export, utc_text

FIRST_ID = 40_001
STATUS_BY_NEXT = {"answered": "solved", "chase": "open", "app": "pending", "asks_cancel": "hold"}
CHANNELS = ("web", "email", "mobile")
RATES_ABOVE = 0.75


def write(evidence: Evidence, folder: Path) -> Export:
    """tickets.ndjson."""
    tickets = evidence.seen_by("tickets")
    columns = ticket_columns(evidence, tickets)
    lines = [
        json.dumps(ticket(FIRST_ID + row, {name: values[row] for name, values in columns.items()}))
        for row in range(len(tickets))
    ]
    (folder / "tickets.ndjson").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return Export("tickets.ndjson", "tickets")


def ticket_columns(evidence: Evidence, tickets: History) -> dict[str, list[Any]]:
    """What differs from ticket to ticket, by column."""
    traces, person = evidence.traces, tickets.person
    problem = (evidence.chance(tickets, 0) * len(PROBLEMS)).astype(np.int64).tolist()
    next_state, next_time = what_came_next(evidence.history)
    updated = np.where(next_time > 0, np.minimum(next_time, tickets.time + 10 * clock.DAY), tickets.time)
    rated = (evidence.chance(tickets, 1) > RATES_ABOVE) & (next_state == CODES["answered"])
    return {
        "created_at": utc_text(tickets.time),
        "updated_at": utc_text(updated),
        "status": [STATUS_BY_NEXT.get(name, "open") for name in names_of(next_state)],
        "channel": [CHANNELS[int(each * len(CHANNELS))] for each in evidence.chance(tickets, 2).tolist()],
        "subject": [PROBLEMS[each][0] for each in problem],
        "description": [PROBLEMS[each][1] for each in problem],
        "person": evidence.people.number[person].tolist(),
        "name": [" ".join(traces.name[each]) for each in person.tolist()],
        "email": traces.email[person].tolist(),
        "customer": traces.customer[person].tolist(),
        "rated": rated.tolist(),
        "good": (tickets.mood > -0.4).tolist(),
        "comment": said("support", tickets.mood, evidence.chance(tickets, 3)),
    }


def what_came_next(history: History) -> tuple[Ints, Ints]:
    """The person's next state after each ticket, asides left out, and when; -1 where the data end before."""
    steps = history.take(history.state != CODES["outages"])
    at = np.flatnonzero(steps.state == CODES["ticket"])
    at = at[np.argsort(steps.time[at], kind="stable")]
    follows = np.minimum(at + 1, len(steps) - 1)
    same = (steps.person[follows] == steps.person[at]) & (follows > at)
    return np.where(same, steps.state[follows], -1), np.where(same, steps.time[follows], -1)


def names_of(states: Ints) -> list[str]:
    """The names of states; "" for -1."""
    names = [*CODES, ""]
    return [names[each] for each in states.tolist()]


def ticket(number: int, of: dict[str, Any]) -> dict[str, Any]:
    """One ticket in Zendesk's own fields."""
    score = (
        ("good" if of["good"] else "bad")
        if of["rated"]
        else "offered"
        if of["status"] == "solved"
        else "unoffered"
    )
    return {
        "url": f"https://northwind.zendesk.example/api/v2/tickets/{number}.json",
        "id": number,
        "external_id": None,
        "via": {"channel": of["channel"], "source": {"from": {}, "to": {}, "rel": None}},
        "created_at": of["created_at"],
        "updated_at": of["updated_at"],
        "type": "problem",
        "subject": of["subject"],
        "raw_subject": of["subject"],
        "description": of["description"],
        "priority": "normal",
        "status": of["status"],
        "recipient": "help@northwind.example",
        "requester_id": 9_000_000 + of["person"],
        "submitter_id": 9_000_000 + of["person"],
        "assignee_id": 8_000_000 + number % 23,
        "requester": {"id": 9_000_000 + of["person"], "name": of["name"], "email": of["email"]},
        "tags": ["mobile"],
        "custom_fields": [{"id": 360001, "value": of["customer"]}],
        "satisfaction_rating": {"score": score, "comment": of["comment"] or None}
        if of["rated"]
        else {"score": score},
    }
