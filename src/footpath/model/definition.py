"""What a project's words mean: stages, touchpoints, journeys, segments, identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from footpath.errors import UnknownName
from footpath.model.survey import Survey, Theme

Phase = Literal[
    "pre-contact",
    "consideration",
    "purchase",
    "onboarding",
    "use",
    "support",
    "loyalty",
    "advocacy",
    "leaving",
]
PHASES: tuple[Phase, ...] = (
    "pre-contact",
    "consideration",
    "purchase",
    "onboarding",
    "use",
    "support",
    "loyalty",
    "advocacy",
    "leaving",
)
Owner = Literal["firm", "partner", "customer", "public"]
OWNERS: tuple[Owner, ...] = ("firm", "partner", "customer", "public")
MONTH = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Stage:
    """A column of the map, in the customer's words."""

    name: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """What the map calls it. `match`: column or "properties.NAME" → patterns, all keys must match.

    A pattern is a text or a glob ("Order *"); `where` is an SQL condition over the event's columns
    and properties. The first touchpoint that matches an event wins.
    """

    name: str
    stage: str
    match: Mapping[str, tuple[str, ...]]
    channel: str | None = None
    owner: Owner = "firm"
    where: str | None = None


@dataclass(frozen=True, slots=True)
class Identifier:
    """How a kind of identifier behaves.

    `unique`: a person has one, so two values forbid a join. `most_people`: used by more, it joins nobody.
    """

    kind: str
    unique: bool = False
    most_people: int | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """A touchpoint that is the journey's goal, perhaps only with a score such as ">= 4"."""

    touchpoint: str
    score: str | None = None


@dataclass(frozen=True, slots=True)
class JourneyDefinition:
    """From where to where, and within what time.

    Without `start` each case is a journey, else the whole timeline. `stages` None means those that hold a
    touchpoint of the journey. `planned` is kept as it was written. `guessed` names what nobody has confirmed.
    """

    name: str
    title: str
    start: tuple[str, ...] = ()
    goal: tuple[Goal, ...] = ()
    ends: tuple[str, ...] = ()
    within: timedelta | None = None
    quiet: timedelta | None = None
    before: timedelta = MONTH
    after: timedelta = MONTH
    stages: tuple[str, ...] | None = None
    planned: tuple[Any, ...] = ()
    guessed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Segment:
    """Some persons, by an SQL condition over the person table."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """Everything that footpath.toml says."""

    name: str = "Untitled project"
    timezone: str | None = None
    stages: tuple[Stage, ...] = ()
    touchpoints: tuple[Touchpoint, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    journeys: tuple[JourneyDefinition, ...] = ()
    segments: tuple[Segment, ...] = field(default=())
    surveys: tuple[Survey, ...] = ()
    themes: tuple[Theme, ...] = ()

    def journey(self, name: str) -> JourneyDefinition:
        """The journey with a name; UnknownName where nobody defined it."""
        known = {each.name: each for each in self.journeys}
        if name not in known:
            raise UnknownName("journey", name, known)
        return known[name]

    def segment(self, name: str) -> Segment:
        """The segment with a name; UnknownName where nobody defined it."""
        known = {each.name: each for each in self.segments}
        if name not in known:
            raise UnknownName("segment", name, known)
        return known[name]
