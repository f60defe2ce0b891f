"""A snapshot and a lens in; the moments of the journey that it looks at, and who met them, out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from footpath.journeys.cohort import is_behavioural
from footpath.mapping.evidence import evidence_id
from footpath.model.analysis import Run
from footpath.model.definition import Segment
from footpath.model.lens import Lens
from footpath.model.moment import Kind, Moment, Moments
from footpath.moments.afterwards import Afterwards
from footpath.moments.background import Background
from footpath.moments.candidate import Candidate, Detector
from footpath.moments.chain import Chain, Moving
from footpath.moments.circumstances import Circumstances, circumstances
from footpath.moments.detailing import Company, Detailing, company
from footpath.moments.detect import DETECTORS
from footpath.moments.detect.leaving import labels
from footpath.moments.detect.said import Said
from footpath.moments.detect.waits import Waits
from footpath.moments.grounds import MICROSECOND, background
from footpath.moments.measuring import persons
from footpath.moments.outcomes import Outcome, outcomes
from footpath.moments.quoted import Quoting
from footpath.moments.scan import Found, Scan, candidates, closely, scan
from footpath.moments.stating import Stating

if TYPE_CHECKING:
    from footpath.project.snapshot import Snapshot

Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]
Pseudonym = Callable[[str], str]
OnMap = tuple[tuple[Moment, ...], tuple[Moment, ...]]  # shown, undecided
PARTS = ("kind", "touchpoint", "from", "threshold", "about")


class Told(Struct, frozen=True):
    """The document of what a look found, of no revision yet; by id, what each number was measured of, and
    what else is the same or can't be told from it.
    """

    document: Moments
    measured: dict[str, dict[str, Any]]
    company: dict[str, Company]


@dataclass(frozen=True, eq=False)
class Look:
    """One look at the moments of a journey; everything is made once, and when it is asked for."""

    snapshot: Snapshot
    lens: Lens

    @property
    def _run(self) -> Run:
        return self.snapshot.runner(self.lens)

    @cached_property
    def _never(self) -> frozenset[str]:
        """What can't be a moment: the goal, what ends the journey, and what comes once it is reached."""
        definition = self.snapshot.definition(self.lens)
        goals = [goal.touchpoint for goal in definition.goal]
        return self._run(Afterwards()) | {*goals, *definition.ends}

    @cached_property
    def detectors(self) -> dict[Kind, Detector[Any]]:
        """A detector for each kind that may occur here."""
        definition = self.snapshot.definition(self.lens)
        found = {kind: make(never=self._never) for kind, make in DETECTORS.items()}
        if definition.within is not None:
            found["wait"] = Waits(never=self._never, within=definition.within // MICROSECOND)
        voice = self.snapshot.voice(self.lens.until)
        if len(voice.words):
            found["emotion"] = Said.of(voice.words, voice.answers, voice.timelines, definition, voice.weights)
        return found

    @cached_property
    def candidates(self) -> dict[Candidate, Detector[Any]]:
        """What may turn out to be a moment, with what found it."""
        return candidates(self._run, self.detectors.values())

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        """What becomes of the journeys."""
        snapshot, lens = self.snapshot, self.lens
        voice = snapshot.voice(lens.until)
        return outcomes(
            snapshot.journeys(lens),
            snapshot.definition(lens),
            answers=voice.answers,
            log=snapshot.log,
            timelines=snapshot.timelines(lens.until),
        )

    @cached_property
    def _traits(self) -> Circumstances:
        """What is known of persons, and which traits are told too late to count."""
        return circumstances(self.snapshot.table(self.lens.until), {}, self.snapshot.journeys(self.lens))

    @cached_property
    def groups(self) -> dict[str, Flags]:
        """Who is in each segment; without those that rest on what is told only once journeys have ended."""
        snapshot, late = self.snapshot, dict(self._traits.left_out)
        segments = [each for each in snapshot.definitions.segments if late.keys().isdisjoint(_words(each))]
        return {each.name: snapshot.members(each, self.lens.until) for each in segments}

    @cached_property
    def _known(self) -> tuple[str, ...]:
        """The segments that nothing that happens decides."""
        known = {each.name for each in self.snapshot.definitions.segments if not is_behavioural(each)}
        return tuple(name for name in self.groups if name in known)

    @cached_property
    def background(self) -> Background:
        """What effects take into account."""
        snapshot, lens = self.snapshot, self.lens
        return background(
            self._run,
            snapshot.journeys(lens),
            snapshot.definition(lens),
            self.outcomes,
            log=snapshot.log,
            timelines=snapshot.timelines(lens.until),
            table=snapshot.table(lens.until),
            groups=self.groups,
            known={name: self.groups[name] for name in self._known},
        )

    @cached_property
    def scan(self) -> Scan | None:
        """What is found; None where the journey has no goal, or nobody makes it."""
        definition, journeys = self.snapshot.definition(self.lens), self.snapshot.journeys(self.lens)
        if not definition.goal or not len(journeys):
            return None
        ends, progress = labels(self._run, self._never), self.snapshot.kept.progress
        return scan(self._run, self.candidates, self.background, ends, progress=progress)

    def found(self) -> tuple[list[Found], list[Found]]:
        """What is shown, pain points before delights, and what is undecided."""
        if self.scan is None:
            return [], []
        return [*self.scan.pains, *self.scan.delights], list(self.scan.undecided)

    def told(self) -> Told:
        """All that is found, without what only the page of one tells, and what was measured."""
        shown, undecided = (self._stated(side) for side in self.found())
        document = Moments(
            journey=self.lens.journey,
            segment=self.lens.segment,
            people=self.snapshot.journeys(self.lens).n_people,
            revision=0,
            moments=tuple(shown),
            undecided=tuple(undecided),
            looked_at=self.scan.looked_at if self.scan else 0,
            notes=tuple(self._notes()),
        )
        found = {each.candidate.id: each for side in self.found() for each in side}
        whole = self.scan
        return Told(
            document,
            {name: each.thing.measured.parameters() for name, each in found.items()},
            {name: company(each, whole) for name, each in found.items()} if whole else {},
        )

    def detailed(self, moment: Moment, told: Told, pseudonym: Pseudonym) -> Moment:
        """A moment that was told, with all that its own page tells; for that, no others are looked at."""
        pattern, _ = self._candidate(told.measured[moment.id])
        thing = closely(self._run, pattern, self.candidates, self.background)
        detailing = self._detailing(pseudonym)
        changes = detailing.changes(thing) if moment.refused is None else {}
        detail = detailing.detail(thing, moment, told.company[moment.id], changes)
        return structs.replace(moment, detail=detail, outcomes=changes)

    def _candidate(self, parameters: Mapping[str, Any]) -> tuple[Candidate, Detector[Any]]:
        return next(each for each in self.candidates.items() if each[0].parameters() == parameters)

    def _stated(self, side: Iterable[Found]) -> list[Moment]:
        if self.scan is None:
            return []  # without a look at what is known of anybody
        stages = {each.name: each.stage for each in self.snapshot.definitions.touchpoints}
        stating = Stating(stages, tuple(self.groups), self._note, self._known)
        return [stating.moment(each, self.scan) for each in side]

    def _note(self, part: dict[str, Any], _: int) -> str:
        return evidence_id("moment", self.lens.parameters() | part)

    def _detailing(self, pseudonym: Pseudonym) -> Detailing:
        snapshot, lens = self.snapshot, self.lens
        voice, journeys = snapshot.voice(lens.until), snapshot.journeys(lens)
        quoting = (
            Quoting.of(voice.words, voice.answers, snapshot.log, pseudonym) if len(voice.words) else None
        )
        return Detailing(journeys, self.candidates, self.outcomes, tuple(self.groups), self._chain, quoting)

    @cached_property
    def _chain(self) -> Chain:
        """How journeys move from touchpoint to touchpoint."""
        return self._run(Moving(self.background.hashes))

    def _notes(self) -> list[str]:
        if self.snapshot.definition(self.lens).goal and self.scan is None:
            return ["Nobody makes this journey, so nothing can be measured."]
        if self.scan is None:
            return ["This journey has no goal, so nothing can cost it or win it."]
        robots = int(np.count_nonzero(self.background.unusual))
        late = [each.name for each in self.snapshot.definitions.segments if each.name not in self.groups]
        notes = [f"{robots:,} persons at a pace that is not human are left out of effects."] * (robots > 0)
        if late:
            notes.append(
                f"Segments that are known mostly of those who reach the goal, or of those who don't, are not"
                f" told apart: {', '.join(late)}."
            )
        return notes

    def persons(self, part: Mapping[str, Any]) -> Ints:
        """The persons who met the pattern with these parameters, as indices, ascending."""
        wanted = {name: value for name, value in part.items() if name in PARTS}
        found, tool = self._candidate(wanted)
        return persons(self.snapshot.journeys(self.lens), tool, found)

    def numbers(self) -> list[tuple[str, dict[str, Any]]]:
        """Every number of this that a map may show, with its part of the parameters.

        To know who met a pattern nobody need measure what it does to them.
        """
        return [("moment", each.parameters()) for each in self.candidates]


def _words(segment: Segment) -> set[str]:
    """The words of a segment's rule, the names of traits among them."""
    return set(re.findall(r"\w+", segment.where))
