"""Readers of words that look for single words: they behave as real ones do, and keep what they were given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from footpath.voice.hearing import Readers

FEELINGS = {
    "awful": "frustrated",
    "worried": "anxious",
    "unclear": "confused",
    "pity": "disappointed",
    "phew": "relieved",
    "lovely": "delighted",
}
EMOTIONS = ("frustrated", "anxious", "confused", "disappointed", "neutral", "relieved", "delighted")


@dataclass
class WordReader:
    """Gives a text the label of the first of its words that it knows, else the label `otherwise`."""

    name: str
    words: dict[str, str]
    labels: tuple[str, ...]
    otherwise: str
    exclusive: bool = True
    languages: tuple[str, ...] = ("en",)
    version: str = "1"
    seen: list[str] = field(default_factory=list)  # every text that was read, in order

    def read(self, texts: Sequence[str], /) -> np.ndarray:
        self.seen += texts
        found = np.zeros((len(texts), len(self.labels)), np.float32)
        for row, text in enumerate(texts):
            known = [self.words[word] for word in re.findall(r"\w+", text.casefold()) if word in self.words]
            found[row, self.labels.index(known[0] if known else self.otherwise)] = 1
        return found


def readers() -> Readers:
    """Fresh readers of emotion, wishes and likes; the wish "apology" is not shown."""
    wishes, likes = ("refund", "apology", "none"), ("people", "speed", "none")
    return Readers(
        WordReader("emotion", FEELINGS, EMOTIONS, "neutral"),
        WordReader("wish", {"refund": "refund", "sorry": "apology"}, wishes, "none", exclusive=False),
        WordReader("like", {"staff": "people", "fast": "speed"}, likes, "none", exclusive=False),
        wishes=("refund",),
        likes=("people", "speed"),
    )
