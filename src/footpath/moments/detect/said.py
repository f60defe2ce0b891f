"""What people say in, which emotions and themes at which touchpoint may be a moment out.

Those who spoke about a touchpoint are compared with each other: who spoke badly of it, or of a theme, and who
did not. What each journey says first about a touchpoint counts, all that was said together. What decides a
journey can't have been changed by it, so words about a goal or an end, words given with one, and words given
when the journey was over are left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.steps import last_touchpoint
from footpath.analysis.sums import distinct
from footpath.model.answer import Answers
from footpath.model.definition import JourneyDefinition
from footpath.model.journey import LEFT, REACHED, Journeys
from footpath.model.moment import Kind
from footpath.model.timeline import NO_TIME, Timelines, Times
from footpath.model.words import Words
from footpath.moments.candidate import Candidate, Risk
from footpath.voice.moods import BAD, GOOD, sides

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Topic = tuple[Kind, str]

FELT = {"negative": BAD, "positive": GOOD}
LEAST = 50  # persons with words at a touchpoint; fewer tell nothing of an effect
FEWEST = 20  # persons who speak so, and who don't
NEVER = np.iinfo(np.int64).max
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, eq=False)
class Speakers:
    """How many persons have words at each touchpoint, and how many of them speak so, by topic."""

    touchpoints: tuple[str, ...]
    topics: tuple[Topic, ...]
    people: Ints  # [touchpoints, topics]
    speaking: Ints  # [touchpoints, topics]


class Firsts(NamedTuple):
    """What g pairs of a journey and a touchpoint say first, by journey, then touchpoint."""

    journey: Ints  # [g]
    touchpoint: Ints  # [g]
    step: Ints  # [g] position of what it is about
    position: Ints  # [g] what came before it is known
    answer: Ints  # [g] the first of those given together
    says: Flags  # [g, topics of the kind]


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """Negative and positive words, and themes, at a touchpoint of the journey itself.

    Emotions are compared among those whose words were read, themes among all with words that are looked at.
    Make it with `of`.
    """

    words: Words
    answers: Answers
    felt: Flags  # [V, 2] in the order of FELT
    own: Ints  # [R] the first step that is itself one of the answers given together; NEVER where none is
    free: Flags  # [R] neither about nor given with what may decide a journey
    weight: Floats  # [R] for response, about 1; NaN where unknown
    definition: JourneyDefinition
    least: int = LEAST
    fewest: int = FEWEST

    @classmethod
    def of(
        cls,
        words: Words,
        answers: Answers,
        timelines: Timelines,
        definition: JourneyDefinition,
        weights: Floats | None = None,
        *,
        least: int = LEAST,
        fewest: int = FEWEST,
    ) -> Self:
        """What was said, with the `weights` of the answers [R] for response; all of the same state."""
        side, own = sides(answers, words), own_steps(answers, timelines)
        felt = np.column_stack([words.read & (side == each) for each in FELT.values()])
        free = _free(answers, own, timelines, definition)
        weight = _evened(answers, answers.weight if weights is None else weights)
        together = _together(answers, own)
        return cls(words, answers, felt, together, free, weight, definition, least, fewest)

    @property
    def topics(self) -> tuple[Topic, ...]:
        """All that is told apart: emotions, then themes."""
        return (*(("emotion", name) for name in FELT), *(("theme", name) for name in self.words.themes))

    def partial(self, journeys: Journeys) -> Speakers:
        """The speakers among some persons."""
        counts = [self._count(journeys, kind) for kind in ("emotion", "theme")]
        people, speaking = (np.hstack(each) for each in zip(*counts, strict=True))
        return Speakers(journeys.touchpoints, self.topics, people, speaking)

    def merge(self, left: Speakers, right: Speakers) -> Speakers:
        """The speakers among the persons of both."""
        return Speakers(
            left.touchpoints, left.topics, left.people + right.people, left.speaking + right.speaking
        )

    def finish(self, state: Speakers) -> Sequence[Candidate]:
        """What enough persons say at a touchpoint, and enough don't."""
        silent = state.people - state.speaking
        enough = (state.people >= self.least) & (np.minimum(state.speaking, silent) >= self.fewest)
        return [
            Candidate(state.topics[topic][0], state.touchpoints[at], about=state.topics[topic][1])
            for at, topic in np.argwhere(enough).tolist()
        ]

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """One row for each journey with words there; `position` is behind the step that they are about.

        Where they, or an answer given with them, are themselves a step, it is that one: nothing of what was
        said is known.
        """
        first = self._first(journeys, candidate.kind, candidate.touchpoint)
        return Risk(first.journey, first.position, first.says[:, self._topic(candidate)])

    def weights(self, journeys: Journeys, risk: Risk, candidate: Candidate) -> Floats:
        """The response weight of each row [n] of the candidate's risk; 1 where it is unknown."""
        first = self._first(journeys, candidate.kind, candidate.touchpoint)
        found = self.weight[first.answer[np.searchsorted(first.journey, risk.journey)]]
        return np.where(np.isnan(found), 1.0, found)

    def steps(self, journeys: Journeys, risk: Risk, candidate: Candidate) -> Ints:
        """The position of the step that is spoken about, for each row [n] of the candidate's risk."""
        first = self._first(journeys, candidate.kind, candidate.touchpoint)
        found: Ints = first.step[np.searchsorted(first.journey, risk.journey)]
        return found

    def speaks(self, candidate: Candidate) -> Flags:
        """Which verbatims [V], wherever they are, speak so."""
        found: Flags = self._says(candidate.kind)[:, self._topic(candidate)]
        return found

    def _topic(self, candidate: Candidate) -> int:
        names = tuple(FELT) if candidate.kind == "emotion" else self.words.themes
        return names.index(candidate.about or "")

    def _says(self, kind: Kind) -> Flags:
        return self.felt if kind == "emotion" else self.words.theme

    def _looked_at(self, kind: Kind) -> Flags:
        """Which verbatims [V] can tell whether a person speaks so."""
        if kind == "emotion":
            return self.words.read
        found: Flags = self.words.aside.is_null().to_numpy(zero_copy_only=False)
        return found

    def _count(self, journeys: Journeys, kind: Kind) -> tuple[Ints, Ints]:
        """Persons with words, and persons who speak so in any of their journeys, [touchpoints, topics]."""
        first, width = self._first(journeys, kind), len(journeys.touchpoints)
        keys = journeys.person[first.journey].astype(np.int64) * width + first.touchpoint
        pairs, place = distinct(keys)
        speaks = _any(first.says, place, len(pairs))
        people = np.bincount(pairs % width, minlength=width) if width else np.zeros(0, np.int64)
        speaking = np.zeros((width, speaks.shape[1]), np.int64)
        np.add.at(speaking, pairs % max(width, 1), speaks)
        return np.repeat(people[:, None], speaks.shape[1], axis=1), speaking

    def _first(self, journeys: Journeys, kind: Kind, touchpoint: str | None = None) -> Firsts:
        """What each journey says first about each touchpoint, or about one."""
        counts = self._looked_at(kind) & self.free[self.words.answer]
        if touchpoint is not None:
            code = journeys.touchpoints.index(touchpoint)
            counts &= self.answers.touchpoint[self.words.answer] == code
        verbatim, step = self._inside(journeys, np.flatnonzero(counts))
        answer, says = self.words.answer[verbatim], self._says(kind)[verbatim]
        journey = journey_at(journeys, step)
        key = journey * (len(journeys.touchpoints) + 1) + self.answers.touchpoint[answer]
        # Verbatims are in the order in which they were said, so a key stands first where it was said first
        _, begin, group = np.unique(key, return_index=True, return_inverse=True)
        together = self.answers.record[answer] == self.answers.record[answer[begin]][group]
        found = _any(says[together], group[together], len(begin))
        mine, about = journey[begin], step[begin]
        known = self._known(journeys, answer[begin], mine, about)
        touched = self.answers.touchpoint[answer[begin]].astype(np.int64)
        return Firsts(mine, touched, about, known, answer[begin], found)

    def _inside(self, journeys: Journeys, verbatim: Ints) -> tuple[Ints, Ints]:
        """Those of some verbatims that are about a step of a journey while it runs, and the step of each."""
        answer = self.words.answer[verbatim]
        step = positions(journeys, self.answers.step[answer])
        drawn = step >= 0
        verbatim, answer, step = verbatim[drawn], answer[drawn], step[drawn]
        journey = journey_at(journeys, step)
        inside = (step >= journeys.first[journey]) & (step < journeys.last[journey])
        inside &= ~self._over(journeys, journey, step, self.answers.time[answer])
        return verbatim[inside], step[inside]

    def _known(self, journeys: Journeys, answer: Ints, journey: Ints, step: Ints) -> Ints:
        """Up to where [g] the journey is known when the words are yet to come."""
        itself = positions(journeys, self.own[answer])
        earlier = (itself >= journeys.first[journey]) & (itself <= step)
        return np.where(earlier, itself, step + 1)

    def _over(self, journeys: Journeys, journey: Ints, step: Ints, time: Times) -> Flags:
        """Whether a journey no longer ran [n] when something was said about a step of it."""
        ends = np.isin(last_touchpoint(journeys), _codes(journeys.touchpoints, self.definition.ends))
        decided = (journeys.outcome == REACHED) | ((journeys.outcome == LEFT) & ends)
        start, end = journeys.start[journey], journeys.end[journey]
        known = (time != NO_TIME) & (start != NO_TIME)
        over = decided[journey] & ((step == journeys.last[journey] - 1) | (known & (time >= end)))
        if self.definition.within is None:
            return np.asarray(over, np.bool_)
        spent = np.where(known, time, 0) - np.where(known, start, 0)
        return np.asarray(over | (spent > self.definition.within // MICROSECOND), np.bool_)


def positions(journeys: Journeys, steps: Ints) -> Ints:
    """Where steps of the timelines [n] are among the drawn steps of the journeys; -1 for nowhere."""
    own = journeys.step
    if not len(own):
        return np.full(len(steps), -1, np.int64)
    # Only the steps of a person's cases that overlap are out of order
    order = None if (own[1:] > own[:-1]).all() else np.argsort(own, kind="stable")
    place = np.minimum(np.searchsorted(own, steps, sorter=order), len(own) - 1)
    found = place if order is None else order[place]
    return np.where(own[found] == steps, found, -1)


def journey_at(journeys: Journeys, positions: Ints) -> Ints:
    """The journey of each of some drawn steps [n]."""
    found: Ints = np.searchsorted(journeys.offsets, positions, "right") - 1
    return found


def own_steps(answers: Answers, timelines: Timelines) -> Ints:
    """The step of the timelines that each answer is itself [R]; -1 where it is none."""
    rows = max(int(answers.row.max(initial=-1)), int(timelines.row.max(initial=-1))) + 1
    answer_of = np.full(rows, -1, np.int64)
    answer_of[answers.row] = np.arange(len(answers))
    answer = answer_of[timelines.row]
    step = np.flatnonzero(answer >= 0)
    own = np.full(len(answers), -1, np.int64)
    own[answer[step]] = step
    return own


def _together(answers: Answers, own: Ints) -> Ints:
    """The first step that is itself one of the answers given together [R]; NEVER where none is."""
    first = np.full(int(answers.record.max(initial=-1)) + 1, NEVER, np.int64)
    np.minimum.at(first, answers.record[own >= 0], own[own >= 0])
    found: Ints = first[answers.record]
    return found


def _free(answers: Answers, own: Ints, timelines: Timelines, definition: JourneyDefinition) -> Flags:
    """Which answers [R] are neither about nor given with a goal or an end.

    Not only with one that was reached: of reviews that may be the goal those that failed to be it would be
    left, and whoever spoke would have failed. A start that is also a goal begins the next journey too.
    """
    names = {*(goal.touchpoint for goal in definition.goal), *definition.ends} - set(definition.start)
    codes = _codes(answers.touchpoints, tuple(names))
    given = np.isin(np.append(timelines.touchpoint, -1)[own], codes)
    with_it = np.isin(answers.record, answers.record[given])
    free: Flags = ~with_it & ~np.isin(answers.touchpoint, codes)
    return free


def _evened(answers: Answers, weights: Floats) -> Floats:
    """Weights [R] that are 1 on average in each survey, so that those of one don't drown another's."""
    known, survey = ~np.isnan(weights), answers.survey + 1
    total = np.bincount(survey[known], weights[known], len(answers.surveys) + 1)
    n = np.bincount(survey[known], minlength=len(answers.surveys) + 1)
    mean = np.divide(total, n, out=np.ones(len(total)), where=total > 0)
    evened: Floats = weights / mean[survey]
    return evened


def _any(marks: Flags, group: Ints, n: int) -> Flags:
    """Whether any row [m, k] of each of n groups is marked [n, k]."""
    found = np.zeros((n, marks.shape[1]), np.bool_)
    row, column = np.nonzero(marks)
    found[group[row], column] = True
    return found


def _codes(touchpoints: tuple[str, ...], names: tuple[str, ...]) -> Ints:
    return np.array([touchpoints.index(name) for name in names if name in touchpoints], np.int64)
