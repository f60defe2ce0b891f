"""A history in, the same with what people saw on the way out: the decoys.

An aside happens between two steps and changes nothing: no choice, no wait, no mood. Who meets it is no
accident though, so it looks like a pain point to anyone who compares those who met it with all others.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .company import CODES, codes
from .moves import TRAITS
from .noise import Floats, Ints, Noise, Purpose, logit
from .people import People
from .world import History, in_order

LONGEST = 600  # seconds after the state at which it happens


@dataclass(frozen=True, slots=True)
class Aside:
    """Seen at some states (in the order of STATES), with log-odds `base` + `lean` · traits."""

    state: str
    at: tuple[str, ...]
    base: float
    lean: dict[str, float]


ASIDES = (
    Aside("coverage", ("visit", "compare"), -2.2, {"by_ad": 1.4, "intent": -0.5}),
    Aside("outages", ("ticket", "chase"), -1.2, {"old_phone": 1.2, "senior": 0.6, "offline": 0.4}),
)


def with_asides(history: History, people: People, noise: Noise) -> History:
    """All asides of all people, put in their places."""
    parts = [history, *(happen(each, history, people, noise) for each in ASIDES)]
    return in_order(parts)


def happen(aside: Aside, history: History, people: People, noise: Noise) -> History:
    """The occurrences of one aside."""
    places, code = codes(*aside.at), CODES[aside.state]
    at = np.flatnonzero(np.isin(history.state, places))
    person = history.person[at]
    number, visit = people.number[person], nth_chance(history.take(at), places)
    odds = aside.base + people.traits[person] @ np.array([aside.lean.get(name, 0.0) for name in TRAITS])
    seen = logit(noise.uniform(Purpose.ASIDE, number, code, 2 * visit)) < odds
    later = delay(room(history)[at], noise.uniform(Purpose.ASIDE, number, code, 2 * visit + 1))
    found = history.take(at[seen])
    return History(found.person, found.time + later[seen], np.full(len(found), code), visit[seen], found.mood)


def nth_chance(history: History, places: list[int]) -> Ints:
    """A number of its own for each time that a person is at one of the places."""
    return history.visit * len(places) + np.searchsorted(places, history.state)


def room(history: History) -> Ints:
    """Seconds until the person's next step, at most LONGEST."""
    gap = np.full(len(history), LONGEST, np.int64)
    same = history.person[1:] == history.person[:-1]
    gap[:-1][same] = np.minimum(np.diff(history.time)[same], LONGEST)
    return gap


def delay(gap: Ints, uniform: Floats) -> Ints:
    """Some seconds inside a gap, clear of both its ends."""
    return 2 + (uniform * (gap - 4)).astype(np.int64)
