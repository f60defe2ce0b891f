"""Messages in Segment's or RudderStack's form in, raw rows out.

track, page and screen are events; identify, group and alias tell who somebody is (kind "traits"). A page is
named "Page: NAME", else "Page: /its/path", a screen "Screen: NAME". Properties keep their names; what the
library knows of page, campaign and device stands beside them, unless the message says otherwise itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain
from operator import attrgetter
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.collect.formats.json_files import blocks, decoded, documents, is_one, lines
from footpath.collect.formats.segment_blocks import Block, read_block
from footpath.collect.formats.segment_clock import Clocks, Told, joined, repaired
from footpath.collect.formats.segment_messages import Message, single
from footpath.collect.formats.segment_names import channel_of, event_of
from footpath.collect.formats.segment_properties import properties_of, take_value
from footpath.collect.formats.values import Named, numbers, texts
from footpath.collect.reading import ImportOptions, Input, RawBatch
from footpath.collect.steps import with_column
from footpath.collect.texts import as_text
from footpath.model.ahead import in_order

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

LARGE = 1 << 27  # bytes on disk, from which on it pays to compile what reads them, which takes 20 s once
BLOCK = 1 << 23  # bytes of lines that are read together
encode = msgspec.json.Encoder(order="deterministic").encode
decoder = msgspec.json.Decoder(Message)


class Segment:
    """Messages as NDJSON, as an array, or as bodies of HTTP batches; compressed or not.

    Files of at least `quick_from` bytes are read without an object a message; that must be compiled first.
    """

    name = "segment"

    def __init__(self, quick_from: int = LARGE) -> None:
        self._quick_from = quick_from

    def recognise(self, file: Input, /) -> bool:
        """Whether it is JSON that begins with the type of a call and a field that only calls have."""
        head = file.head_text if file.is_text else ""
        return head.lstrip()[:1] in ("{", "[") and bool(TYPE.search(head) and SENDER.search(head))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """A batch for every few thousand messages."""
        quick = file.size >= self._quick_from and not options.columns and not is_one(file)
        yield from _quickly(file) if quick else one_by_one(file, Named(options.columns, file.name))


SEGMENT = Segment()


def _refused(message: Message | None) -> str | None:
    if message is None:
        return "unreadable_line"
    if message.type not in KINDS:
        return "unknown_type"
    if not (message.anonymous_id or message.user_id):
        return "no_actor"
    return "no_event" if message.type == "track" and not message.event else None


def one_by_one(file: Input, named: Named) -> Iterator[RawBatch]:
    """Every message as an object; what is named is taken out of its properties."""
    row = 0
    for found in documents(file, decoder):
        messages = list(single(found))
        yield from _batches(messages, row, named)
        row += len(messages)
    named.check()


def _quickly(file: Input) -> Iterator[RawBatch]:
    """As one by one, but most messages are never made objects of."""
    row, named = 0, Named({}, file.name)
    for text, block in in_order(lambda text: (text, read_block(text)), blocks(file, BLOCK), threads=2):
        rest = _left(text, block)
        if rest is None:
            messages = list(single(lines(text, decoder)))
            yield from _batches(messages, row, named)
            row += len(messages)
            continue
        counts = np.ones(len(block.read), np.int64)
        counts[~block.read] = [len(messages) for messages in rest]
        ends = row + np.cumsum(counts)
        yield from _together(block, rest, ends - counts, named)
        row = int(ends[-1]) if len(ends) else row


def _left(text: bytes, block: Block) -> list[list[Message | None]] | None:
    """The messages in each line that was not read; None where it is not sure that lines are messages."""
    rest = [block.lines.line(row).strip() for row in np.flatnonzero(~block.read).tolist()]
    documents = [decoded(line, decoder) if line else ... for line in rest]
    if None in documents and not _by_line(text):
        return None
    return [[] if document is ... else list(single([document])) for document in documents]


def _by_line(text: bytes) -> bool:
    """Whether a block with an unreadable line is read line by line: not if messages go over several lines."""
    if text.count(b"\r") != text.count(b"\r\n"):
        return False
    try:
        decoder.decode_lines(text)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return True
    return False


def _together(
    block: Block, rest: list[list[Message | None]], numbers: NDArray[np.int64], named: Named
) -> Iterator[RawBatch]:
    """The messages of a block in the order of their lines."""
    table = block.table.append_column("row", pa.array(numbers[block.read]))
    if not rest:
        yield from _timed(table, block.told, Counter())
        return
    found = list(chain.from_iterable(rest))
    starts = np.repeat(numbers[~block.read], [len(each) for each in rest])
    nth = np.arange(len(found)) - np.repeat(
        np.cumsum([0, *map(len, rest)])[:-1], [len(each) for each in rest]
    )
    other, told, dropped = _read(found, starts + nth, named)
    both = pa.concat_tables([*_alike(table, other)])
    order = pa.array(np.argsort(np.asarray(both["row"]), kind="stable"))
    yield from _timed(both.take(order), joined(block.told, told, order), dropped)


def _alike(one: pa.Table, other: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Both tables with the same types: texts, where they are not the same anyway."""
    for name in one.column_names:
        if one[name].type != other[name].type:
            one, other = (with_column(each, name, as_text(each[name])) for each in (one, other))
    return one, other


def _read(
    found: list[Message | None], numbers: NDArray[np.int64], named: Named
) -> tuple[pa.Table, Told, Counter[str]]:
    """The columns of the messages that are not refused."""
    dropped: Counter[str] = Counter()
    messages, rows = [], []
    for row, message in zip(numbers.tolist(), found, strict=True):
        if reason := _refused(message):
            dropped[reason] += 1
        elif message:
            messages.append(message)
            rows.append(row)
    told = repaired(Clocks(*(texts(map(clock, messages)) for clock in CLOCKS)))
    return pa.table({**_columns(messages, named), "row": pa.array(rows, pa.int64())}), told, dropped


def _batches(found: list[Message | None], first: int, named: Named) -> Iterator[RawBatch]:
    yield from _timed(*_read(found, np.arange(first, first + len(found)), named))


def _timed(table: pa.Table, told: Told, dropped: Counter[str]) -> Iterator[RawBatch]:
    """One batch of the messages whose time is known, and one of those whose time is a text to be read."""
    if told.known.all():
        yield RawBatch(table.append_column("time", told.instant), dropped)
        return
    known = pa.array(told.known)
    yield RawBatch(table.append_column("time", told.instant).filter(known), dropped)
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
