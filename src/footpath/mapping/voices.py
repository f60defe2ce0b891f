"""What was heard in, what a map tells of a touchpoint's emotion, quotes, scores and themes out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.mapping.coverage import in_time
from footpath.mapping.heard import BY_TOUCHPOINT, SIDES, Flags, Heard
from footpath.model.estimate import Estimate
from footpath.model.heard import Emotion, ScoreDetail, ThemeShare, Verbatim
from footpath.stats.intervals import wilson
from footpath.voice.cells import Cut
from footpath.voice.correction import prevalence
from footpath.voice.feelings import feelings
from footpath.voice.moods import mood
from footpath.voice.quotes import medoid
from footpath.voice.scoring import INDICATIVE, ScoreRow, score
from footpath.voice.trend import with_changes

MOST_THEMES = 5  # a touchpoint
Note = Callable[..., str]  # a number, n and its part of the parameters → the id of its evidence
POLARITY: dict[str, Literal["good", "bad"]] = {"said_good": "good", "said_bad": "bad"}


@dataclass(frozen=True, eq=False)
class Voices:
    """Tells what was heard at each touchpoint; `note` writes evidence down, `pseudonym` names persons."""

    heard: Heard
    note: Note
    pseudonym: Callable[[str], str]

    def at(self, touchpoint: str) -> dict[str, Any]:
        """The fields of a touchpoint on the map; none where nothing was heard."""
        if touchpoint not in self._names:
            return {}
        return {
            "emotion": self._emotion(touchpoint),
            **self._scores(touchpoint),
            "verbatims": tuple(self._quotes(touchpoint)),
            "themes": self._themes(touchpoint),
            **self._speakers(touchpoint),
            "unread": self._unread(touchpoint),
        }

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(self.heard.touchpoints())

    @cached_property
    def _labels(self) -> list[str | None]:
        return self.heard.words.label()

    @cached_property
    def _felt(self) -> dict[str, Estimate | None]:
        return dict(zip(self.heard.answers.touchpoints, feelings(self.heard.answers), strict=True))

    @cached_property
    def _shares(self) -> dict[str, dict[str, Estimate]]:
        """How emotions are shared out at each touchpoint, corrected before touchpoints are compared."""
        heard, words = self.heard, self.heard.words
        read = {name: heard.spoken(name) & words.read for name in heard.touchpoints()}
        if not read or not words.confusion:
            return {}
        counts = np.array([words.likeliest[there].sum(axis=0) for there in read.values()])
        persons = np.array([self._people(there) for there in read.values()])
        found = prevalence(counts, np.array(words.confusion), persons).shares()
        return {
            name: dict(zip(words.emotions, row or (), strict=False))
            for name, row in zip(read, found, strict=True)
        }

    @cached_property
    def _rows(self) -> dict[str, list[ScoreRow]]:
        found: dict[str, list[ScoreRow]] = {}
        for row in score(self.heard.answers, cut=BY_TOUCHPOINT):
            found.setdefault(row.touchpoint or "", []).append(row)
        return found

    def _people(self, verbatims: Flags) -> int:
        """Persons with one of the verbatims."""
        return len(np.unique(self.heard.answers.person[self.heard.words.answer[verbatims]]))

    def _speakers(self, touchpoint: str) -> dict[str, Any]:
        people = self._people(self.heard.spoken(touchpoint))
        evidence = self.note("said", people, touchpoint=touchpoint) if people else None
        return {"speakers": people, "speakers_evidence": evidence}

    def _emotion(self, touchpoint: str) -> Emotion:
        spoken = self.heard.spoken(touchpoint)
        words = mood(self.heard.answers, self.heard.words, spoken)
        scores = self._felt[touchpoint]
        return Emotion(
            words=words,
            scores=scores,
            words_evidence=self.note("felt_words", words.n, touchpoint=touchpoint) if words else None,
            scores_evidence=self.note("felt_scores", scores.n, touchpoint=touchpoint) if scores else None,
            shares=self._shares.get(touchpoint, {}),
        )

    def _scores(self, touchpoint: str) -> dict[str, Any]:
        rows = self._rows.get(touchpoint, [])
        told = {row.name: row.raw for row in rows if row.raw}
        return {"scores": told, "score_details": {row.name: self._detail(row, touchpoint) for row in rows}}

    @cached_property
    def _moved(self) -> dict[tuple[str, str | None], str]:
        """Scores that changed in their last month beyond what chance does, with how."""
        monthly = Cut(by=("touchpoint", "month"), zone=self.heard.zone)
        rows = [row for row in with_changes(score(self.heard.answers, cut=monthly)) if row.month]
        last: dict[tuple[str, str | None], ScoreRow] = {}
        for row in sorted(rows, key=lambda row: str(row.month)):
            last[row.name, row.touchpoint] = row
        return {
            key: f"{row.verdict} in {row.month}" for key, row in last.items() if row.verdict in ("up", "down")
        }

    def _detail(self, row: ScoreRow, touchpoint: str) -> ScoreDetail:
        return ScoreDetail(
            change=self._moved.get((row.name, touchpoint)),
            kind=row.kind,
            scale=row.scale,
            definition=row.definition,
            answered=row.answered,
            state=row.state,
            distribution=row.distribution,
            weighted=row.weighted,
            effective_n=row.effective_n,
            response_rate=row.response_rate.value if row.response_rate else None,
            evidence=self.note("score", row.answered, touchpoint=touchpoint, score=row.name),
        )

    def _quotes(self, touchpoint: str) -> list[Verbatim]:
        """The middle one of the good and of the bad, and where there are neither that of all."""
        spoken = self.heard.spoken(touchpoint) & ~self.heard.words.coded
        sides = {number: spoken & (self.heard.side == side) for number, side in SIDES.items()}
        felt = [number for number in POLARITY if sides[number].any()]
        told = felt or [number for number in sides if sides[number].any()]
        return [self._quote(number, touchpoint, sides[number]) for number in told]

    def _quote(self, number: str, touchpoint: str, chosen: Flags) -> Verbatim:
        heard = self.heard
        at = self._middle(np.flatnonzero(chosen))
        answer, people = int(heard.words.answer[at]), self._people(chosen)
        return Verbatim(
            text=heard.words.text[at].as_py(),
            emotion=self._labels[at],
            source=heard.source[answer].as_py(),
            time=in_time(int(heard.answers.time[answer])),
            ref=self.pseudonym(heard.answers.persons[int(heard.answers.person[answer])].as_py()),
            polarity=POLARITY.get(number),
            represents=people,
            evidence=self.note(number, people, touchpoint=touchpoint),
        )

    def _middle(self, rows: NDArray[np.int64]) -> int:
        """The verbatim that says best what all of these say."""
        words, answers = self.heard.words, self.heard.words.answer[rows]
        texts = words.text.take(pa.array(rows)).to_pylist()
        languages = [language or "" for language in words.language.take(pa.array(rows)).to_pylist()]
        ids = self.heard.id.take(pa.array(answers)).to_pylist()
        return int(rows[medoid(texts, languages, self.heard.answers.time[answers], ids) or 0])

    def _themes(self, touchpoint: str) -> tuple[ThemeShare, ...]:
        spoken = self.heard.spoken(touchpoint)
        speakers = self._people(spoken)
        found = [
            self._theme(touchpoint, name, spoken & self.heard.words.theme[:, at], speakers)
            for at, name in enumerate(self.heard.words.themes)
        ]
        spoken_of = sorted((each for each in found if each.people), key=lambda each: -each.people)
        return tuple(spoken_of[:MOST_THEMES])

    def _theme(self, touchpoint: str, name: str, chosen: Flags, speakers: int) -> ThemeShare:
        people = self._people(chosen)
        felt = mood(self.heard.answers, self.heard.words, chosen)
        return ThemeShare(
            name=name,
            people=people,
            share=wilson(people, speakers) if speakers >= INDICATIVE else None,
            valence=felt if felt and felt.n >= INDICATIVE else None,
            evidence=self.note("theme", people, touchpoint=touchpoint, theme=name) if people else None,
        )

    def _unread(self, touchpoint: str) -> dict[str, int]:
        """Verbatims that were not read for emotion, by reason."""
        words = self.heard.words
        there = self.heard.at(touchpoint)[words.answer]
        aside = Counter(words.aside.filter(pa.array(there)).drop_null().to_pylist())
        unread = there & ~words.read & pc.is_null(words.aside).to_numpy(zero_copy_only=False)
        for reason, some in (("coded by hand", words.coded), ("language not supported", ~words.coded)):
            if (unread & some).any():
                aside[reason] = int((unread & some).sum())
        return dict(sorted(aside.items()))


def stage_of(heard: Heard, stage: str) -> dict[str, int]:
    """How many persons are behind what is said in a stage, by number."""
    numbers = ("stage_scored", "stage_said", "stage_felt")
    return {number: len(heard.persons(number, {"stage": stage})) for number in numbers}
