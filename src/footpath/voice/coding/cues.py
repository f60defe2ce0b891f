"""Tables of cues in, a reader of texts out: open to inspection, the same on every run, able to say why.

A cue is a pattern that is looked for in each clause. It does not count where the clause takes it back: where
a negation stands shortly before it ("not friendly"), or where the whole clause is of another mood ("should be
friendlier" is no praise). A label's probability is how often it was right on texts that the tables have not
seen; see `figures`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from footpath.voice.classifier import Probabilities
from footpath.voice.coding.clauses import clauses
from footpath.voice.coding.figures import Figure, figures

NOT_STATED = "not stated"
ENGLISH = "en"
Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """What tells one label: one of `sure`, or of `weak` where no other label's are, but none of `unless`."""

    label: str
    sure: tuple[Pattern, ...]
    unless: tuple[Pattern, ...] = ()
    weak: tuple[Pattern, ...] = ()


@dataclass(frozen=True, slots=True)
class Coder:
    """A reader by cues, of texts in English. `before` ends where a cue begins that does not count."""

    name: str
    version: str
    cues: tuple[Cues, ...]
    before: Pattern
    within: Pattern | None = None  # words that a cue may not span, unless it names them
    unless: tuple[Pattern, ...] = ()  # clauses in which nothing is looked for
    languages: tuple[str, ...] = (ENGLISH,)
    exclusive: bool = False

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, "not stated" as the last."""
        return (*(cues.label for cues in self.cues), NOT_STATED)

    def read(self, texts: Sequence[str], /) -> Probabilities:
        """The probability of each label for each text, shape [texts, labels]."""
        measured = figures(self.name)
        rows = [self._row(self.code(text), measured) for text in texts]
        return np.array(rows, np.float32).reshape(len(texts), len(self.labels))

    def code(self, text: str) -> tuple[str, ...]:
        """The labels of a text; "not stated" where there is no other.

        >>> from footpath.voice.coding import WISHES
        >>> WISHES.code("Please call me back, I want a refund!")
        ('refund', 'human contact')
        """
        found = {label for label, _ in self.why(text)}
        return tuple(label for label in self.labels if label in found) or (NOT_STATED,)

    def why(self, text: str) -> tuple[tuple[str, str], ...]:
        """The labels of a text, each with the words that told it."""
        return tuple(pair for clause in clauses(text) for pair in self._in_clause(clause))

    def _in_clause(self, clause: str) -> list[tuple[str, str]]:
        sure = [(cues, words) for cues in self.cues for words in self._found(cues.sure, clause)]
        able = [(cues.label, words) for cues, words in sure if not _any(cues.unless, clause)]
        if not able:
            weak = [(cues, words) for cues in self.cues for words in self._found(cues.weak, clause)]
            able = [(cues.label, words) for cues, words in weak if not _any(cues.unless, clause)]
        return [] if able and _any(self.unless, clause) else able

    def _found(self, patterns: Sequence[Pattern], clause: str) -> Iterator[str]:
        for pattern in patterns:
            for match in pattern.finditer(clause):
                if not (self._spans_denial(pattern, match) or self.before.search(clause[: match.start()])):
                    yield match[0]

    def _spans_denial(self, pattern: Pattern, match: re.Match[str]) -> bool:
        within = self.within
        return bool(within and within.search(match[0]) and not within.search(pattern.pattern))

    def _row(self, coded: tuple[str, ...], measured: dict[str, Figure]) -> list[float]:
        return [measured[label].sure if label in coded else measured[label].missed for label in self.labels]


def _any(patterns: Sequence[Pattern], clause: str) -> bool:
    return any(pattern.search(clause) for pattern in patterns)
