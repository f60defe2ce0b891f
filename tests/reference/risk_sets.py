"""Risk sets of which it is known what meeting it does: drawn by lot, with the fate of each person in hand.

Everybody has a fate, a number of 0 to 1: the goal is reached where it is below the person's chance. So it is
known of each what would have become of them otherwise.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from footpath.stats.effects import RiskSet
from footpath.stats.logistic import sigmoid

HARM = 0.25  # what meeting it takes off the chance of the goal


def once(met: Any, outcome: Any, features: Any = None, **more: Any) -> RiskSet:
    """One time of risk a person; without features, nothing is known of anybody."""
    n = len(met)
    known = np.ones((n, 1)) if features is None else np.asarray(features, np.float64).reshape(n, -1)
    columns: dict[str, Any] = {
        "person": np.arange(n),
        "journey": np.arange(n),
        "met": np.asarray(met, np.bool_),
        "outcome": np.asarray(outcome, np.float64),
        "features": known,
        "observed": np.ones(n),
        "weight": np.ones(n),
    }
    return RiskSet(**(columns | more))


def fated(rng: np.random.Generator, met: Any, chance: Any) -> tuple[Any, float]:
    """Who reaches the goal, and what meeting it truly did to those who met it."""
    fate = rng.random(len(met))
    otherwise, then = fate < chance, fate < chance - HARM
    return np.where(met, then, otherwise), float(then[met].mean() - otherwise[met].mean())


def repeated(people: int, seed: int, *, steps: int = 6) -> tuple[RiskSet, float]:
    """Six times of risk a person, until it is met: most of those who do not meet it now will, later.

    What draws them there is a trait that also costs goals, and a whim of each time that does not.
    """
    rng = np.random.default_rng(seed)
    trait = rng.normal(size=people)
    whim = trait[:, None] + rng.normal(size=(people, steps))
    hit = rng.random((people, steps)) < sigmoid(-1.6 + 0.6 * whim)
    when = np.where(hit.any(axis=1), hit.argmax(axis=1), steps)
    outcome, truth = fated(rng, when < steps, sigmoid(0.4 - 0.8 * trait))
    person, step = np.nonzero(np.arange(steps) <= when[:, None])
    features = np.column_stack([trait[person], whim[person, step], step])
    return once(hit[person, step], outcome[person], features, person=person, journey=person), truth
