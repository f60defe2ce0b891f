"""What can be asked of what was said: values, as analyses are; each answers from one state of the voice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np
from msgspec import structs
from numpy.typing import NDArray

from footpath.errors import UnknownName, UsageError
from footpath.journeys.timelines import microseconds
from footpath.model.analysis import Result
from footpath.model.answer import Answers
from footpath.model.journey import Journeys
from footpath.model.lens import Lens
from footpath.stats.scores import detectable_difference
from footpath.voice.asked import Asked
from footpath.voice.cells import By, Cut
from footpath.voice.change import Split
from footpath.voice.drivers import Drivers, of_score
from footpath.voice.nonresponse import told, weighted, who_was_asked
from footpath.voice.outcome_drivers import of_outcome
from footpath.voice.scoring import ScoreRow, question, score
from footpath.voice.trend import latest_split, with_changes
from footpath.voice.voice import Voice
from footpath.voice.weighting import Unweighted

Flags = NDArray[np.bool_]
R_co = TypeVar("R_co", covariant=True)


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What of the voice is looked at: answers [R], and the journeys that they are about, if any are named."""

    keep: Flags
    journeys: Journeys | None = None
    members: Flags | None = None  # [persons]; None is everybody
    since: int | None = None  # µs, of who was asked
    ends: tuple[str, ...] = ()  # touchpoints that end these journeys

    @property
    def everything(self) -> bool:
        """Whether nothing is left out."""
        return self.journeys is None and self.members is None and self.since is None


@runtime_checkable
class Question(Protocol[R_co]):
    """Something that can be asked of what was said."""

    def ask(self, voice: Voice, view: View, /) -> R_co:
        """The answer."""
        ...


def seen(
    answers: Answers, lens: Lens, members: Flags | None = None, journeys: Journeys | None = None
) -> Flags:
    """Which answers [R] a lens sees: of `members` [persons], about drawn steps of `journeys`, in its period.

    An answer without a time is in every period that has no beginning.
    """
    keep = np.ones(len(answers), np.bool_)
    if lens.since is not None and journeys is None:  # journeys are chosen by their start
        keep &= answers.time >= microseconds(lens.since)
    if members is not None:
        keep &= members[answers.person]
    if journeys is not None:
        keep &= answers.drawn(journeys)
    return keep


@dataclass(frozen=True, slots=True)
class ScoresResult(Result):
    """Scores by cell, raw and weighted."""

    scores: tuple[ScoreRow, ...]
    notes: tuple[str, ...] = ()

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a score and cell."""
        for each in self.scores:
            yield {name: value for name, value in structs.asdict(each).items() if name != "distribution"}


@dataclass(frozen=True, slots=True)
class Scores:
    """NPS, CSAT, CES and ratings, told apart `by` touchpoint, month or segment; of one `name` or all.

    A person counts once in a cell, with the latest answer.
    """

    by: tuple[By, ...] = ("touchpoint",)
    name: str | None = None

    def ask(self, voice: Voice, view: View, /) -> ScoresResult:
        """The scores; UnknownName for one that nobody defined."""
        answers = voice.answers
        keep = view.keep & _named(answers.names, self.name, answers.name)
        cut = Cut(self.by, voice.zone, voice.segments if "segment" in self.by else {})
        rows = score(answers, keep, cut, weights=voice.weights, asked=_asked(voice.asked, view))
        # For a part of those who were asked the weights are the same, but not what is known of the silent
        if "month" in self.by:
            rows = with_changes(rows)
        if self.by == ("month",):
            split = latest_split(answers, voice.timelines, keep, cut, rows)
            return ScoresResult(tuple(rows), tuple(_told_apart(*each) for each in split))
        if self.by or not view.everything:
            asked = (who_was_asked(answers, each) for each in voice.silences if view.everything)
            return ScoresResult(tuple(rows), tuple(asked))
        whole = [_weighted(voice, row, keep) for row in rows]
        return ScoresResult(
            tuple(row for row, _ in whole), tuple(note for _, notes in whole for note in notes)
        )


@dataclass(frozen=True, slots=True)
class DriversOf:
    """What moves a score, or with a journey and no score what goes along with reaching its goal."""

    score: str | None = None

    def ask(self, voice: Voice, view: View, /) -> Drivers:
        """Drivers with the share of differences that each carries; UsageError where neither is named."""
        if self.score is not None:
            return of_score(voice.answers.select(view.keep), self.score)
        if view.journeys is None:
            raise UsageError("no score to explain", hint="Name one with --of, or a journey whose goal it is")
        # Scores come after the outcome as often as before it, so they are no drivers of it
        return of_outcome(view.journeys, leave_out=view.ends)


def _told_apart(before: ScoreRow, after: ScoreRow, split: Split) -> str:
    """What became of a score from one month to the next, and why, as a sentence."""
    parts = [
        f"{each.value:+.2f} [{each.low:+.2f}, {each.high:+.2f}]"
        for each in (split.opinion, split.composition)
    ]
    return (
        f"{after.name}, {before.month} to {after.month}: {parts[0]} is opinion, {parts[1]} is who answered."
        f" Verdict: {after.verdict}."
    )


def _weighted(voice: Voice, row: ScoreRow, keep: Flags) -> tuple[ScoreRow, tuple[str, ...]]:
    """A score of everybody with the estimate that knows who stayed silent, and what to know of it."""
    answers, asked = voice.answers, question(voice.answers, row.name)
    rows = np.flatnonzero(keep & (answers.name == answers.names.index(row.name)))
    found = [each for each in voice.silences if (answers.survey[rows] == each.survey).all()]
    if not found or not len(rows):
        return row, ()
    given = found[0].spread(rows, answers.score[rows])
    notes = tuple(told(row.name, found[0], asked, given))
    if row.raw is None or isinstance(found[0].found, Unweighted):
        return row, notes
    known = weighted(asked, given, found[0].found)
    changed = structs.replace(
        row,
        weighted=known,
        effective_n=found[0].found.effective_n,
        detectable_difference=detectable_difference(known, known) if known else row.detectable_difference,
    )
    return changed, notes


def _asked(asked: Asked, view: View) -> Asked | None:
    """Who was asked, of those that the view looks at; nobody knows who was asked about single journeys."""
    if view.journeys is not None:
        return None
    keep = np.ones(len(asked.person), np.bool_) if view.members is None else view.members[asked.person]
    return asked.select(keep if view.since is None else keep & (asked.time >= view.since))


def _named(names: tuple[str, ...], name: str | None, codes: NDArray[np.int32]) -> Flags:
    """Which answers are to a score [R]; to any without a name."""
    if name is None:
        return codes >= 0
    if name not in names:
        raise UnknownName("score", name, names)
    chosen: Flags = codes == names.index(name)
    return chosen
