"""Who met a moment in, what they said of it in their own words out, masked.

What was said at the meeting, or at a step within the next 14 days in the same journey: the middle one of the
bad for a pain, of the good for a delight; then the middle one of what says something else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.model.answer import Answers
from footpath.model.heard import Verbatim
from footpath.model.journey import Journeys
from footpath.model.log import EventLog
from footpath.model.moment import Polarity
from footpath.model.timeline import NO_TIME
from footpath.model.words import Words
from footpath.moments.candidate import Risk
from footpath.moments.detect.said import journey_at, positions
from footpath.voice.moods import BAD, GOOD, sides
from footpath.voice.quotes import medoid, vectors
from footpath.voice.terms import terms_of

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

SHOWN = 3
SOON = timedelta(days=14) // timedelta(microseconds=1)
ALIKE = 0.5  # cosine from which on two quotes say the same
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SIDES: dict[Polarity, tuple[int, Literal["good", "bad"]]] = {"pain": (BAD, "bad"), "delight": (GOOD, "good")}


class Texts(NamedTuple):
    """What quotes are chosen by; all [n]."""

    texts: list[str]
    languages: list[str]
    times: Ints
    ids: list[str]
    persons: NDArray[np.int32]

    def take(self, rows: Ints) -> Texts:
        """Some of them."""
        lists = ([each[at] for at in rows.tolist()] for each in (self.texts, self.languages, self.ids))
        texts, languages, ids = lists
        return Texts(texts, languages, self.times[rows], ids, self.persons[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Quoting:
    """Finds quotes about moments; `pseudonym` names persons. Make it with `of`."""

    words: Words
    answers: Answers
    side: NDArray[np.int8]  # [V] GOOD, BAD or NEITHER
    log: EventLog
    pseudonym: Callable[[str], str]

    @classmethod
    def of(cls, words: Words, answers: Answers, log: EventLog, pseudonym: Callable[[str], str]) -> Self:
        """Words and answers are of the same log."""
        return cls(words, answers, sides(answers, words), log, pseudonym)

    def about(
        self,
        journeys: Journeys,
        risk: Risk,
        polarity: Polarity,
        *,
        at: Ints | None = None,
        speaks: Flags | None = None,
    ) -> tuple[Verbatim, ...]:
        """At most three quotes, each of another person, with as many persons as it stands for.

        `at` [n] are the positions of the steps at which it was met, of all rows of the risk; without them
        they are its own positions. `speaks` [V] marks what may be quoted; without it all may.
        """
        side, told = SIDES[polarity]
        chosen = (self.side == side) & ~self.words.coded
        if speaks is not None:
            chosen &= speaks
        rows = np.flatnonzero(chosen)
        meeting = (risk.position if at is None else at)[risk.met]
        rows = rows[_soon(journeys, risk.journey[risk.met], meeting, self._steps(rows))]
        given = self._texts(rows)
        picked = typical(given)
        stands = _represented(given, picked)
        return tuple(self._quote(int(rows[k]), n, told) for k, n in zip(picked, stands, strict=True))

    def _steps(self, rows: Ints) -> Ints:
        found: Ints = self.answers.step[self.words.answer[rows]]
        return found

    def _texts(self, rows: Ints) -> Texts:
        answer = self.words.answer[rows]
        languages = self.words.language.take(pa.array(rows)).to_pylist()
        return Texts(
            self.words.text.take(pa.array(rows)).to_pylist(),
            [each or "" for each in languages],
            self.answers.time[answer],
            self.log.column("id").take(pa.array(self.answers.row[answer])).to_pylist(),
            self.answers.person[answer],
        )

    def _quote(self, row: int, people: int, told: Literal["good", "bad"]) -> Verbatim:
        answer = int(self.words.answer[row])
        time = int(self.answers.time[answer])
        one = np.zeros(len(self.words), np.bool_)
        one[row] = True
        return Verbatim(
            text=self.words.text[row].as_py(),
            emotion=self.words.select(one).label()[0],
            source=str(self.log.column("source")[int(self.answers.row[answer])].as_py()),
            time=None if time == NO_TIME else EPOCH + timedelta(microseconds=time),
            ref=self.pseudonym(self.answers.persons[int(self.answers.person[answer])].as_py()),
            polarity=told,
            represents=people,
        )


def typical(given: Texts) -> list[int]:
    """The middle text, then that of those that say something else, each of another person; positions."""
    if not given.texts:
        return []
    vector = vectors(terms_of(given.texts, given.languages), given.languages)
    left, picked = np.arange(len(given.texts)), list[int]()
    while len(left) and len(picked) < SHOWN:
        some = given.take(left)
        found = int(left[medoid(some.texts, some.languages, some.times, some.ids) or 0])
        picked.append(found)
        likeness = np.asarray((vector[left] @ vector[[found]].T).todense()).ravel()
        left = left[(likeness < ALIKE) & (given.persons[left] != given.persons[found])]
    return picked


def _represented(given: Texts, picked: Sequence[int]) -> list[int]:
    """How many persons said something that is likest to each of the picked texts."""
    if not picked:
        return []
    vector = vectors(terms_of(given.texts, given.languages), given.languages)
    nearest = np.argmax(np.asarray((vector @ vector[list(picked)].T).todense()), axis=1)
    # A text without telling terms resembles none, not even itself
    nearest[list(picked)] = np.arange(len(picked))
    return [len(np.unique(given.persons[nearest == at])) for at in range(len(picked))]


def _soon(journeys: Journeys, journey: Ints, meeting: Ints, steps: Ints) -> Flags:
    """Which steps of the timelines [n] are those of a meeting, or follow one soon in the same journey.

    Where times are unknown only the meeting itself is soon.
    """
    met = np.full(len(journeys), -1, np.int64)
    met[journey] = meeting
    place = positions(journeys, steps)
    mine = met[journey_at(journeys, place)] if len(journeys) else np.full(len(place), -1, np.int64)
    found = (place >= 0) & (mine >= 0) & (mine < len(journeys.time)) & (place >= mine)
    begin, end = journeys.time[mine[found]], journeys.time[place[found]]
    known = (begin != NO_TIME) & (end != NO_TIME)
    later = np.where(known, end, 0) - np.where(known, begin, 0)
    found[found] = (place[found] == mine[found]) | (known & (later <= SOON))
    return np.asarray(found, np.bool_)
