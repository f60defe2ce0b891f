"""What every reader of words has in common: texts in, a probability for each label out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Probabilities = NDArray[np.float32]  # [texts, labels]


class Classifier(Protocol):
    """Reads texts; the same text and version give the same numbers on every run.

    `labels` names what is told apart, `languages` (ISO 639-1) what it understands, `exclusive` whether the
    probabilities of a text sum to 1. Texts are masked before they come here.
    """

    @property
    def name(self) -> str:
        """What it tells: "emotion", "wish" …"""
        ...

    @property
    def version(self) -> str:
        """Changes whenever its answers may."""
        ...

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels, in the order of its columns."""
        ...

    @property
    def languages(self) -> tuple[str, ...]:
        """What it understands, as ISO 639-1 codes."""
        ...

    @property
    def exclusive(self) -> bool:
        """Whether a text has exactly one label."""
        ...

    def read(self, texts: Sequence[str], /) -> Probabilities:
        """The probability of each label for each text, shape [texts, labels]."""
        ...
