"""What people say in, the persons behind each number of it out.

Only what is said about a drawn step of the journeys that a map shows is on it; the rest is counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import compress
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.mapping.coverage import in_time
from footpath.model.answer import DECLARED, NAMED, Answers
from footpath.model.journey import Journeys
from footpath.model.log import EventLog
from footpath.model.numbering import named
from footpath.model.timeline import NO_TIME, Timelines
from footpath.model.words import Words
from footpath.voice.cells import Cell, Cut
from footpath.voice.moods import BAD, GOOD, NEITHER, sides
from footpath.voice.scoring import who

Flags = NDArray[np.bool_]
BY_TOUCHPOINT = Cut(by=("touchpoint",))
SIDES = {"said_good": GOOD, "said_bad": BAD, "said_even": NEITHER}  # in words of their own

# What each number says, in words; filled with its parameters.
DEFINITIONS = {
    "score": "Persons whose latest answer to “{score}” about “{touchpoint}” counts",
    "felt_scores": "Persons who gave a score about “{touchpoint}”",
    "felt_words": "Persons whose words about “{touchpoint}” were read for emotion",
    "said": "Persons who said something in words about “{touchpoint}”",
    "said_good": "Persons who said something good about “{touchpoint}”",
    "said_bad": "Persons who said something bad about “{touchpoint}”",
    "said_even": "Persons who said something about “{touchpoint}” that is neither good nor bad",
    "theme": "Persons whose words about “{touchpoint}” speak of “{theme}”",
    "stage_scored": "Persons who gave a score about a touchpoint of “{stage}”",
    "stage_said": "Persons who said something in words about a touchpoint of “{stage}”",
    "stage_felt": "Persons whose scores or words about a touchpoint of “{stage}” tell an emotion",
}


@dataclass(frozen=True, slots=True, eq=False)
class Heard:
    """The answers about drawn steps, and what their words say; `source` and `id` are as they were sent."""

    answers: Answers
    words: Words
    side: NDArray[np.int8]  # [V] GOOD, BAD or NEITHER
    source: pa.StringArray  # [R]
    id: pa.StringArray  # [R]
    members: Mapping[str, tuple[str, ...]]  # stage → its touchpoints
    elsewhere: int  # answers about touchpoints that are in none of these journeys
    unplaced: int  # answers about no touchpoint
    zone: str  # whose months count
    stated: frozenset[str]  # touchpoints that are known only from answers about them

    @classmethod
    def of(
        cls,
        answers: Answers,
        words: Words,
        log: EventLog,
        timelines: Timelines,
        journeys: Journeys,
        members: Mapping[str, tuple[str, ...]],
        *,
        zone: str = "UTC",
        whose: Flags | None = None,
    ) -> Self:
        """What is said about the drawn steps of journeys; other answers are counted, of `whose` [persons]."""
        own = np.ones(len(answers), np.bool_) if whose is None else whose[answers.person]
        shown = journeys.step[journeys.steps_of(np.unique(answers.person))]
        drawn = (answers.step >= 0) & np.isin(answers.step, shown)
        unplaced = own & (answers.touchpoint < 0)
        chosen, read = answers.select(drawn), words.of_answers(drawn)
        sent = log.take(chosen.row, ["source", "id"])
        return cls(
            chosen,
            read,
            sides(chosen, read),
            sent["source"].cast(pa.string()).combine_chunks(),
            sent["id"].combine_chunks(),
            members,
            int(np.count_nonzero(own & ~drawn & ~unplaced)),
            int(np.count_nonzero(unplaced)),
            zone,
            _stated(chosen, log, timelines, journeys),
        )

    def at(self, *touchpoints: str) -> Flags:
        """Which answers are about one of these touchpoints [R]."""
        codes = [self.answers.touchpoints.index(name) for name in touchpoints]
        return np.isin(self.answers.touchpoint, codes)

    def spoken(self, *touchpoints: str) -> Flags:
        """Which verbatims are about one of these touchpoints and not set aside [V]."""
        there = self.at(*touchpoints)[self.words.answer]
        looked_at: Flags = there & ~self.words.aside.is_valid().to_numpy(zero_copy_only=False)
        return looked_at

    def rows(self, number: str, part: Mapping[str, Any]) -> NDArray[np.int64]:
        """The answers behind a number of `DEFINITIONS`, as positions."""
        if number == "score":
            return who(self.answers, Cell(part["score"], part["touchpoint"]), cut=BY_TOUCHPOINT)
        where = self.members[part["stage"]] if "stage" in part else (part["touchpoint"],)
        scored = self.at(*where) & (self.answers.name >= 0)
        if number in ("felt_scores", "stage_scored"):
            return np.flatnonzero(scored)
        spoken = self.spoken(*where)
        verbatims = spoken & self._which(number, part)
        rows = self.words.answer[verbatims]
        return np.union1d(rows, np.flatnonzero(scored)) if number == "stage_felt" else rows

    def _which(self, number: str, part: Mapping[str, Any]) -> Flags:
        """Which verbatims, wherever they are, a number counts [V]."""
        if number in SIDES:
            on_side: Flags = (self.side == SIDES[number]) & ~self.words.coded
            return on_side
        if number in ("felt_words", "stage_felt"):
            return self.words.read
        if number == "theme":
            return self.words.theme[:, self.words.themes.index(part["theme"])]
        return np.ones(len(self.words), np.bool_)

    def persons(self, number: str, part: Mapping[str, Any]) -> NDArray[np.int64]:
        """The persons behind a number, as indices, ascending."""
        return np.unique(self.answers.person[self.rows(number, part)]).astype(np.int64)

    def sources(self, number: str, part: Mapping[str, Any]) -> tuple[tuple[str, ...], datetime | None]:
        """Where the answers behind a number came from, and the time of the newest."""
        rows = self.rows(number, part)
        names = sorted(set(self.source.take(pa.array(rows)).to_pylist()))
        return tuple(names), in_time(int(self.answers.time[rows].max(initial=NO_TIME)))

    def numbers(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """Every number that a map may show of this, with its part of the parameters."""
        for stage in self.members:
            for number in ("stage_scored", "stage_said", "stage_felt"):
                yield number, {"stage": stage}
        for touchpoint in self.touchpoints():
            here = {"touchpoint": touchpoint}
            for number in ("felt_scores", "felt_words", "said", *SIDES):
                yield number, here
            for name in self.answers.names:
                yield "score", here | {"score": name}
            for theme in self.words.themes:
                yield "theme", here | {"theme": theme}

    def touchpoints(self) -> Iterable[str]:
        """The touchpoints that answers are about."""
        return [self.answers.touchpoints[code] for code in np.unique(self.answers.touchpoint) if code >= 0]


def _answers(n: int) -> str:
    return "1 answer is" if n == 1 else f"{n:,} answers are"


def _stated(answers: Answers, log: EventLog, timelines: Timelines, journeys: Journeys) -> frozenset[str]:
    """The touchpoints at which nothing happened but answers that their definition says are about them."""
    told = np.isin(answers.placed, (DECLARED, NAMED)) & (timelines.row[answers.step] == answers.row)
    theirs = journeys.steps_of(np.unique(answers.person[told]))
    declared = theirs[np.isin(journeys.step[theirs], answers.step[told])]
    stated = np.zeros(len(journeys.touchpoints), np.bool_)
    stated[journeys.touchpoint[declared]] = True
    stated &= ~_seen(log, timelines, journeys, theirs)
    if stated.any():  # else those who answered were all seen there: nobody else is looked at
        stated &= ~_seen(log, timelines, journeys, np.flatnonzero(stated[journeys.touchpoint]))
    return frozenset(compress(journeys.touchpoints, stated.tolist()))


def _seen(log: EventLog, timelines: Timelines, journeys: Journeys, drawn: NDArray[np.int64]) -> Flags:
    """The touchpoints [K] at which, by some of the drawn steps, more happened than that somebody answered."""
    kind = log.take(timelines.row[journeys.step[drawn]], ["kind"])["kind"]
    seen = np.zeros(len(journeys.touchpoints), np.bool_)
    seen[journeys.touchpoint[drawn[~named(kind, "said")]]] = True
    return seen


def doubts(heard: Heard) -> Iterator[str]:
    """What a reader should know of what was said, besides its numbers."""
    if heard.unplaced:
        yield f"{_answers(heard.unplaced)} about no touchpoint: counted, and on no map."
    if heard.elsewhere:
        yield (
            f"{_answers(heard.elsewhere)} about touchpoints that their persons did not meet in these"
            " journeys: not on this map."
        )
    if heard.stated:
        several = len(heard.stated) > 1
        known = f"{len(heard.stated)} touchpoints are" if several else f"“{min(heard.stated)}” is"
        yield (
            f"{known} known only from what people say of them: they stand in the order of the definitions,"
            " and nothing is known of the moves between them."
        )
    looked_at = heard.words.aside.is_null().to_numpy(zero_copy_only=False)
    foreign = looked_at & ~heard.words.read & ~heard.words.coded
    if foreign.any():
        yield (
            f"{int(foreign.sum()):,} of {len(heard.words):,} comments are in a language that the reader of"
            " emotions does not know: their emotion is left open."
        )
