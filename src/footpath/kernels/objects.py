"""Where keys and values stand in; the objects that they make, in the order of their keys, as text out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.json_text import Bytes, less

Ints = NDArray[np.int64]
Spans = NDArray[np.int32]  # […, 2]: beginnings and ends
Codes = NDArray[np.int8]

MOST = 512  # members of an object
ABSENT = -1  # the beginning of what is not there


class Members(NamedTuple):
    """What the objects are made of; of two values of a key that of the higher rank stays."""

    keys: Spans  # [c, 2]: names of the first members of each row, in order
    slots: Spans  # [n, k, 2]: texts in quotes, which are values where they are not empty
    places: Ints  # [c]: which of the slots
    others: Spans  # [m, 4]: begin and end of the key, begin and end of the value, of all other members
    rank: Codes  # [m]: above 0
    first: Ints  # [n + 1]: of row i are first[i]:first[i + 1]


class Written(NamedTuple):
    """The objects, and where the values of the names stand that were looked for."""

    offsets: NDArray[np.int32]  # [n + 1]
    text: Bytes
    sought: Spans  # [n, s, 2]
    good: NDArray[np.bool_]  # [n]: False where a key came twice with the same rank


@njit(cache=True, nogil=True)
def write_objects(data: Bytes, members: Members, names: Spans, taken: int, room: int) -> Written:
    """One object a row, of up to `room` bytes altogether.

    `names` [s, 2] are looked for among the members of the highest rank there is; of the first
    `taken` the first that is neither absent nor null is left out of the object, and the others are ABSENT.
    """
    n = len(members.first) - 1
    offsets, text = np.zeros(n + 1, np.int32), np.empty(room, np.uint8)
    sought = np.full((n, len(names), 2), ABSENT, np.int32)
    good = np.ones(n, np.bool_)
    listed, ranks = np.empty((MOST, 4), np.int32), np.empty(MOST, np.int8)
    filled = 0
    for row in range(n):
        count = _listed(data, members, row, listed, ranks)
        good[row] = count >= 0
        left = _look(data, listed, ranks, max(count, 0), names, taken, sought[row])
        text[filled] = 123
        filled += 1
        begun = False
        for at in range(max(count, 0)):
            if at == left:
                continue
            if begun:
                text[filled] = 44
                filled += 1
            begun = True
            filled = _copy(data, listed[at, 0] - 1, listed[at, 1] + 1, text, filled)
            text[filled] = 58
            filled = _copy(data, listed[at, 2], listed[at, 3], text, filled + 1)
        text[filled] = 125
        filled += 1
        offsets[row + 1] = filled
    return Written(offsets, text[:filled], sought, good)


@njit(cache=True, nogil=True)
def _listed(data: Bytes, members: Members, row: int, listed: Spans, ranks: Codes) -> int:
    """How many members the row has, which are listed by key; -1 where they are no object's."""
    count = 0
    for at in range(len(members.keys)):
        begin, end = members.slots[row, members.places[at]]
        if end > begin:
            listed[count, 0], listed[count, 1] = members.keys[at]
            listed[count, 2], listed[count, 3], ranks[count] = begin - 1, end + 1, 0
            count += 1
    for other in range(members.first[row], members.first[row + 1]):
        if members.others[other, 0] < 0:
            continue
        if count == MOST:
            return -1
        count = _insert(data, members.others[other], members.rank[other], listed, ranks, count)
        if count < 0:
            return -1
    return count


@njit(cache=True, nogil=True)
def _insert(data: Bytes, member: Spans, rank: int, listed: Spans, ranks: Codes, count: int) -> int:
    at = count
    while at and less(data, member[0], member[1], listed[at - 1, 0], listed[at - 1, 1]):
        at -= 1
    if at and not less(data, listed[at - 1, 0], listed[at - 1, 1], member[0], member[1]):
        if rank == ranks[at - 1]:
            return -1
        if rank > ranks[at - 1]:
            listed[at - 1], ranks[at - 1] = member, rank
        return count
    for later in range(count, at, -1):
        listed[later], ranks[later] = listed[later - 1], ranks[later - 1]
    listed[at], ranks[at] = member, rank
    return count + 1


@njit(cache=True, nogil=True)
def _look(
    data: Bytes, listed: Spans, ranks: Codes, count: int, names: Spans, taken: int, sought: Spans
) -> int:
    """Notes the values of the names; returns the member that is left out."""
    left, highest = -1, len(names)
    for at in range(count):
        length = listed[at, 1] - listed[at, 0]
        for name in range(len(names)):
            begin, end = names[name]
            if end - begin != length or data[begin] != data[listed[at, 0]] or ranks[at] < 2:
                continue
            if less(data, begin, end, listed[at, 0], listed[at, 1]):
                continue
            if less(data, listed[at, 0], listed[at, 1], begin, end):
                continue
            if name >= taken:
                sought[name] = listed[at, 2:]
            elif name < highest and data[listed[at, 2]] != 110:
                left, highest = at, name
    if left >= 0:
        sought[highest] = listed[left, 2:]
    return left


@njit(cache=True, nogil=True)
def _copy(data: Bytes, begin: int, end: int, text: Bytes, filled: int) -> int:
    # Without signs nothing is counted from the end, so that many letters are copied at once.
    source, target = np.uint64(begin), np.uint64(filled)
    for letter in range(np.uint64(end - begin)):
        text[target + letter] = data[source + letter]
    return filled + end - begin


@njit(cache=True, nogil=True)
def side_by_side(data: Bytes, pieces: Spans) -> tuple[NDArray[np.int32], Bytes, Bytes, int]:
    """The pieces [n, p, 2] of each row as one text, without those that are ABSENT.

    Returns offsets and letters; which rows have a last piece, in bits as in Arrow, and how many have not.
    """
    offsets, bits = np.zeros(len(pieces) + 1, np.int32), np.zeros((len(pieces) + 7) // 8, np.uint8)
    filled, missing = 0, 0
    for row in range(len(pieces)):
        for piece in range(pieces.shape[1]):
            if pieces[row, piece, 0] >= 0:
                filled += pieces[row, piece, 1] - pieces[row, piece, 0]
        there = pieces[row, pieces.shape[1] - 1, 0] >= 0
        bits[row >> 3] |= np.uint8(there) << np.uint8(row & 7)
        missing += not there
        offsets[row + 1] = filled
    text = np.empty(filled, np.uint8)
    filled = 0
    for row in range(len(pieces)):
        for piece in range(pieces.shape[1]):
            begin, end = pieces[row, piece]
            if begin >= 0:
                filled = _copy(data, begin, end, text, filled)
    return offsets, text, bits, missing
