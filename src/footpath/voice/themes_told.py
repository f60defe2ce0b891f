"""What was said in; what people talk about, how they feel about it, and in whose words, out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from msgspec import Struct, structs
from numpy.typing import NDArray

from footpath.model.analysis import Result
from footpath.model.answer import Answers
from footpath.model.estimate import Estimate
from footpath.model.survey import Theme
from footpath.model.words import Words
from footpath.stats.intervals import wilson
from footpath.voice.examples import examples
from footpath.voice.moods import mood
from footpath.voice.questions import View
from footpath.voice.scoring import INDICATIVE
from footpath.voice.themes import propose
from footpath.voice.voice import Voice

Flags = NDArray[np.bool_]


class ThemeRow(Struct, frozen=True, kw_only=True):
    """A theme: its terms, who speaks of it and how they feel, and examples, masked."""

    name: str
    terms: tuple[str, ...]
    proposed: bool
    people: int
    share: Estimate | None  # of those who said something in words
    valence: Estimate | None
    nearest: tuple[str, ...]
    random: tuple[str, ...]


class Told(Struct, frozen=True, kw_only=True):
    """How many persons feel, want or like something, by their words."""

    name: str
    people: int
    share: Estimate | None


@dataclass(frozen=True, slots=True)
class ThemesResult(Result):
    """What people talk about. `set_aside` counts verbatims by reason, `stability` is that of a proposal."""

    themes: tuple[ThemeRow, ...]
    speakers: int  # persons
    verbatims: int
    emotions: tuple[Told, ...]
    wants: tuple[Told, ...]
    likes: tuple[Told, ...]
    set_aside: dict[str, int]
    unread: int
    stability: float | None

    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One row a theme."""
        for each in self.themes:
            yield {name: value for name, value in structs.asdict(each).items() if name != "terms"}


@dataclass(frozen=True, slots=True)
class Themes:
    """The themes that are defined, or, as long as none is, those that the words themselves propose."""

    def ask(self, voice: Voice, view: View, /) -> ThemesResult:
        """Themes with examples, emotions, wishes and likes."""
        words = voice.words.select(view.keep[voice.words.answer])
        aside = words.aside.is_valid().to_numpy(zero_copy_only=False)
        spoken = words.select(~aside)
        report = _Report(voice.answers, spoken, len(np.unique(voice.answers.person[spoken.answer])))
        defined, has, stability = _themes(voice, spoken)
        return ThemesResult(
            themes=tuple(report.rows(defined, has)),
            speakers=report.speakers,
            verbatims=len(words),
            emotions=report.told(spoken.emotions, spoken.likeliest, spoken.read),
            wants=report.told(spoken.wishes, spoken.wish, spoken.read),
            likes=report.told(spoken.likes, spoken.like, spoken.read),
            set_aside=dict(Counter(words.aside.drop_null().to_pylist()).most_common()),
            unread=int((~spoken.read & ~spoken.coded).sum()),
            stability=stability,
        )


def _themes(voice: Voice, spoken: Words) -> tuple[Sequence[Theme], Flags, float | None]:
    """The themes, which verbatim has which [V, T], and how stable they are where they are proposed."""
    terms = {theme.name: theme for theme in voice.definitions.themes}
    if spoken.themes:
        return [terms.get(name, Theme(name, ())) for name in spoken.themes], spoken.theme, None
    found = propose(
        spoken.text.to_pylist(),
        [language or "" for language in spoken.language.to_pylist()],
        voice.answers.person[spoken.answer].astype(np.int64),
    )
    return found.themes, found.membership, found.stability


@dataclass(frozen=True, slots=True, eq=False)
class _Report:
    """Counts persons in the verbatims that are looked at."""

    answers: Answers
    words: Words
    speakers: int

    def people(self, verbatims: Flags) -> int:
        return len(np.unique(self.answers.person[self.words.answer[verbatims]]))

    def told(self, names: Sequence[str], has: Flags, read: Flags) -> tuple[Told, ...]:
        base = self.people(read)
        counts = [(name, self.people(has[:, at])) for at, name in enumerate(names)]
        return tuple(
            Told(name=name, people=n, share=wilson(n, base) if base >= INDICATIVE else None)
            for name, n in sorted(counts, key=lambda each: -each[1])
            if n
        )

    def rows(self, themes: Sequence[Theme], has: Flags) -> Iterator[ThemeRow]:
        person = self.answers.person[self.words.answer].astype(np.int64)
        texts = self.words.text.to_pylist()
        languages = [language or "" for language in self.words.language.to_pylist()]
        order = np.array(sorted(range(len(texts)), key=lambda at: (texts[at], person[at])), np.int64)
        own_words = has & ~self.words.coded[:, None]
        shown = examples(texts, languages, own_words, order, person[order]) if len(order) else None
        people = [self.people(has[:, at]) for at in range(len(themes))]
        for at in sorted(range(len(themes)), key=lambda at: -people[at]):
            felt = mood(self.answers, self.words, has[:, at])
            yield ThemeRow(
                name=themes[at].name,
                terms=themes[at].terms,
                proposed=themes[at].guessed,
                people=people[at],
                share=wilson(people[at], self.speakers) if self.speakers >= INDICATIVE else None,
                valence=felt if felt and felt.n >= INDICATIVE else None,
                **_quoted(texts, *((shown.nearest[at], shown.random[at]) if shown else ((), ()))),
            )


def _quoted(
    texts: Sequence[str], nearest: Sequence[int], random: Sequence[int]
) -> dict[str, tuple[str, ...]]:
    """Examples in words, none of them twice, but for signs and capitals."""
    first = {_plain(texts[row]): texts[row] for row in reversed(nearest)}
    more = {_plain(texts[row]): texts[row] for row in reversed(random)}
    return {
        "nearest": tuple(reversed(first.values())),
        "random": tuple(text for key, text in reversed(more.items()) if key not in first),
    }


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
