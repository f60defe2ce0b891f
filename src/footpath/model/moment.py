"""A moment: a pattern in journeys that costs, or wins, goals or feelings. Names are those of the wire."""

from __future__ import annotations

from datetime import date
from typing import Literal, get_args

from msgspec import Struct, field

from footpath.model.estimate import Estimate
from footpath.model.heard import Verbatim

Polarity = Literal["pain", "delight"]
Kind = Literal[
    "loop",
    "dead_end",
    "wait",
    "repeat_contact",
    "channel_switch",
    "rage",
    "hesitation",
    "detour",
    "emotion",
    "theme",
    "drop_off",
    "touchpoint",
]
# The most telling first: of several that are one thing, the first names it.
KINDS: tuple[Kind, ...] = get_args(Kind)


class MomentSegment(Struct, frozen=True, kw_only=True):
    """How one segment meets a moment: `met` is the share of its persons at risk, `effect` is theirs alone."""

    name: str
    at_risk: int
    exposed: int
    met: Estimate | None
    effect: Estimate | None
    refused: str | None = None


class WhatIf(Struct, frozen=True, kw_only=True):
    """How many more journeys would reach the goal without the moment, by two models."""

    effect_model: Estimate | None  # unit "journeys"
    absorbing_chain: Estimate | None  # unit "journeys"; who meets it is taken for no one special


class Beside(Struct, frozen=True, kw_only=True):
    """What came directly before or after: a touchpoint, or None where the journey begins or stops."""

    touchpoint: str | None
    people: int
    share: Estimate | None


class MomentDetail(Struct, frozen=True, kw_only=True):
    """What the page of one moment shows besides: diagnostics, segments, neighbours, quotes."""

    fitted_on: int  # person-steps
    balance: float | None  # the largest standardised difference that is left after weighting
    placebo: Estimate | None  # the same comparison of what happened before: 0 but for noise
    controls: int  # persons who could have met it when others did, and did not
    segments: tuple[MomentSegment, ...] = ()
    what_if: WhatIf | None = None
    before: tuple[Beside, ...] = ()
    after: tuple[Beside, ...] = ()
    quotes: tuple[Verbatim, ...] = ()
    also: tuple[str, ...] = ()  # other patterns that are the same thing, in words
    tied: tuple[str, ...] = ()  # titles of moments that can't be told apart from it in rank
    notes: tuple[str, ...] = ()


class Moment(Struct, frozen=True, kw_only=True):
    """A pattern in journeys that costs, or wins, goals or feelings.

    `at_risk` and `exposed` are persons, `journeys` are those journeys that met it. `effect` is the change in
    the probability of reaching the goal, for those who met it, caused by it.
    """

    id: str
    polarity: Polarity
    kind: Kind
    touchpoint: str
    from_: str | None = field(name="from", default=None)
    threshold: float | None = None  # seconds, of a wait or hesitation
    stage: str
    title: str
    at_risk: int
    exposed: int
    journeys: int = 0
    effect: Estimate | None = None
    refused: str | None = None
    lost_goals: Estimate | None = None  # −effect × journeys, unit "journeys"
    outcomes: dict[str, Estimate | None] = field(default_factory=dict)
    effect_method: Literal["observational", "randomised"] = "observational"
    overlap: float | None = None
    robustness: float | None = None
    q_value: float | None = None
    rank: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    p_top3: float | None = None
    began: date | None = None
    ended: date | None = None
    segment_most_hit: str | None = None
    evidence: str
    detail: MomentDetail | None = None


class Moments(Struct, frozen=True, kw_only=True):
    """What `moments --json` prints: pain points and then delights, best first; undecided ones apart."""

    journey: str
    segment: str | None
    people: int
    revision: int
    moments: tuple[Moment, ...] = ()
    undecided: tuple[Moment, ...] = ()
    looked_at: int = 0  # candidates in the scan
    notes: tuple[str, ...] = ()
