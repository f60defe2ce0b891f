"""A lake and definitions in, the answers to analyses of them out, from the buckets of a Spark cluster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from footpath.engine.spark import events
from footpath.engine.spark.buckets import View, Whole
from footpath.engine.spark.failures import told
from footpath.engine.spark.frames import afresh
from footpath.engine.spark.people import Rules, Told, told_apart
from footpath.engine.spark.progress import Progress, watching
from footpath.engine.spark.running import default_quiet, in_order, run
from footpath.engine.spark.segments import Who, members
from footpath.engine.spark.session import connect
from footpath.engine.spark.spoken import SAID, Spoken, spoken
from footpath.engine.spark.steps import steps
from footpath.journeys.timelines import microseconds
from footpath.journeys.touchpoints import place
from footpath.model.analysis import Analysis, Run, T
from footpath.model.definition import Definitions
from footpath.model.lens import Lens
from footpath.model.log import EventLog
from footpath.model.timeline import NO_TIME

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

ALL_TOGETHER = (
    "min(unix_micros(time))",
    "max(unix_micros(time))",
    "count(*)",
    "count_if(touchpoint >= 0)",
    *(f"collect_set(if(touchpoint >= 0, {name}, NULL))" for name in ("touchpoint", "channel")),
    "collect_set(source)",
)
BUCKETS = "spark.footpath.buckets"  # a setting: how many, where the number of events should not decide
IN_BUCKET = 500_000  # events, which take a worker's Python some 300 MB


class SparkEngine:
    """The events of a lake, under definitions, on a cluster; they stay as they were when first asked.

    `master` is Spark's address of the cluster, `configuration` Spark's own settings, `spark` a session that
    is there already. With `with`, the session ends with the block, unless it was given. `progress` is told
    how many tasks are done. What goes wrong on the cluster is raised as on one machine, or as StoreError.
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
        progress: Progress | None = None,
    ) -> None:
        self.definitions = definitions
        self._lake, self._options = lake, lake_options
        self._given, self._master, self._configuration = spark, master, configuration
        self._wanted, self._progress = buckets, progress
        self._view = lru_cache(maxsize=8)(self._make_view)
        self._members = lru_cache(maxsize=8)(self._find_members)
        self._timelines = lru_cache(maxsize=2)(self._put_in_order)
        self._whole = lru_cache(maxsize=8)(self._look_at_all)

    def __enter__(self) -> SparkEngine:
        return self

    def __exit__(self, *_: object) -> None:
        if self._given is None and "spark" in self.__dict__:
            self.spark.stop()

    def run(self, analysis: Analysis[Any, T], lens: Lens) -> T:
        """The answer to an analysis of the journeys that the lens looks at.

        UnknownName for a journey, segment or touchpoint that nobody defined.
        """
        self._check(lens)
        with self._asking():
            view, among = self._view(lens.journey, lens.since, lens.until), self._among(lens)
            return run(analysis, view, self._timelines(lens.until), buckets=self._buckets, among=among)

    def runner(self, lens: Lens) -> Run:
        """How analyses are run on the journeys that the lens looks at."""

        def answer(analysis: Analysis[Any, T], /) -> T:
            return self.run(analysis, lens)

        return answer

    def under(self, definitions: Definitions) -> SparkEngine:
        """The same events under other definitions; who is who is found again only where its rules differ."""
        other = SparkEngine(
            lake=self._lake,
            definitions=definitions,
            lake_options=self._options,
            spark=self.spark,
            progress=self._progress,
        )
        other._events, other._buckets = self._events, self._buckets
        if Rules.of(definitions) == Rules.of(self.definitions):
            other._told = self._told
        return other

    def people(self) -> DataFrame:
        """The lake's events as a frame, each with its `person`; null for nobody."""
        with self._asking():
            return self._told.events

    def view(self, lens: Lens) -> View:
        """What a bucket needs to know to make the lens's journeys."""
        self._check(lens)
        with self._asking():
            return self._view(lens.journey, lens.since, lens.until)

    def members(self, lens: Lens) -> pa.StringArray | None:
        """The ids of the persons in the lens's segment, sorted; None for everybody."""
        with self._asking():
            return self._among(lens)

    def whole(self, until: datetime | None) -> Whole:
        """What all events of persons say together."""
        with self._asking():
            return self._whole(until)

    def sources(self) -> list[tuple[str, int, int | None]]:
        """Each source by name, with how many events it has and the time of its newest (µs)."""
        with self._asking():
            counted = self._events.groupBy("source").agg({"*": "count", "time": "max"})
            rows = counted.selectExpr("source", "`count(1)`", "unix_micros(`max(time)`)").collect()
            return sorted((row[0], row[1], row[2]) for row in rows)

    def counts(self) -> tuple[int, int]:
        """How many persons there are, and how many of them have more than one identifier."""
        with self._asking():
            return self._told.counts()

    @cached_property
    def spoken(self) -> Spoken:
        """All that is known of the persons who ever said something."""
        with self._asking():
            if self._events.where(SAID).isEmpty():
                return Spoken.nothing()
            return spoken(self._told.events, self._steps)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        where = self._master if self._given is None else str(self.spark.sparkContext.master)
        with told(where), watching(self.spark, self._progress):
            yield

    def _check(self, lens: Lens) -> None:
        """A name that nobody defined is told before anything is begun."""
        self.definitions.journey(lens.journey)
        if lens.segment is not None:
            self.definitions.segment(lens.segment)

    def _among(self, lens: Lens) -> pa.StringArray | None:
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
        wanted = self._wanted or int(self.spark.conf.get(BUCKETS, "0"))
        return wanted or max(2 * cores, -(-events.rows(self._lake, self._options) // IN_BUCKET))

    @cached_property
    def _told(self) -> Told:
        return told_apart(self._events, Rules.of(self.definitions), parts=self._buckets)

    @cached_property
    def _steps(self) -> DataFrame:
        place(EventLog.empty(), self.definitions.touchpoints)  # a rule that makes no sense is told here
        return afresh(steps(self._told.events, self.definitions.touchpoints, buckets=self._buckets))

    def _seen(self, until: datetime | None) -> DataFrame:
        if until is None:
            return self._steps
        return self._steps.where(f"time IS NULL OR unix_micros(time) <= {microseconds(until)}")

    def _put_in_order(self, until: datetime | None) -> DataFrame:
        return in_order(self._seen(until), self.definitions.touchpoints)

    def _make_view(self, journey: str, since: datetime | None, until: datetime | None) -> View:
        definition = self.definitions.journey(journey)
        view = View(self.definitions.touchpoints, definition, self._whole(until), since, until)
        view.nobodys()  # a definition that makes no sense is told here, not by a worker
        if definition.within is not None or definition.quiet is not None:
            return view
        return View(
            view.touchpoints, definition, view.whole, since, until, default_quiet(self._timelines(until))
        )

    def _look_at_all(self, until: datetime | None) -> Whole:
        (row,) = self._seen(until).selectExpr(*ALL_TOGETHER).collect()
        given = {each.channel for each in self.definitions.touchpoints if each.channel is not None}
        oldest, newest, total, matched = (NO_TIME if number is None else number for number in row[:4])
        met, channels, sources = map(set, row[4:])
        return Whole(
            oldest,
            newest,
            total,
            matched,
            frozenset(met),
            tuple(sorted(channels | given)),
            tuple(sorted(sources)),
        )

    def _find_members(self, name: str, until: datetime | None) -> pa.StringArray:
        who = Who(self.definitions.touchpoints, self._whole(until), until)
        return members(self.definitions.segment(name), who, self._told.events, self._seen(until))
