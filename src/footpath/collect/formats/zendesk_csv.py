"""The CSV of a Zendesk view in, tickets as the API gives them out."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from footpath.collect.formats.zendesk_tickets import Ticket
from footpath.collect.reading import Input

SURE = {"Id", "Requester", "Status", "Created at"}
EITHER = {"Summation column", "Satisfaction Score", "Ticket type", "Via"}
PLAIN = {
    "Id": "id",
    "Status": "status",
    "Created at": "created_at",
    "Updated at": "updated_at",
    "Requester id": "requester_id",
    "Subject": "subject",
    "Priority": "priority",
    "Ticket type": "type",
    "Tags": "tags",
    "Description": "description",
}
WITHIN = ("Requester email", "Requester phone", "Via", "Solved at", "Satisfaction Score")
# Names of people, and what is summed up from the rest.
LEFT_OUT = ("Summation column", "Requester", "Requester domain", "Submitter")


def is_view(head: str) -> bool:
    """Whether a file that begins like this is the CSV of a view."""
    header = set(next(csv.reader([head.partition("\n")[0]]), []))
    return header >= SURE and bool(header & EITHER)


def tickets_in_view(file: Input) -> Iterator[Ticket]:
    """One ticket a row; other columns (custom fields, reply times) are its properties."""
    with closing(file.text()) as stream:
        for row in csv.DictReader(stream):
            yield _ticket(
                {name: value for name, value in row.items() if name and value not in ("", "-", None)}
            )


def _ticket(row: dict[str, Any]) -> Ticket:
    ticket = {field: row[name] for name, field in PLAIN.items() if name in row}
    known = {*PLAIN, *WITHIN, *LEFT_OUT}
    return ticket | {
        "requester": {"email": row.get("Requester email"), "phone": row.get("Requester phone")},
        "via": {"channel": row.get("Via")},
        "metric_set": {"solved_at": row.get("Solved at")},
        "satisfaction_rating": {"score": row.get("Satisfaction Score")},
        "extra": {name: value for name, value in row.items() if name not in known},
    }
