"""A finding and its journeys in, what the page of one moment tells besides out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from footpath.model.estimate import Estimate
from footpath.model.journey import Journeys
from footpath.model.moment import Moment, MomentDetail, MomentSegment, Polarity, WhatIf
from footpath.moments.candidate import Candidate, Detector, Risk
from footpath.moments.chain import Chain
from footpath.moments.detect.said import Said
from footpath.moments.learning import Learnt, learn
from footpath.moments.neighbours import after, before
from footpath.moments.outcomes import Outcome
from footpath.moments.quoted import Quoting
from footpath.moments.scan import FITS, Found, Scan, losses
from footpath.moments.stating import METHOD, called, interval
from footpath.moments.things import Thing
from footpath.stats.intervals import Z, wilson
from footpath.stats.ranks import tied

Ints = NDArray[np.int64]
ANSWERED = "What it does to scores is of those who answered."
FEW = "too few of them met it, or could have and did not"
UNDECIDED = "it is undecided for everybody"


class Company(Struct, frozen=True):
    """The titles of other patterns that are the same thing, and of moments that can't be told from it."""

    also: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Detailing:
    """What details are made from; the journeys are those that were scanned."""

    journeys: Journeys
    candidates: Mapping[Candidate, Detector[Any]]
    outcomes: Mapping[str, Outcome]
    groups: tuple[str, ...]
    chain: Chain
    quoting: Quoting | None = None

    def detail(
        self, thing: Thing, moment: Moment, company: Company, changes: Mapping[str, Estimate | None]
    ) -> MomentDetail:
        """All that only the page of this moment tells; `changes` are what it does besides."""
        learnt, pattern = thing.learnt, thing.measured
        tool = self.candidates[pattern]
        risk = tool.risk(self.journeys, pattern)
        at = meetings(tool, self.journeys, risk, pattern)
        doubts = learnt.doubts
        return MomentDetail(
            fitted_on=learnt.fitted_on,
            balance=doubts.balance if doubts else None,
            placebo=_placebo(learnt),
            controls=learnt.counts.at_risk - learnt.counts.exposed,
            segments=tuple(self._segments(learnt, undecided=moment.refused is not None)),
            what_if=WhatIf(effect_model=moment.lost_goals, absorbing_chain=self.chain.without(pattern)),
            before=before(self.journeys, risk, at),
            after=after(self.journeys, risk, at),
            quotes=self._quotes(pattern, tool, risk, moment.polarity, at),
            also=company.also,
            tied=company.tied,
            notes=(ANSWERED,) if changes.get("score") else (),
        )

    def changes(self, thing: Thing) -> dict[str, Estimate | None]:
        """What it does to all else that becomes of journeys."""
        return {
            name: self._change(thing, at, outcome)
            for at, (name, outcome) in enumerate(self.outcomes.items())
            if at
        }

    def _change(self, thing: Thing, at: int, outcome: Outcome) -> Estimate | None:
        learnt = learn(thing.met, outcome=at, binary=outcome.binary, seeds=FITS)
        return None if learnt.refused else interval(learnt, learnt.effect, outcome.unit)

    def _segments(self, learnt: Learnt, *, undecided: bool) -> list[MomentSegment]:
        effects = (() if undecided else learnt.by_group) or (None,) * len(self.groups)
        rows = zip(self.groups, learnt.counts.groups.tolist(), effects, strict=True)
        return [
            MomentSegment(
                name=name,
                at_risk=risk,
                exposed=met,
                met=wilson(met, risk) if risk else None,
                effect=interval(learnt, effect, persons=met),
                refused=None if effect else (UNDECIDED if undecided else FEW),
            )
            for name, (risk, met), effect in rows
        ]

    def _quotes(
        self, pattern: Candidate, tool: Detector[Any], risk: Risk, polarity: Polarity, at: Ints
    ) -> Any:
        if self.quoting is None:
            return ()
        speaks = tool.speaks(pattern) if isinstance(tool, Said) else None
        return self.quoting.about(self.journeys, risk, polarity, at=at, speaks=speaks)


def meetings(tool: Detector[Any], journeys: Journeys, risk: Risk, candidate: Candidate) -> Ints:
    """The position of the step at which it is met, for each row of the risk [n]."""
    if isinstance(tool, Said):
        return tool.steps(journeys, risk, candidate)
    if candidate.kind in ("wait", "hesitation"):
        return risk.position - 1
    return risk.position


def _placebo(learnt: Learnt) -> Estimate | None:
    """How much likelier the goal was before they met it: nothing, where nothing unseen draws people there."""
    if learnt.doubts is None:
        return None
    found = learnt.doubts.selection
    half = Z * found.error
    return Estimate(found.value, found.value - half, found.value + half, learnt.persons, "share", METHOD)


def company(found: Found, scan: Scan) -> Company:
    """What else is the same thing, and what can't be told from it."""
    also = dict.fromkeys(called(each) for each in found.thing.also)
    return Company(tuple(also), tuple(_tied(found, scan)))


def _tied(found: Found, scan: Scan) -> Sequence[str]:
    """The titles of those of its side that can't be told from it."""
    side = scan.pains if found.polarity == "pain" else scan.delights
    me = next((at for at, each in enumerate(side) if each.candidate == found.candidate), None)
    if me is None:
        return ()
    lost, errors, _ = losses(side)
    same = tied(lost, errors)[me]
    return [called(each.candidate, each.polarity) for at, each in enumerate(side) if same[at] and at != me]
