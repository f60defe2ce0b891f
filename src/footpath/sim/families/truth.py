"""A walk in, what each side of it really did to those who met it out.

The effect of a moment is E[Y − Y(never met) | met]: whoever met it walks once more on the same chance, with
the moment barred from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from footpath.sim.noise import Floats, Ints, Noise

from .family import LONG_WAIT, WITHIN_DAYS, Family, Polarity, Side
from .people import DAY, Flags, People, iso
from .walk import Story, Walked, walk

WITHIN = WITHIN_DAYS * DAY


@dataclass(frozen=True, slots=True, eq=False)
class Planted:
    """Something planted beside the way, and what it did to the journeys that met it. Decoys are planted too.

    `ended` is the first day without it; both days are None for what was always there. A wait is planted at
    the touchpoint of the way after which people wait, longer than `threshold`.
    """

    touchpoint: str
    kind: str
    polarity: Polarity
    from_: str | None
    segment: str | None
    began: str | None
    ended: str | None
    exposed: Ints  # [m] persons whose journeys met it
    met: Ints  # [m] seconds since 1970 of the first time
    difference: Floats  # [m] Y − Y(never met): −1, 0 or 1
    threshold: int | None = None  # seconds

    @property
    def effect(self) -> float:
        """The mean difference, 0 of nobody."""
        return float(self.difference.mean()) if len(self.difference) else 0.0

    @property
    def lost_goals(self) -> float:
        """How many more journeys would have reached the goal without it."""
        return float(-self.difference.sum())

    def until(self, time: int, day: str) -> Planted:
        """What is known of it before a time, which is the end of a day."""
        then = self.met < time
        ended = self.ended if self.ended and self.ended <= day else None
        return replace(
            self,
            ended=ended,
            exposed=self.exposed[then],
            met=self.met[then],
            difference=self.difference[then],
        )


def plant(family: Family, people: People, noise: Noise, walked: Walked) -> tuple[Planted, ...]:
    """Every side of a family, with who met it within their journey and what that did."""
    firsts = [first_met(family, people, walked.story, at) for at in range(len(family.sides))]
    differences = relive(family, people, noise, reached(people, walked.goal), firsts)
    return tuple(
        describe(family, side, who, time, difference)
        for side, (who, time), difference in zip(family.sides, firsts, differences, strict=True)
    )


def reached(people: People, goal: Ints) -> Flags:
    """Whose journeys came to the goal in time [n]."""
    return (goal >= 0) & (goal - people.arrival <= WITHIN)


def first_met(family: Family, people: People, story: Story, at: int) -> tuple[Ints, Ints]:
    """Who met a side within their journey, by row, and when they first did."""
    rows = np.flatnonzero(story.touchpoint == len(family.way) + at)
    first = np.full(len(people), np.iinfo(np.int64).max)
    np.minimum.at(first, story.person[rows], story.time[rows])
    who = np.flatnonzero(first <= people.arrival + WITHIN)
    return who, first[who]


def relive(
    family: Family, people: People, noise: Noise, outcome: Flags, firsts: Sequence[tuple[Ints, Ints]]
) -> list[Floats]:
    """For each side what it did to each who met it; all who met any of them walk again at once."""
    differences = [np.zeros(len(who)) for who, _ in firsts]
    # Barring what has no effect on anybody's way changes nothing, so nobody needs to walk again for it.
    matter = [at for at, side in enumerate(family.sides) if side.polarity != "none" and len(firsts[at][0])]
    if not matter:
        return differences
    row = np.concatenate([firsts[at][0] for at in matter])
    barred = np.concatenate([np.full(len(firsts[at][0]), at) for at in matter])
    again = people.take(row)
    difference = outcome[row].astype(np.float64) - reached(again, walk(family, again, noise, barred).goal)
    for at in matter:
        differences[at] = difference[barred == at]
    return differences


def describe(family: Family, side: Side, who: Ints, time: Ints, difference: Floats) -> Planted:
    """A side as it was planted."""
    began, ended = map(iso, side.during) if side.during else (None, None)
    return Planted(
        touchpoint=family.way[side.at[0]] if side.wait else side.touchpoint,
        kind=side.kind,
        polarity=side.polarity,
        from_=family.way[side.at[0]] if len(side.at) == 1 and not side.wait else None,
        segment=side.segment,
        began=began,
        ended=ended,
        exposed=who,
        met=time,
        difference=difference,
        threshold=int(LONG_WAIT) if side.wait else None,
    )
