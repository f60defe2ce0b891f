"""Lines of JSON objects in; where the members that were asked for stand in each out.

What is asked for is a table of names: a member is a slot, whose text is wanted, or opens an object with slots
of its own, or is an object any of whose members is wanted. A line that is written in another way than most
are is left to a decoder that reads anything.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.json_text import (
    CLOSE_OBJECT,
    COLON,
    COMMA,
    DEEPEST,
    DOUBTFUL,
    NOWHERE,
    NULL,
    OPEN_OBJECT,
    OURS,
    QUOTE,
    Bytes,
    after_blanks,
    scalar_end,
    string_end,
    value_end,
)

Ints = NDArray[np.int64]
Spans = NDArray[np.int32]  # […, 2]: beginnings and ends
Codes = NDArray[np.int8]

ABSENT, NOTHING, STRING, ESCAPED, NUMBER, INSIDE = 0, 1, 2, 3, 4, 5  # what a slot holds
# What a name leads to, or else to the level of that number; an identifier may be a whole number.
SLOT, MEMBERS, OBJECT, NEVER, IDENTIFIER = -1, -2, -3, -4, -5
FULL = -2  # no room is left for members
NESTED = 8
UNKNOWN = -1


class Names(NamedTuple):
    """The names that are asked for, level by level: their letters, and what each leads to."""

    letters: Bytes
    spans: Ints  # [k, 2]
    begins: Ints  # [levels + 1]: those of level i are begins[i]:begins[i + 1]
    leads: Ints  # [k]


class Found(NamedTuple):
    """Where things stand: slots without quotes, members with the quotes of their values."""

    slots: Spans  # [n, k, 2]
    holds: Codes  # [n, k]
    members: Spans  # [room, 4]: begin and end of the key, begin and end of the value
    owner: Spans  # [room, 2]: the row, and the name whose member it is
    form: Codes  # [room]: how the value is written
    first: Ints  # [n + 1]: the members of row i are first[i]:first[i + 1]
    read: NDArray[np.bool_]  # [n]: whether the row was read
    escaped: Ints  # [1]: how many slots are ESCAPED at most


@njit(cache=True, nogil=True)
def read_lines(data: Bytes, ends: Ints, names: Names, found: Found) -> bool:
    """Fills `found`; False where there was no room for the members."""
    begin, filled = 0, 0
    keys = np.empty((DEEPEST, 2), np.int64)
    for row in range(len(ends)):
        found.first[row] = filled
        at = after_blanks(data, begin)
        after = _read_line(data, at, ends[row], names, found, row, filled, keys)
        if after == FULL:
            return False
        found.read[row] = after >= 0
        filled = max(after, filled)
        begin = ends[row] + 1
    found.first[len(ends)] = filled
    return True


@njit(cache=True, nogil=True, inline="always")
def _read_line(
    data: Bytes, at: int, end: int, names: Names, found: Found, row: int, filled: int, keys: Ints
) -> int:
    """How many members there are after this line; NOWHERE where it can't be read here."""
    if data[at] != OPEN_OBJECT:
        return NOWHERE
    levels = np.zeros(NESTED, np.int64)
    depth, fresh, at = 0, True, at + 1
    while True:
        at = after_blanks(data, at)
        if data[at] == CLOSE_OBJECT:
            at, depth, fresh = at + 1, depth - 1, False
            if depth < 0:
                return filled if after_blanks(data, at) == end else NOWHERE
            continue
        if not fresh:
            if data[at] != COMMA:
                return NOWHERE
            at = after_blanks(data, at + 1)
        key, key_end, at = _key(data, at)
        if at < 0:
            return NOWHERE
        name = _name(data, key, key_end, levels[depth], names)
        opened = name >= 0 and data[at] == OPEN_OBJECT and names.leads[name] >= 0
        if opened and found.holds[row, name] == ABSENT and depth + 1 < NESTED:
            found.holds[row, name] = INSIDE
            depth, fresh, at = depth + 1, True, at + 1
            levels[depth] = names.leads[name]
            continue
        at, filled = _take(data, at, name, names, found, row, filled, keys)
        fresh = False
        if at < 0:
            return at if at == FULL else NOWHERE


@njit(cache=True, nogil=True, inline="always")
def _key(data: Bytes, at: int) -> tuple[int, int, int]:
    """Where a key begins and ends, and where its value begins; NOWHERE for one that is escaped."""
    if data[at] != QUOTE:
        return at, at, NOWHERE
    end, form = string_end(data, at + 1)
    if end < 0 or form != OURS:
        return at, at, NOWHERE
    colon = after_blanks(data, end + 1)
    return at + 1, end, after_blanks(data, colon + 1) if data[colon] == COLON else NOWHERE


@njit(cache=True, nogil=True, inline="always")
def _name(data: Bytes, begin: int, end: int, level: int, names: Names) -> int:
    """The name that is asked for at this level and written here."""
    for name in range(names.begins[level], names.begins[level + 1]):
        start = names.spans[name, 0]
        if names.spans[name, 1] - start != end - begin:
            continue
        at = begin
        while at < end and data[at] == names.letters[start + at - begin]:
            at += 1
        if at == end:
            return name
    return UNKNOWN


@njit(cache=True, nogil=True, inline="always")
def _take(  # noqa: PLR0911 - a way out for each thing that a name leads to
    data: Bytes, at: int, name: int, names: Names, found: Found, row: int, filled: int, keys: Ints
) -> tuple[int, int]:
    """Notes a value that opens no level; returns where it ends, and how many members there are now."""
    if name < 0:
        end, form = value_end(data, at, keys)
        return (NOWHERE if form == DOUBTFUL else end), filled
    if found.holds[row, name] != ABSENT:
        return NOWHERE, filled
    if data[at] == NULL:
        found.holds[row, name] = NOTHING
        return scalar_end(data, at)[0], filled
    leads = names.leads[name]
    if leads in (SLOT, IDENTIFIER):
        return _take_slot(data, at, name, found, row, leads == IDENTIFIER), filled
    if data[at] != OPEN_OBJECT or leads == NEVER or leads >= 0:
        return NOWHERE, filled
    found.holds[row, name] = INSIDE
    if leads == MEMBERS:
        at, filled = _take_members(data, at, name, found, row, filled, keys)
        return at, filled
    end, form = value_end(data, at, keys)
    return (NOWHERE if form == DOUBTFUL else end), filled


@njit(cache=True, nogil=True, inline="always")
def _take_slot(data: Bytes, at: int, name: int, found: Found, row: int, may_be_number: bool) -> int:
    end: int
    end, form = scalar_end(data, at)
    if data[at] == QUOTE and end >= 0:
        found.slots[row, name, 0], found.slots[row, name, 1] = at + 1, end - 1
        found.holds[row, name] = STRING if form == OURS else ESCAPED
        found.escaped[0] += form != OURS
        return end
    whole = may_be_number and 48 < data[at] <= 57 and end >= 0
    for digit in range(at, end):
        whole &= 48 <= data[digit] <= 57
    if not whole or form != OURS:
        return NOWHERE
    found.slots[row, name, 0], found.slots[row, name, 1] = at, end
    found.holds[row, name] = NUMBER
    return end


@njit(cache=True, nogil=True, inline="always")
def _take_members(
    data: Bytes, at: int, name: int, found: Found, row: int, filled: int, keys: Ints
) -> tuple[int, int]:
    at = after_blanks(data, at + 1)
    if data[at] == CLOSE_OBJECT:
        return at + 1, filled
    while True:
        key, key_end, value = _key(data, at)
        if value < 0:
            return NOWHERE, filled
        at, form = value_end(data, value, keys)
        if at < 0:
            return NOWHERE, filled
        if filled == len(found.members):
            return FULL, filled
        found.members[filled, 0], found.members[filled, 1] = key, key_end
        found.members[filled, 2], found.members[filled, 3] = value, at
        found.owner[filled, 0], found.owner[filled, 1] = row, name
        found.form[filled] = form
        filled += 1
        at = after_blanks(data, at)
        if data[at] == CLOSE_OBJECT:
            return at + 1, filled
        if data[at] != COMMA:
            return NOWHERE, filled
        at = after_blanks(data, at + 1)
