"""A Zendesk ticket in, what happened with it out: created, replied to, solved or closed, rated.

An id is the ticket's and the happening's, so a later export of the same ticket tells the same events.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

Ticket = Mapping[str, Any]
Users = Mapping[Any, Mapping[str, Any]]

CHANNELS = {
    "voice": "phone",
    "phone call (incoming)": "phone",
    "phone call (outgoing)": "phone",
    "voicemail": "phone",
    "mail": "email",
    "web form": "web",
    "web_service": "api",
    "web service": "api",
    "mobile": "app",
    "mobile_sdk": "app",
    "native_messaging": "chat",
}
RATINGS = {"good": 1.0, "good_with_comment": 1.0, "bad": 0.0, "bad_with_comment": 0.0}
DETAILS = (
    "subject",
    "priority",
    "type",
    "tags",
    "recipient",
    "organization_id",
    "group_id",
    "assignee_id",
    "brand_id",
    "ticket_form_id",
    "external_id",
)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event of a ticket, by the names of the raw columns."""

    id: str
    event: str
    kind: str
    time: Any
    customer: Mapping[str, Any]  # "email", "phone", "zendesk"
    received: Any
    channel: str | None = None
    text: str | None = None
    score: float | None = None
    scale: str | None = None
    properties: dict[str, Any] = field(default_factory=dict)


def happenings(ticket: Ticket, users: Users) -> Iterator[Happening]:
    """What happened with the ticket, in the order of its life; private notes are no part of it."""
    yield _created(ticket, users)
    yield from _replies(ticket, users)
    yield from _ended(ticket, users)
    yield from _rated(ticket, users)


def answered(rating: Ticket, users: Users) -> Iterator[Happening]:
    """What a satisfaction rating tells that stands beside its ticket: the same, with the same ids."""
    ticket = {
        "id": rating["ticket_id"],
        "requester_id": rating.get("requester_id"),
        "updated_at": rating.get("updated_at") or rating.get("created_at"),
        "satisfaction_rating": rating,
    }
    yield from _rated(ticket, users)


def is_rating(document: Any) -> bool:
    """Whether this is a satisfaction rating: it has a score and tells its ticket."""
    return isinstance(document, dict) and all(
        document.get(name) is not None for name in ("ticket_id", "score")
    )


def is_ticket(document: Any) -> bool:
    """Whether this is a ticket: it has an id, and a status or a requester."""
    return isinstance(document, dict) and document.get("id") is not None and _known(document)


def _known(ticket: Ticket) -> bool:
    return any(ticket.get(name) for name in ("status", "requester_id", "requester"))


def _happening(ticket: Ticket, users: Users, name: str, event: str, **more: Any) -> Happening:
    properties = {"ticket": ticket["id"], **more.pop("properties", {})}
    return Happening(
        id=f"ticket:{ticket['id']}:{name}",
        event=event,
        customer=more.pop("customer", None) or _requester(ticket, users),
        received=ticket.get("updated_at"),
        properties={key: value for key, value in properties.items() if value not in (None, "", [])},
        **more,
    )


def _created(ticket: Ticket, users: Users) -> Happening:
    fields = {f"field.{each.get('id')}": each.get("value") for each in ticket.get("custom_fields") or ()}
    details = {name: ticket.get(name) for name in DETAILS}
    return _happening(
        ticket,
        users,
        "created",
        "Ticket created",
        kind="did",
        time=ticket.get("created_at"),
        channel=_channel(ticket),
        text=ticket.get("description"),
        properties=details | fields | ticket.get("extra", {}),
    )


def _replies(ticket: Ticket, users: Users) -> Iterator[Happening]:
    for comment in _comments(ticket):
        if comment.get("public") is False or comment.get("created_at") == ticket.get("created_at"):
            continue  # a note among staff; or the description, which is the first comment
        author = comment.get("author_id")
        words = comment.get("plain_body") or comment.get("body")
        name, time, channel = f"comment:{comment.get('id')}", comment.get("created_at"), _channel(comment)
        if author == ticket.get("requester_id") or users.get(author, {}).get("role") == "end-user":
            who = _user(author, users)
            yield _happening(
                ticket, users, name, "Customer replied",
                kind="said", time=time, channel=channel, text=words, customer=who,
            )  # fmt: skip
        else:
            yield _happening(
                ticket, users, name, "Agent replied",
                kind="firm_did", time=time, channel=channel, properties={"reply": words},
            )  # fmt: skip


def _comments(ticket: Ticket) -> Iterator[Mapping[str, Any]]:
    yield from ticket.get("comments") or ()
    for audit in ticket.get("audits") or ():
        for each in audit.get("events") or ():
            if each.get("type") == "Comment":
                yield {"created_at": audit.get("created_at"), "via": audit.get("via"), **each}


def _ended(ticket: Ticket, users: Users) -> Iterator[Happening]:
    status, solved_at = str(ticket.get("status")).lower(), _solved_at(ticket)
    if status == "solved" or (status == "closed" and solved_at):
        time = solved_at or ticket.get("updated_at")
        yield _happening(ticket, users, "solved", "Ticket solved", kind="firm_did", time=time)
    if status == "closed":
        yield _happening(
            ticket, users, "closed", "Ticket closed", kind="firm_did", time=ticket.get("updated_at")
        )


def _solved_at(ticket: Ticket) -> Any:
    if known := (ticket.get("metric_set") or {}).get("solved_at"):
        return known
    changes = [
        audit.get("created_at")
        for audit in ticket.get("audits") or ()
        for each in audit.get("events") or ()
        if each.get("field_name") == "status" and each.get("value") == "solved"
    ]
    return changes[-1] if changes else None


def _rated(ticket: Ticket, users: Users) -> Iterator[Happening]:
    rating = ticket.get("satisfaction_rating") or {}
    given = str(rating.get("score")).lower()
    score = RATINGS.get(given)
    if given == "offered":
        time = rating.get("created_at") or _solved_at(ticket) or ticket.get("updated_at")
        yield _happening(ticket, users, "asked", "Satisfaction asked", kind="firm_did", time=time)
    if score is None:
        return
    yield _happening(
        ticket,
        users,
        "rated",
        "Ticket rated",
        kind="said",
        time=rating.get("updated_at") or rating.get("created_at") or ticket.get("updated_at"),
        score=score,
        scale="0..1",
        text=rating.get("comment"),
        properties={"reason": rating.get("reason"), "question_kind": "csat"},
    )


def _channel(sent: Mapping[str, Any]) -> str | None:
    name = (sent.get("via") or {}).get("channel")
    return CHANNELS.get(name.lower(), name.lower()) if isinstance(name, str) and name else None


def _requester(ticket: Ticket, users: Users) -> Mapping[str, Any]:
    """The requester as embedded in the ticket, as sideloaded, or as the message's own sender."""
    requester_id = ticket.get("requester_id")
    known = ticket.get("requester") or users.get(requester_id) or {}
    sender: Mapping[str, Any] = {}
    if ticket.get("submitter_id") in (None, requester_id):
        sender = ((ticket.get("via") or {}).get("source") or {}).get("from") or {}
    return {
        "zendesk": requester_id or known.get("id"),
        "email": known.get("email") or sender.get("address"),
        "phone": known.get("phone") or sender.get("phone"),
    }


def _user(user_id: Any, users: Users) -> Mapping[str, Any] | None:
    known = users.get(user_id)
    return {"zendesk": user_id, "email": known.get("email"), "phone": known.get("phone")} if known else None
