"""Lines of messages in; where what a map needs stands in each of them out, without a Python object a line."""

from __future__ import annotations

from dataclasses import dataclass, field

import msgspec
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.kernels.json_text import OURS
from footpath.kernels.messages import (
    ESCAPED,
    IDENTIFIER,
    MEMBERS,
    NEVER,
    OBJECT,
    SLOT,
    STRING,
    Found,
    Names,
    read_lines,
)
from footpath.kernels.objects import ABSENT, side_by_side

Ints = NDArray[np.int64]
Spans = NDArray[np.int32]  # […, 2]: beginnings and ends
Mask = NDArray[np.bool_]

# What is read of a message, level by level; a number leads to the level of that number.
LEVELS: tuple[dict[str, int], ...] = (
    {
        **dict.fromkeys(("userId", "anonymousId", "messageId"), IDENTIFIER),
        **dict.fromkeys(("type", "event", "name", "category"), SLOT),
        **dict.fromkeys(("timestamp", "originalTimestamp", "sentAt", "receivedAt", "channel"), SLOT),
        "properties": MEMBERS,
        "traits": OBJECT,
        "context": 1,
        "batch": NEVER,
    },
    {
        "page": 2,
        "traits": 3,
        "library": 4,
        "os": 5,
        "app": 6,
        "device": 7,
        "campaign": MEMBERS,
        "userAgent": SLOT,
        "locale": SLOT,
    },
    dict.fromkeys(("path", "url", "referrer", "title"), SLOT),
    dict.fromkeys(("email", "phone"), SLOT),
    *({"name": SLOT} for _ in ("library", "os", "app")),
    {"type": SLOT},
)
PREFIXES = ("", "context.", "page.", "traits.", "library.", "os.", "app.", "device.")
PLACE = {
    name: place
    for place, name in enumerate(
        f"{prefix}{name}" for prefix, level in zip(PREFIXES, LEVELS, strict=True) for name in level
    )
}
# Slots that become properties stay written as JSON; all others become texts.
AS_JSON = (
    "category",
    "context.userAgent",
    "context.locale",
    "page.path",
    "page.url",
    "page.referrer",
    "page.title",
    "os.name",
    "app.name",
    "device.type",
)

# Texts that stand behind every block, in quotes, so that they can be told by their place too.
CONSTANTS = (
    *("app", "category", "device", "locale", "os", "path", "referrer", "title", "url", "user_agent"),
    *("revenue", "value", "total", "name", "desktop", "mobile", "tablet"),
    *("Page", "Screen", "Page: ", "Screen: "),
)

encode = msgspec.json.Encoder(order="deterministic").encode
decode = msgspec.json.Decoder().decode


def _names() -> Names:
    letters = [name.encode() for level in LEVELS for name in level]
    ends = np.cumsum([len(each) for each in letters])
    spans = np.column_stack([ends - [len(each) for each in letters], ends])
    begins = np.cumsum([0, *map(len, LEVELS)])
    leads = np.array([leads for level in LEVELS for leads in level.values()])
    return Names(np.frombuffer(b"".join(letters), np.uint8), spans, begins, leads)


NAMES = _names()


_BEHIND = b"".join(f'"{text}"'.encode() for text in CONSTANTS)


@dataclass(slots=True, eq=False)
class Lines:
    """Some lines, where things stand in them, and what was written beside; spans are places in `data`."""

    block: bytes  # the lines, and the constants
    constants: int  # where these begin
    ends: Ints  # [n]
    found: Found
    read: Mask  # [n]: which lines are understood
    _beside: list[bytes] = field(default_factory=list)
    _length: int = 0

    @property
    def data(self) -> NDArray[np.uint8]:
        """Block and what stands beside it."""
        whole = b"".join([self.block, *self._beside]) if self._beside else self.block
        return np.frombuffer(whole, np.uint8)

    def slot(self, name: str) -> Spans:
        """Where a slot stands [n, 2]; ABSENT where it holds nothing."""
        return self.found.slots[:, PLACE[name]]

    def holds(self, name: str) -> NDArray[np.int8]:
        """What a slot holds [n]."""
        return self.found.holds[:, PLACE[name]]

    def constant(self, text: str) -> tuple[int, int]:
        """Where a constant stands."""
        begin = self.constants + _BEHIND.index(f'"{text}"'.encode()) + 1
        return begin, begin + len(text)

    def add(self, text: bytes) -> tuple[int, int]:
        """Writes a text beside the lines; returns where."""
        begin = len(self.block) + self._length
        self._beside.append(text)
        self._length += len(text)
        return begin, begin + len(text)

    def line(self, row: int) -> bytes:
        """A whole line."""
        return self.block[self.ends[row - 1] + 1 if row else 0 : self.ends[row]]


def find(block: bytes) -> Lines:
    """Where things stand in the lines of a block, with what is not written as we would write it rewritten."""
    newline = b"" if block.endswith(b"\n") else b"\n"
    whole = b"".join([block, newline, _BEHIND])
    data = np.frombuffer(whole, np.uint8)
    ends = np.flatnonzero(data[: -len(_BEHIND)] == 10)
    room = 16 * len(ends) + 64
    found = _room(len(ends), room)
    while not read_lines(data, ends, NAMES, found):
        room *= 2
        found = _room(len(ends), room)
    found.holds[~found.read], found.slots[~found.read] = 0, ABSENT
    lines = Lines(whole, len(whole) - len(_BEHIND), ends, found, found.read.copy())
    _rewrite_slots(lines)
    _rewrite_members(lines)
    return lines


def _room(n: int, room: int) -> Found:
    return Found(
        np.full((n, len(PLACE), 2), ABSENT, np.int32),
        np.zeros((n, len(PLACE)), np.int8),
        np.empty((room, 4), np.int32),
        np.empty((room, 2), np.int32),
        np.empty(room, np.int8),
        np.zeros(n + 1, np.int64),
        np.zeros(n, np.bool_),
        np.zeros(1, np.int64),
    )


def _rewrite_slots(lines: Lines) -> None:
    """Texts without escapes, save where they go to JSON again: there with those that we would write."""
    if not lines.found.escaped[0]:
        return
    slots = lines.found.slots
    for row, place in np.argwhere(lines.found.holds == ESCAPED):
        begin, end = slots[row, place]
        text = _rewritten(lines.block[begin - 1 : end + 1]) if begin >= 0 else b""
        if text is None:
            lines.read[row], slots[row] = False, ABSENT
        elif begin < 0:  # another slot of the line can't be read
            continue
        elif place in _JSON_PLACES:
            begin, end = lines.add(text)
            slots[row, place] = begin + 1, end - 1
        else:
            slots[row, place] = lines.add(decode(text).encode())
            lines.found.holds[row, place] = STRING


_JSON_PLACES = {PLACE[name] for name in AS_JSON}


def _rewrite_members(lines: Lines) -> None:
    found = lines.found
    for at in np.flatnonzero(found.form[: found.first[-1]] != OURS):
        text = _rewritten(lines.block[found.members[at, 2] : found.members[at, 3]])
        if text is None:
            lines.read[found.owner[at, 0]] = False
        else:
            found.members[at, 2:] = lines.add(text)


def _rewritten(value: bytes) -> bytes | None:
    try:
        return encode(decode(value))
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None


def texts_at(data: NDArray[np.uint8], pieces: Spans) -> pa.Array:
    """The pieces [n, p, 2] of each row side by side; null where the last is ABSENT."""
    offsets, text, bits, missing = side_by_side(data, pieces)
    given = pa.py_buffer(bits) if missing else None
    return pa.StringArray.from_buffers(len(pieces), pa.py_buffer(offsets), pa.py_buffer(text), given, missing)
