"""The journey map as a document: what `map --json` prints and every drawing is made from.

The shape is `footpath.map/1`; names are those of the wire. Numbers are bare counts or estimates.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from footpath.model.definition import Owner, Phase
from footpath.model.estimate import Estimate
from footpath.model.heard import Emotion, ScoreDetail, ThemeShare, Verbatim
from footpath.model.moment import Moment

SCHEMA = "footpath.map/1"
LaneId = Literal["do", "move", "feel", "say", "score", "moment", "time", "change"]
LANES: tuple[LaneId, ...] = ("do", "move", "feel", "say", "score", "moment", "time", "change")
State = Literal["full", "thin", "computing", "none"]  # computing: to be asked for again
Provenance = Literal["observed", "stated", "cited", "asserted", "inferred"]
End = Literal["left", "reached", "open"]


class Evidence(Struct, gc=False, frozen=True, kw_only=True):
    """What is behind a number, and how to get it again.

    `persons` are at most 50 pseudonyms, salted by project; `n` counts all of them.
    """

    analysis: str
    parameters: dict[str, Any]
    definition: str  # in words
    revision: int
    n: int
    unit: str
    sources: tuple[str, ...]
    newest: datetime | None
    command: str
    python: str
    persons: tuple[str, ...] = ()


class Source(Struct, frozen=True, kw_only=True):
    """A source with its rows, traits among them, and the time of its newest event."""

    name: str
    events: int
    newest: datetime | None


class Coverage(Struct, frozen=True, kw_only=True):
    """What is measured and what is not; `outside_events` of the `matched_events` are in no journey."""

    sources: tuple[Source, ...]
    unmatched_share: float
    joined_share: float
    outside_events: int
    phases_without_evidence: tuple[Phase, ...]
    first_contact_unknown: int = 0
    matched_events: int = 0
    warnings: tuple[str, ...] = ()


class ChannelCount(Struct, frozen=True, kw_only=True):
    """Persons by channel; a person may use several."""

    name: str
    people: int


class Next(Struct, gc=False, frozen=True, kw_only=True):
    """Where journeys go after their first visit: to a touchpoint, or to their end."""

    to: str | None
    end: End | None
    journeys: int
    people: int
    share: Estimate | None
    time: Estimate | None


class MapTouchpoint(Struct, frozen=True, kw_only=True):
    """A touchpoint with its counts, and where journeys go from their first visit."""

    name: str
    channel: str | None
    channels: tuple[ChannelCount, ...]
    owner: Owner
    people: int
    journeys: int
    events: int
    first_contact_people: int
    first_contact_evidence: str | None = None
    left_after_people: int
    left_after_evidence: str | None = None
    reached_evidence: str | None = None  # of a goal: who reached it here
    next: tuple[Next, ...]
    emotion: Emotion = Emotion()
    scores: dict[str, Estimate] = field(default_factory=dict)
    score_details: dict[str, ScoreDetail] = field(default_factory=dict)
    verbatims: tuple[Verbatim, ...] = ()
    themes: tuple[ThemeShare, ...] = ()
    speakers: int = 0  # persons who said something in words
    speakers_evidence: str | None = None
    unread: dict[str, int] = field(default_factory=dict)  # verbatims that were not read, by reason
    stated: bool = False  # known only from what persons say of it
    evidence: str


class MapStage(Struct, frozen=True, kw_only=True):
    """A stage with its touchpoints, in the order in which people come to them."""

    name: str
    phase: Phase
    people: int
    continue_rate: Estimate | None
    time: Estimate | None
    evidence: str
    touchpoints: tuple[MapTouchpoint, ...]


class Flow(Struct, gc=False, frozen=True, kw_only=True):
    """An edge: `people` in whose journeys `to` comes immediately after `from` at least once."""

    from_: str = field(name="from")
    to: str
    people: int
    journeys: int
    moves: int
    time: Estimate | None
    evidence: str


class Path(Struct, frozen=True, kw_only=True):
    """Journeys that take exactly this path."""

    touchpoints: tuple[str, ...]
    journeys: int
    people: int
    share: Estimate | None
    goal_rate: Estimate | None
    stability: float | None
    evidence: str


class PathsOther(Struct, frozen=True, kw_only=True):
    """The journeys whose path is not shown."""

    journeys: int
    people: int
    share: float


class Outcomes(Struct, frozen=True, kw_only=True):
    """Journeys by what became of them."""

    reached: int
    left: int
    open: int


class Cell(Struct, frozen=True, kw_only=True):
    """Where a lane meets a stage. `evidence` is an id, or null where there is none."""

    stage: str
    state: State
    provenance: Provenance | None
    evidence: str | None


class Lane(Struct, frozen=True, kw_only=True):
    """A row of the map, with a cell for each stage."""

    id: LaneId
    cells: tuple[Cell, ...]


class JourneyMap(Struct, frozen=True, kw_only=True):
    """Persona × stages × lanes, each cell with its evidence.

    `project.map(…)` makes it; it draws itself in a notebook.
    """

    schema: str = SCHEMA
    journey: str
    title: str
    project: str
    segment: str | None
    segment_rule: str | None = None
    segment_share: Estimate | None = None
    behavioural: bool = False
    since: datetime | None
    until: datetime | None
    as_of: datetime | None
    revision: int
    generated_at: datetime
    guessed: tuple[str, ...] = ()
    people: int
    journeys: Outcomes
    goal: tuple[str, ...] = ()
    goal_rate: Estimate | None
    time_to_goal: Estimate | None
    coverage: Coverage
    stages: tuple[MapStage, ...]
    flows: tuple[Flow, ...]
    paths: tuple[Path, ...]
    paths_other: PathsOther
    moments: tuple[Moment, ...] = ()
    undecided: tuple[Moment, ...] = ()
    conformance: dict[str, Any] | None = None
    checks: tuple[dict[str, Any], ...] = ()
    actions: tuple[dict[str, Any], ...] = ()
    lanes: tuple[Lane, ...]
    evidence: dict[str, Evidence]

    @property
    def guesses(self) -> tuple[str, ...]:
        """What of the journey's definition is there, and nobody has confirmed."""
        return tuple(each for each in self.guessed if each != "goal" or self.goal)

    @property
    def lacks_goal(self) -> bool:
        """Whether a goal was looked for and not found."""
        return "goal" in self.guessed and not self.goal

    @property
    def computing(self) -> frozenset[LaneId]:
        """The lanes that are still being worked out: asked for again, the map has them."""
        return frozenset(
            lane.id for lane in self.lanes if any(cell.state == "computing" for cell in lane.cells)
        )

    def to_json(self) -> str:
        """The document as text, two spaces deep."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> JourneyMap:
        """The map that `to_json` wrote."""
        return msgspec.json.decode(text, type=cls)

    def to_svg(self) -> str:
        """The map as one SVG picture."""
        from footpath.draw import render

        return str(render(self, "svg"))

    def to_html(self) -> str:
        """The map as one self-contained page."""
        from footpath.draw import render

        return str(render(self, "html"))

    def _repr_html_(self) -> str:
        return self.to_svg()
