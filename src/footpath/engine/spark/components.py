"""Edges as a frame in, the component of each node out.

A few edges are faster told here than in rounds of the cluster. Many stay frames all the way, by large star
and small star in turn: Kiveris et al. (2014), Connected components in MapReduce and beyond, Symposium on
Cloud Computing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from footpath.engine.spark.frames import afresh, settled
from footpath.errors import StoreError
from footpath.kernels.components import join, roots

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

FEW = 2_000_000  # edges, 32 MB
MOST_ROUNDS = 60  # log² of the nodes bounds them; a chain of a billion takes fewer


def components(edges: DataFrame, *, few: int = FEW) -> DataFrame:
    """`node` and `component`, its least node, of every node that is not the least itself.

    `edges` has the whole numbers `a` and `b`; loops and repetitions are ignored. Up to `few` are told here.
    """
    different = edges.where("a <> b").selectExpr("greatest(a, b) AS a", "least(a, b) AS b")
    distinct = afresh(different.distinct())
    if distinct.count() <= few:
        return distinct.sparkSession.createDataFrame(told_here(distinct.toArrow()))
    return _by_stars(distinct).selectExpr("a AS node", "b AS component")


def told_here(edges: pa.Table) -> pa.Table:
    """The same of a table of edges.

    >>> told_here(pa.table({"a": [5, 9, 7], "b": [2, 8, 5]})).to_pylist()
    [{'node': 5, 'component': 2}, {'node': 7, 'component': 2}, {'node': 9, 'component': 8}]
    """
    ends = np.concatenate([edges["a"].to_numpy(), edges["b"].to_numpy()])
    nodes, place = np.unique(ends, return_inverse=True)
    low, high = np.split(place.astype(np.int32), 2)
    parent = np.arange(len(nodes), dtype=np.int32)
    join(low, high, parent, np.empty((len(nodes), 0), np.int32))
    root = roots(parent)
    hangs = root != np.arange(len(nodes))
    return pa.table({"node": nodes[hangs].astype(np.int64), "component": nodes[root[hangs]].astype(np.int64)})


def _by_stars(edges: DataFrame) -> DataFrame:
    """Edges of the same components, each from a node to the least of its component."""
    star, known = edges, _fingerprint(edges)
    for _ in range(MOST_ROUNDS):
        star = settled(_small_star(_large_star(star)))
        found = _fingerprint(star)
        if found == known:
            return star
        known = found
    raise StoreError(f"identifiers are not told apart after {MOST_ROUNDS} rounds")


def _large_star(edges: DataFrame) -> DataFrame:
    """Every greater neighbour of a node is tied to the least of its neighbourhood."""
    both = edges.unionByName(edges.selectExpr("b AS a", "a AS b"))
    least = both.groupBy("a").agg({"b": "min"}).selectExpr("a", "least(a, `min(b)`) AS least")
    return both.where("b > a").join(least, "a").selectExpr("b AS a", "least AS b").distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Every lesser neighbour of a node, and the node, are tied to the least of them; `a` is the greater."""
    least = edges.groupBy("a").agg({"b": "min"}).selectExpr("a", "`min(b)` AS least")
    tied = edges.join(least, "a").where("b <> least").selectExpr("b AS a", "least AS b")
    return tied.unionByName(least.selectExpr("a", "least AS b")).distinct()


def _fingerprint(edges: DataFrame) -> tuple[int, int]:
    (row,) = edges.selectExpr("count(*)", "coalesce(bit_xor(xxhash64(a, b)), 0)").collect()
    return row[0], row[1]
