"""A world in, what each moment really did in it out.

The effect of a moment is E[Y − Y(never met) | met]: for each journey that met it, the world is lived
once more on the same chance, with the moment barred from the start of that journey on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from . import clock
from .asides import with_asides
from .company import CODES
from .journeys import PERSON, Bools, Definition, Journeys, cut, definitions, first_meeting
from .moments import PLANTED, Moment
from .moves import compile_moves
from .noise import Floats, Ints, Noise
from .people import PLANS, People
from .world import Barred, History, live


@dataclass(frozen=True, slots=True)
class World:
    """One world: its people, its chance and all that happened."""

    people: People
    noise: Noise
    history: History

    @classmethod
    def of(cls, people: People, noise: Noise) -> World:
        """The world as it is, nothing barred."""
        return cls(people, noise, with_asides(live(people, noise), people, noise))


@dataclass(frozen=True, slots=True)
class Exposed:
    """The journeys that met a moment within the data: the outcome as it was, and had it never been met."""

    journeys: Journeys
    without: Bools

    @property
    def difference(self) -> Floats:
        """What the moment did to each journey: -1 a goal lost, +1 a goal won."""
        return self.journeys.reached.astype(np.float64) - self.without


def tell(world: World) -> dict[str, Any]:
    """The document that is written as truth.json."""
    begun = {name: begun_in_data(cut(world.history, each)) for name, each in definitions().items()}
    return {
        "schema": "footpath.truth/1",
        "people": len(world.people),
        "seed": world.noise.seed,
        "from": clock.FIRST.isoformat(),
        "until": clock.END.isoformat(),
        "estimand": "E[Y - Y(never met) | met], over journeys that met it; Y = goal by start + within",
        "journeys": {name: rates(world.history, each, definitions()[name]) for name, each in begun.items()},
        "moments": [describe(world, each, begun[each.journey]) for each in PLANTED],
    }


def begun_in_data(journeys: Journeys) -> Journeys:
    """The journeys that begin while data are gathered."""
    return journeys.take(journeys.start < clock.end())


def newest(history: History) -> int:
    """When the last thing in the data happened."""
    return int(history.time[history.time < clock.end()].max(initial=clock.start()))


def rates(history: History, journeys: Journeys, definition: Definition) -> dict[str, Any]:
    """How many journeys there are and how they end as far as the data go; the rate is of settled journeys."""
    until = newest(history)
    settled = journeys.start + definition.within <= until
    reached = journeys.reached & (journeys.closed <= until)
    left = ~reached & (settled | (journeys.left & (journeys.closed <= until)))
    return {
        "people": len(np.unique(journeys.person)),
        "journeys": len(journeys),
        "reached": int(reached.sum()),
        "left": int(left.sum()),
        "open": int((~reached & ~left).sum()),
        "settled": int(settled.sum()),
        "goal_rate": mean(reached[settled]),
    }


def describe(world: World, moment: Moment, journeys: Journeys) -> dict[str, Any]:
    """One planted moment with its true effect."""
    state = CODES[moment.state]
    meeting = first_meeting(world.history, journeys, state)
    met = (meeting >= 0) & (meeting < clock.end())
    exposed = relive(world, journeys.take(met), state, definitions()[moment.journey])
    difference = exposed.difference
    return {
        "id": moment.id,
        "title": moment.title,
        "journey": moment.journey,
        "kind": moment.kind,
        "polarity": moment.polarity,
        "touchpoint": moment.touchpoint,
        "from": moment.came_from,
        "threshold": moment.threshold,
        "began": moment.during[0],
        "ended": moment.during[1],
        "people": len(np.unique(exposed.journeys.person)),
        "exposed": len(difference),
        "effect": mean(difference),
        "standard_error": standard_error(difference),
        "lost_goals": float(-difference.sum()),
        "naive": mean(journeys.reached[met]) - mean(journeys.reached[~met]),
        "segments": by_plan(world.people, exposed),
    }


def relive(world: World, met: Journeys, state: int, definition: Definition) -> Exposed:
    """Live each of these journeys once more without the moment.

    A person's second journey comes after all that happened in the first: only what it met itself is barred.
    """
    if state not in compile_moves().target:
        return Exposed(
            met, met.reached
        )  # an aside: nobody's way leads through it, so barring it changes nothing
    without = np.zeros(len(met), np.bool_)
    order = nth_of_person(met.person)
    for nth in range(int(order.max(initial=-1)) + 1):
        these = order == nth
        without[these] = reached_without(world, met.take(these), state, definition)
    return Exposed(met, without)


def nth_of_person(person: Ints) -> Ints:
    """How many of the rows before belong to the same person; rows come by person."""
    begins = np.flatnonzero(np.diff(person, prepend=-1))
    length = np.diff(begins, append=len(person))
    return np.arange(len(person), dtype=np.int64) - np.repeat(begins, length)


def reached_without(world: World, journeys: Journeys, state: int, definition: Definition) -> Bools:
    """Whether these journeys, one a person, reach their goal when the state is barred from their start on."""
    people = world.people.take(journeys.person)
    barred, until = Barred(state, journeys.start), journeys.start + definition.within
    again = cut(live(people, world.noise, barred, until), definition)
    # What happens up to the start is the same, so the same journey is there, at the same second.
    key = np.arange(len(people)) * PERSON + journeys.start
    return again.reached[np.searchsorted(again.person * PERSON + again.start, key)]


def by_plan(people: People, exposed: Exposed) -> dict[str, Any]:
    """The effect for each plan that people are interested in."""
    plan = people.plan[exposed.journeys.person]
    parts = {name: exposed.difference[plan == code] for code, name in enumerate(PLANS)}
    return {
        name: {"exposed": len(part), "effect": mean(part), "standard_error": standard_error(part)}
        for name, part in parts.items()
    }


def mean(values: Floats | Bools) -> float:
    """The mean, 0 of nothing."""
    return float(values.mean()) if len(values) else 0.0


def standard_error(values: Floats) -> float:
    """The Monte Carlo error of a mean; 0 where there are too few to tell."""
    return float(values.std(ddof=1) / np.sqrt(len(values))) if len(values) > 1 else 0.0
