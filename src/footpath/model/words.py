"""What the words of answers say: masked, with language, emotion, wishes and themes."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Words:
    """V verbatims, in the order of their answers.

    `aside` tells why a verbatim is set aside (no words, says nothing …) and is null where it is looked at.
    `emotion` is NaN where it was not read: set aside, in a language that its reader does not know, or coded.
    `confusion` counts texts by given and likeliest emotion [E][E], as the reader was tried; () if it was not.
    A `coded` verbatim says what its code means, and speaks of the theme of that name.
    """

    answer: NDArray[np.int64]  # [V] position in the answers
    text: pa.StringArray  # [V] masked
    language: pa.StringArray  # [V] ISO 639-1, null where it can't be told
    aside: pa.StringArray  # [V]
    coded: Flags  # [V]
    emotions: tuple[str, ...]
    emotion: NDArray[np.float32]  # [V, E] probabilities
    valence: NDArray[np.float64]  # [V] −2 to +2, NaN where emotion is
    wishes: tuple[str, ...]
    wish: Flags  # [V, W] how they want it resolved; all false where it was not read
    likes: tuple[str, ...]
    like: Flags  # [V, L] what they like best
    themes: tuple[str, ...]
    theme: Flags  # [V, T] what they speak of
    confusion: tuple[tuple[float, ...], ...] = ()

    def __len__(self) -> int:
        return len(self.answer)

    @property
    def read(self) -> Flags:
        """Which verbatims' emotion was read [V]."""
        return ~np.isnan(self.valence)

    @property
    def likeliest(self) -> Flags:
        """The likeliest emotion of each verbatim that was read [V, E]."""
        found = np.zeros(self.emotion.shape, np.bool_)
        if self.emotion.size:
            found[np.arange(len(self)), np.argmax(np.nan_to_num(self.emotion), axis=1)] = True
        return found & self.read[:, None]

    def label(self) -> list[str | None]:
        """The likeliest emotion of each verbatim [V]; None where it was not read."""
        best = np.argmax(np.nan_to_num(self.emotion), axis=1) if len(self) else []
        return [self.emotions[at] if read else None for at, read in zip(best, self.read, strict=True)]

    def select(self, keep: Flags) -> Words:
        """Only some verbatims; their answers keep their positions."""
        texts = {name: getattr(self, name).filter(pa.array(keep)) for name in ("text", "language", "aside")}
        arrays = {
            field.name: getattr(self, field.name)[keep]
            for field in fields(self)
            if isinstance(getattr(self, field.name), np.ndarray)
        }
        return replace(self, **texts, **arrays)

    def of_answers(self, keep: Flags) -> Words:
        """The verbatims of the answers marked in `keep` [R], with their positions among those."""
        kept = self.select(keep[self.answer])
        position = np.cumsum(keep) - 1
        return replace(kept, answer=position[kept.answer])
