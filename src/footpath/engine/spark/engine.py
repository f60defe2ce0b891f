"""An analysis and a lens in, its result out, from the buckets of a Spark cluster.

The same `partial`, `merge` and `finish` as on one machine. A partial result is made where its bucket is;
partial results are merged on workers until few are left, and those are merged and finished here.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cached_property, lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from footpath.engine.spark import events
from footpath.engine.spark.buckets import NOTHING, View, Whole
from footpath.engine.spark.frames import afresh
from footpath.engine.spark.people import Rules, with_persons
from footpath.engine.spark.ranks import at_percent
from footpath.engine.spark.segments import Who, members
from footpath.engine.spark.session import connect
from footpath.engine.spark.steps import steps
from footpath.journeys.timelines import microseconds
from footpath.journeys.touchpoints import place
from footpath.model.analysis import Analysis, Run, T
from footpath.model.definition import MONTH, Definitions
from footpath.model.lens import Lens
from footpath.model.log import EventLog
from footpath.model.timeline import NO_TIME

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

STATE = "bucket bigint, state binary"
TOGETHER = 16  # states that are merged at once, on a worker while there are more
Key = tuple[pa.Scalar, ...]
IN_BUCKET = 500_000  # events, which take a worker's Python some 300 MB


class SparkEngine:
    """The events of a lake, under definitions, on a cluster; they stay as they were when first asked.

    `master` is Spark's address of the cluster, `configuration` Spark's own settings, `spark` a session that
    is there already. With `with`, the session ends with the block, unless it was given.
    """

    def __init__(
        self,
        *,
        lake: Path | str,
        definitions: Definitions,
        master: str = "local[*]",
        lake_options: Mapping[str, str] | None = None,
        configuration: Mapping[str, str] | None = None,
        spark: Any = None,
        buckets: int | None = None,
    ) -> None:
        self.definitions = definitions
        self._lake, self._options = lake, lake_options
        self._given, self._master, self._configuration = spark, master, configuration
        self._wanted = buckets
        self._view = lru_cache(maxsize=8)(self._make_view)
        self._members = lru_cache(maxsize=8)(self._find_members)

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._given is None and "spark" in self.__dict__:
            self.spark.stop()

    def run(self, analysis: Analysis[Any, T], lens: Lens) -> T:
        """The answer to an analysis of the journeys that the lens looks at.

        UnknownName for a journey, segment or touchpoint that nobody defined.
        """
        view, among = self.view(lens), self.members(lens)
        return run(analysis, view, self._seen(lens.until), buckets=self._buckets, among=among)

    def runner(self, lens: Lens) -> Run:
        """How analyses are run on the journeys that the lens looks at."""

        def answer(analysis: Analysis[Any, T], /) -> T:
            return self.run(analysis, lens)

        return answer

    def under(self, definitions: Definitions) -> SparkEngine:
        """The same events under other definitions; who is who is found again only where its rules differ."""
        other = SparkEngine(
            lake=self._lake, definitions=definitions, lake_options=self._options, spark=self.spark
        )
        other._events, other._buckets = self._events, self._buckets
        if Rules.of(definitions) == Rules.of(self.definitions):
            other._people = self._people
        return other

    def people(self) -> DataFrame:
        """The lake's events as a frame, each with its `person`; null for nobody."""
        return self._people

    def view(self, lens: Lens) -> View:
        """What a bucket needs to know to make the lens's journeys."""
        return self._view(lens.journey, lens.since, lens.until)

    def members(self, lens: Lens) -> pa.StringArray | None:
        """The ids of the persons in the lens's segment, sorted; None for everybody."""
        return None if lens.segment is None else self._members(lens.segment, lens.until)

    @cached_property
    def spark(self) -> Any:
        """The session, which begins when it is first needed."""
        return self._given or connect(self._master, self._configuration)

    @cached_property
    def _events(self) -> DataFrame:
        return events.read(self.spark, self._lake, self._options)

    @cached_property
    def _buckets(self) -> int:
        cores: int = self.spark.sparkContext.defaultParallelism
        return self._wanted or max(2 * cores, -(-self._events.count() // IN_BUCKET))

    @cached_property
    def _people(self) -> DataFrame:
        return with_persons(self._events, Rules.of(self.definitions), parts=self._buckets)

    @cached_property
    def _steps(self) -> DataFrame:
        place(EventLog.empty(), self.definitions.touchpoints)  # a rule that makes no sense is told here
        return afresh(steps(self._people, self.definitions.touchpoints, buckets=self._buckets))

    def _seen(self, until: datetime | None) -> DataFrame:
        if until is None:
            return self._steps
        return self._steps.where(f"time IS NULL OR unix_micros(time) <= {microseconds(until)}")

    def _make_view(self, journey: str, since: datetime | None, until: datetime | None) -> View:
        definition, seen = self.definitions.journey(journey), self._seen(until)
        view = View(self.definitions.touchpoints, definition, self._whole(seen), since, until)
        view.journeys(NOTHING)  # a definition that makes no sense is told here, not by a worker
        if definition.within is not None or definition.quiet is not None:
            return view
        return View(view.touchpoints, definition, view.whole, since, until, default_quiet(view, seen))

    def _whole(self, seen: DataFrame) -> Whole:
        (row,) = seen.selectExpr(
            "min(unix_micros(time))",
            "max(unix_micros(time))",
            "collect_set(if(touchpoint >= 0, channel, NULL))",
        ).collect()
        given = {each.channel for each in self.definitions.touchpoints if each.channel is not None}
        oldest, newest = (NO_TIME if time is None else time for time in row[:2])
        return Whole(oldest, newest, tuple(sorted({*row[2], *given})))

    def _find_members(self, name: str, until: datetime | None) -> pa.StringArray:
        seen = self._seen(until)
        who = Who(self.definitions.touchpoints, self._whole(seen), until)
        return members(self.definitions.segment(name), who, self._people, seen)


def run(
    analysis: Analysis[Any, T],
    view: View,
    steps: DataFrame,
    *,
    buckets: int,
    among: pa.StringArray | None = None,
) -> T:
    """The result of an analysis of the journeys in buckets of steps; of the persons `among`, if given."""
    states = steps.groupBy("bucket").applyInArrow(_partial(analysis, view, _shared(steps, among)), STATE)
    while buckets > TOGETHER:
        states = states.selectExpr(f"bucket DIV {TOGETHER} AS bucket", "state")
        states = states.groupBy("bucket").applyInArrow(_merging(analysis), STATE)
        buckets = -(-buckets // TOGETHER)
    found = [pickle.loads(row.state) for row in states.collect()]  # noqa: S301 (our own)
    return analysis.finish(reduce(analysis.merge, found or [analysis.partial(view.journeys(NOTHING))]))


def default_quiet(view: View, steps: DataFrame) -> timedelta:
    """As `journeys.cut.default_quiet` answers for all buckets together."""

    def of_bucket(table: pa.Table) -> pa.Table:  # a method's own argument would count for one of two
        return view.gaps(table)

    gaps = steps.groupBy("bucket").applyInArrow(of_bucket, "gap bigint").persist()
    found = at_percent(gaps, "gap", 95)
    gaps.unpersist()
    return MONTH if found is None else timedelta(microseconds=found)


def _shared(frame: DataFrame, among: pa.StringArray | None) -> Callable[[], pa.StringArray | None]:
    """How a worker gets the ids, which are sent to each worker once."""
    if among is None:
        return lambda: None
    sent = frame.sparkSession.sparkContext.broadcast(among)
    return lambda: sent.value


def _partial(
    analysis: Analysis[Any, Any], view: View, among: Callable[[], pa.StringArray | None]
) -> Callable[[Key, pa.Table], pa.Table]:
    def partial(key: Key, table: pa.Table) -> pa.Table:
        return _state(key, analysis.partial(view.journeys(table, among())))

    return partial


def _merging(analysis: Analysis[Any, Any]) -> Callable[[Key, pa.Table], pa.Table]:
    def merge(key: Key, table: pa.Table) -> pa.Table:
        states = (pickle.loads(each.as_py()) for each in table.column("state"))  # noqa: S301 (our own)
        return _state(key, reduce(analysis.merge, states))

    return merge


def _state(key: Key, state: Any) -> pa.Table:
    return pa.table({"bucket": [key[0].as_py()], "state": [pickle.dumps(state, protocol=5)]})
