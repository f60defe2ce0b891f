"""Site and app as Segment hands them over.

What is the same for many events is written once, as a piece of JSON. Events arrive late, twice, or from a
device whose clock is wrong; `timestamp` is repaired, as Segment does it.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from footpath.sim import clock
from footpath.sim.company import CODES, STATES, State, codes
from footpath.sim.noise import Ints, Purpose
from footpath.sim.people import PLAN_PRICES, PLANS
from footpath.sim.traces import APP, DEVICES, PHONE, STORE, Bools, Evidence, Texts, texts
from footpath.sim.world import History

from .ads import CAMPAIGNS, campaigns
from .export import Export

FILE = "web.ndjson.gz"
HOST = "https://www.northwind.example"
TWICE, LATE, WRONG_CLOCK = 0.006, 0.012, 0.03
IDENTIFY = len(STATES)  # beside the states, the call that says who somebody is
CHUNK = 20_000  # lines compressed at a time
SERVER = len(DEVICES)  # beside the devices, our own server, which knows accounts and no cookies
SERVER_STATES = codes("ports")
IN_THE_APP = codes(
    *("new_app", "first_bill", "bill_paid", "app", "bill", "topup", "renews", "line", "recommends", "keeps")
)
SIGNED_IN = IN_THE_APP + codes(
    *("identity", "identity_fails", "pays", "declined", "answered", "solved", "ports")
)
SOMETIMES_SIGNED_IN = {CODES["help"]: 0.6, CODES["outages"]: 0.4, CODES["tablet"]: 0.3}
CHANNELS = {"advisor": "chat", "tablet": "store"}  # where the library alone would say "web"
AGENTS = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 7) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36",
    "Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Safari/604.1",
    "NorthwindApp/4.1.0 (Android 14)",
    "Mozilla/5.0 (Linux; Android 13; StoreTab) AppleWebKit/537.36 Chrome/124.0 Safari/537.36",
    "northwind-backend/2.8",
    "Mozilla/5.0 (Linux; Android 8.1; SM-J330F) AppleWebKit/537.36 Chrome/97.0 Mobile Safari/537.36",
)
OLD_PHONE = len(AGENTS) - 1
LIBRARIES = ("analytics.js",) * 3 + ("analytics-android", "analytics.js", "analytics-node", "analytics.js")


@dataclass(frozen=True, slots=True)
class Calls:
    """Segment calls by row: what, who, on what device, and the times in milliseconds."""

    person: Ints
    state: Ints  # of STATES, or IDENTIFY
    visit: Ints
    device: Ints  # of DEVICES, or SERVER
    anonymous: Ints  # a position in Traces.devices, -1 for the server's
    signed_in: Bools
    campaign: Ints  # a position in CAMPAIGNS, -1 without
    time: Ints
    original: Ints
    sent: Ints
    received: Ints

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints) -> Calls:
        """Some calls."""
        return Calls(*(getattr(self, name)[rows] for name in self.__slots__))


def write(evidence: Evidence, folder: Path) -> Export:
    """web.ndjson.gz, in the order in which things were received."""
    calls = all_calls(evidence)
    order = np.argsort(calls.received, kind="stable")
    again = (
        evidence.noise.uniform(Purpose.WART, evidence.people.number[calls.person], calls.state, calls.visit)
        < TWICE
    )
    calls = calls.take(np.repeat(order, 1 + again[order]))
    pieces = Pieces.of(evidence)
    # No name and no time in the header: the same events are the same bytes.
    with (
        (folder / FILE).open("wb") as raw,
        gzip.GzipFile("", "wb", compresslevel=1, fileobj=raw, mtime=0) as file,
    ):
        for begin in range(0, len(calls), CHUNK):
            rows = np.arange(begin, min(begin + CHUNK, len(calls)))
            file.write("".join(lines(calls.take(rows), pieces, evidence)).encode())
    return Export(FILE, "web")


def all_calls(evidence: Evidence) -> Calls:
    """What the web saw, and before the first signed-in call of each account and device, who it is."""
    seen = evidence.seen_by("web")
    device, anonymous = devices(evidence, seen)
    signed_in = is_signed_in(evidence, seen)
    ad = evidence.people.state[seen.person] == CODES["ad"]
    first_visit = ad & (seen.state == CODES["visit"]) & (seen.visit == 0)
    campaign = np.where(first_visit, campaigns(evidence)[seen.person], -1)
    times = timing(evidence, seen, device)
    calls = Calls(seen.person, seen.state, seen.visit, device, anonymous, signed_in, campaign, *times)
    return with_identify(calls)


def devices(evidence: Evidence, seen: History) -> tuple[Ints, Ints]:
    """The device of each event, and the position of its anonymousId."""
    kind, position = evidence.traces.device(seen)
    in_app = np.isin(seen.state, IN_THE_APP)
    kind, position = np.where(in_app, APP, kind), np.where(in_app, seen.person * STORE + APP, position)
    in_store, server = seen.state == CODES["tablet"], np.isin(seen.state, SERVER_STATES)
    tablet = len(evidence.people) * STORE + evidence.traces.store(seen.person)
    kind = np.where(server, SERVER, np.where(in_store, STORE, kind))
    return kind, np.where(server, -1, np.where(in_store, tablet, position))


def is_signed_in(evidence: Evidence, seen: History) -> Bools:
    """Where the site or app knows the account."""
    share = np.zeros(len(STATES))
    share[SIGNED_IN] = 1.0
    share[list(SOMETIMES_SIGNED_IN)] = list(SOMETIMES_SIGNED_IN.values())
    return (evidence.chance(seen, 10) < share[seen.state]) & evidence.accounts[seen.person]


def timing(evidence: Evidence, seen: History, device: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """When it was, when it was by the device's clock, when it was sent by that clock, and when received."""
    number = evidence.people.number[seen.person]
    time = seen.time * 1000 + (evidence.chance(seen, 11) * 1000).astype(np.int64)
    skewed = (evidence.noise.uniform(Purpose.NAME, number, 30) < WRONG_CLOCK) & (device < STORE)
    skew = np.where(
        skewed, (evidence.noise.uniform(Purpose.NAME, number, 31) - 0.5) * 2 * clock.DAY * 1000, 0
    )
    late = evidence.chance(seen, 12) < LATE
    days = (0.2 + 5 * evidence.chance(seen, 13)) * clock.DAY * 1000
    delay = np.where(late, days, 40 + 900 * evidence.chance(seen, 14)).astype(np.int64)
    original = time + skew.astype(np.int64)
    return time, original, original + delay, time + delay


def with_identify(calls: Calls) -> Calls:
    """An identify call a moment before each account's first signed-in call on a device."""
    rows = np.flatnonzero(calls.signed_in & (calls.anonymous >= 0))
    account_and_device = calls.person[rows] * np.int64(2**31) + calls.anonymous[rows]
    first = calls.take(rows[np.unique(account_and_device, return_index=True)[1]])
    moment = 900  # milliseconds; nothing else of that person happens within it
    identify = Calls(
        first.person,
        np.full(len(first), IDENTIFY, np.int64),
        first.visit * len(STATES) + first.state,
        first.device,
        first.anonymous,
        first.signed_in,
        np.full(len(first), -1, np.int64),
        *(getattr(first, name) - moment for name in ("time", "original", "sent", "received")),
    )
    return Calls(
        *(np.concatenate([getattr(calls, name), getattr(identify, name)]) for name in Calls.__slots__)
    )


@dataclass(frozen=True, slots=True)
class Pieces:
    """The parts of a line that many share, ready written."""

    call: Texts  # by state and plan
    traits: Texts  # by person: the identify call
    context: Texts  # by agent and campaign; the last campaign is none
    anonymous: Texts  # by position in Traces.devices; the last is none
    user: Texts  # by person

    @classmethod
    def of(cls, evidence: Evidence) -> Pieces:
        """All pieces of one company."""
        traces = evidence.traces
        plans = range(len(PLANS))
        return cls(
            call=texts(call_json(state, plan) for state in STATES for plan in plans),
            traits=texts(
                inside({"type": "identify", "traits": {"email": each}}) for each in traces.email.tolist()
            ),
            context=texts(
                context_json(*device, name)
                for device in zip(AGENTS, LIBRARIES, strict=True)
                for name in (*CAMPAIGNS, "")
            ),
            anonymous=texts([*(f',"anonymousId":"{each}"' for each in traces.devices.tolist()), ""]),
            user=texts(f',"userId":"{each}"' for each in traces.user.tolist()),
        )


def inside(value: dict[str, Any]) -> str:
    """The members of an object as JSON, without its braces."""
    return json.dumps(value, separators=(",", ":"))[1:-1]


def call_json(state: State, plan: int) -> str:
    """Type, name and properties of a call: "page /plans", "track Product Added" or "screen Bill"."""
    kind, _, name = state.event.partition(" ")
    channel = {"channel": CHANNELS[state.name]} if state.name in CHANNELS else {}
    if kind == "page":
        page = {"path": name, "url": HOST + name, "title": f"Northwind Mobile {name}"}
        return inside({"type": "page", **channel, "properties": page | {"plan_interest": PLANS[plan]}})
    if kind == "screen":
        return inside({"type": "screen", "name": name, "properties": {"name": name}})
    product = {"plan_interest": PLANS[plan], "price": PLAN_PRICES[plan], "currency": "EUR"}
    return inside({"type": "track", "event": name, **channel, "properties": product})


def context_json(agent: str, library: str, campaign: str) -> str:
    """The context of a call from one kind of device."""
    context: dict[str, Any] = {"library": {"name": library, "version": "4.1.0"}, "userAgent": agent}
    if campaign:
        context["campaign"] = {"name": campaign, "source": "adnet", "medium": "cpc"}
    return inside({"context": context | {"locale": "nl-NL"}})


def lines(calls: Calls, pieces: Pieces, evidence: Evidence) -> list[str]:
    """Calls in, lines of JSON out."""
    number = evidence.people.number[calls.person]
    message = evidence.noise.bits(Purpose.MESSAGE, number, 512 + calls.state, calls.visit).tolist()
    old = (calls.device == PHONE) & (evidence.people.trait("old_phone")[calls.person] == 1)
    agent = np.where(old, OLD_PHONE, calls.device)
    columns = (
        what_happened(calls, pieces, evidence),
        pieces.anonymous[calls.anonymous].tolist(),
        np.where(calls.signed_in, pieces.user[calls.person], "").tolist(),
        message,
        *(iso(each) for each in (calls.time, calls.original, calls.sent, calls.received)),
        pieces.context[agent * (len(CAMPAIGNS) + 1) + calls.campaign % (len(CAMPAIGNS) + 1)].tolist(),
    )
    return [
        f'{{{what}{cookie}{user},"messageId":"nw-{each:016x}","timestamp":"{time}","originalTimestamp":"{original}",'
        f'"sentAt":"{sent}","receivedAt":"{received}",{context}}}\n'
        for what, cookie, user, each, time, original, sent, received, context in zip(*columns, strict=True)
    ]


def what_happened(calls: Calls, pieces: Pieces, evidence: Evidence) -> list[str]:
    """The members that say what a call is about."""
    identify = calls.state == IDENTIFY
    state = np.where(identify, 0, calls.state)
    call = pieces.call[state * len(PLANS) + evidence.people.plan[calls.person]]
    return list(np.where(identify, pieces.traits[calls.person], call).tolist())


def iso(milliseconds: Ints) -> list[str]:
    """Milliseconds as "2026-03-01T12:00:00.123Z"."""
    return [f"{each}Z" for each in np.datetime_as_string(milliseconds.astype("datetime64[ms]")).tolist()]
