"""What a scan found in, moments as the map and `moments --json` tell them out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from footpath.model.estimate import Estimate, Unit
from footpath.model.moment import Moment, Polarity
from footpath.moments.candidate import Candidate
from footpath.moments.learning import Learnt
from footpath.moments.scan import Found, Scan
from footpath.moments.since import since
from footpath.moments.telling import title
from footpath.stats.effects import Contrast
from footpath.stats.intervals import student, wilson

SECOND = 1_000_000
METHOD = "risk-set aipw"
OBSERVED = "observational"
Note = Callable[[dict[str, Any], int], str]  # what was measured, and how many met it → evidence id


@dataclass(frozen=True, slots=True, eq=False)
class Stating:
    """Turns findings into moments; `stages` are those of touchpoints, `groups` the names of segments."""

    stages: Mapping[str, str]
    groups: tuple[str, ...]
    note: Note
    known: tuple[str, ...]  # the segments among them that nothing that happens decides

    def moment(self, found: Found, scan: Scan) -> Moment:
        """One moment, without what only its own page tells."""
        candidate, learnt = found.candidate, found.learnt
        change = interval(learnt, learnt.effect)
        doubts = learnt.doubts
        span = since(learnt.counts) if change else None
        return Moment(
            id=candidate.id,
            polarity=found.polarity,
            kind=candidate.kind,
            touchpoint=candidate.touchpoint,
            from_=candidate.from_,
            threshold=_seconds(candidate),
            stage=self.stages.get(candidate.touchpoint, ""),
            title=called(candidate, None if learnt.refused else found.polarity),
            at_risk=learnt.counts.at_risk,
            exposed=learnt.counts.exposed,
            journeys=learnt.counts.journeys,
            effect=None if learnt.refused else change,
            refused=learnt.refused,
            lost_goals=None if learnt.refused else lost(change, learnt.counts.journeys),
            overlap=None if doubts is None else doubts.overlap,
            robustness=learnt.robustness,
            q_value=found.q,
            **_rank(found, scan),
            began=span.begin if span else None,
            ended=span.end if span else None,
            segment_most_hit=most_hit(learnt, self.groups, self.known),
            evidence=self.note(found.thing.measured.parameters(), learnt.counts.exposed),
        )


def called(candidate: Candidate, polarity: Polarity | None = "pain") -> str:
    """What a pattern is called."""
    seconds = _seconds(candidate)
    return title(candidate.kind, candidate.touchpoint, candidate.from_, seconds, candidate.about, polarity)


def _seconds(candidate: Candidate) -> float | None:
    return None if candidate.threshold is None else candidate.threshold / SECOND


def _rank(found: Found, scan: Scan) -> dict[str, Any]:
    """Where it stands among those of its side."""
    ranks, at = scan.ranks.get(found.polarity), found.rank
    if ranks is None or at is None:
        return {}
    return {
        "rank": float(ranks.expected_rank[at]),
        "rank_low": int(ranks.low[at]),
        "rank_high": int(ranks.high[at]),
        "p_top3": float(ranks.p_top3[at]),
    }


def interval(
    learnt: Learnt, effect: Contrast | None, unit: Unit = "share", persons: int | None = None
) -> Estimate | None:
    """An effect with its 95 % interval: Student's, and wider by what may draw people there unseen."""
    if effect is None:
        return None
    n = learnt.persons if persons is None else persons
    controls = learnt.doubts.controls if learnt.doubts else n
    degrees = max(min(float(n), controls) - 1, 1.0)
    half = float(student(np.array(degrees))) * effect.error + (learnt.widened if unit == "share" else 0.0)
    method = f"{METHOD}, {OBSERVED}" + (", widened for what draws people there" if learnt.widened else "")
    return Estimate(effect.value, effect.value - half, effect.value + half, n, unit, method)


def lost(effect: Estimate | None, journeys: int) -> Estimate | None:
    """The goals that an effect costs the journeys that met it: −effect × journeys."""
    if effect is None:
        return None
    low, high = sorted((-effect.low * journeys, -effect.high * journeys))
    return Estimate(-effect.value * journeys, low, high, effect.n, "journeys", effect.method)


def most_hit(learnt: Learnt, groups: tuple[str, ...], known: tuple[str, ...]) -> str | None:
    """The segment of which the largest share meets it, if that is clearly more than of everybody."""
    everybody = learnt.counts.exposed / max(learnt.counts.at_risk, 1)
    rows = dict(zip(groups, learnt.counts.groups.tolist(), strict=True))
    shares = [(share, name) for name in known if (share := wilson(rows[name][1], rows[name][0])) is not None]
    best = max(shares, key=lambda each: each[0].value, default=None)
    return best[1] if best is not None and best[0].low > everybody else None
