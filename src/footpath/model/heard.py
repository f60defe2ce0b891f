"""What a map tells of what people say: emotion, quotes, scores and themes of a touchpoint."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from footpath.model.estimate import Estimate


class Emotion(Struct, frozen=True, kw_only=True):
    """What people feel, −2 to +2, by their words and by their scores.

    `shares` of emotions are of the persons whose words were read, corrected for the reader's error.
    """

    words: Estimate | None = None
    scores: Estimate | None = None
    words_evidence: str | None = None
    scores_evidence: str | None = None
    shares: dict[str, Estimate] = field(default_factory=dict)


class Verbatim(Struct, frozen=True, kw_only=True):
    """What somebody said, masked; it is the middle one of what `represents` persons said."""

    text: str
    emotion: str | None
    source: str
    time: datetime | None
    ref: str
    polarity: Literal["good", "bad"] | None = None
    represents: int = 1  # persons
    evidence: str | None = None


class ScoreDetail(Struct, frozen=True, kw_only=True):
    """What stands beside a score: who answered, how it is counted, and how it looks when weighted.

    `state` is "counts" below ten persons, where no score is told, and "indicative" below thirty.
    """

    kind: str
    scale: tuple[float, float]
    definition: str
    answered: int  # persons
    state: Literal["full", "indicative", "counts"]
    distribution: dict[str, int] = field(default_factory=dict)  # answer → persons
    weighted: Estimate | None = None
    effective_n: float | None = None
    response_rate: float | None = None
    change: str | None = None  # "up" or "down" since the period before, where it is beyond noise
    evidence: str | None = None


class ThemeShare(Struct, frozen=True, kw_only=True):
    """How many of those who said something in words speak of a theme, and what they feel."""

    name: str
    people: int
    share: Estimate | None
    valence: Estimate | None = None
    evidence: str | None = None
