"""Events and definitions of one moment in; who is who, timelines and journeys out, each made once.

A snapshot never changes: when events or definitions do, the project makes a new one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.analysis.stages import StageProgress
from footpath.engine.local import run
from footpath.errors import UnknownName
from footpath.identity.region import region_of
from footpath.identity.stitch import stitch
from footpath.journeys.cohort import is_behavioural, members
from footpath.journeys.cut import cut
from footpath.journeys.timelines import build
from footpath.journeys.touchpoints import place
from footpath.mapping.assemble import Frame, assemble, columns, progress_of
from footpath.mapping.coverage import coverage, measured
from footpath.mapping.evidence import behind, evidence_id, numbers
from footpath.mapping.origins import Origins
from footpath.mapping.suggest import suggest
from footpath.model.analysis import Analysis, Run, T
from footpath.model.definition import Definitions, JourneyDefinition, Segment, Stage
from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys
from footpath.model.lens import Lens
from footpath.model.log import EventLog
from footpath.model.map import JourneyMap
from footpath.model.person import PersonIndex
from footpath.model.timeline import Codes, Timelines
from footpath.stats.intervals import wilson

KEPT = 16  # views of journeys held in memory


class Snapshot:
    """One state of the data under one state of the definitions."""

    def __init__(self, log: EventLog, definitions: Definitions) -> None:
        self.log = log
        self.definitions = definitions
        self.timelines = lru_cache(maxsize=4)(self._timelines)
        self.journeys = lru_cache(maxsize=KEPT)(self._journeys)
        self.numbers = lru_cache(maxsize=KEPT)(self._numbers)

    def suggested(self, name: str, timezone: str | None) -> Snapshot:
        """The same events and persons under definitions that are suggested for them."""
        found = suggest(self.log, self.people, name=name, timezone=timezone)
        other = Snapshot(self.log, found.definitions)
        other.people, other.codes, other.whole = self.people, found.codes, found.timelines
        return other

    @cached_property
    def people(self) -> PersonIndex:
        """Who is who."""
        return stitch(self.log, self.definitions.identifiers, region=region_of(self.definitions.timezone))

    @cached_property
    def codes(self) -> Codes:
        """The touchpoint of each event."""
        return place(self.log, self.definitions.touchpoints)

    @cached_property
    def whole(self) -> Timelines:
        """The timelines of all time."""
        return build(self.log, self.people, self.codes, self.definitions.touchpoints)

    def _timelines(self, until: datetime | None) -> Timelines:
        if until is None:
            return self.whole
        return build(self.log, self.people, self.codes, self.definitions.touchpoints, until=until)

    def _journeys(self, lens: Lens) -> Journeys:
        whole = cut(self.timelines(lens.until), self.definition(lens), since=lens.since, until=lens.until)
        segment = self.segment(lens)
        return whole.of_people(self.members(segment, lens.until)) if segment else whole

    def members(self, segment: Segment, until: datetime | None) -> NDArray[np.bool_]:
        """Which persons [P] are in the segment."""
        return members(segment, self.log, self.people, self.timelines(until), until=until)

    def definition(self, lens: Lens) -> JourneyDefinition:
        """The journey that the lens looks at."""
        known = {journey.name: journey for journey in self.definitions.journeys}
        if lens.journey not in known:
            raise UnknownName("journey", lens.journey, known)
        return known[lens.journey]

    def segment(self, lens: Lens) -> Segment | None:
        """The segment that the lens looks at; None for everybody."""
        if lens.segment is None:
            return None
        known = {segment.name: segment for segment in self.definitions.segments}
        if lens.segment not in known:
            raise UnknownName("segment", lens.segment, known)
        return known[lens.segment]

    def run(self, analysis: Analysis[Any, Any], lens: Lens) -> Any:
        """The answer to an analysis."""
        return run(analysis, self.journeys(lens))

    def behind(self, lens: Lens, number: str, part: Mapping[str, Any]) -> NDArray[np.int64]:
        """The persons, as indices, behind a number of the map that the lens shows."""
        return behind(self.journeys(lens), self._progress(lens), number, part)

    def evidence(self, lens: Lens, key: str) -> NDArray[np.int64] | None:
        """The persons behind the number with this evidence id; None if the map has no such number."""
        found = self.numbers(lens).get(key)
        return self.behind(lens, *found) if found else None

    def _numbers(self, lens: Lens) -> dict[str, tuple[str, dict[str, Any]]]:
        """Every number that the map may show, by its evidence id."""
        found = numbers(self._runner(lens), self._progress(lens))
        return {evidence_id(number, lens.parameters() | part): (number, part) for number, part in found}

    def _runner(self, lens: Lens) -> Run:
        journeys = self.journeys(lens)

        def answer(analysis: Analysis[Any, T], /) -> T:
            return run(analysis, journeys)

        return answer

    def _columns(self, lens: Lens) -> list[Stage]:
        return columns(self.definitions, self.definition(lens), self.journeys(lens))

    def _progress(self, lens: Lens) -> StageProgress:
        shown = self._columns(lens)
        return progress_of(self.definitions, shown)

    def map(
        self, lens: Lens, *, revision: int, now: datetime, pseudonym: Callable[[str], str], command: str
    ) -> JourneyMap:
        """The map that the lens shows."""
        definition, segment, journeys = self.definition(lens), self.segment(lens), self.journeys(lens)
        frame = Frame(
            definitions=self.definitions,
            definition=definition,
            lens=lens,
            segment=segment,
            segment_share=self._share(segment, lens),
            behavioural=segment is not None and is_behavioural(segment),
            origins=Origins.of(journeys, self.timelines(lens.until)),
            revision=revision,
            generated_at=now,
            pseudonym=pseudonym,
            command=command,
        )
        covered = coverage(
            self.log,
            self.people,
            self.timelines(lens.until),
            measured(self.definitions, definition, self._columns(lens), self.whole),
            outside=journeys.outside,
            first_contact_unknown=int(journeys.early[np.unique(journeys.person)].sum()),
            warnings=self._warnings(behavioural=frame.behavioural),
        )
        return assemble(self._runner(lens), journeys, covered, frame)

    def _warnings(self, *, behavioural: bool) -> list[str]:
        """What a reader of any map should know besides its numbers."""
        said = pc.sum(pc.equal(self.log.table["kind"].cast(pa.string()), "said")).as_py() or 0
        heard = f"{said:,} answers and comments are here; what they say and score is not measured yet."
        chosen = "The segment is selected on later behaviour: rates are of people chosen for what they did."
        return [heard] * bool(said) + [chosen] * behavioural

    def _share(self, segment: Segment | None, lens: Lens) -> Estimate | None:
        """The segment's share of the persons with such a journey."""
        if segment is None:
            return None
        everybody = self.journeys(Lens(lens.journey, None, lens.since, lens.until)).n_people
        return wilson(self.journeys(lens).n_people, everybody) if everybody else None
