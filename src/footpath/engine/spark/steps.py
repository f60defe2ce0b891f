"""Events with persons as a frame in, the same at their touchpoints and in buckets of persons out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.engine.spark.rows import as_log, tables
from footpath.journeys.touchpoints import place
from footpath.model.definition import Touchpoint
from footpath.model.timeline import Codes

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

Mapper = Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]
KEPT = ("person", "id", "source", "seq", "time", "case", "channel", "score", "value")
BITS = 16  # ids of persons are hashes: their first digits share them out evenly, and in their order


def steps(events: DataFrame, touchpoints: Sequence[Touchpoint], *, buckets: int) -> DataFrame:
    """What timelines are made of: KEPT columns, `touchpoint` as a code (-1 for none), and `bucket`.

    A condition (`where`) reads text as numbers only where all of its events allow it, so the events that
    conditions decide are looked at together, in one task.
    """
    happened = events.where("kind <> 'traits' AND person IS NOT NULL")
    from pyspark.sql import types as t

    given = [happened.schema[name] for name in KEPT]
    shape = t.StructType([*given, t.StructField("touchpoint", t.IntegerType())])
    rules = tuple(touchpoints)
    if any(each.where is not None for each in rules):
        asked = happened.mapInArrow(_asking(rules), happened.schema).repartition(1)
        plain = happened.mapInArrow(_placing(rules, plain=True), shape)
        placed = plain.unionByName(asked.mapInArrow(_placing_together(rules), shape))
    else:
        placed = happened.mapInArrow(_placing(rules), shape)
    number = f"conv(substring(person, 2, {BITS // 4}), 16, 10)"
    return placed.selectExpr("*", f"cast({number} * {buckets} AS bigint) DIV {1 << BITS} AS bucket")


def _placing(touchpoints: tuple[Touchpoint, ...], *, plain: bool = False) -> Mapper:
    """Place batch by batch; with `plain` without the events that conditions decide."""

    def mapper(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in tables(batches):
            some = table.filter(pa.array(~_conditional(table, touchpoints))) if plain else table
            yield from _placed(some, touchpoints).to_batches()

    return mapper


def _placing_together(touchpoints: tuple[Touchpoint, ...]) -> Mapper:
    def mapper(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        found = list(batches)
        if found:
            yield from _placed(pa.Table.from_batches(found), touchpoints).to_batches()

    return mapper


def _asking(touchpoints: tuple[Touchpoint, ...]) -> Mapper:
    def mapper(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for table in tables(batches):
            yield from table.filter(pa.array(_conditional(table, touchpoints))).to_batches()

    return mapper


def _conditional(table: pa.Table, touchpoints: tuple[Touchpoint, ...]) -> NDArray[np.bool_]:
    """Which events match all of a touchpoint that has a condition but the condition itself."""
    log, found = as_log(table), np.zeros(len(table), np.bool_)
    for each in touchpoints:
        if each.where is not None:
            found |= place(log, [replace(each, where=None)]) >= 0
    return found


def _placed(table: pa.Table, touchpoints: tuple[Touchpoint, ...]) -> pa.Table:
    codes: Codes = place(as_log(table), touchpoints)
    return table.select(list(KEPT)).append_column("touchpoint", pa.array(codes, pa.int32()))
