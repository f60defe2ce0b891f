"""Messages in Segment's or RudderStack's form in, raw rows out.

track, page and screen are events; identify, group and alias tell who somebody is (kind "traits"). A page is
named "Page: NAME", else "Page: /its/path", a screen "Screen: NAME". Properties keep their names; what the
library knows of page, campaign and device stands beside them, unless the message says otherwise itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import msgspec
import pyarrow as pa

from footpath.collect.formats.json_files import documents
from footpath.collect.formats.segment_clock import Clocks, repaired
from footpath.collect.formats.segment_messages import Message, single
from footpath.collect.formats.segment_names import channel_of, event_of
from footpath.collect.formats.segment_properties import properties_of, take_value
from footpath.collect.formats.values import Named, numbers, texts
from footpath.collect.reading import ImportOptions, Input, RawBatch

KINDS = {
    "track": "did",
    "page": "did",
    "screen": "did",
    "identify": "traits",
    "group": "traits",
    "alias": "traits",
}
TYPE = re.compile(r'"type"\s*:\s*"(track|page|screen|identify|group|alias)"')
SENDER = re.compile(r'"(anonymousId|userId|messageId|writeKey|originalTimestamp)"\s*:')

encode = msgspec.json.Encoder(order="deterministic").encode
decoder = msgspec.json.Decoder(Message)


class Segment:
    """Messages as NDJSON, as an array, or as bodies of HTTP batches; compressed or not."""

    name = "segment"

    def recognise(self, file: Input, /) -> bool:
        """Whether it is JSON that begins with the type of a call and a field that only calls have."""
        head = file.head_text if file.is_text else ""
        return head.lstrip()[:1] in ("{", "[") and bool(TYPE.search(head) and SENDER.search(head))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """A batch for every few thousand messages."""
        named = Named(options.columns, file.name)
        row = 0
        for found in documents(file, decoder):
            messages = list(single(found))
            yield from _batches(messages, row, named)
            row += len(messages)
        named.check()


SEGMENT = Segment()


def _refused(message: Message | None) -> str | None:
    if message is None:
        return "unreadable_line"
    if message.type not in KINDS:
        return "unknown_type"
    if not (message.anonymous_id or message.user_id):
        return "no_actor"
    return "no_event" if message.type == "track" and not message.event else None


def _batches(found: list[Message | None], first: int, named: Named) -> Iterator[RawBatch]:
    """One batch of the messages whose time is known, and one of those whose time is a text to be read."""
    dropped: Counter[str] = Counter()
    messages, rows = [], []
    for row, message in enumerate(found, first):
        if reason := _refused(message):
            dropped[reason] += 1
        elif message:
            messages.append(message)
            rows.append(row)
    told = repaired(Clocks(*(texts(map(clock, messages)) for clock in CLOCKS)))
    table = pa.table({**_columns(messages, named), "row": pa.array(rows, pa.int64())})
    known = pa.array(told.known)
    yield RawBatch(table.append_column("time", told.instant).filter(known), dropped)
    if not told.known.all():
        yield RawBatch(table.append_column("time", told.text).filter(pa.array(~told.known)))


CLOCKS: tuple[Callable[[Message], Any], ...] = (
    attrgetter("timestamp"),
    attrgetter("original_timestamp"),
    attrgetter("sent_at"),
    attrgetter("received_at"),
)


def _columns(messages: list[Message], named: Named) -> dict[str, Any]:
    properties = [properties_of(message) for message in messages]
    columns: dict[str, Any] = {
        "id": texts([message.message_id for message in messages]),
        "event": texts([event_of(message) for message in messages]),
        "kind": texts([KINDS[message.type] for message in messages]),
        "actor.anon": texts([message.anonymous_id for message in messages]),
        "actor.user": texts([message.user_id for message in messages]),
        "actor.email": _traits(messages, "email"),
        "actor.phone": _traits(messages, "phone"),
        "channel": texts([channel_of(message) for message in messages]),
        "received": texts([message.received_at for message in messages]),
        "value": numbers([take_value(each) for each in properties]),
    }
    named.take(columns, properties)
    columns["properties"] = pa.array([encode(each) for each in properties], pa.string())
    return columns


def _traits(messages: list[Message], name: str) -> pa.Array:
    if not any(each.traits or (each.context and each.context.traits) for each in messages):
        return pa.nulls(len(messages), pa.string())
    return texts([_trait(message, name) for message in messages])


def _trait(message: Message, name: str) -> Any:
    """An identifying trait of the call, else of its context; a group's are not the person's."""
    own = message.traits.get(name) if message.traits and message.type == "identify" else None
    known = message.context.traits if message.context else None
    return own or (getattr(known, name) if known else None)
