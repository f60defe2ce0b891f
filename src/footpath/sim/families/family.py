"""The words in which a family of worlds is written: a way to the goal, and what happens beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

SEGMENTS = ("students", "families", "business")
DEVICES = ("desktop", "mobile")
CHANNELS = ("web", "app", "phone", "email")  # a touchpoint without a channel of its own has its device's
# What a lean may speak of. `reading` is a noisy measure of intent; `season` swings from -1 to 1, and `drift`
# rises from 0 to 1 over all days.
FEATURES = ("mobile", *SEGMENTS, "intent", "reading", "season", "drift")
DAYS = 180
FIRST_DAY = "2026-03-02"
WITHIN_DAYS = 14
WAY = ("Visits the site", "Looks at plans", "Compares plans", "Fills the cart", "Pays", "Order confirmed")
MINUTES, HOURS = 60.0, 3600.0
LONG_WAIT = 24 * HOURS  # what was not served by then has met a wait

Polarity = Literal["pain", "delight", "none"]
Lean = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Side:
    """Something that can happen right after a touchpoint of the way, with log-odds `base` + lean · features.

    It adds `acute` to the log-odds of leaving there and then, and `lasting` to those there and later on.
    """

    touchpoint: str
    at: tuple[int, ...]  # positions in the way
    base: float
    lean: Lean = field(default_factory=dict)
    acute: float = 0.0
    lasting: float = 0.0
    kind: str = "touchpoint"
    channel: str | None = None
    segment: str | None = None  # happens in this one only
    during: tuple[int, int] | None = None  # days; from the first on, until the second begins
    times: int = 1  # how often in a row, each with the same chance
    again: bool = False  # the touchpoint of the way happens once more after it
    late: bool = False  # shortly before the next step rather than at once
    wait: float = 0.0  # seconds more until the next step; a wait is no event, so the log shows nothing else

    @property
    def polarity(self) -> Polarity:
        """What meeting it does to people."""
        harm = self.acute + self.lasting
        return "none" if harm == 0 else "pain" if harm > 0 else "delight"


@dataclass(frozen=True, slots=True)
class Burst:
    """People who come on top within some days, by an advertisement, and mean it less."""

    share: float
    during: tuple[int, int]
    intent: float


@dataclass(frozen=True, slots=True)
class Silence:
    """Days on which a source tells nothing; what it would tell of happens all the same."""

    source: str
    during: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Bots:
    """Visitors that are no people: many touchpoints within seconds, often one of them, never the goal."""

    share: float
    touchpoint: str
    often: float  # the share of their steps that is this touchpoint


@dataclass(frozen=True, slots=True)
class Family:
    """All worlds of one kind; a seed makes one of them. `leave` is the log-odds of leaving at each step."""

    promise: str  # what it is there to test, in one line
    sides: tuple[Side, ...]
    way: tuple[str, ...] = WAY
    leave: tuple[float, ...] = (-1.0, -1.1, -1.2, -1.4, -1.8)
    leave_lean: Lean = field(default_factory=lambda: {"intent": -0.7, "mobile": 0.4, "business": -0.4})
    gap: tuple[float, ...] = (9 * MINUTES, 15 * MINUTES, 10 * HOURS, 12 * MINUTES, 6 * MINUTES)  # medians
    pace: float = 0.0  # how much log-gaps shrink with intent
    spread: float = 0.6  # of log-gaps
    segments: tuple[float, ...] = (0.40, 0.35, 0.25)
    mobile: float = 0.5
    seen: bool = False  # whether the reading of intent is in the log
    season: float = 0.0  # how much arrivals swing
    season_intent: float = 0.0
    burst: Burst | None = None
    silence: Silence | None = None
    bots: Bots | None = None

    @property
    def touchpoints(self) -> tuple[str, ...]:
        """All names, those of the way first; that of a wait is in no log."""
        return (*self.way, *(side.touchpoint for side in self.sides))
