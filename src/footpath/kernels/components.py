"""Rows of nodes in, the groups that their links make out: pairs, their support, and a guarded union-find.

Nodes, rows and links are integers. A node is joined to its group by `join`, which refuses a link that would
bring two values of a unique kind together; the group of a node is called after its least node.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

Int8s = NDArray[np.int8]
Int32s = NDArray[np.int32]
Int64s = NDArray[np.int64]
Bools = NDArray[np.bool_]

SAME, JOINED, REFUSED = 0, 1, -1


@njit(cache=True, nogil=True)
def pairs(offsets: Int64s, nodes: Int32s) -> tuple[Int32s, Int32s, Int64s]:
    """Every two different nodes of a row, once a row: the lesser, the greater, the row.

    `offsets` [rows + 1] says where each row begins in `nodes`.
    """
    room = 0
    for row in range(len(offsets) - 1):
        size = offsets[row + 1] - offsets[row]
        room += size * (size - 1) // 2
    low, high, rows = np.empty(room, np.int32), np.empty(room, np.int32), np.empty(room, np.int64)
    n = 0
    for row in range(len(offsets) - 1):
        begin, end = offsets[row], offsets[row + 1]
        for i in range(begin, end):
            if _seen(nodes, begin, i):
                continue
            for j in range(i + 1, end):
                if not _seen(nodes, begin, j):
                    low[n], high[n] = min(nodes[i], nodes[j]), max(nodes[i], nodes[j])
                    rows[n] = row
                    n += 1
    return low[:n], high[:n], rows[:n]


@njit(cache=True, nogil=True)
def _seen(nodes: Int32s, begin: int, at: int) -> bool:
    for i in range(begin, at):  # noqa: SIM110 - numba has no any() over a generator
        if nodes[i] == nodes[at]:
            return True
    return False


@njit(cache=True, nogil=True)
def support(
    group: Int64s, n_groups: int, strength: Int8s, time: Int64s, source: Int32s, weight: Int64s
) -> tuple[Int64s, Int8s, Int64s, Int32s, Bools]:
    """What speaks for each group [n_groups], given its pieces of evidence, one an item.

    How many they stand for; best strength (the least); time and source of the first piece of that strength
    (by time, then by source); whether pieces come from several sources.
    """
    count = np.zeros(n_groups, np.int64)
    best, since = np.full(n_groups, 127, np.int8), np.zeros(n_groups, np.int64)
    first, several = np.zeros(n_groups, np.int32), np.zeros(n_groups, np.bool_)
    for i in range(len(group)):
        g = group[i]
        several[g] |= count[g] > 0 and first[g] != source[i]
        count[g] += weight[i]
        if (strength[i], time[i], source[i]) < (best[g], since[g], first[g]):  # noqa: PLR1730 - numba
            best[g], since[g], first[g] = strength[i], time[i], source[i]
    return count, best, since, first, several


@njit(cache=True, nogil=True)
def join(low: Int32s, high: Int32s, parent: Int32s, held: Int32s) -> Int8s:
    """Takes links in the given order; says of each SAME (group already), JOINED or REFUSED.

    `parent` [nodes] is the forest, and `held` [nodes, unique kinds] the value that the group of a root holds
    of each unique kind, -1 for none. Both are changed in place.
    """
    outcome = np.zeros(len(low), np.int8)
    for i in range(len(low)):
        a, b = _root(parent, low[i]), _root(parent, high[i])
        if a == b:
            continue
        if _conflict(held, a, b):
            outcome[i] = REFUSED
            continue
        a, b = min(a, b), max(a, b)
        parent[b] = a
        for kind in range(held.shape[1]):
            held[a, kind] = max(held[a, kind], held[b, kind])
        outcome[i] = JOINED
    return outcome


@njit(cache=True, nogil=True)
def _root(parent: Int32s, node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@njit(cache=True, nogil=True)
def _conflict(held: Int32s, a: int, b: int) -> bool:
    for kind in range(held.shape[1]):
        if held[a, kind] >= 0 and held[b, kind] >= 0 and held[a, kind] != held[b, kind]:
            return True
    return False


@njit(cache=True, nogil=True)
def roots(parent: Int32s) -> Int32s:
    """The least node of each node's group [nodes]."""
    found = np.empty(len(parent), np.int32)
    for node in range(len(parent)):
        found[node] = _root(parent, node)
    return found


@njit(cache=True, nogil=True)
def choose(offsets: Int64s, nodes: Int32s, rank: Int64s) -> Int32s:
    """The node of least rank in each row [rows], the least of equals; -1 where a row is empty."""
    chosen = np.full(len(offsets) - 1, -1, np.int32)
    for row in range(len(offsets) - 1):
        for i in range(offsets[row], offsets[row + 1]):
            node, best = nodes[i], chosen[row]
            if best < 0 or (rank[node], node) < (rank[best], best):
                chosen[row] = node
    return chosen


@njit(cache=True, nogil=True)
def trace(low: Int32s, high: Int32s, root: Int32s) -> Int64s:
    """The link by which each node hangs on its group's root [nodes], given the links of a forest.

    A root gets its first link; a node without links gets -1.
    """
    offsets, links = _incident(low, high, len(root))
    via, queue = np.full(len(root), -1, np.int64), np.empty(len(root), np.int32)
    end = 0
    for node in range(len(root)):
        if root[node] == node and offsets[node] < offsets[node + 1]:
            via[node] = links[offsets[node]]
            queue[end] = node
            end += 1
    at = 0
    while at < end:
        node = queue[at]
        at += 1
        for k in range(offsets[node], offsets[node + 1]):
            other = low[links[k]] + high[links[k]] - node
            if via[other] < 0:
                via[other] = links[k]
                queue[end] = other
                end += 1
    return via


@njit(cache=True, nogil=True)
def _incident(low: Int32s, high: Int32s, n: int) -> tuple[Int64s, Int64s]:
    offsets = np.zeros(n + 1, np.int64)
    for i in range(len(low)):
        offsets[low[i] + 1] += 1
        offsets[high[i] + 1] += 1
    offsets = np.cumsum(offsets)
    links, filled = np.empty(2 * len(low), np.int64), offsets[:-1].copy()
    for i in range(len(low)):
        for node in (low[i], high[i]):
            links[filled[node]] = i
            filled[node] += 1
    return offsets, links
