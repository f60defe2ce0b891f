"""The CSV of an exporter of Intercom's messages in, what happened in each conversation out.

A row tells who wrote it, not to whom; so the customer of each conversation is looked up in a first pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from footpath.collect.formats.csv_files import records
from footpath.collect.formats.intercom_parts import CUSTOMERS, PUBLIC
from footpath.collect.formats.markup import words
from footpath.collect.formats.told import Record, Rows, Told
from footpath.collect.reading import Input

Identifiers = Mapping[str, str | None]

CSV_COLUMNS = {"message_id", "message_body", "message_author_type", "conversation_id"}
# What exporters call the message that begins a conversation.
BEGINNINGS = ("initial", "conversation", "source")
MESSAGES = (*PUBLIC, *BEGINNINGS, "message", "")


def conversations_in_csv(file: Input, rows: Rows) -> Iterator[tuple[Record, Iterator[Told]]]:
    """What each row tells; a row with too many or too few cells, or of no conversation, is dropped."""
    customers = _customers(file)
    closed: set[str] = set()
    for row in records(file):
        if row is None:
            rows.dropped["wrong_number_of_fields"] += 1
        elif not row.get("conversation_id") or not row.get("message_id"):
            rows.dropped["not_a_conversation"] += 1
        else:
            yield row, _happenings(row, customers, closed)


def _customers(file: Input) -> dict[str, Identifiers]:
    """The first customer who wrote in each conversation."""
    found: dict[str, Identifiers] = {}
    for row in records(file):
        if row and row.get("message_author_type") in CUSTOMERS:
            found.setdefault(row.get("conversation_id", ""), _identifiers(row))
    return found


def _happenings(
    row: Mapping[str, str], customers: Mapping[str, Identifiers], closed: set[str]
) -> Iterator[Told]:
    about = row["conversation_id"]
    text, type_ = words(row.get("message_body")), row.get("message_type", "")
    shared: dict[str, Any] = {
        "id": f"conversation:{about}:part:{row['message_id']}",
        "time": row.get("message_created_at"),
        "zone": "UTC",
    }
    properties = {"conversation": about, "tags": row.get("conversation_tags"), "app": row.get("app_name")}
    if row.get("message_author_type") in CUSTOMERS and text:
        yield Told(
            event=_customers_event(row), kind="said", actors=_identifiers(row), text=text,
            properties=properties, **shared,
        )  # fmt: skip
    elif row.get("message_author_type") not in CUSTOMERS and text and type_ in MESSAGES:
        event = "Bot replied" if row.get("message_author_type") == "bot" else "Agent replied"
        yield Told(
            event=event, kind="firm_did", actors=customers.get(about, {}),
            properties=properties | {"reply": text}, **shared,
        )  # fmt: skip
    if row.get("conversation_closed_at") and about not in closed:
        closed.add(about)
        yield Told(
            id=f"conversation:{about}:closed:{row['conversation_closed_at']}",
            event="Conversation closed",
            kind="firm_did",
            time=row["conversation_closed_at"],
            zone="UTC",
            actors=customers.get(about, {}),
            properties=properties,
        )


def _customers_event(row: Mapping[str, str]) -> str:
    first = row.get("message_created_at") == row.get("conversation_created_at")
    begins = first or row.get("message_type") in BEGINNINGS
    return "Conversation started" if begins else "Customer replied"


def _identifiers(row: Mapping[str, str]) -> Identifiers:
    return {
        "intercom": row.get("message_author_id"),
        "email": row.get("message_author_email"),
        "user": row.get("message_author_user_id"),
    }
