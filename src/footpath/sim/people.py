"""A number of people in, who they are and how they come to the company out.

What people are drives both what happens to them and what they do then, so plain comparisons mislead.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from . import clock
from .company import codes
from .moves import TRAITS
from .noise import Floats, Ints, Noise, Purpose, logit

AGE_GROUPS = ("18-24", "25-39", "40-64", "65+")
AGE_WEIGHTS = np.array([18.0, 34.0, 34.0, 14.0])
PLANS = ("student", "family", "business", "prepaid")
PLAN_WEIGHTS = np.array(
    [[62.0, 3, 3, 32], [10, 38, 20, 32], [2, 48, 22, 28], [0, 30, 6, 64]]
)  # a row an age group
PLAN_PRICES = (15, 42, 38, 10)  # euros a month
REGIONS = ("north", "east", "south", "west", "abroad")
REGION_WEIGHTS = np.array([14.0, 18.0, 22.0, 44.0, 2.0])
INTENT_OF_PLAN = np.array([-0.3, 0.1, 0.5, -0.1])
OLD_PHONE_OF_AGE = np.array([0.3, 0.15, 0.25, 0.5])
OFFLINE_OF_AGE = np.array([0.08, 0.12, 0.25, 0.5])
CUSTOMERS_ALREADY = 0.1
FIRST_CONTACTS = codes("ad", "review", "visit")
CUSTOMERS_BEGIN = codes("app")[0]


@dataclass(frozen=True, slots=True)
class People:
    """People by row; `traits` has a column for each of TRAITS, of which nobody ever sees `intent`."""

    number: Ints
    age: Ints
    plan: Ints
    region: Ints
    traits: Floats
    customer: np.typing.NDArray[np.bool_]  # already one when the data begin
    state: Ints  # where they come in
    arrival: Ints

    def __len__(self) -> int:
        return len(self.number)

    def take(self, rows: Ints) -> People:
        """The people of some rows."""
        return People(*(getattr(self, name)[rows] for name in self.__slots__))

    def trait(self, name: str) -> Floats:
        """One column of `traits`."""
        return np.asarray(self.traits[:, TRAITS.index(name)], np.float64)


def invent(count: int, noise: Noise) -> People:
    """`count` people."""
    number = np.arange(count, dtype=np.int64)

    def chance(place: int) -> Floats:
        return noise.uniform(Purpose.TRAIT, number, place)

    age = noise.pick(AGE_WEIGHTS, Purpose.TRAIT, number, 0)
    plan = noise.pick(PLAN_WEIGHTS[age], Purpose.TRAIT, number, 1)
    offline = (chance(4) < OFFLINE_OF_AGE[age]).astype(np.float64)
    intent = INTENT_OF_PLAN[plan] + 0.55 * logit(chance(5))
    customer = chance(6) < CUSTOMERS_ALREADY
    first = np.where(customer, CUSTOMERS_BEGIN, first_contact(intent, chance(3)))
    columns = {
        "intent": intent,
        "student": plan == PLANS.index("student"),
        "family": plan == PLANS.index("family"),
        "business": plan == PLANS.index("business"),
        "old_phone": chance(7) < OLD_PHONE_OF_AGE[age],
        "offline": offline,
        "senior": age == AGE_GROUPS.index("65+"),
        "by_ad": first == FIRST_CONTACTS[0],
    }
    return People(
        number=number,
        age=age,
        plan=plan,
        region=noise.pick(REGION_WEIGHTS, Purpose.TRAIT, number, 2),
        traits=np.column_stack([columns[name] for name in TRAITS]).astype(np.float64),
        customer=customer,
        state=first,
        arrival=arrivals(number, customer, noise),
    )


def first_contact(intent: Floats, uniform: Floats) -> Ints:
    """Ads catch people who were not looking; those who look read a review or come by themselves."""
    looking = uniform + 0.15 * intent
    return np.asarray(FIRST_CONTACTS, np.int64)[(looking > 0.45).astype(np.int64) + (looking > 0.62)]


def arrivals(number: Ints, customer: np.typing.NDArray[np.bool_], noise: Noise) -> Ints:
    """When each is first seen: customers within the first ten days, all others over the year."""
    early, hour = noise.uniform(Purpose.ARRIVAL, number, 1), noise.uniform(Purpose.ARRIVAL, number, 2)
    over_the_year = clock.arrival(noise.uniform(Purpose.ARRIVAL, number, 0), hour)
    first_days = clock.start() + (early * 10 * clock.DAY).astype(np.int64)
    zero = np.zeros(len(number), np.int64)
    return np.where(customer, clock.at_waking_hours(first_days, zero, zero, hour), over_the_year)
