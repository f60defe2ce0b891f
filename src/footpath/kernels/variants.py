"""Sequences in, 128 bits that tell them apart out; and who takes which of them."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.clusters import add_cluster

Ints = NDArray[np.int64]

_SEEDS = (np.uint64(0x243F6A8885A308D3), np.uint64(0x13198A2E03707344))
_ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F))
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0xFF51AFD7ED558CCD))
_SHIFT = np.uint64(29)
_ONE = np.uint64(1)
_NEAR = 1 << 14  # hashes that are looked up together
_FOUR = 4  # of 16 bits in 64


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
            word, at = np.uint64(0), np.uint64(begin)
            if at_once == _FOUR and begin + _FOUR <= end:
                # Those of 16 bits, which nearly all are, without a loop
                word = np.uint64(codes[at] + 1) & mask
                word |= (np.uint64(codes[at + _ONE] + 1) & mask) << width
                word |= (np.uint64(codes[at + _ONE + _ONE] + 1) & mask) << (width + width)
                word |= (np.uint64(codes[at + _ONE + _ONE + _ONE] + 1) & mask) << (width + width + width)
            else:
                shift = np.uint64(0)
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
def distinct(hashes: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Where each distinct hash of [J, 2] stands first, and for each hash its place among the distinct [J].

    Hashes are compared within groups that begin alike, few enough of them that what is looked up stays near.
    """
    bits = 0
    while len(hashes) >> bits > _NEAR:
        bits += 1
    ends, held, place = _grouped(hashes, np.uint64(bits))
    size = 16
    while size < 2 * np.diff(ends).max():
        size *= 2
    most, slots = np.uint64(size - 1), np.full(size, -1, np.int32)
    first = np.empty(len(hashes), np.int32)  # of each, where its like stands first
    for g in range(len(ends) - 1):
        slots[:] = -1
        for i in range(ends[g], ends[g + 1]):
            at = held[i, 0] & most
            while slots[at] >= 0:
                known = slots[at]
                if held[known, 0] == held[i, 0] and held[known, 1] == held[i, 1]:
                    break
                at = (at + np.uint64(1)) & most
            if slots[at] < 0:
                slots[at] = i
            first[place[i]] = place[slots[at]]
    found: tuple[Ints, NDArray[np.int32]] = _numbered(first)
    return found


@njit(cache=True, nogil=True)
def _grouped(hashes, bits):  # type: ignore[no-untyped-def]
    """Where the hashes of each first `bits` end, in their order; the hashes so, and where each stood."""
    ends = np.zeros((1 << np.int64(bits)) + 1, np.int64)
    held, place = np.empty_like(hashes), np.empty(len(hashes), np.int32)
    for j in range(len(hashes)):
        ends[_beginning(hashes[j, 0], bits) + _ONE] += 1
    ends[:] = np.cumsum(ends)
    free = ends.copy()
    for j in range(len(hashes)):
        group = _beginning(hashes[j, 0], bits)
        at = free[group]
        held[at, 0], held[at, 1], place[at] = hashes[j, 0], hashes[j, 1], j
        free[group] = at + 1
    return ends, held, place


@njit(cache=True, nogil=True)
def _beginning(hash_, bits):  # type: ignore[no-untyped-def]
    # A shift by all 64 bits is not defined
    return hash_ >> (np.uint64(64) - bits) if bits > 0 else np.uint64(0)


@njit(cache=True, nogil=True)
def _numbered(first: NDArray[np.int32]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The places [J] that are first, rising, and for each place its first one's number."""
    found, number, n = np.empty(len(first), np.int64), np.empty(len(first), np.int32), 0
    for j in range(len(first)):
        if first[j] == j:
            found[n], number[j] = j, n
            n += 1
        else:
            number[j] = number[first[j]]
    return found[:n].copy(), number


class Takers(NamedTuple):
    """Journeys [J], each person's side by side."""

    person: NDArray[np.int32]
    group: NDArray[np.int32]  # of the path that it takes
    settled: NDArray[np.bool_]
    reached: NDArray[np.bool_]


@njit(cache=True, nogil=True)
def sums_of_paths(takers: Takers, n: int) -> tuple[Ints, Ints, Ints, Ints]:
    """The sums of cluster_sums where groups of paths are 0 … n.

    Of all journeys [1, 3] those of each group [n + 1, 4]; of the settled ones of each group below n [n, 3]
    those that reach their goal [n, 4].
    """
    person, group, settled, reached = takers
    whole, taking = np.zeros((1, 3), np.int64), np.zeros((n + 1, 4), np.int64)
    bases, hits = np.zeros((n, 3), np.int64), np.zeros((n, 4), np.int64)
    x, m, goals = np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64), np.zeros(n + 1, np.int64)
    begin = 0
    while begin < len(person):
        end = begin
        while end < len(person) and person[end] == person[begin]:
            x[group[end]] += 1
            m[group[end]] += settled[end]
            goals[group[end]] += settled[end] and reached[end]
            end += 1
        add_cluster(whole[0], end - begin)
        for each in group[begin:end]:
            add_cluster(taking[each], x[each])
            taking[each, 3] += x[each] * (end - begin)
            if each < n:
                add_cluster(bases[each], m[each])
                add_cluster(hits[each], goals[each])
                hits[each, 3] += goals[each] * m[each]
            x[each] = m[each] = goals[each] = 0
        begin = end
    return whole, taking, bases, hits
