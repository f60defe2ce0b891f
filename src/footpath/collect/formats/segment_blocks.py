"""A block of lines in, the columns of most of its messages out; the other lines are for a decoder to read.

What comes out is what `segment.py` makes of the same messages one by one; a message that is not written or
not filled in as nearly all are is left to it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.collect.formats.segment_clock import Clocks, Told, repaired
from footpath.collect.formats.segment_names import channel_named, device_of
from footpath.collect.formats.segment_properties import VALUES
from footpath.collect.formats.segment_spans import PLACE, Lines, Mask, Spans, decode, find, texts_at
from footpath.kernels.instants import read_instants
from footpath.kernels.objects import ABSENT, Members, Written, write_objects
from footpath.model.event import TIME

Codes = NDArray[np.int64]
Clock = tuple[Codes, Mask]  # µs since 1970, and where they are known

TYPES = ("", "track", "page", "screen")
TRACK, PAGE, SCREEN = 1, 2, 3
# The properties that the library knows, in order, and the slot that tells each.
KNOWN = {
    "app": "app.name",
    "category": "category",
    "device": "device.type",
    "locale": "context.locale",
    "os": "os.name",
    "path": "page.path",
    "referrer": "page.referrer",
    "title": "page.title",
    "url": "page.url",
    "user_agent": "context.userAgent",
}
SOUGHT = (*VALUES, "name", "path", "url")
CLOCKS = ("timestamp", "originalTimestamp", "sentAt", "receivedAt")
CAMPAIGN, OWN = 1, 2  # ranks of members


class Block(NamedTuple):
    """The messages that were understood, in order: their columns, and when each happened."""

    table: pa.Table
    told: Told
    read: Mask  # [lines]: which lines these are
    lines: Lines


def read_block(block: bytes) -> Block:
    """The messages in whole lines."""
    lines = find(block)
    kind = _kinds(lines)
    lines.read &= _is_usual(lines, kind)
    members = _members(lines)
    data = lines.data
    written = _properties(data, lines, members)
    lines.read &= written.good
    event = _events(data, lines, kind, written)
    value = _values(data, lines, written)
    clocks = tuple(read_instants(data, lines.slot(name)) for name in CLOCKS)
    texts = {
        name: texts_at(data, lines.slot(name)[:, None]) for name in ("messageId", "anonymousId", "userId")
    }
    table = pa.table(
        {
            "id": texts["messageId"],
            "event": texts_at(data, event),
            "kind": pa.repeat(pa.scalar("did"), len(kind)),
            "actor.anon": texts["anonymousId"],
            "actor.user": texts["userId"],
            "actor.email": texts_at(data, lines.slot("traits.email")[:, None]),
            "actor.phone": texts_at(data, lines.slot("traits.phone")[:, None]),
            "channel": _channels(data, lines, kind),
            "received": _received(data, lines, clocks[-1]),
            "value": value,
            "properties": _as_array(written),
        }
    )
    told = _told(data, lines, clocks)
    if not lines.read.all():
        table = table.filter(pa.array(lines.read))
        told = _only(told, lines.read)
    return Block(table, told, lines.read, lines)


def _kinds(lines: Lines) -> Codes:
    """Each line's type as its place in TYPES, 0 for any other."""
    coded = texts_at(lines.data, lines.slot("type")[:, None]).dictionary_encode()
    codes = [TYPES.index(text) if text in TYPES else 0 for text in coded.dictionary.to_pylist()]
    found: Codes = np.array([*codes, 0])[np.asarray(coded.indices.fill_null(len(codes)))]
    return found


def _is_usual(lines: Lines, kind: Codes) -> Mask:
    """Which messages are neither refused nor filled in with what is rare."""
    somebody = _is_filled(lines, "anonymousId") | _is_filled(lines, "userId")
    happened = (kind != TRACK) | _is_filled(lines, "event")
    usual: Mask = (kind > 0) & somebody & happened
    return usual


def _is_filled(lines: Lines, name: str) -> Mask:
    spans = lines.slot(name)
    return spans[:, 1] > spans[:, 0]


def _members(lines: Lines) -> Members:
    """What the properties are made of: of what the library knows, the campaign, and the message's own."""
    keys = np.array([lines.constant(name) for name in KNOWN], np.int32)
    places = np.array([PLACE[name] for name in KNOWN.values()])
    _work_out_devices(lines, lines.slot("device.type"))
    found = lines.found
    count = found.first[-1]
    others = found.members[:count]
    campaign = found.owner[:count, 1] == PLACE["context.campaign"]
    _prefix(lines, others, np.flatnonzero(campaign))
    ranks = np.where(campaign, CAMPAIGN, OWN).astype(np.int8)
    return Members(keys, found.slots, places, others, ranks, found.first)


def _work_out_devices(lines: Lines, devices: Spans) -> None:
    """Fills in the devices [n, 2] that browsers tell, where nothing else does."""
    coded = texts_at(lines.data, lines.slot("context.userAgent")[:, None]).dictionary_encode()
    known = [_device(lines, text) for text in coded.dictionary.to_pylist()]
    found = np.array([*known, (ABSENT, ABSENT)], np.int32)[np.asarray(coded.indices.fill_null(len(known)))]
    missing = devices[:, 1] <= devices[:, 0]
    devices[missing] = found[missing]


def _device(lines: Lines, agent: str) -> tuple[int, int]:
    device = device_of(decode(f'"{agent}"'.encode())) if agent else None
    return (ABSENT, ABSENT) if device is None else lines.constant(device)


def _prefix(lines: Lines, members: Spans, campaign: NDArray[np.intp]) -> None:
    """Gives the members of campaigns the names that they have among properties."""
    written: dict[bytes, tuple[int, int]] = {}
    data = lines.data
    for at in campaign:
        key = lines.block[members[at, 0] : members[at, 1]]
        if key not in written:
            begin, end = lines.add(b'"campaign.%s"' % key)
            written[key] = begin + 1, end - 1
        nothing = data[members[at, 2]] == ord("n")
        members[at, :2] = ABSENT if nothing else written[key]


def _properties(data: NDArray[np.uint8], lines: Lines, members: Members) -> Written:
    names = np.array([lines.constant(name) for name in SOUGHT], np.int32)
    # No letter of a line is written twice, save those of keys that are constants; some are written anew.
    keys = int((members.keys[:, 1] - members.keys[:, 0]).sum()) + 16 * len(KNOWN)
    again = int((members.others[:, 1] - members.others[:, 0]).sum()) + 8 * len(members.others)
    room = len(data) + again + len(lines.ends) * keys
    written: Written = write_objects(data, members, names, len(VALUES), room)
    return written


def _as_array(written: Written) -> pa.Array:
    buffers = pa.py_buffer(written.offsets), pa.py_buffer(written.text)
    return pa.StringArray.from_buffers(len(written.offsets) - 1, *buffers)


def _events(data: NDArray[np.uint8], lines: Lines, kind: Codes, written: Written) -> Spans:
    """Where the two parts of each event's name stand [n, 2, 2]."""
    pieces = np.full((len(kind), 2, 2), ABSENT, np.int32)
    pieces[:, 1] = lines.slot("event")
    for code, alone, before in ((PAGE, "Page", "Page: "), (SCREEN, "Screen", "Screen: ")):
        rows = np.flatnonzero(lines.read & (kind == code))
        if not len(rows):
            continue
        seen = _seen(data, lines, rows, written, by_path=code == PAGE)
        named = seen[:, 0] >= 0
        pieces[rows[named], 0] = lines.constant(before)
        pieces[rows, 1] = np.where(named[:, None], seen, np.array(lines.constant(alone), np.int32))
    return pieces


def _seen(
    data: NDArray[np.uint8], lines: Lines, rows: NDArray[np.intp], written: Written, *, by_path: bool
) -> Spans:
    """Where the name of what was seen stands; rows for which that takes more are left to the decoder."""
    seen = np.where(_is_filled(lines, "name")[rows, None], lines.slot("name")[rows], ABSENT)
    sought = dict(zip(SOUGHT, written.sought[rows].transpose(1, 0, 2), strict=True))
    seen = _else(data, lines, rows, seen, sought["name"])
    if by_path:
        seen = _else(data, lines, rows, seen, sought["path"])
        for name in ("path", "url"):
            known = lines.slot(f"page.{name}")[rows]
            known = np.where(
                (known[:, 1] > known[:, 0])[:, None], known + np.array([-1, 1], np.int32), ABSENT
            )
            seen = _else(data, lines, rows, seen, known, no_text=name == "url")
        _else(data, lines, rows, seen, sought["url"], no_text=True)
    return seen


def _else(
    data: NDArray[np.uint8],
    lines: Lines,
    rows: NDArray[np.intp],
    seen: Spans,
    values: Spans,
    *,
    no_text: bool = False,
) -> Spans:
    """The text in a value, where nothing was seen yet; any other value is for the decoder."""
    open_ = (seen[:, 0] < 0) & (values[:, 0] >= 0)
    texts = texts_at(data, np.where(open_[:, None], values, ABSENT)[:, None])
    nothing = np.asarray(pc.is_in(texts, pa.array(["null", '""', None])))
    plain = np.asarray(pc.fill_null(pc.match_substring_regex(texts, r'^"[^\\]*"$'), False))
    taken = open_ & ~nothing & plain & (not no_text)
    lines.read[rows[open_ & ~nothing & ~taken]] = False
    return np.where(taken[:, None], values + np.array([1, -1], np.int32), seen)


def _values(data: NDArray[np.uint8], lines: Lines, written: Written) -> pa.Array:
    """What was paid: numbers, or texts where one is no number."""
    spans = written.sought[:, : len(VALUES)].max(axis=1)
    texts = texts_at(data, spans[:, None])
    try:
        return texts.cast(pa.float64())
    except pa.ArrowInvalid:
        quoted = pc.match_substring_regex(texts, r'^"[^\\]*"$')
        odd = pc.and_(pc.invert(quoted), pc.match_substring_regex(texts, r'^["\[{tf]'))
        lines.read &= ~np.asarray(pc.fill_null(odd, False))
        inside = pc.utf8_slice_codeunits(texts, 1, -1)
        return pc.if_else(quoted, inside, texts)


def _channels(data: NDArray[np.uint8], lines: Lines, kind: Codes) -> pa.Array:
    given, library = (
        texts_at(data, lines.slot(name)[:, None]).fill_null("").dictionary_encode()
        for name in ("channel", "library.name")
    )
    mixed = np.asarray(given.indices).astype(np.int64) * len(library.dictionary) + np.asarray(library.indices)
    coded = pa.array(mixed * len(TYPES) + kind).dictionary_encode()
    names = given.dictionary.to_pylist(), library.dictionary.to_pylist()
    channels = []
    for code in coded.dictionary.to_pylist():
        rest, type_ = divmod(code, len(TYPES))
        one, other = divmod(rest, len(names[1]))
        channels.append(channel_named(names[0][one], names[1][other], TYPES[type_]))
    return pa.array(channels, pa.string()).take(coded.indices)


def _received(data: NDArray[np.uint8], lines: Lines, clock: Clock) -> pa.Array:
    spans, (time, good) = lines.slot("receivedAt"), clock
    absent = spans[:, 0] < 0
    if not (good | absent | ~lines.read).all():
        return texts_at(data, spans[:, None])
    return pa.array(time, mask=~good).cast(TIME)


def _told(data: NDArray[np.uint8], lines: Lines, clocks: tuple[Clock, ...]) -> Told:
    """When each message happened; clocks that are written in another way are read as everywhere else."""
    slots = [lines.slot(name) for name in CLOCKS]
    absent = np.column_stack([spans[:, 0] < 0 for spans in slots])
    time, good = (np.column_stack(each) for each in zip(*clocks, strict=True))
    clear: Mask = np.asarray((good | absent).all(axis=1) & ~absent.all(axis=1))
    own = time[np.arange(len(time)), np.argmin(absent, axis=1)]
    repairable = good[:, 1:].all(axis=1)
    instant = np.where(repairable, time[:, 3] - (time[:, 2] - time[:, 1]), own)
    if clear.all():
        return Told(pa.array(instant).cast(TIME), pa.nulls(len(instant), pa.string()), clear)
    rows = ~clear
    rest = repaired(Clocks(*(texts_at(data, spans[rows][:, None]) for spans in slots)))
    instant[rows] = np.asarray(rest.instant.cast(pa.int64()).fill_null(0))
    known = clear.copy()
    known[rows] = rest.known
    text = pc.replace_with_mask(pa.nulls(len(known), pa.string()), pa.array(rows), rest.text)
    return Told(pa.array(instant, mask=~known).cast(TIME), text, known)


def _only(told: Told, rows: Mask) -> Told:
    mask = pa.array(rows)
    return Told(told.instant.filter(mask), told.text.filter(mask), told.known[rows])
