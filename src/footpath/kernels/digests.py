"""Texts in, eight bytes of BLAKE2b of each out: what hashlib answers, for millions and without objects."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

BLOCK, BYTES = 128, 8
_START = np.array(
    [
        0x6A09E667F3BCC908,
        0xBB67AE8584CAA73B,
        0x3C6EF372FE94F82B,
        0xA54FF53A5F1D36F1,
        0x510E527FADE682D1,
        0x9B05688C2B3E6C1F,
        0x1F83D9ABFB41BD6B,
        0x5BE0CD19137E2179,
    ],
    np.uint64,
)
_ORDER = np.array(
    [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
        [11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4],
        [7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8],
        [9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13],
        [2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9],
        [12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11],
        [13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10],
        [6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5],
        [10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0],
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        [14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3],
    ],
    np.int64,
)
_HEAD = np.uint64(0x01010000 ^ BYTES)  # no key, one leaf


@njit(cache=True, nogil=True)
def digest_texts(offsets: NDArray[np.int32], data: NDArray[np.uint8]) -> NDArray[np.uint64]:
    """The digest [n], its bytes from the least, of each text `data[offsets[i]:offsets[i + 1]]`.

    BLAKE2b with a digest of eight bytes and no key (RFC 7693).
    """
    digests = np.empty(len(offsets) - 1, np.uint64)
    words, state = np.empty(16, np.uint64), np.empty(8, np.uint64)
    for row in range(len(offsets) - 1):
        begin, end = offsets[row], offsets[row + 1]
        state[:] = _START
        state[0] ^= _HEAD
        at = begin
        while end - at > BLOCK:
            _load(words, data, at, at + BLOCK)
            at += BLOCK
            _compress(state, words, np.uint64(at - begin), False)
        _load(words, data, at, end)
        _compress(state, words, np.uint64(end - begin), True)
        digests[row] = state[0]
    return digests


@njit(cache=True, nogil=True)
def _load(words, data, begin, end):  # type: ignore[no-untyped-def]
    words[:] = 0
    for at in range(begin, end):
        place = at - begin
        words[place >> 3] |= np.uint64(data[at]) << np.uint64(8 * (place & 7))


@njit(cache=True, nogil=True)
def _compress(state, words, upto, last):  # type: ignore[no-untyped-def]
    s, t = state, _START
    a0, a1, a2, a3, a4, a5, a6, a7 = s[0], s[1], s[2], s[3], s[4], s[5], s[6], s[7]
    b0, b1, b2, b3, b4, b5, b6, b7 = t[0], t[1], t[2], t[3], t[4] ^ upto, t[5], t[6], t[7]
    if last:
        b6 = ~b6
    for each in range(12):
        at = _ORDER[each]
        a0, a4, b0, b4 = _mix(a0, a4, b0, b4, words[at[0]], words[at[1]])
        a1, a5, b1, b5 = _mix(a1, a5, b1, b5, words[at[2]], words[at[3]])
        a2, a6, b2, b6 = _mix(a2, a6, b2, b6, words[at[4]], words[at[5]])
        a3, a7, b3, b7 = _mix(a3, a7, b3, b7, words[at[6]], words[at[7]])
        a0, a5, b2, b7 = _mix(a0, a5, b2, b7, words[at[8]], words[at[9]])
        a1, a6, b3, b4 = _mix(a1, a6, b3, b4, words[at[10]], words[at[11]])
        a2, a7, b0, b5 = _mix(a2, a7, b0, b5, words[at[12]], words[at[13]])
        a3, a4, b1, b6 = _mix(a3, a4, b1, b6, words[at[14]], words[at[15]])
    mixed = (a0 ^ b0, a1 ^ b1, a2 ^ b2, a3 ^ b3, a4 ^ b4, a5 ^ b5, a6 ^ b6, a7 ^ b7)
    for i in range(8):
        state[i] ^= mixed[i]


@njit(cache=True, nogil=True, inline="always")
def _mix(a, b, c, d, one, other):  # type: ignore[no-untyped-def]
    a = a + b + one
    d = _turned(d ^ a, 32)
    c = c + d
    b = _turned(b ^ c, 24)
    a = a + b + other
    d = _turned(d ^ a, 16)
    c = c + d
    b = _turned(b ^ c, 63)
    return a, b, c, d


@njit(cache=True, nogil=True, inline="always")
def _turned(word, by):  # type: ignore[no-untyped-def]
    return (word >> np.uint64(by)) | (word << np.uint64(64 - by))
