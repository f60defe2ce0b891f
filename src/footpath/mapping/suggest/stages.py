"""Touchpoints in the order they happen in, contiguous stages out.

Touchpoints come in the order in which people come to them (`mapping.order`). The stages are the cut of that
order that tells most about where a move goes: for each stage, the information that being in it gives
about staying, going forward or going back, over what the touchpoints' traffic alone would give. Each
stage's part is its own, so the best cut is found exactly, by dynamic programming over the borders.

Modularity and the map equation, tried first, merge neighbouring stages once there are five or more; in
planted journeys with a tenth of the events shuffled this measure finds every border (see the tests).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import first_steps, journey_of_steps
from footpath.model.journey import Journeys

FEWEST, MOST = 4, 7  # that many stages fit a screen
SMALLEST = 0.02


def first_positions(journeys: Journeys) -> NDArray[np.float64]:
    """Mean relative position (0 first, 1 last) of each touchpoint's first step in a journey; NaN if never."""
    k, lengths = len(journeys.touchpoints), np.diff(journeys.offsets)
    first = first_steps(journeys, "drawn")
    journey = journey_of_steps(journeys)[first]
    relative = (first - journeys.offsets[:-1][journey]) / np.maximum(lengths[journey] - 1, 1)
    codes = journeys.touchpoint[first]
    visits = np.bincount(codes, minlength=k)
    with np.errstate(invalid="ignore"):
        return np.asarray(np.bincount(codes, weights=relative, minlength=k) / visits)


def moves(journeys: Journeys) -> NDArray[np.int64]:
    """How often touchpoint j follows touchpoint i directly, [K, K]."""
    k = len(journeys.touchpoints)
    codes = journeys.touchpoint.astype(np.int64)
    inside = np.ones(max(len(codes) - 1, 0), dtype=np.bool_)
    borders = journeys.offsets[1:-1]
    inside[borders[(borders > 0) & (borders < len(codes))] - 1] = False
    pairs = (codes[:-1] * k + codes[1:])[inside]
    return np.bincount(pairs, minlength=k * k).reshape(k, k)


def segment(
    follows: NDArray[np.int64],
    weights: NDArray[np.int64] | None = None,
    *,
    fewest: int = FEWEST,
    most: int = MOST,
) -> list[int]:
    """Where stages begin, for touchpoints already in order; the first is always 0.

    follows  [K, K] moves between touchpoints, in order
    weights  [K] journeys that visit each touchpoint; a stage holds at least a fiftieth of the most of them

    >>> moves = np.zeros((6, 6), dtype=np.int64)
    >>> moves[:3, :3] = moves[3:, 3:] = 10  # people wander among three touchpoints …
    >>> moves[2, 3] = 5                     # … before they go on to three others
    >>> segment(moves, fewest=1)
    [0, 3]
    """
    k = len(follows)
    if k <= fewest:
        return list(range(k))
    gain = _gain(follows)
    if weights is not None:
        visited = np.append(0, np.cumsum(weights))
        gain[visited[None, :] - visited[:, None] < SMALLEST * weights.max()] = -np.inf
    most = min(most, k)
    best = np.full((most + 1, k + 1), -np.inf)
    cut = np.zeros((most + 1, k + 1), dtype=np.int64)
    best[0, 0] = 0.0
    for n in range(1, most + 1):
        for end in range(n, k + 1):
            options = best[n - 1, :end] + gain[:end, end]
            cut[n, end] = int(np.argmax(options))
            best[n, end] = options[cut[n, end]]
    possible = np.flatnonzero(np.isfinite(best[:, k]))
    n = min(int(possible.max()), fewest)
    n += int(np.argmax(best[n:, k]))
    borders = [k]
    for left in range(n, 0, -1):
        borders.append(int(cut[left, borders[-1]]))
    return borders[:0:-1]


def _gain(follows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Information (nats a move) of a stage from touchpoint a up to b (exclusive), [K + 1, K + 1].

    Σ p(way) · log(p(way) / expected), over the ways stay, forward and back; repeats on the spot count not.
    """
    flow = follows - np.diag(np.diag(follows))
    k, total = len(flow), max(int(flow.sum()), 1)
    table = np.zeros((k + 1, k + 1))
    table[1:, 1:] = flow.cumsum(axis=0).cumsum(axis=1)
    leaving, arriving = table[:, k], table[k, :]
    a, b = np.meshgrid(np.arange(k + 1), np.arange(k + 1), indexing="ij")
    out = leaving[b] - leaving[a]
    ways = (
        (table[b, b] - table[a, b] - table[b, a] + table[a, a], arriving[b] - arriving[a]),
        (table[b, k] - table[a, k] - table[b, b] + table[a, b], arriving[k] - arriving[b]),
        (table[b, a] - table[a, a], arriving[a]),
    )
    return np.asarray(sum(_information(seen, out * to / total, total) for seen, to in ways))


def _information(seen: NDArray[np.float64], expected: NDArray[np.float64], total: int) -> NDArray[np.float64]:
    known = (seen > 0) & (expected > 0)
    ratio = np.divide(seen, expected, out=np.ones_like(seen), where=known)
    return np.where(known, seen * np.log(ratio), 0.0) / total
