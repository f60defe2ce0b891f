"""Texts in, 128 bits that tell each apart out; and which of those came before."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Hashes = NDArray[np.uint64]  # [n, 2]: two halves

_SEEDS = (np.uint64(0x452821E638D01377), np.uint64(0xBE5466CF34E90C6C))
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0xFF51AFD7ED558CCD))
_SHIFT, _BYTE = np.uint64(29), np.uint64(8)


@njit(cache=True, nogil=True)
def hash_texts(offsets: NDArray[np.int32], data: Bytes, seeds: Hashes) -> Hashes:
    """Two independent 64-bit hashes [n, 2] of each text `data[offsets[i]:offsets[i + 1]]`, from a seed a row.

    Eight bytes at a time; each step of a lane is a bijection of its state, as in the finaliser of splitmix64
    (Steele, Lea, Flood 2014); the length goes in last.
    """
    hashes = np.empty((len(offsets) - 1, 2), np.uint64)
    for row in range(len(offsets) - 1):
        begin, end = offsets[row], offsets[row + 1]
        one, other = _SEEDS[0] ^ seeds[row, 0], _SEEDS[1] ^ seeds[row, 1]
        at = begin
        while at < end:
            word = _word(data, at, min(at + 8, end))
            one = (one ^ (word * _ODD[0])) * _MIX[0]
            one ^= one >> _SHIFT
            other = (other ^ (word * _ODD[1])) * _MIX[1]
            other ^= other >> _SHIFT
            at += 8
        length = np.uint64(end - begin)
        one, other = (one ^ length) * _ODD[0], (other ^ length) * _ODD[1]
        hashes[row, 0], hashes[row, 1] = one ^ (one >> _SHIFT), other ^ (other >> _SHIFT)
    return hashes


@njit(cache=True, nogil=True, inline="always")
def _word(data: Bytes, begin: int, end: int) -> np.uint64:
    if end - begin == 8:  # without a loop, so that it is one load
        return (
            np.uint64(data[begin])
            | np.uint64(data[begin + 1]) << np.uint64(8)
            | np.uint64(data[begin + 2]) << np.uint64(16)
            | np.uint64(data[begin + 3]) << np.uint64(24)
            | np.uint64(data[begin + 4]) << np.uint64(32)
            | np.uint64(data[begin + 5]) << np.uint64(40)
            | np.uint64(data[begin + 6]) << np.uint64(48)
            | np.uint64(data[begin + 7]) << np.uint64(56)
        )
    word = np.uint64(0)
    for at in range(end - 1, begin - 1, -1):
        word = (word << _BYTE) | np.uint64(data[at])
    return word


@njit(cache=True, nogil=True)
def note(hashes: Hashes, table: Hashes) -> NDArray[np.bool_]:
    """Which hashes [n] were in the table, or came before in the same call; all are in it afterwards.

    `table` [room, 2] has room for them and more, a power of two; a slot of zeros is free (a hash of zeros is
    never found).
    """
    known = np.zeros(len(hashes), np.bool_)
    last = np.uint64(len(table) - 1)
    for row in range(len(hashes)):
        one, other = hashes[row]
        if one == 0 and other == 0:
            continue
        at = one & last
        while table[at, 0] != 0 or table[at, 1] != 0:
            if table[at, 0] == one and table[at, 1] == other:
                known[row] = True
                break
            at = (at + np.uint64(1)) & last
        if not known[row]:
            table[at, 0], table[at, 1] = one, other
    return known


@njit(cache=True, nogil=True)
def hash_lists(offsets: NDArray[np.int32], items: Hashes, seeds: Hashes) -> Hashes:
    """Two hashes [n, 2] of each list of items `offsets[i]:offsets[i + 1]` in order, from a seed a row."""
    hashes = np.empty((len(offsets) - 1, 2), np.uint64)
    for row in range(len(offsets) - 1):
        one, other = seeds[row]
        for at in range(offsets[row], offsets[row + 1]):
            one = (one ^ items[at, 0]) * _MIX[0]
            one ^= one >> _SHIFT
            other = (other ^ items[at, 1]) * _MIX[1]
            other ^= other >> _SHIFT
        length = np.uint64(offsets[row + 1] - offsets[row])
        hashes[row, 0], hashes[row, 1] = (one ^ length) * _ODD[0], (other ^ length) * _ODD[1]
    return hashes
