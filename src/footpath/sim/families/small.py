"""A family and a seed in, a small world out: what a log shows of its people, and what is true of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.errors import UsageError
from footpath.sim.noise import Ints, Noise

from .family import CHANNELS, DAYS, DEVICES, FIRST_DAY, SEGMENTS, Family
from .people import DAY, Flags, People, invent, iso, midnight, start_of
from .table import TABLE
from .truth import WITHIN, Planted, plant, reached
from .walk import Story, walk
from .warts import SOURCES, heard, source_of, with_bots

FAMILIES: tuple[str, ...] = tuple(TABLE)
Codes = NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class SmallWorld:
    """P people and their N events up to the end of `last_day`, by person, then time; one journey a person.

    `planted` and `reached` are the truth. `reached` is of all people, those included whose journeys are still
    open or have not begun; `traits` too.
    """

    family: str
    seed: int
    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    sources: tuple[str, ...]
    start: tuple[str, ...]
    goal: tuple[str, ...]
    ends: tuple[str, ...]
    within: int  # seconds
    first_day: str
    last_day: str
    person: Codes  # [N] a row of the traits
    time: Ints  # [N] seconds since 1970
    touchpoint: Codes  # [N] into touchpoints
    channel: Codes  # [N] into channels
    source: Codes  # [N] into sources
    traits: Mapping[str, NDArray[Any]]  # [P] each
    reached: Flags  # [P] whether the goal comes within `within` of the start
    planted: tuple[Planted, ...]

    @property
    def people(self) -> int:
        """How many there are."""
        return len(self.reached)

    @property
    def way(self) -> tuple[str, ...]:
        """The touchpoints that everybody passes who reaches the goal, in order."""
        return TABLE[self.family].way

    def plan(self, touchpoint: str) -> Planted:
        """What is planted at a touchpoint."""
        return next(each for each in self.planted if each.touchpoint == touchpoint)


def world(family: str, seed: int, people: int = 5000) -> SmallWorld:
    """One world of a family; the same seed makes the same world, to the last byte.

    >>> small = world("single", 1, people=200)
    >>> small.touchpoints[0], small.planted[0].touchpoint, small.planted[0].polarity
    ('Visits the site', 'Sign-in fails', 'pain')
    """
    if family not in TABLE:
        raise UsageError(f'no family "{family}"', hint=f"There are {', '.join(FAMILIES)}")
    if people < 1:
        raise UsageError(f"{people} people", hint="A world has at least 1")
    return until(whole(family, seed, people), iso(DAYS - 1))


def until(world: SmallWorld, day: str) -> SmallWorld:
    """A world as seen at the end of an earlier day: the same people, only less history.

    >>> early = until(world("null", 1, people=200), "2026-04-01")
    >>> early.people, early.last_day
    (200, '2026-04-01')
    """
    end = midnight(day) + DAY
    then = world.time < end
    columns = ("person", "time", "touchpoint", "channel", "source")
    events = {name: getattr(world, name)[then] for name in columns}
    planted = tuple(each.until(end, day) for each in world.planted)
    return replace(world, last_day=min(day, world.last_day), planted=planted, **events)


def whole(name: str, seed: int, size: int) -> SmallWorld:
    """A world as it is when everybody's way is over."""
    family, noise = TABLE[name], Noise(seed)
    people = invent(family, size, noise)
    walked = with_bots(family, people, noise, walk(family, people, noise))
    waits = {side.touchpoint for side in family.sides if side.wait}
    log = in_order(walked.story.take(heard(family, walked.story)))
    return SmallWorld(
        family=name,
        seed=seed,
        touchpoints=tuple(name for name in family.touchpoints if name not in waits),
        channels=CHANNELS,
        sources=SOURCES,
        start=family.way[:1],
        goal=family.way[-1:],
        ends=(),
        within=WITHIN,
        first_day=FIRST_DAY,
        last_day=iso(DAYS - 1),
        person=log.person.astype(np.int32),
        time=log.time,
        touchpoint=log.touchpoint.astype(np.int32),
        channel=channels(family, people, log),
        source=source_of(family)[log.touchpoint].astype(np.int32),
        traits=traits(family, people),
        reached=reached(people, walked.goal),
        planted=plant(family, people, noise, walked),
    )


def in_order(story: Story) -> Story:
    """By person, then time; what came first comes first."""
    key = story.person * (1 << 32) + (story.time - start_of(0))
    return story.take(np.argsort(key, kind="stable"))


def channels(family: Family, people: People, log: Story) -> Codes:
    """The channel of each event: its touchpoint's own, else the person's device tells."""
    own = {side.touchpoint: CHANNELS.index(side.channel) for side in family.sides if side.channel}
    own["Credit is granted"] = CHANNELS.index("email")  # it comes from the firm
    of_touchpoint = np.array([own.get(name, -1) for name in family.touchpoints])[log.touchpoint]
    return np.where(of_touchpoint >= 0, of_touchpoint, people.mobile[log.person]).astype(np.int32)


def traits(family: Family, people: People) -> dict[str, NDArray[Any]]:
    """What a log shows of each person."""
    shown: dict[str, NDArray[Any]] = {
        "device": np.array(DEVICES)[people.mobile.astype(np.int64)],
        "segment": np.array(SEGMENTS)[people.segment],
    }
    return {**shown, "interest": people.reading} if family.seen else shown
