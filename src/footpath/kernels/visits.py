"""Journeys in, their first visits out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from footpath.kernels.clusters import add_cluster


@njit(cache=True, nogil=True)
def occurring(codes: NDArray[np.integer[Any]], n_codes: int) -> NDArray[np.bool_]:
    """Which codes, 0 … n_codes − 1, occur among some [S]."""
    seen = np.zeros(n_codes, np.bool_)
    for code in codes:
        seen[code] = True
    return seen


@njit(cache=True, nogil=True)
def first_visits(
    begin: NDArray[np.int64], end: NDArray[np.int64], codes: NDArray[np.int32], n_codes: int
) -> NDArray[np.bool_]:
    """Which steps [S] are the first of their code within a span; spans begin:end [J] don't overlap."""
    first = np.zeros(len(codes), np.bool_)
    seen_in = np.full(n_codes, -1, np.int64)
    for j in range(len(begin)):
        for i in range(begin[j], end[j]):
            if seen_in[codes[i]] != j:
                seen_in[codes[i]] = j
                first[i] = True
    return first


@njit(cache=True, nogil=True)
def visit_sums(
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    codes: NDArray[np.int32],
    hit: NDArray[np.int64],
    keep: NDArray[np.bool_],
    person: NDArray[np.int32],
    n_codes: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The sums of cluster_sums by code: a kept journey [J] is one item of each code that its span holds.

    Spans are begin:end [J] of codes [S]. Of these, hit [J] is the code at which the journey is a hit, or -1.
    """
    bases, hits = np.zeros((n_codes, 3), np.int64), np.zeros((n_codes, 4), np.int64)
    seen_in, m, x = np.full(n_codes, -1, np.int64), np.zeros(n_codes, np.int64), np.zeros(n_codes, np.int64)
    met, n_met = np.empty(n_codes, np.int64), 0
    for j in range(len(begin)):
        if keep[j]:
            for i in range(begin[j], end[j]):
                code = codes[i]
                if seen_in[code] == j:
                    continue
                seen_in[code] = j
                if m[code] == 0:
                    met[n_met] = code
                    n_met += 1
                m[code] += 1
                x[code] += code == hit[j]
        if j + 1 < len(begin) and person[j + 1] == person[j]:
            continue
        for code in met[:n_met]:
            add_cluster(bases[code], m[code])
            add_cluster(hits[code], x[code])
            hits[code, 3] += x[code] * m[code]
            m[code] = x[code] = 0
        n_met = 0
    return bases, hits


@njit(cache=True, nogil=True)
def met_first(
    offsets: NDArray[np.int64],
    step: NDArray[np.int64],
    person: NDArray[np.int32],
    first_step: NDArray[np.int64],
    early: NDArray[np.bool_],
) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Where a person's `first_step` [persons] is drawn, and in which journey; not of those who came `early`.

    step [S] of journeys offsets [J + 1] of person [J]; steps rise within a journey.
    """
    at, journey = np.empty(len(person), np.int64), np.empty(len(person), np.int32)
    n = 0
    for j in range(len(person)):
        if early[person[j]] or first_step[person[j]] < 0:
            continue
        wanted, i, end = first_step[person[j]], offsets[j], offsets[j + 1]
        if i == end or step[end - 1] < wanted:
            continue
        while i < end and step[i] < wanted:
            i += 1
        if i < end and step[i] == wanted:
            at[n], journey[n] = i, j
            n += 1
    return at[:n].copy(), journey[:n].copy()
