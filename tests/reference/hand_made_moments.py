"""Moments as an engine would find them, made by hand; and a project that answers with them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from msgspec.structs import replace

from footpath.errors import UnknownName
from footpath.model.estimate import Estimate
from footpath.model.heard import Verbatim
from footpath.model.moment import Beside, Moment, MomentDetail, Moments, MomentSegment, WhatIf
from footpath.moments.telling import title


def estimate(value: float, low: float, high: float, unit: Any = "share", n: int = 412) -> Estimate:
    return Estimate(value, low, high, n, unit, "risk-set aipw, 100,000 person-steps")


def moment(
    kind: Any, touchpoint: str, lost: float, ranks: tuple[int, int] | None = None, **more: Any
) -> Moment:
    """A moment that 412 of 1,200 met; `lost` goals, give or take a third and five."""
    doubt = abs(lost) / 3 + 5
    polarity = "pain" if lost >= 0 else "delight"
    told = {each: more.get(each) for each in ("from_", "threshold")}
    made = {
        "id": f"{kind}-{abs(round(lost))}",
        "polarity": polarity,
        "kind": kind,
        "touchpoint": touchpoint,
        "stage": "I buy",
        "title": title(kind, touchpoint, told["from_"], told["threshold"], polarity=polarity),
        "at_risk": 1200,
        "exposed": 412,
        "journeys": 430,
        "effect": estimate(-lost / 430, (-lost - doubt) / 430, (-lost + doubt) / 430),
        "lost_goals": estimate(lost, lost - doubt, lost + doubt, "journeys"),
        "overlap": 0.97,
        "robustness": 0.12,
        "q_value": 0.0004,
        "evidence": "lens",
    }
    if ranks:
        made |= {"rank": sum(ranks) / 2, "rank_low": ranks[0], "rank_high": ranks[1], "p_top3": 0.93}
    return Moment(**made | more)


def refused(kind: Any, touchpoint: str, why: str | None, **more: Any) -> Moment:
    """A moment of which nothing can be said."""
    nothing = {"effect": None, "lost_goals": None, "refused": why, "overlap": 0.41, "q_value": None}
    return moment(kind, touchpoint, 1, **nothing | more)


DETAIL = MomentDetail(
    fitted_on=18_204,
    balance=0.04,
    placebo=estimate(0.003, -0.012, 0.018),
    controls=788,
    segments=(
        MomentSegment(
            name="students",
            at_risk=300,
            exposed=180,
            met=estimate(0.6, 0.543, 0.654),
            effect=estimate(-0.41, -0.5, -0.32),
        ),
        MomentSegment(
            name="everybody else",
            at_risk=900,
            exposed=232,
            met=estimate(0.258, 0.23, 0.287),
            effect=estimate(-0.2, -0.27, -0.13),
        ),
        MomentSegment(
            name="over 80", at_risk=12, exposed=3, met=None, effect=None, refused="only 3 people met it"
        ),
    ),
    what_if=WhatIf(
        effect_model=estimate(120, 80, 160, "journeys"), absorbing_chain=estimate(214, 190, 240, "journeys")
    ),
    before=(
        Beside(touchpoint="Fills the cart", people=300, share=estimate(0.73, 0.68, 0.77)),
        Beside(touchpoint=None, people=112, share=estimate(0.27, 0.23, 0.32)),
    ),
    after=(
        Beside(touchpoint="Calls the hotline", people=140, share=estimate(0.34, 0.3, 0.39)),
        Beside(touchpoint=None, people=272, share=estimate(0.66, 0.61, 0.7)),
    ),
    quotes=(
        Verbatim(
            text="My card was declined three times and ███ could not say why.",
            emotion="frustrated",
            source="hotline survey",
            time=datetime(2026, 2, 20, tzinfo=UTC),
            ref="r1",
            represents=17,
        ),
    ),
    also=("“Payment is declined” is where journeys end",),
    tied=("“Identity check” is where journeys end",),
    notes=("Facts that the exports carry were looked at: plan_type, device.",),
)
PAYS = moment(
    "loop",
    "Pays",
    120,
    (1, 2),
    id="loop-1",
    began=date(2026, 2, 9),
    ended=date(2026, 3, 23),
    segment_most_hit="students",
    outcomes={
        "time_to_goal": estimate(1.5 * 86_400, 0.4 * 86_400, 2.6 * 86_400, "seconds"),
        "leaving": estimate(0.11, 0.07, 0.15),
        "score": None,
    },
)
IDENTITY = moment("dead_end", "Identity check fails", 104, (1, 3), id="dead-1")
WAITS = moment(
    "wait", "SIM is sent", 71, (2, 3), id="wait-1", threshold=4 * 86_400.0, began=date(2026, 1, 12)
)
BILL = moment(
    "channel_switch", "Calls about the bill", 22, (4, 4), id="switch-1", from_="Opens the first bill"
)
ADVISOR = moment("touchpoint", "Asks an advisor", -64, id="touch-1")
FEW = refused("hesitation", "Chooses a plan", "too few people who met it can be compared", id="hesitation-1")
CHANCE = moment("detour", "Compares plans", 9, id="detour-1", q_value=0.31)
FOUND = Moments(
    journey="buy",
    segment=None,
    people=4812,
    revision=1,
    moments=(PAYS, IDENTITY, WAITS, BILL, ADVISOR),
    undecided=(FEW, CHANCE),
    looked_at=61,
)
NOTHING = replace(FOUND, moments=(), undecided=())


class Telling:
    """A project that answers with given moments, and in everything else is the one that it stands before."""

    def __init__(self, found: Moments, project: Any = None) -> None:
        self.found, self.project, self.asked = found, project, []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.project, name)

    def beside(self) -> None:
        """Nobody else knows these moments."""

    def run(self, question: Any, journey: str | None = None, **lens: Any) -> Moments:
        """The moments, with detail where it is asked for; an id that is not among them is an error."""
        self.asked.append((question, journey, lens))
        if not question.one:
            return self.found
        known = {each.id: each for each in (*self.found.moments, *self.found.undecided)}
        if question.one not in known:
            raise UnknownName("moment", question.one, known)
        return replace(
            self.found,
            moments=tuple(replace(each, detail=DETAIL) for each in self.found.moments),
            undecided=tuple(replace(each, detail=DETAIL) for each in self.found.undecided),
        )
