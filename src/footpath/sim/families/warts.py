"""What happened in, what comes besides or is missing in its log out: bots, and a source that falls silent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from footpath.sim.noise import Ints, Noise, Purpose

from .family import Bots, Family
from .people import Flags, People, start_of
from .walk import Story, Walked

SOURCES = ("site", "catalogue", "service", "orders")
FEWEST_STEPS, MOST_STEPS = 50, 200
CATALOGUE = ("Compares plans", "Watches a film")
SERVICE = ("phone", "email")  # channels that another system serves


def source_of(family: Family) -> Ints:
    """The source that tells of each touchpoint, by position in SOURCES."""
    served = {side.touchpoint for side in family.sides if side.channel in SERVICE}
    names = {
        **dict.fromkeys(family.touchpoints, "site"),
        **dict.fromkeys(CATALOGUE, "catalogue"),
        **dict.fromkeys(served, "service"),
        **dict.fromkeys(family.way[-2:], "orders"),
    }
    return np.array([SOURCES.index(names[name]) for name in family.touchpoints], np.int64)


def with_bots(family: Family, people: People, noise: Noise, walked: Walked) -> Walked:
    """Some of the people turned into bots."""
    if family.bots is None:
        return walked
    bot = noise.uniform(Purpose.WART, people.number) < family.bots.share
    human = walked.story.take(~bot[walked.story.person])
    rows = np.flatnonzero(bot)
    rush = rushing(family, family.bots, people.take(rows), noise)
    story = Story.of([human, replace(rush, person=rows[rush.person])])
    return Walked(story, np.where(bot, -1, walked.goal))


def rushing(family: Family, bots: Bots, people: People, noise: Noise) -> Story:
    """Everything that bots do: they come in at the start and are done within minutes."""
    steps = FEWEST_STEPS + (
        noise.uniform(Purpose.WART, people.number, 1) * (MOST_STEPS - FEWEST_STEPS + 1)
    ).astype(np.int64)
    person = np.repeat(np.arange(len(people)), steps)
    nth = np.arange(len(person)) - np.repeat(np.cumsum(steps) - steps, steps)
    luck = noise.uniform(Purpose.WART, people.number[person], 2, nth)
    pages = (luck * (len(family.way) - 2)).astype(np.int64)
    favourite = noise.uniform(Purpose.WART, people.number[person], 3, nth) < bots.often
    touchpoint = np.where(favourite & (nth > 0), family.touchpoints.index(bots.touchpoint), pages * (nth > 0))
    quick = noise.uniform(Purpose.WART, people.number[person], 4, nth) < 0.5
    waited = np.cumsum(quick)
    begin = np.repeat(waited[np.cumsum(steps) - steps], steps)
    return Story(person, people.arrival[person] + waited - begin, touchpoint)


def heard(family: Family, story: Story) -> Flags:
    """Which events are in the log."""
    waits = [len(family.way) + at for at, side in enumerate(family.sides) if side.wait]
    told = ~np.isin(story.touchpoint, waits)
    if family.silence is None:
        return told
    first, end = map(start_of, family.silence.during)
    silent = source_of(family)[story.touchpoint] == SOURCES.index(family.silence.source)
    return np.asarray(told & ~(silent & (first <= story.time) & (story.time < end)), np.bool_)
