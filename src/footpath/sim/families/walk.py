"""People in, all that happens to them out; with a side barred, what would have happened instead.

Everybody takes the same step of the way at the same time; the loop is over steps, never over people. After
each touchpoint one of the sides happens, or none and the step is over: who can't meet the barred one takes
another way on, by a second draw, as in the company. Each number hangs on person, step and purpose, so all
other luck stays as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from footpath.sim.noise import Floats, Ints, Noise, Purpose, pick

from .family import LONG_WAIT, Family, Side
from .people import Flags, People, from_uniforms, start_of

APART = 7  # seconds between things that happen at one step
ROUNDS = 3  # as many sides can happen at one step
LEAVES, GAP, SIDES = 0, 1, 3  # what the numbers of a step are for: GAP takes two, the sides take the rest
NOBODY = -1  # bars no side
Sides = list[tuple[int, Side]]  # with their positions in the family


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """What happened: person (a row of People), time and touchpoint of each event, in no order."""

    person: Ints
    time: Ints
    touchpoint: Ints

    @classmethod
    def of(cls, parts: list[Story]) -> Story:
        """Several stories as one."""
        return cls(*(np.concatenate([getattr(part, name) for part in parts]) for name in cls.__slots__))

    def take(self, rows: Ints | Flags) -> Story:
        """Some of it."""
        return Story(self.person[rows], self.time[rows], self.touchpoint[rows])


@dataclass(frozen=True, slots=True, eq=False)
class Walked:
    """What happened to n people, and when each came to the goal: -1 for never."""

    story: Story
    goal: Ints  # [n]


def walk(family: Family, people: People, noise: Noise, barred: Ints | None = None) -> Walked:
    """Everybody's way; `barred` [n] is for each the position of the side that can't happen to them."""
    party = Party(family, people, noise, np.full(len(people), NOBODY) if barred is None else barred)
    for step in range(len(family.way) - 1):
        party.live(step)
    return party.arrive()


def chances(family: Family, people: People) -> Floats:
    """How likely each side is for each person where it alone can happen [n, sides]."""
    chance = np.empty((len(people), len(family.sides)))
    for at, side in enumerate(family.sides):
        chance[:, at] = sigmoid(side.base + people.odds(side.lean))
        if side.segment:
            chance[:, at] *= people.odds({side.segment: 1.0})
    return chance


class Party:
    """Those who are still on the way (by row of `people`): when, and with how much lasting harm."""

    def __init__(self, family: Family, people: People, noise: Noise, barred: Ints) -> None:
        self.family, self.people, self.noise, self.barred = family, people, noise, barred
        self.chance = chances(family, people)
        self.leaning = people.odds(family.leave_lean)
        self.row = np.arange(len(people), dtype=np.int64)
        self.time = people.arrival
        self.harm = np.zeros(len(people))
        self.parts: list[Story] = []

    def live(self, step: int) -> None:
        """One step of the way: arrive, meet what there is, leave or go on."""
        sides = sides_of(self.family, step)
        luck = self.luck(step, SIDES + 2 * ROUNDS + len(sides))
        waiting = self.wait(sides, luck[:, SIDES + 2 * ROUNDS :])
        gap = self.gap(step, luck) + (waiting @ np.array([side.wait for _, side in sides])).astype(np.int64)
        self.tell(self.row, self.time, step)
        met = waiting + self.meet(step, sides, luck[:, SIDES : SIDES + 2 * ROUNDS], gap)
        self.harm = self.harm + met @ np.array([side.lasting for _, side in sides])
        acute = met @ np.array([side.acute for _, side in sides])
        odds = self.family.leave[step] + self.leaning[self.row] + self.harm + acute
        stay = luck[:, LEAVES] >= sigmoid(odds)
        self.row, self.harm, self.time = self.row[stay], self.harm[stay], (self.time + gap)[stay]

    def arrive(self) -> Walked:
        """Whoever is left has come to the goal."""
        goal = np.full(len(self.people), -1, np.int64)
        goal[self.row] = self.time
        self.tell(self.row, self.time, len(self.family.way) - 1)
        return Walked(Story.of(self.parts), goal)

    def luck(self, step: int, numbers: int) -> Floats:
        """The numbers of this step, a row a person."""
        return self.noise.uniform(
            Purpose.CHOICE, self.people.number[self.row][:, None], step, np.arange(numbers)
        )

    def gap(self, step: int, luck: Floats) -> Ints:
        """Seconds until the next step: log-normal, with room for all that may happen before."""
        width = self.family.spread * from_uniforms(luck[:, GAP], luck[:, GAP + 1])
        pace = self.family.pace * self.people.intent[self.row]
        median = self.family.gap[step % len(self.family.gap)]
        return np.asarray(median * np.exp(width - pace), np.int64) + APART * (2 * ROUNDS + 2)

    def wait(self, sides: Sides, luck: Floats) -> Flags:
        """Who has to wait: it is no event, so it stands in nothing's way."""
        waits = np.array([side.wait > 0 for _, side in sides], np.bool_)
        places = np.array([place for place, _ in sides], np.int64)
        met = (luck < self.chance[self.row][:, places]) & waits
        met &= self.barred[self.row][:, None] != places
        for at in np.flatnonzero(waits).tolist():
            who = np.flatnonzero(met[:, at])
            self.tell(self.row[who], self.time[who] + int(LONG_WAIT), len(self.family.way) + int(places[at]))
        return met

    def meet(self, step: int, sides: Sides, luck: Floats, gap: Ints) -> Ints:
        """How often each meets which side of this step, one after the other until none happens."""
        met = np.zeros((len(self.row), len(sides)), np.int64)
        going = np.arange(len(self.row))
        places = np.array([*(place for place, _ in sides), NOBODY - 1], np.int64)
        for turn in range(ROUNDS):
            weights = self.weights(sides, going, met[going])
            chosen = pick(weights, luck[going, 2 * turn])
            barred = places[chosen] == self.barred[self.row[going]]
            weights[barred, chosen[barred]] = 0.0
            chosen[barred] = pick(weights[barred], luck[going[barred], 2 * turn + 1])
            going, chosen = going[chosen < len(sides)], chosen[chosen < len(sides)]
            met[going, chosen] += 1
            for at in range(len(sides)):
                self.tell_side(step, sides[at], going[chosen == at], turn, gap)
        return met

    def weights(self, sides: Sides, who: Ints, met: Ints) -> Floats:
        """The odds of each side, and last of none, for some of those on the way."""
        chance = self.chance[self.row[who]][:, [place for place, _ in sides]]
        can = met < np.array([0 if side.wait else side.times for _, side in sides])
        for at, (_, side) in enumerate(sides):
            if side.during:
                first, end = map(start_of, side.during)
                can[:, at] &= (first <= self.time[who]) & (self.time[who] < end)
        return np.column_stack([can * chance / (1 - chance), np.ones(len(who))])

    def tell_side(self, step: int, placed: tuple[int, Side], who: Ints, turn: int, gap: Ints) -> None:
        """Write down that a side was met; what is late, shortly before the next step."""
        place, side = placed
        after = gap[who] - APART * (ROUNDS - turn) if side.late else APART * (turn + 1)
        time = self.time[who] + after
        self.tell(self.row[who], time, len(self.family.way) + place)
        if side.again:
            self.tell(self.row[who], time + APART // 2, step)

    def tell(self, row: Ints, time: Ints, touchpoint: int) -> None:
        """Write down that something happened to some."""
        self.parts.append(Story(row, time, np.full(len(row), touchpoint, np.int64)))


def sides_of(family: Family, step: int) -> Sides:
    """The sides that can happen at a step, by position in the family."""
    return [(at, side) for at, side in enumerate(family.sides) if step in side.at]


def sigmoid(odds: Floats) -> Floats:
    """Log-odds to chances."""
    return np.asarray(1 / (1 + np.exp(-odds)), np.float64)
