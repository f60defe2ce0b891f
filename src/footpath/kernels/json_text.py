"""Bytes of JSON in; where each value ends, and whether it is written as we would write it, out.

All functions read a line that ends at a line feed, which is no part of any value, so none looks further.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]

# How a value is written: as our encoder would; otherwise, but surely readable; in a way that needs a decoder.
OURS, OTHERWISE, DOUBTFUL = 0, 1, 2
NOWHERE = -1  # the end of what is no JSON
DEEPEST = 32
QUOTE, BACKSLASH, COMMA, COLON, NULL = 34, 92, 44, 58, 110
OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST = 123, 125, 91, 93
MOST_DIGITS = 15  # so many digits are read and written again without loss

_ONES, _HIGH = np.uint64(0x0101010101010101), np.uint64(0x8080808080808080)
_QUOTES, _BACKSLASHES, _BLANKS = _ONES * np.uint64(34), _ONES * np.uint64(92), _ONES * np.uint64(32)


@njit(cache=True, nogil=True, inline="always")
def word_at(data: Bytes, at: int) -> np.uint64:
    """Eight bytes as one number, the first lowest."""
    begin = np.uint64(at)  # no sign, so that nothing is counted from the end, and it is one load
    return (
        np.uint64(data[begin])
        | np.uint64(data[begin + np.uint64(1)]) << np.uint64(8)
        | np.uint64(data[begin + np.uint64(2)]) << np.uint64(16)
        | np.uint64(data[begin + np.uint64(3)]) << np.uint64(24)
        | np.uint64(data[begin + np.uint64(4)]) << np.uint64(32)
        | np.uint64(data[begin + np.uint64(5)]) << np.uint64(40)
        | np.uint64(data[begin + np.uint64(6)]) << np.uint64(48)
        | np.uint64(data[begin + np.uint64(7)]) << np.uint64(56)
    )


@njit(cache=True, nogil=True)
def after_blanks(data: Bytes, at: int) -> int:
    """Where something begins again."""
    while data[at] == 32 or data[at] == 9 or data[at] == 13:
        at += 1
    return at


@njit(cache=True, nogil=True)
def string_end(data: Bytes, at: int) -> tuple[int, int]:
    """Where the quote stands that closes the string whose letters begin at `at`, and how it is written.

    Eight letters at a time; whether one of them is a quote, a backslash or a control character is told as in
    "Determine if a word has a zero byte" (Anderson, Bit Twiddling Hacks).
    """
    form = OURS
    while True:
        while at + 8 <= len(data):
            word = word_at(data, at)
            quote, backslash = word ^ _QUOTES, word ^ _BACKSLASHES
            found = (
                ((quote - _ONES) & ~quote) | ((backslash - _ONES) & ~backslash) | ((word - _BLANKS) & ~word)
            )
            if found & _HIGH:
                break
            at += 8
        while data[at] >= 32 and data[at] != QUOTE and data[at] != BACKSLASH:
            at += 1
        if data[at] == QUOTE:
            return at, form
        if data[at] != BACKSLASH or data[at + 1] < 32:
            return NOWHERE, form
        form = max(form, _escape(data[at + 1]))
        at += 2


@njit(cache=True, nogil=True)
def _escape(letter: int) -> int:
    """How a string with this letter after a backslash is written; surrogates are the decoder's business."""
    for plain in (34, 92, 47, 98, 102, 110, 114, 116):
        if letter == plain:
            return OTHERWISE
    return DOUBTFUL


@njit(cache=True, nogil=True)
def number_end(data: Bytes, at: int) -> tuple[int, int]:
    """Where a number ends, and how it is written."""
    begin = at + (data[at] == 45)
    at = begin
    while 48 <= data[at] <= 57:
        at += 1
    digits = at - begin
    if digits == 0 or (data[begin] == 48 and digits > 1):
        return NOWHERE, DOUBTFUL
    if data[at] == 101 or data[at] == 69:
        return _exponent_end(data, at), DOUBTFUL
    if data[at] != 46:
        negative_zero = data[begin] == 48 and data[begin - 1] == 45
        return at, DOUBTFUL if digits > MOST_DIGITS or negative_zero else OURS
    point = at
    at += 1
    while 48 <= data[at] <= 57:
        at += 1
    if at == point + 1:
        return NOWHERE, DOUBTFUL
    if data[at] == 101 or data[at] == 69:
        return _exponent_end(data, at), DOUBTFUL
    return at, _fraction_form(data, begin, point, at)


@njit(cache=True, nogil=True)
def _fraction_form(data: Bytes, begin: int, point: int, end: int) -> int:
    if end - begin - 1 > MOST_DIGITS:
        return DOUBTFUL
    if data[end - 1] == 48 and end > point + 2:
        return OTHERWISE
    tiny = data[begin] == 48 and end > point + 5
    return DOUBTFUL if tiny and data[point + 1] + data[point + 2] + data[point + 3] == 144 else OURS


@njit(cache=True, nogil=True)
def _exponent_end(data: Bytes, at: int) -> int:
    at += 1
    at += data[at] == 43 or data[at] == 45
    begin = at
    while 48 <= data[at] <= 57:
        at += 1
    return at if at > begin else NOWHERE


@njit(cache=True, nogil=True)
def _is_word(data: Bytes, at: int, letters: bytes) -> bool:
    for letter in letters:
        if data[at] != letter:
            return False
        at += 1
    return True


@njit(cache=True, nogil=True)
def scalar_end(data: Bytes, at: int) -> tuple[int, int]:
    """Where a string, a number, a truth or a null ends, and how it is written."""
    first = data[at]
    if first == QUOTE:
        end, form = string_end(data, at + 1)
        return (end + 1 if end >= 0 else NOWHERE), form
    if first == 45 or 48 <= first <= 57:
        at, form = number_end(data, at)
        return at, form
    if _is_word(data, at, b"true") or _is_word(data, at, b"null"):
        return at + 4, OURS
    return (at + 5 if _is_word(data, at, b"false") else NOWHERE), OURS


@njit(cache=True, nogil=True)
def less(data: Bytes, one: int, one_end: int, other: int, other_end: int) -> bool:
    """Whether a text comes before another, byte by byte."""
    while one < one_end and other < other_end:
        if data[one] != data[other]:
            return bool(data[one] < data[other])
        one += 1
        other += 1
    return other < other_end


@njit(cache=True, nogil=True)
def value_end(data: Bytes, at: int, keys: NDArray[np.int64]) -> tuple[int, int]:
    """Where any value ends, and how it is written: lists and objects too.

    `keys` [DEEPEST, 2] is room for the last key of each object that is open.
    """
    if data[at] != OPEN_OBJECT and data[at] != OPEN_LIST:
        at, form = scalar_end(data, at)
        return at, form
    form, depth, objects = OURS, 0, np.uint64(0)
    while True:
        opened = data[at] == OPEN_OBJECT or data[at] == OPEN_LIST
        if opened:
            if depth == DEEPEST:
                return NOWHERE, form
            objects = (objects << np.uint64(1)) | np.uint64(data[at] == OPEN_OBJECT)
            keys[depth] = -1
            depth += 1
            at += 1
        else:
            at, found = scalar_end(data, at)
            form = max(form, found)
        if at < 0:
            return NOWHERE, form
        at, depth, objects, found = _next_value(data, at, depth, objects, keys, opened)
        form = max(form, found)
        if at < 0 or depth == 0:
            return at, form


@njit(cache=True, nogil=True)
def _next_value(
    data: Bytes, at: int, depth: int, objects: np.uint64, keys: NDArray[np.int64], opened: bool
) -> tuple[int, int, np.uint64, int]:
    """Closes what ends here; then where the next value begins, or the end of all where the depth is 0."""
    form = OURS
    while depth:
        begin, at = at, after_blanks(data, at)
        form = max(form, OTHERWISE if at > begin else OURS)
        inside = objects & np.uint64(1)
        if data[at] == (CLOSE_OBJECT if inside else CLOSE_LIST):
            at, depth, objects, opened = at + 1, depth - 1, objects >> np.uint64(1), False
            continue
        if not opened:
            if data[at] != COMMA:
                return NOWHERE, depth, objects, form
            begin, at = at + 1, after_blanks(data, at + 1)
            form = max(form, OTHERWISE if at > begin else OURS)
        if inside:
            at, found = _after_key(data, at, keys[depth - 1])
            form = max(form, found)
        return at, depth, objects, form
    return at, depth, objects, form


@njit(cache=True, nogil=True)
def _after_key(data: Bytes, at: int, last: NDArray[np.int64]) -> tuple[int, int]:
    """Where the value of the key at `at` begins; keys are ours where each comes after the last one."""
    if data[at] != QUOTE:
        return NOWHERE, OURS
    end, form = string_end(data, at + 1)
    if end < 0:
        return NOWHERE, form
    if last[0] >= 0 and not less(data, last[0], last[1], at + 1, end):
        form = max(form, OTHERWISE)
    last[0], last[1] = at + 1, end
    colon = after_blanks(data, end + 1)
    if data[colon] != COLON:
        return NOWHERE, form
    value = after_blanks(data, colon + 1)
    return value, max(form, OTHERWISE if value > end + 2 else OURS)
