"""Sequences in, 128 bits that tell them apart out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

_SEEDS = (np.uint64(0x243F6A8885A308D3), np.uint64(0x13198A2E03707344))
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0xFF51AFD7ED558CCD))
_SHIFT = np.uint64(29)


@njit(cache=True, nogil=True)
def hash_sequences(offsets: NDArray[np.int64], codes: NDArray[np.integer[Any]]) -> NDArray[np.uint64]:
    """Two independent 64-bit hashes [J, 2] of the codes in each group; the order counts.

    As many codes as fit into 64 bits are taken at once, four of 16 bits; codes of another width have other
    hashes. Each step of a lane is a bijection of its state (multiplications by odd numbers, xor-shifts), as
    in the finaliser of splitmix64 (Steele, Lea, Flood 2014); the length goes in last.
    """
    hashes = np.empty((len(offsets) - 1, 2), np.uint64)
    width = np.uint64(8 * codes.itemsize)
    at_once, mask = np.int64(64 // width), np.uint64(2**64 - 1) >> (np.uint64(64) - width)
    for j in range(len(offsets) - 1):
        begin, end = offsets[j], offsets[j + 1]
        left, right = _SEEDS
        while begin < end:
            word, shift = np.uint64(0), np.uint64(0)
            for i in range(begin, min(begin + at_once, end)):
                word |= (np.uint64(codes[i] + 1) & mask) << shift
                shift += width
            begin += at_once
            left = (left ^ (word * _ODD[0])) * _MIX[0]
            left ^= left >> _SHIFT
            right = (right ^ (word * _ODD[1])) * _MIX[1]
            right ^= right >> _SHIFT
        length = np.uint64(end - offsets[j])
        left, right = (left ^ length) * _ODD[0], (right ^ length) * _ODD[1]
        hashes[j, 0], hashes[j, 1] = left ^ (left >> _SHIFT), right ^ (right >> _SHIFT)
    return hashes


@njit(cache=True, nogil=True)
def distinct(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each distinct hash of [J, 2] stands first, and for each hash its place among the distinct [J]."""
    size = 16
    while size < 2 * len(hashes):
        size *= 2
    most = np.uint64(size - 1)
    slots = np.full(size, -1, np.int32)
    first, place = np.empty(len(hashes), np.int64), np.empty(len(hashes), np.int64)
    n = 0
    for j in range(len(hashes)):
        at = hashes[j, 0] & most
        while slots[at] >= 0:
            known = first[slots[at]]
            if hashes[known, 0] == hashes[j, 0] and hashes[known, 1] == hashes[j, 1]:
                break
            at = (at + np.uint64(1)) & most
        if slots[at] < 0:
            slots[at], first[n] = n, j
            n += 1
        place[j] = slots[at]
    return first[:n].copy(), place


@njit(cache=True, nogil=True)
def take(
    offsets: NDArray[np.int64], codes: NDArray[np.integer[Any]], chosen: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.integer[Any]]]:
    """Only the chosen groups of codes, in that order: where each begins, and the codes."""
    taken = np.zeros(len(chosen) + 1, np.int64)
    for i in range(len(chosen)):
        taken[i + 1] = taken[i] + offsets[chosen[i] + 1] - offsets[chosen[i]]
    found = np.empty(taken[-1], codes.dtype)
    for i in range(len(chosen)):
        begin, to = offsets[chosen[i]], taken[i]
        for at in range(taken[i + 1] - to):
            found[to + at] = codes[begin + at]
    return taken, found
