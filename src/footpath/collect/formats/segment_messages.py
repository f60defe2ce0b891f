"""A file in Segment's or RudderStack's form in, its messages out.

Messages stand alone, in an array, or in the `batch` of an HTTP request. Fields that Footpath has no use for
(integrations, version, IP address …) are passed over.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from msgspec import Struct, structs


class Who(Struct, gc=False):
    """The traits that identify somebody."""

    email: Any = None
    phone: Any = None


class Page(Struct, gc=False):
    """Where a message was sent from."""

    path: Any = None
    url: Any = None
    referrer: Any = None
    title: Any = None


class Thing(Struct, gc=False):
    """A library, an operating system, an app, a device."""

    name: Any = None
    type: Any = None


class Context(Struct, rename="camel", gc=False):
    """What a library adds to each message."""

    page: Page | None = None
    campaign: dict[str, Any] | None = None
    traits: Who | None = None
    library: Thing | None = None
    os: Thing | None = None
    app: Thing | None = None
    device: Thing | None = None
    user_agent: Any = None
    locale: Any = None


class Message(Struct, rename="camel", gc=False):
    """One call of any type."""

    type: Any = None
    event: Any = None
    name: Any = None
    category: Any = None
    user_id: Any = None
    anonymous_id: Any = None
    previous_id: Any = None
    group_id: Any = None
    message_id: Any = None
    timestamp: Any = None
    original_timestamp: Any = None
    sent_at: Any = None
    received_at: Any = None
    channel: Any = None
    properties: dict[str, Any] | None = None
    traits: dict[str, Any] | None = None
    context: Context | None = None
    batch: list[Message] | None = None


S = TypeVar("S", bound=Struct)


def single(messages: list[Message | None]) -> Iterator[Message | None]:
    """Each message on its own: batches unpacked, and an alias made to link no more than two identifiers."""
    for message in messages:
        if message is None:
            yield None
        elif message.batch is not None:
            yield from single([_inherited(each, message) for each in message.batch])
        elif message.type == "alias" and message.previous_id:
            yield from _links(message)
        else:
            yield message


def _inherited(message: Message, batch: Message) -> Message:
    context = _filled(message.context, batch.context) if message.context and batch.context else batch.context
    return structs.replace(
        message,
        context=context or message.context,
        sent_at=message.sent_at or batch.sent_at,
        received_at=message.received_at or batch.received_at,
    )


def _filled(given: S, default: S) -> S:
    missing = [name for name in given.__struct_fields__ if getattr(given, name) is None]
    return structs.replace(given, **{name: getattr(default, name) for name in missing})


def _links(alias: Message) -> Iterator[Message]:
    """What was the previous identifier, was an anonymous one; the message may carry another one beside."""
    if alias.anonymous_id and alias.anonymous_id != alias.previous_id:
        yield alias
        message_id = f"{alias.message_id}:previous" if alias.message_id else None
        alias = structs.replace(alias, message_id=message_id)
    yield structs.replace(alias, anonymous_id=alias.previous_id)
