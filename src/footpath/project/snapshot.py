"""Events and definitions of one moment in; the answers to every question about them out.

A snapshot never changes: when events or definitions do, the project makes a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property, lru_cache, partial
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.analysis.extent import Extent
from footpath.analysis.stages import StageProgress
from footpath.engine.local import run
from footpath.identity.region import region_of
from footpath.journeys.choosing import Chosen
from footpath.journeys.timelines import microseconds
from footpath.journeys.unmatched import unmatched
from footpath.mapping.assemble import columns, progress_of
from footpath.mapping.coverage import coverage, placed
from footpath.mapping.evidence import behind, evidence_id, numbers
from footpath.mapping.heard import DEFINITIONS as HEARD
from footpath.mapping.heard import Heard
from footpath.mapping.lanes import SAID
from footpath.mapping.suggest import suggest
from footpath.model.analysis import Analysis, Run, T
from footpath.model.definition import Definitions, Stage
from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys
from footpath.model.lens import Lens
from footpath.model.log import EventLog
from footpath.model.map import Coverage, LaneId
from footpath.project.basis import KEPT, Basis, Grown
from footpath.project.indexing import Kept
from footpath.project.looking import Look
from footpath.project.remembering import Remembered
from footpath.stats.intervals import wilson
from footpath.voice.hearing import Readers
from footpath.voice.questions import Question, View, seen
from footpath.voice.readers import default_readers
from footpath.voice.voice import Voice


@dataclass(frozen=True, slots=True)
class Behind:
    """The persons, as indices, behind one number of a map that journeys tell."""

    stages: StageProgress
    number: str
    part: Mapping[str, Any]

    def partial(self, journeys: Journeys) -> NDArray[np.int64]:
        """Those among some persons."""
        return behind(journeys, self.stages, self.number, self.part)

    def merge(self, left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of both."""
        return np.concatenate([left, right])

    def finish(self, state: NDArray[np.int64]) -> NDArray[np.int64]:
        """All of them, ascending."""
        return np.sort(state)


class Snapshot(Basis):
    """One state of the data under one state of the definitions, and what is asked of it."""

    kept_as: ClassVar[str] = "map"

    def __init__(
        self,
        log: EventLog,
        definitions: Definitions,
        readers: Callable[[], Readers] = default_readers,
        kept: Kept | None = None,
        grown: Grown | None = None,
    ) -> None:
        super().__init__(log, definitions, kept, grown)
        self.readers = readers
        self.numbers = lru_cache(maxsize=KEPT)(self._numbers)
        self.voice = lru_cache(maxsize=4)(self._voice)
        self.heard = lru_cache(maxsize=KEPT)(self._heard)
        self.columns = lru_cache(maxsize=KEPT)(self._columns)
        self.answers = lru_cache(maxsize=KEPT)(self.run)
        self.look = lru_cache(maxsize=KEPT)(self._look)
        self.moments = lru_cache(maxsize=KEPT)(self._moments)

    def suggested(self, name: str, timezone: str | None) -> Snapshot:
        """The same events and persons under definitions that are suggested for them."""
        found = suggest(self.log, self.people, name=name, timezone=timezone)
        other = Snapshot(self.log, found.definitions, self.readers, self.kept)
        other.outline, other.people = self.outline, self.people
        other.codes, other.whole = found.codes, found.timelines
        return other

    def run(self, analysis: Analysis[Any, Any], lens: Lens) -> Any:
        """The answer to an analysis."""
        return run(analysis, self.drawn(lens))

    def ask(self, question: Question[T], lens: Lens) -> T:
        """The answer to a question about what was said; a lens without a journey looks at everything."""
        voice = self.voice(lens.until)
        return question.ask(voice, self._view(voice, lens))

    def _view(self, voice: Voice, lens: Lens) -> View:
        journeys = self.journeys(lens) if lens.journey else None
        members = self._chosen(lens)
        since = microseconds(lens.since) if lens.since else None
        ends = self.definition(lens).ends if lens.journey else ()
        return View(seen(voice.answers, lens, members, journeys), journeys, members, since, ends)

    def _chosen(self, lens: Lens) -> NDArray[np.bool_] | None:
        segment = self.segment(lens)
        return self.members(segment, lens.until) if segment else None

    def _voice(self, until: datetime | None) -> Voice:
        return Voice(
            self.log,
            self.people,
            self.timelines(until),
            self.definitions,
            members=lambda segment: self.members(segment, until),
            keep=self.kept.readings.read,
            readers=self.readers,
            region=region_of(self.definitions.timezone),
            until=until,
            said=self.outline.said,
        )

    def _heard(self, lens: Lens) -> Heard:
        members = dict(progress_of(self.definitions, self.columns(lens)).stages)
        if not len(self.outline.said) and len(self.log):  # to hear nothing takes no events
            return replace(self._silence.heard(Lens(lens.journey)), members=members)
        voice = self.voice(lens.until)
        timelines = self.timelines(lens.until)
        return Heard.of(
            replace(voice.answers, weight=voice.weights),
            voice.words,
            self.log,
            timelines,
            self.journeys(lens),
            members,
            zone=voice.zone,
            whose=self._chosen(lens),
        )

    @cached_property
    def _silence(self) -> Snapshot:
        """No events, under the same definitions."""
        return Snapshot(EventLog.empty(), self.definitions, self.readers)

    def _look(self, lens: Lens) -> Look:
        return Look(self, lens)

    def _moments(self, lens: Lens) -> Remembered:
        return Remembered(self.look(lens), self.kept.results)

    def behind(self, lens: Lens, number: str, part: Mapping[str, Any]) -> NDArray[np.int64]:
        """The persons, as indices, behind a number of the map that the lens shows."""
        if number in HEARD:
            return self.heard(lens).persons(number, part)
        if number == "moment":
            return self.look(lens).persons(part)
        return run(Behind(self._progress(lens), number, part), self.drawn(lens))

    def outside(self, lens: Lens) -> NDArray[np.int64]:
        """The persons, as indices, with steps that are in no journey; `since` and segments leave none out."""
        timelines = self.timelines(lens.until)
        journeys = self.journeys(replace(lens, segment=None, since=None))
        alone = np.ones(len(timelines.time), np.bool_)
        alone[journeys.step] = False
        return np.unique(np.searchsorted(timelines.offsets, np.flatnonzero(alone), "right") - 1)

    def unmatched(self) -> dict[str, int]:
        """The names of the events at no touchpoint, the commonest first, with how many they are."""
        return unmatched(self.log, self.codes)

    def evidence(self, lens: Lens, key: str) -> NDArray[np.int64] | None:
        """The persons behind the number with this evidence id; None if the map has no such number."""
        number = key.rpartition("-")[0]
        sort = number if number == "moment" else "heard" if number in HEARD else "counted"
        found = self.numbers(lens, sort).get(key)
        return self.behind(lens, *found) if found else None

    def _numbers(self, lens: Lens, sort: str) -> dict[str, tuple[str, dict[str, Any]]]:
        """Every number of a sort that the map may show, by its evidence id."""
        # Each sort takes work of its own: to list moments takes finding patterns, and words must be read
        if sort == "moment":
            found: Iterable[tuple[str, dict[str, Any]]] = self.look(lens).numbers()
        elif sort == "heard":
            found = self.heard(lens).numbers()
        else:
            found = numbers(self.runner(lens), self._progress(lens))
        return {evidence_id(number, lens.parameters() | part): (number, part) for number, part in found}

    def runner(self, lens: Lens) -> Run:
        """How analyses are run on the journeys that the lens looks at."""
        # A map is drawn again when its other lanes have been worked out
        return partial(self._answer, lens)

    def _answer(self, lens: Lens, analysis: Any, /) -> Any:
        return self.answers(analysis, lens)

    def _columns(self, lens: Lens) -> list[Stage]:
        """The stages of the lens's map."""
        return columns(self.definitions, self.definition(lens), self.drawn(lens))

    def _progress(self, lens: Lens) -> StageProgress:
        shown = self.columns(lens)
        return progress_of(self.definitions, shown)

    def waiting(self, lens: Lens) -> frozenset[LaneId]:
        """The lanes of the lens's map that take long, as nobody has asked for them in this state."""
        said, told = len(self.outline.said), self.moments(lens).at_hand
        if 2 * said > self.outline.events.sum():  # without what people say there would be no map
            return frozenset()
        return frozenset({*(SAID if said else ()), *(() if told else ("moment",))})

    def persons(self, lens: Lens) -> pa.StringArray:  # noqa: ARG002
        """The ids of all persons, in the order of their indices."""
        return self.ids

    def coverage(self, lens: Lens) -> Coverage:
        """What the lens's map rests on besides its journeys."""
        phases = placed(self.definitions, self.definition(lens), self.glimpse(None))
        joined = self.joined / len(self.ids) if len(self.ids) else 0.0
        return coverage(self.outline, joined, self.glimpse(lens.until), phases)

    def share(self, lens: Lens) -> Estimate | None:
        """The share of the lens's segment among the persons with such a journey; None for everybody."""
        journeys = self.drawn(lens)
        if not isinstance(journeys, Chosen):
            return None
        everybody = self.answers(Extent(), replace(lens, segment=None)).people
        return wilson(journeys.n_people, everybody) if everybody else None
