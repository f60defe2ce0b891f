"""A conversation of Intercom's API in, what happened in it out: written to, replied to, closed, rated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from footpath.collect.formats.json_files import members, within
from footpath.collect.formats.markup import words
from footpath.collect.formats.told import Told, said_or_did
from footpath.collect.formats.values import text as as_text

Conversation = Mapping[str, Any]
Contacts = Mapping[str | None, Mapping[str, Any]]  # by id

CUSTOMERS = ("user", "lead", "contact", "visitor")
CHANNELS = {
    "conversation": "chat",
    "inapp": "chat",
    "messenger": "chat",
    "chat": "chat",
    "push": "app",
    "phone_call": "phone",
    "phone_switch": "phone",
}
# What staff writes in parts of other types stays among staff.
PUBLIC = ("comment", "close", "open", "quick_reply")
SCALE = "1..5"


def happenings(conversation: Conversation) -> Iterator[Told]:
    """What happened in the conversation, in the order of its life; notes among staff are no part of it."""
    known = _contacts(conversation)
    parts = members(within(conversation, "conversation_parts"), "conversation_parts")
    yield from _opened(conversation, known)
    for part in parts:
        yield from _went_on(conversation, part or {}, known)
    yield from _closed(conversation, [part or {} for part in parts])
    yield from _rated(conversation)


def _told(conversation: Conversation, name: str, **more: Any) -> Told:
    properties = {"conversation": conversation["id"], **more.pop("properties", {})}
    return Told(
        id=f"conversation:{conversation['id']}:{name}",
        channel=_channel(conversation),
        properties=properties,
        **{"actors": _customer(conversation), **more},
    )


def _opened(conversation: Conversation, known: Contacts) -> Iterator[Told]:
    source = within(conversation, "source") or within(conversation, "conversation_message")
    author, text = within(source, "author"), words(source.get("body"))
    subject = {"subject": words(source.get("subject"))}
    shared = {"time": conversation.get("created_at"), "received": conversation.get("created_at")}
    if author.get("type") in CUSTOMERS:
        yield _told(
            conversation, "started", event="Conversation started", kind=said_or_did(text), text=text,
            actors=_identifiers(author, known), properties=subject, **shared,
        )  # fmt: skip
    elif author:
        yield _told(
            conversation, "started", event="Message sent", kind="firm_did",
            properties=subject | {"message": text, "by": author.get("type")}, **shared,
        )  # fmt: skip


def _went_on(conversation: Conversation, part: Mapping[str, Any], known: Contacts) -> Iterator[Told]:
    author = within(part, "author")
    text = None if part.get("redacted") else words(part.get("body"))
    shared = {"time": part.get("created_at"), "received": part.get("updated_at")}
    name = f"part:{part.get('id')}"
    if author.get("type") in CUSTOMERS and text:
        yield _told(
            conversation, name, event="Customer replied", kind="said", text=text,
            actors=_identifiers(author, known), **shared,
        )  # fmt: skip
    elif author.get("type") not in CUSTOMERS and text and part.get("part_type") in PUBLIC:
        event = "Bot replied" if author.get("type") == "bot" else "Agent replied"
        yield _told(conversation, name, event=event, kind="firm_did", properties={"reply": text}, **shared)


def _closed(conversation: Conversation, parts: list[Mapping[str, Any]]) -> Iterator[Told]:
    """Each time that it was closed; pages of the list have no parts, and tell only the last."""
    times = [part.get("created_at") for part in parts if part.get("part_type") == "close"]
    if not times and conversation.get("state") == "closed":
        times = [within(conversation, "statistics").get("last_close_at") or conversation.get("updated_at")]
    for time in dict.fromkeys(map(as_text, times)):
        yield _told(conversation, f"closed:{time}", event="Conversation closed", kind="firm_did", time=time)


def _rated(conversation: Conversation) -> Iterator[Told]:
    rating = within(conversation, "conversation_rating")
    asked, score, remark = rating.get("created_at"), rating.get("rating"), words(rating.get("remark"))
    if asked is not None:
        yield _told(conversation, "asked", event="Rating asked", kind="firm_did", time=asked)
    if score is None and remark is None:
        return
    yield _told(
        conversation,
        "rated",
        event="Conversation rated",
        kind="said",
        time=rating.get("updated_at") or asked or conversation.get("updated_at"),
        received=rating.get("updated_at") or conversation.get("updated_at"),
        text=remark,
        score=score,
        scale=None if score is None else SCALE,
        properties={"question_kind": "csat"},
    )


def _contacts(conversation: Conversation) -> Contacts:
    """The contacts by id; older versions of the API call them customers, or the one user."""
    listed = conversation.get("contacts") or conversation.get("customers") or conversation.get("user")
    found = listed.get("contacts", listed) if isinstance(listed, dict) else listed
    each = [
        contact for contact in (found if isinstance(found, list) else [found]) if isinstance(contact, dict)
    ]
    return {as_text(contact.get("id")): contact for contact in each}


def _customer(conversation: Conversation) -> dict[str, Any]:
    """The one whom staff answered: who began it, else the first contact."""
    known = _contacts(conversation)
    author = within(conversation, "source", "author") or within(
        conversation, "conversation_message", "author"
    )
    if author.get("type") in CUSTOMERS:
        return _identifiers(author, known)
    return _identifiers(next(iter(known.values()), {}), known)


def _identifiers(author: Mapping[str, Any], known: Contacts) -> dict[str, Any]:
    contact = {**known.get(as_text(author.get("id")), {}), **author}
    return {
        "intercom": contact.get("id"),
        "email": contact.get("email"),
        "phone": contact.get("phone"),
        "user": contact.get("external_id") or contact.get("user_id"),
    }


def _channel(conversation: Conversation) -> str | None:
    sent = within(conversation, "source").get("type")
    return CHANNELS.get(sent, sent) if isinstance(sent, str) and sent else None
