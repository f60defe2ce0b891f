"""An analysis, a view and the timelines of buckets in, its result out.

The same `partial`, `merge` and `finish` as on one machine. Timelines are put in order once, and kept where
they are. A partial result is made where its bucket is; partial results are merged on workers until few are
left, and those are merged and finished here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import reduce
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from footpath.engine.spark.buckets import View, timelines_of
from footpath.engine.spark.frames import afresh
from footpath.engine.spark.ranks import at_percent
from footpath.journeys.cut import gaps
from footpath.model.analysis import Analysis, T
from footpath.model.definition import MONTH, Touchpoint
from footpath.model.timeline import Timelines

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

STATE = "bucket bigint, state binary"
TOGETHER = 16  # states that are merged at once, on a worker while there are more
Key = tuple[pa.Scalar, ...]
Batches = Iterable[pa.RecordBatch]
Among = Callable[[], pa.StringArray | None]


def in_order(steps: DataFrame, touchpoints: tuple[Touchpoint, ...]) -> DataFrame:
    """The timelines of each bucket, as one row that is kept: some 30 bytes an event."""

    def order(key: Key, table: pa.Table) -> pa.Table:
        return _state(key[0].as_py(), timelines_of(table, touchpoints))

    return afresh(steps.groupBy("bucket").applyInArrow(order, STATE))


def run(
    analysis: Analysis[Any, T],
    view: View,
    timelines: DataFrame,
    *,
    buckets: int,
    among: pa.StringArray | None = None,
) -> T:
    """The result of an analysis of the journeys in buckets; of the persons `among`, if given."""
    states = timelines.mapInArrow(_partial(analysis, view, _shared(timelines, among)), STATE)
    while buckets > TOGETHER:
        states = states.selectExpr(f"bucket DIV {TOGETHER} AS bucket", "state")
        states = states.groupBy("bucket").applyInArrow(_merging(analysis), STATE)
        buckets = -(-buckets // TOGETHER)
    found = [_loaded(row.state) for row in states.collect()]
    return analysis.finish(reduce(analysis.merge, found or [analysis.partial(view.nobodys())]))


def default_quiet(timelines: DataFrame) -> timedelta:
    """As `journeys.cut.default_quiet` answers for all buckets together."""

    def between(batches: Batches) -> Iterator[pa.RecordBatch]:
        for _, each in _rows(batches):
            yield from pa.table({"gap": gaps(each)}).to_batches()

    found = timelines.mapInArrow(between, "gap bigint").persist()
    gap = at_percent(found, "gap", 95)
    found.unpersist()
    return MONTH if gap is None else timedelta(microseconds=gap)


def _shared(frame: DataFrame, among: pa.StringArray | None) -> Among:
    """How a worker gets the ids, which are sent to each worker once."""
    if among is None:
        return lambda: None
    sent = frame.sparkSession.sparkContext.broadcast(among)
    return lambda: sent.value


def _partial(
    analysis: Analysis[Any, Any], view: View, among: Among
) -> Callable[[Batches], Iterator[pa.RecordBatch]]:
    def partial(batches: Batches) -> Iterator[pa.RecordBatch]:
        for bucket, timelines in _rows(batches):
            yield from _state(bucket, analysis.partial(view.journeys(timelines, among()))).to_batches()

    return partial


def _merging(analysis: Analysis[Any, Any]) -> Callable[[Key, pa.Table], pa.Table]:
    def merge(key: Key, table: pa.Table) -> pa.Table:
        states = (_loaded(each.as_buffer()) for each in table.column("state"))
        return _state(key[0].as_py(), reduce(analysis.merge, states))

    return merge


def _rows(batches: Batches) -> Iterator[tuple[int, Timelines]]:
    for batch in batches:
        for bucket, state in zip(batch.column("bucket"), batch.column("state"), strict=True):
            yield bucket.as_py(), _loaded(state.as_buffer())


def _state(bucket: int, state: Any) -> pa.Table:
    return pa.table({"bucket": [bucket], "state": [pickle.dumps(state, protocol=5)]})


def _loaded(state: Any) -> Any:
    return pickle.loads(state)  # noqa: S301 (our own)
