"""People and chance in, everything that happens to them out; with one state barred, what would have happened.

All people take their next step at the same time; the loop is over steps, never over people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import clock
from .company import CODES, GONE, STATES
from .moves import FEATURES, TRAITS, Moves, compile_moves
from .noise import Floats, Ints, Noise, Purpose, logit, pick
from .people import People

SHORTEST_WAIT = 5  # seconds: systems that write whole seconds must still agree on the order
MOOD_KEPT = 0.93
MOST_REPEATS = 6  # beyond this, another visit changes nothing
AFTERMATH = 60 * clock.DAY  # the world runs on past the data, so that every journey in them is decided

MOODS = np.array([state.mood for state in STATES])
KEEPERS = np.array([clock.HOURS_KEPT.index(state.hours) for state in STATES], np.int64)
NOT_SNAPPED = np.array([state.touchpoint is None for state in STATES])


@dataclass(frozen=True, slots=True)
class Barred:
    """A state that nobody enters any more, from a moment on that each person has (by row)."""

    state: int
    since: Ints


@dataclass(frozen=True, slots=True)
class History:
    """What happened, in the order of person (a row of People) and time. `mood` is after it."""

    person: Ints
    time: Ints
    state: Ints
    visit: Ints  # how often the person was in that state before
    mood: Floats

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints | np.typing.NDArray[np.bool_]) -> History:
        """Some of what happened."""
        return History(*(getattr(self, name)[rows] for name in self.__slots__))


def live(people: People, noise: Noise, barred: Barred | None = None, until: Ints | None = None) -> History:
    """Everything that people do until they are gone or the world ends, or no longer than `until` (by row).

    >>> from footpath.sim.people import invent
    >>> noise = Noise(seed=1)
    >>> len(live(invent(10, noise), noise)) > 10
    True
    """
    moves = compile_moves()
    last = np.full(len(people), clock.end() + AFTERMATH, np.int64) if until is None else until
    walk = Walk(people, noise, moves, barred)
    steps = []
    while len(walk.row):
        steps.append(walk.arrive())
        walk.leave(last)
    return in_order(steps)


def in_order(parts: list[History]) -> History:
    """Parts of a history in, the whole by person and time out."""
    whole = History(*(np.concatenate([getattr(part, name) for part in parts]) for name in History.__slots__))
    return whole.take(np.lexsort((whole.time, whole.person)))


class Walk:
    """Those who are still under way (by row of `people`): where, when, in what mood."""

    def __init__(self, people: People, noise: Noise, moves: Moves, barred: Barred | None) -> None:
        self.people, self.noise, self.moves, self.barred = people, noise, moves, barred
        self.row = np.arange(len(people), dtype=np.int64)
        self.state, self.time = people.state, people.arrival
        self.mood = np.zeros(len(people))
        self.visits = np.zeros((len(people), len(STATES)), np.int64)

    def arrive(self) -> History:
        """What happens on arrival; the mood changes."""
        visit = self.visits[self.row, self.state]
        self.visits[self.row, self.state] += 1
        self.mood = MOOD_KEPT * self.mood + MOODS[self.state]
        self.visit = visit
        return History(self.row, self.time, self.state, visit, self.mood)

    def leave(self, last: Ints) -> None:
        """Choose the way on, wait, and drop whoever is gone or past the end of the world."""
        number = self.people.number[self.row]
        way = self.choose(number)
        target = self.moves.target[self.state, way]
        time = self.wait(number, way, target)
        stay = (target != CODES[GONE]) & (time <= last[self.row])
        self.row, self.state, self.time, self.mood = self.row[stay], target[stay], time[stay], self.mood[stay]

    def choose(self, number: Ints) -> Ints:
        """The exit that each takes; where it leads to the barred state, another one by a second draw."""
        weights = self.weights()
        chosen = pick(weights, self.noise.uniform(Purpose.CHOICE, number, self.state, self.visit))
        if self.barred is None:
            return chosen
        closed = self.moves.target[self.state, chosen] == self.barred.state
        again = np.flatnonzero(closed & (self.time >= self.barred.since[self.row]))
        weights[again, chosen[again]] = 0
        second = self.noise.uniform(Purpose.REROUTE, number[again], self.state[again], self.visit[again])
        chosen[again] = pick(weights[again], second)
        return chosen

    def weights(self) -> Floats:
        """The weight of each exit for each person, now."""
        features = np.empty((len(self.row), len(FEATURES)))
        features[:, : len(TRAITS)] = self.people.traits[self.row]
        features[:, -2] = self.mood
        features[:, -1] = np.minimum(self.visit, MOST_REPEATS)
        lean = np.matmul(self.moves.lean[self.state], features[:, :, None])[:, :, 0]
        time = self.time[:, None]
        is_open = (self.moves.opens[self.state] <= time) & (time < self.moves.closes[self.state])
        return np.asarray(self.moves.weight[self.state] * np.exp(lean) * is_open, np.float64)

    def wait(self, number: Ints, way: Ints, target: Ints) -> Ints:
        """When each arrives at `target`: log-logistic waits, long ones ending at an hour that it keeps."""
        median, spread = self.moves.seconds[self.state, way], self.moves.spread[self.state, way]
        luck = logit(self.noise.uniform(Purpose.WAIT, number, self.state, self.visit))
        waited = np.maximum(median * np.exp(spread * luck), SHORTEST_WAIT).astype(np.int64)
        arrives = self.time + waited
        hour = self.noise.uniform(Purpose.HOUR, number, self.state, self.visit)
        snapped = clock.at_waking_hours(arrives, self.time + clock.HOUR, KEEPERS[target], hour)
        one_sitting = (waited < clock.SNAPPED_FROM) & clock.is_open(arrives, KEEPERS[target])
        return np.where(one_sitting | NOT_SNAPPED[target], arrives, snapped)
