"""Events and definitions of one moment on a cluster in; the map, and the persons behind its numbers, out.

Everything that is counted is counted on the cluster. What people say is read here, from the events of those
who said something.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.analysis.extent import Extent
from footpath.analysis.stages import StageProgress
from footpath.analysis.visits import Visits
from footpath.engine.choice import Spark
from footpath.engine.spark import SparkEngine
from footpath.engine.spark.spoken import Spoken
from footpath.errors import UsageError
from footpath.mapping.assemble import progress_of, shown
from footpath.mapping.coverage import in_time
from footpath.mapping.evidence import behind, evidence_id, numbers
from footpath.mapping.heard import Heard
from footpath.model.analysis import Analysis, Run, T
from footpath.model.definition import PHASES, Definitions, Segment, Stage
from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys
from footpath.model.lens import Lens
from footpath.model.map import Coverage, LaneId, Source
from footpath.model.room import Room
from footpath.model.timeline import NO_TIME, Timelines
from footpath.moments.questions import MomentsOf
from footpath.project.indexing import Kept
from footpath.project.snapshot import Snapshot
from footpath.stats.intervals import wilson
from footpath.store.folder import Folder
from footpath.voice.hearing import Readers
from footpath.voice.questions import DriversOf, Question, Scores

NO_MOMENTS = "Moments are not looked for on a cluster: `footpath moments` finds them on one machine."
NO_WEIGHTS = (
    "Scores are as given: on a cluster they are not weighted for those who were asked and did not answer."
)
HERE = "Ask without --engine spark"


@dataclass(frozen=True, slots=True)
class Behind:
    """The ids of the persons behind one number of a map."""

    number: str
    part: Mapping[str, Any]
    stages: StageProgress

    def partial(self, journeys: Journeys) -> list[str]:
        """Those among some persons."""
        found = behind(journeys, self.stages, self.number, self.part)
        ids: list[str] = journeys.persons.take(pa.array(found)).to_pylist()
        return ids

    def merge(self, left: list[str], right: list[str]) -> list[str]:
        """Those of both."""
        return left + right

    def finish(self, state: list[str]) -> list[str]:
        """In the order of their ids."""
        return sorted(state)


class Speakers(Snapshot):
    """The persons who said something, as if everybody else were there."""

    def __init__(
        self, engine: SparkEngine, spoken: Spoken, readers: Callable[[], Readers], kept: Kept, lens: Lens
    ) -> None:
        definitions = engine.definitions
        quiet = engine.view(lens).quiet if lens.journey else None
        closed = tuple(
            replace(each, quiet=quiet or each.quiet) if each.name == lens.journey else each
            for each in definitions.journeys
        )
        # Who was asked and stayed silent is not here
        surveys = tuple(replace(each, invited=None, eligible=None) for each in definitions.surveys)
        own = Kept(readings=kept.readings, progress=kept.progress)
        super().__init__(spoken.log, replace(definitions, journeys=closed, surveys=surveys), readers, own)
        self.people, self.codes = spoken.people, spoken.codes
        self.engine = engine

    def _built(self, room: Room) -> Timelines:
        return self._among_all(super()._built(room), None)

    def _timelines(self, until: datetime | None) -> Timelines:
        return self.whole if until is None else self._among_all(super()._timelines(until), until)

    def _among_all(self, timelines: Timelines, until: datetime | None) -> Timelines:
        """What is told of all events is told of those that are on the cluster."""
        whole = self.engine.whole(until)
        return replace(timelines, oldest=whole.oldest, newest=whole.newest)

    def _members(self, segment: Segment, until: datetime | None) -> NDArray[np.bool_]:
        everybody = self.engine.members(Lens("", segment.name, until=until))
        return np.asarray(pc.is_in(self.people.ids, everybody), bool)

    def _columns(self, lens: Lens) -> list[Stage]:
        return shown(self.definitions, self.definition(lens))


class Clustered:
    """One state of the data under one state of the definitions, asked on a cluster."""

    kept_as: ClassVar[str] = "map of a cluster"

    def __init__(self, engine: SparkEngine, readers: Callable[[], Readers], kept: Kept) -> None:
        self.engine, self.kept = engine, kept
        self._readers = readers
        self.heard = lru_cache(maxsize=4)(self._heard)
        self.numbers = lru_cache(maxsize=4)(self._numbers)

    @classmethod
    def of(
        cls,
        spark: Spark,
        folder: Folder,
        definitions: Definitions,
        readers: Callable[[], Readers],
        kept: Kept,
    ) -> Self:
        """The events of a project's folder as they are now."""
        lake = folder.lake.absolute() if isinstance(folder.lake, Path) else folder.lake
        engine = SparkEngine(
            lake=lake,
            definitions=definitions,
            master=spark.master,
            lake_options=folder.lake_options,
            configuration=spark.configuration,
            spark=spark.session,
            progress=kept.progress,
        )
        return cls(engine, readers, kept)

    @property
    def definitions(self) -> Definitions:
        """Those that are in force."""
        return self.engine.definitions

    def run(self, asked: Analysis[Any, Any] | Question[Any] | MomentsOf, lens: Lens) -> Any:
        """The answer to an analysis, or to a question about what was said.

        UsageError for what one machine has to work out.
        """
        if isinstance(asked, Question):
            return self._ask(asked, lens)
        if isinstance(asked, MomentsOf):
            raise UsageError("moments are looked for on one machine", hint=HERE)
        return self.engine.run(asked, lens)

    def _ask(self, question: Question[T], lens: Lens) -> T:
        if isinstance(question, DriversOf) and question.score is None:
            raise UsageError("what goes along with a goal is worked out on one machine", hint=HERE)
        if isinstance(question, Scores) and self._knows_the_silent:
            raise UsageError("scores are weighted for the silent on one machine", hint=HERE)
        return Speakers(self.engine, self.engine.spoken, self._readers, self.kept, lens).ask(question, lens)

    @property
    def _knows_the_silent(self) -> bool:
        """Whether of any survey it is known who was asked."""
        return any(each.invited or each.eligible for each in self.definitions.surveys)

    def runner(self, lens: Lens) -> Run:
        """How analyses are run on the journeys that the lens looks at."""
        return self.engine.runner(lens)

    def moments(self, _: Lens) -> None:
        """None are looked for."""

    def persons(self, _: Lens) -> pa.StringArray:
        """The ids of those who said something."""
        return self.engine.spoken.people.ids

    def waiting(self, _: Lens) -> frozenset[LaneId]:
        """No lane of a map waits for what takes longer than the rest."""
        return frozenset()

    def behind(self, lens: Lens, number: str, part: Mapping[str, Any]) -> list[str]:
        """The ids of the persons behind a number of the map."""
        return self.engine.run(Behind(number, part, self._stages(lens)), lens)

    def evidence(self, lens: Lens, key: str) -> list[str] | None:
        """The ids of the persons behind the number with this evidence id; None if there is no such number."""
        heard, said = self.heard(lens), dict[str, Any]()
        if heard is not None:
            said = {_id(lens, *each): each for each in heard.numbers()}
        if heard is not None and key in said:
            found: list[str] = self.engine.spoken.people.ids.take(
                pa.array(heard.persons(*said[key]))
            ).to_pylist()
            return found
        number = self.numbers(lens).get(key)
        return self.behind(lens, *number) if number else None

    def _numbers(self, lens: Lens) -> dict[str, tuple[str, dict[str, Any]]]:
        found = numbers(once(self.engine.runner(lens)), self._stages(lens))
        return {_id(lens, *each): each for each in found}

    def _stages(self, lens: Lens) -> StageProgress:
        return progress_of(self.definitions, shown(self.definitions, self.definitions.journey(lens.journey)))

    def _heard(self, lens: Lens) -> Heard | None:
        """What was said at the steps of these journeys; None where nobody ever said anything."""
        spoken = self.engine.spoken
        if not spoken.people.n_people:
            return None
        speakers = Speakers(self.engine, spoken, self._readers, self.kept, lens)
        heard = speakers.heard(lens)
        if not heard.stated:
            return heard
        # What is known only as stated of those who said something may have happened to others
        everybody, own = (
            run(Visits()).touchpoints for run in (self.engine.runner(lens), speakers.runner(lens))
        )
        alike = {a.touchpoint for a, b in zip(everybody, own, strict=True) if a.people == b.people}
        return replace(heard, stated=heard.stated & alike)

    def coverage(self, lens: Lens) -> Coverage:
        """What the lens's map rests on besides its journeys, and what is not done on a cluster."""
        whole, (people, joined) = self.engine.whole(lens.until), self.engine.counts()
        definition, silent = self.definitions.journey(lens.journey), self._knows_the_silent
        known = self._phases(self.engine.whole(None).met) if definition.stages is not None else set()
        return Coverage(
            sources=tuple(
                Source(name=name, events=n, newest=in_time(NO_TIME if newest is None else newest))
                for name, n, newest in self.engine.sources()
            ),
            unmatched_share=(whole.total - whole.matched) / whole.total if whole.total else 0.0,
            joined_share=joined / people if people else 0.0,
            outside_events=0,  # journeys tell
            phases_without_evidence=tuple(each for each in PHASES if each not in known),
            first_contact_unknown=0,  # journeys tell
            matched_events=whole.matched,
            warnings=(
                *[NO_WEIGHTS] * (silent and self.heard(lens) is not None),
                *[NO_MOMENTS] * bool(definition.goal),
            ),
        )

    def _phases(self, met: frozenset[int]) -> set[str]:
        """The phases of the stages of these touchpoints."""
        held = {self.definitions.touchpoints[code].stage for code in met}
        return {stage.phase for stage in self.definitions.stages if stage.name in held}

    def share(self, lens: Lens) -> Estimate | None:
        """The share of the lens's segment among the persons with such a journey; None for everybody."""
        if lens.segment is None:
            return None
        own, all_ = (self.engine.run(Extent(), each).people for each in (lens, replace(lens, segment=None)))
        return wilson(own, all_) if all_ else None


def once(run: Run) -> Run:
    """The same, that asks nothing twice."""
    known: dict[Any, Any] = {}

    def answer(analysis: Analysis[Any, T], /) -> T:
        if analysis not in known:
            known[analysis] = run(analysis)
        found: T = known[analysis]
        return found

    return answer


def _id(lens: Lens, number: str, part: Mapping[str, Any]) -> str:
    return evidence_id(number, {**lens.parameters(), **part})
