"""People in, the identifiers that the systems know them by out; and who is behind each of them in truth.

Devices are shared, mail addresses spelled in several ways, and some people never say who they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from . import clock
from .company import SYSTEMS, codes
from .noise import Ints, Noise, Purpose
from .people import People
from .world import History

Bools = NDArray[np.bool_]
Texts = NDArray[np.object_]

DEVICES = ("phone", "laptop", "tablet", "app", "store")
PHONE, LAPTOP, TABLET, APP, STORE = range(len(DEVICES))
STORES = ("Amsterdam", "Rotterdam", "Utrecht", "Eindhoven", "Groningen", "Breda", "Arnhem", "Zwolle")
SHARED_TABLETS = 0.12  # of pairs of people
OFFICE_LINE = "+31207940000"  # the stores call from here on behalf of whoever stands before them
WITHHELD = "0000000000"
NO_EMAIL = "none@none.com"
ACCOUNT_STATES = codes("identity", "activates", "app", "new_app")
CUSTOMER_STATES = codes("ordered", "store_buys")
FIRST_NAMES = (
    "Anna",
    "Bram",
    "Chloe",
    "Daan",
    "Emma",
    "Finn",
    "Gijs",
    "Hanna",
    "Iris",
    "Zoë",
    "Youssef",
    "Aisha",
)
LAST_NAMES = (
    "Jansen",
    "Bakker",
    "Visser",
    "Smit",
    "Mulder",
    "Bos",
    "Vos",
    "Yilmaz",
    "Singh",
    "Chen",
    "Silva",
    "Novak",
)
MAIL_HOSTS = ("gmail.com", "outlook.com", "ziggo.nl", "kpnmail.nl", "proton.me")


@dataclass(frozen=True)
class Traces:
    """Identifiers by row of People; an empty text where somebody has none."""

    people: People
    noise: Noise

    def chance(self, place: int) -> NDArray[np.float64]:
        """A number a person, for what about their names is chance."""
        return self.noise.uniform(Purpose.NAME, self.people.number, place)

    def digits(self, place: int, bits: int) -> list[int]:
        """A number of so many bits for each person."""
        drawn = self.noise.bits(Purpose.NAME, self.people.number, place) >> np.uint64(64 - bits)
        return [int(each) for each in drawn.tolist()]

    @cached_property
    def name(self) -> list[tuple[str, str]]:
        """First and last name."""
        first = (self.chance(1) * len(FIRST_NAMES)).astype(np.int64).tolist()
        last = (self.chance(2) * len(LAST_NAMES)).astype(np.int64).tolist()
        return [(FIRST_NAMES[a], LAST_NAMES[b]) for a, b in zip(first, last, strict=True)]

    @cached_property
    def email(self) -> Texts:
        """The mail address as its owner means it."""
        hosts = (self.chance(3) * len(MAIL_HOSTS)).astype(np.int64).tolist()
        return texts(
            f"{first}.{last}{number}@{MAIL_HOSTS[host]}".lower().replace("ë", "e")
            for (first, last), number, host in zip(self.name, self.people.number.tolist(), hosts, strict=True)
        )

    @cached_property
    def other_email(self) -> Texts:
        """The same mailbox, spelled in another way."""
        tagged = self.chance(4) < 0.5
        return texts(
            each.replace("@", "+northwind@") if tag else each.title()
            for each, tag in zip(self.email.tolist(), tagged.tolist(), strict=True)
        )

    @cached_property
    def phone(self) -> Texts:
        """A Dutch mobile number as E.164 writes it; people are spread over the range, so no two share one."""
        return texts(
            f"+316{(20_000_003 + number * 7_919) % 80_000_000 + 10_000_000:08d}" for number in self.numbers
        )

    @cached_property
    def user(self) -> Texts:
        """The account of site and app."""
        return texts(f"usr_{each:012x}" for each in self.digits(5, 48))

    @cached_property
    def customer(self) -> Texts:
        """The customer number."""
        return texts(f"C{1_000_000 + number}" for number in self.numbers)

    @cached_property
    def loyalty(self) -> Texts:
        """The loyalty number; half have none."""
        has = (self.chance(6) < 0.5).tolist()
        return texts(
            f"NL{500_000 + number}" if yes else "" for number, yes in zip(self.numbers, has, strict=True)
        )

    @cached_property
    def cards(self) -> Texts:
        """The hash of the payment card."""
        return texts(f"{each:016x}" for each in self.digits(7, 64))

    @cached_property
    def numbers(self) -> list[int]:
        """The people's numbers."""
        return [int(each) for each in self.people.number.tolist()]

    @cached_property
    def devices(self) -> Texts:
        """anonymousId by row and device; those of the stores' tablets follow those of all people."""
        count = len(self.people)
        owner = np.column_stack([self.people.number] * STORE)
        owner[:, TABLET] = np.where(self.shares_tablet, self.people.number & ~1, self.people.number)
        kind = np.tile(np.arange(STORE, dtype=np.int64), count)
        private = self.noise.bits(Purpose.DEVICE, owner.ravel(), kind)
        stores = self.noise.bits(Purpose.DEVICE, np.arange(len(STORES)), STORE)
        return texts(f"{each:016x}" for each in np.concatenate([private, stores]).tolist())

    @cached_property
    def shares_tablet(self) -> Bools:
        """Who uses one tablet with the person beside: neighbours by number are households."""
        number = self.people.number
        shares = self.noise.uniform(Purpose.NAME, number & ~1, 8) < SHARED_TABLETS
        return shares & ((number | 1) < len(number))

    def device(self, history: History) -> tuple[Ints, Ints]:
        """The kind of device of each event, and its position in `devices`; people keep to one for a day."""
        number = self.people.number[history.person]
        day = (history.time - clock.start()) // clock.DAY
        today = self.noise.uniform(Purpose.DEVICE, number, 16, day)
        has_laptop = (self.chance(9) < 0.6)[history.person]
        has_tablet = (self.shares_tablet | (self.chance(10) < 0.1))[history.person]
        kind = np.where((today > 0.5) & has_laptop, LAPTOP, PHONE)
        kind = np.where((today > 0.75) & has_tablet, TABLET, kind)
        return kind, history.person * STORE + kind

    def store(self, person: Ints) -> Ints:
        """The store nearest to each of these people: a position in STORES."""
        return (self.chance(11)[person] * len(STORES)).astype(np.int64)


@dataclass(frozen=True)
class Evidence:
    """What the systems could see: people, their traces, and what happened until the data end."""

    people: People
    noise: Noise
    history: History

    @classmethod
    def of(cls, people: People, noise: Noise, history: History) -> Evidence:
        """What there is to see of a history that runs on past the data."""
        return cls(people, noise, history.take(history.time < clock.end()))

    @cached_property
    def traces(self) -> Traces:
        """The identifiers of the people."""
        return Traces(self.people, self.noise)

    def seen_by(self, system: str) -> History:
        """What one system saw, by time."""
        mine = np.array([each == system for each in SYSTEMS])
        seen = self.history.take(mine[self.history.state])
        return seen.take(np.argsort(seen.time, kind="stable"))

    def ever(self, states: list[int]) -> Bools:
        """Which people were ever in one of these states."""
        been = np.zeros(len(self.people), np.bool_)
        been[self.history.person[np.isin(self.history.state, states)]] = True
        return been

    @cached_property
    def customers(self) -> Bools:
        """Who has a customer number by the end."""
        return self.people.customer | self.ever(CUSTOMER_STATES)

    @cached_property
    def accounts(self) -> Bools:
        """Who has an account for site and app by the end."""
        return self.people.customer | self.ever(ACCOUNT_STATES)

    def chance(self, history: History, place: int) -> NDArray[np.float64]:
        """A number for each of these events, for the warts of one export."""
        number = self.people.number[history.person]
        return self.noise.uniform(Purpose.WART, number, history.state * 32 + place, history.visit)


def texts(values: Iterable[str]) -> Texts:
    """Texts as an array, to be indexed by rows."""
    return np.array(list(values), dtype=np.object_)


def who_is_who(traces: Traces) -> Iterator[tuple[str, str, int]]:
    """Every identifier that could occur, as (kind, value, person); a shared one has a row for each person."""
    for kind in ("user", "customer", "email", "phone", "loyalty", "card"):
        column = traces.cards if kind == "card" else getattr(traces, kind)
        for value, number in zip(column.tolist(), traces.numbers, strict=True):
            if value:
                yield kind, value, number
    for value, number in zip(traces.other_email.tolist(), traces.numbers, strict=True):
        yield "email", value.lower(), number
    for position, value in enumerate(traces.devices.tolist()[: len(traces.people) * STORE]):
        yield "anon", value, traces.numbers[position // STORE]
