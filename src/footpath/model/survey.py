"""What a project says of its surveys: which answers they hold, what each is about, and what it scores."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

ScoreKind = Literal["nps", "csat", "ces", "rating"]
SCORE_KINDS: tuple[ScoreKind, ...] = ("nps", "csat", "ces", "rating")
Direction = Literal["high is good", "low is good"]
DIRECTIONS: tuple[Direction, ...] = ("high is good", "low is good")
# The scales on which these questions are usually asked.
SCALES: dict[ScoreKind, tuple[float, float]] = {
    "nps": (0.0, 10.0),
    "csat": (1.0, 5.0),
    "ces": (1.0, 7.0),
    "rating": (1.0, 5.0),
}
WINDOW = timedelta(days=14)
Codebook = Mapping[str, Mapping[str, str]]  # question → code → what it means


@dataclass(frozen=True, slots=True)
class SurveyScore:
    """A question that is answered by a number.

    `question` is the name of its event. Answers outside `scale`, or written as one of `missing`, are no
    score. `about` is a touchpoint of its own.
    """

    name: str
    kind: ScoreKind
    question: str
    scale: tuple[float, float]
    direction: Direction = "high is good"
    missing: tuple[str, ...] = ()
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """The answers of one source.

    `about` is a touchpoint, or a property of the answers that names one; without it an answer is about the
    last touchpoint within `window`. `text` names the questions whose answers are verbatims. `codes` tells
    what coded answers mean; a question “Q8” holds for its columns Q8, Q81, Q82 … `weight` is the property
    with the survey's own weight, `eligible` an SQL condition over persons who could have been asked,
    `invited` the event that asks a person. `guessed`: nobody has confirmed it yet.
    """

    name: str
    source: str
    about: str | None = None
    window: timedelta = WINDOW
    text: tuple[str, ...] = ()
    codes: Codebook = field(default_factory=dict)
    weight: str | None = None
    eligible: str | None = None
    invited: str | None = None
    scores: tuple[SurveyScore, ...] = ()
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Theme:
    """What people talk about: a verbatim that holds one of `terms` speaks of it, unless one of `but`.

    Terms are words or phrases, compared without regard to case, accents and the usual endings. `guessed`:
    nobody has confirmed it yet.
    """

    name: str
    terms: tuple[str, ...]
    but: tuple[str, ...] = ()
    survey: str | None = None
    guessed: bool = False
