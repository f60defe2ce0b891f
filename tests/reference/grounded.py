"""What effects need besides journeys, made by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from footpath.model.journey import REACHED, Journeys
from footpath.moments.background import Background, Endings
from footpath.moments.candidate import Candidate
from footpath.moments.learning import Learnt
from footpath.moments.measuring import Counts, Met
from footpath.moments.plan import Planning
from footpath.moments.samples import Sample
from footpath.moments.things import Thing
from footpath.stats.effects import Contrast, RiskSet
from reference.risk_sets import once


def ground(journeys: Journeys, hashes: Sequence[int] | None = None, **more: Any) -> Background:
    """A background of which nothing is told that the journeys do not tell.

    Persons have their number as hash if not told otherwise. The only ending is whether the goal was reached,
    known of settled journeys.
    """
    n = len(journeys.persons)
    keys = journeys.step[journeys.first]
    order = np.argsort(keys)
    reached = journeys.settled & (journeys.outcome == REACHED)
    known: dict[str, Any] = {
        "plan": Planning().finish(Planning().partial(journeys)),
        "hashes": np.arange(n) if hashes is None else np.array(hashes[:n], np.int64),
        "keys": keys[order],
        "endings": Endings(("goal",), column(reached)[order], column(journeys.settled)[order]),
        "groups": {},
        "unusual": np.zeros(n, np.bool_),
        "sampled": np.ones(n, np.bool_),
    }
    return Background(**(known | more))


def column(values: Any) -> Any:
    """One column of numbers."""
    return values.astype(np.float64)[:, None]


def measured(risk: RiskSet, *, groups: Any = None, **counts: Any) -> Met:
    """A risk set as measuring would have found it; all persons are in the sample."""
    exposed = np.isin(risk.person, risk.person[risk.met])
    members = np.zeros((len(risk), 0), np.bool_) if groups is None else groups
    whole = Sample(
        person=risk.person,
        journey=risk.journey,
        position=np.arange(len(risk)),
        met=risk.met,
        columns=risk.features,
        outcomes=risk.outcome[:, None],
        observed=risk.observed[:, None],
        groups=members,
        weight=risk.weight,
    )
    sides = [len(np.unique(risk.person[side])) for side in (~exposed, exposed)]
    k = risk.features.shape[1]
    known: dict[str, Any] = {
        "at_risk": sum(sides),
        "exposed": sides[1],
        "journeys": len(np.unique(risk.journey[risk.met])),
        "reached": 0,
        "reached_by": 0,
        "unusual": 0,
        "blind": 0,
        "sampled_from": np.array(sides),
        "groups": np.zeros((members.shape[1], 2), np.int64),
        "days": np.zeros(0, np.int64),
        "by_day": np.zeros((0, 2), np.int64),
    }
    names, ways = tuple(f"column {at}" for at in range(k)), np.arange(k) > 0
    return Met(Counts(**(known | counts)), whole.take(~exposed), whole.take(exposed), names, ways)


def thing(candidate: Candidate, journeys: Iterable[int], effect: float | None = -0.1, **counts: Any) -> Thing:
    """A thing that some of 400 journeys meet, one a person; without effect nobody can tell it."""
    met = measured(once(np.isin(np.arange(400), list(journeys)), np.arange(400) % 2), **counts)
    nothing = np.zeros(0)
    found = None if effect is None else Contrast(effect, 0.01, 0.5, nothing, nothing)
    refused = None if effect is not None else "nobody can tell"
    return Thing(candidate, met, Learnt(met.counts, 400, met.counts.exposed, found, refused=refused))
