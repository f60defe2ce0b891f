"""Zendesk tickets in, raw rows out: JSON lines, pages of the export API, or the CSV of a view; and ratings.

Tickets stand on their persons' timelines; `case=id` makes each a journey of its own.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import msgspec
import pyarrow as pa

from footpath.collect.formats.json_files import documents
from footpath.collect.formats.values import Named, numbers, texts
from footpath.collect.formats.zendesk_csv import is_view, tickets_in_view
from footpath.collect.formats.zendesk_tickets import (
    Happening,
    Ticket,
    answered,
    happenings,
    is_rating,
    is_ticket,
)
from footpath.collect.reading import ImportOptions, Input, RawBatch

BATCH = 10_000  # events
TICKET = re.compile(r'"requester_id"\s*:')
RATING = re.compile(r'"ticket_id"\s*:\s*\d.*?"score"\s*:\s*"|"score"\s*:\s*".*?"ticket_id"\s*:\s*\d', re.S)
ONLY_TICKETS = re.compile(r'"(satisfaction_ratings?|submitter_id|ticket_form_id|raw_subject)"\s*:')

encode = msgspec.json.Encoder(order="deterministic").encode
decoder = msgspec.json.Decoder(dict[str, Any])


class Zendesk:
    """Tickets with what happened to them, and lists of satisfaction ratings."""

    name = "zendesk"

    def recognise(self, file: Input, /) -> bool:
        """Whether the head is JSON with fields that only tickets have, or has the columns of a view."""
        head = file.head_text if file.is_text else ""
        if head.lstrip()[:1] in ("{", "["):
            return bool(TICKET.search(head) and (ONLY_TICKETS.search(head) or RATING.search(head)))
        return is_view(head)

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 10,000 events."""
        rows = _Rows(Named(options.columns, file.name))
        for ticket in tickets_in_view(file) if is_view(file.head_text) else rows.tickets(file):
            rows.add(ticket)
            if len(rows) >= BATCH:
                yield rows.take()
        yield rows.take()
        rows.named.check()


ZENDESK = Zendesk()


class _Rows:
    """Tickets as columns, until a batch is full."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self._dropped: Counter[str] = Counter()
        self._users: dict[Any, dict[str, Any]] = {}
        self._found: list[tuple[Happening, Ticket]] = []
        self._first = 0

    def __len__(self) -> int:
        return len(self._found)

    def tickets(self, file: Input) -> Iterator[Ticket]:
        """The tickets of a JSON file; users and metrics beside them are remembered."""
        for block in documents(file, decoder):
            for document in block:
                yield from self._unpacked(document)

    def _unpacked(self, document: dict[str, Any] | None) -> Iterator[Ticket]:
        if document is None:
            self._dropped["unreadable_line"] += 1
            return
        self._users |= {user.get("id"): user for user in document.get("users") or ()}
        metrics = {each.get("ticket_id"): each for each in document.get("metric_sets") or ()}
        listed = next((document[name] for name in PAGES if name in document), None)
        found = listed if isinstance(listed, list) else [document.get("ticket") or document]
        for ticket in found:
            if is_rating(ticket):
                yield ticket
            elif is_ticket(ticket):
                yield {"metric_set": metrics.get(ticket["id"]), **ticket}
            else:
                self._dropped["not_a_ticket"] += 1

    def add(self, ticket: Ticket) -> None:
        """Appends what happened with a ticket."""
        if str(ticket.get("status")).lower() == "deleted":
            self._dropped["deleted_ticket"] += 1
            return
        told = answered if is_rating(ticket) else happenings
        found = [(each, ticket) for each in told(ticket, self._users)]
        if not found:  # a rating that was neither offered nor given
            self._dropped["no_answer"] += 1
        self._found += found

    def take(self) -> RawBatch:
        """What was added since the last time."""
        found = [each for each, _ in self._found]
        properties = [each.properties for each in found]
        columns: dict[str, Any] = {
            name: texts([getattr(each, name) for each in found])
            for name in ("id", "event", "kind", "time", "received", "channel", "text", "scale")
        }
        columns |= {f"actor.{kind}": texts([each.customer.get(kind) for each in found]) for kind in KINDS}
        columns["score"] = numbers([each.score for each in found])
        self.named.take(columns, properties, [{**ticket, **each.properties} for each, ticket in self._found])
        columns["properties"] = pa.array([encode(each) for each in properties], pa.string())
        columns["row"] = pa.array(range(self._first, self._first + len(found)), pa.int64())
        batch = RawBatch(pa.table(columns), self._dropped)
        self._first += len(found)
        self._found, self._dropped = [], Counter()
        return batch


PAGES = ("tickets", "satisfaction_ratings")
KINDS = ("email", "phone", "zendesk")
