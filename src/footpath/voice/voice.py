"""One state of events and definitions in, all that was said in it out, each thing made once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from footpath.journeys.cohort import is_behavioural
from footpath.model.answer import Answers
from footpath.model.definition import Definitions, Segment
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex
from footpath.model.timeline import Timelines
from footpath.model.words import Words
from footpath.voice.asked import Asked, asked
from footpath.voice.hearing import Keep, Readers, hear, nothing_said
from footpath.voice.names import known_names
from footpath.voice.nonresponse import Silence, silences, weights_of
from footpath.voice.placement import place

Members = NDArray[np.bool_]  # [persons]


class Voice:
    """Answers, what their words say, and who was asked; `said` are the rows of the log that are answers.

    `members` tells who is in a segment [persons], `keep` remembers what was read, `readers` makes those who
    read. Nothing after `until` is looked at.
    """

    def __init__(
        self,
        log: EventLog,
        people: PersonIndex,
        timelines: Timelines,
        definitions: Definitions,
        *,
        members: Callable[[Segment], Members],
        keep: Keep,
        readers: Callable[[], Readers],
        region: str | None = None,
        until: datetime | None = None,
        said: NDArray[np.int64] | None = None,
    ) -> None:
        self.log = log
        self.people = people
        self.timelines = timelines
        self.definitions = definitions
        self.until = until
        self._said = said
        self._members = members
        self._keep = keep
        self._readers = readers
        self._region = region

    @property
    def zone(self) -> str:
        """The time zone whose months count."""
        return self.definitions.timezone or "UTC"

    @cached_property
    def answers(self) -> Answers:
        """What persons answered, each with its touchpoint."""
        return place(
            self.log, self.people, self.timelines, self.definitions.surveys, until=self.until, rows=self._said
        )

    @cached_property
    def words(self) -> Words:
        """What the words of the answers say."""
        speakers = np.unique(self.answers.person[self.answers.text.is_valid().to_numpy(zero_copy_only=False)])
        if not len(speakers):
            return nothing_said(self.definitions.themes)
        return hear(
            self.answers,
            self.answers.sent["event"].to_pylist(),
            self.definitions.themes,
            self._readers(),
            names=known_names(self.log, self.people, speakers),
            region=self._region,
            keep=self._keep,
        )

    @cached_property
    def asked(self) -> Asked:
        """Who was asked, or could have been."""
        return asked(
            self.log,
            self.people,
            self.timelines,
            self.definitions.surveys,
            self._eligible(),
            until=self.until,
        )

    def _eligible(self) -> Sequence[Members | None]:
        return [
            None if survey.eligible is None else self._members(Segment(survey.name, survey.eligible))
            for survey in self.definitions.surveys
        ]

    @cached_property
    def silences(self) -> list[Silence]:
        """What is known of those who stayed silent, by survey."""
        if not self.asked.known.any():
            return []
        groups = {
            segment.name: self.segments[segment.name]
            for segment in self.definitions.segments
            if not is_behavioural(segment)
        }
        return silences(self.answers, self.asked, self.timelines, groups)

    @cached_property
    def weights(self) -> NDArray[np.float64]:
        """The weight of each answer [R]; NaN where it has none."""
        return weights_of(self.answers, self.silences)

    @cached_property
    def segments(self) -> Mapping[str, Members]:
        """Who is in each segment."""
        return {segment.name: self._members(segment) for segment in self.definitions.segments}

    def members(self, segment: str) -> Members:
        """Who is in a segment [persons]."""
        return self.segments[segment]
