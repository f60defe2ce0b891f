"""Contacts with people of the firm: where a digital way was left for one, and where one was not enough.

What a channel is tells its name. A channel that does not vary within journeys says how a case came in rather
than how each step was made; then nothing is told of repeated contacts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from footpath.kernels.meetings import channels_vary, contacts, switches
from footpath.model.journey import Journeys
from footpath.moments.candidate import Candidate, Risk
from footpath.moments.detect import meetings
from footpath.moments.detect.durations import DAY, HOUR
from footpath.moments.detect.meetings import LEAST, Meetings

Flags = NDArray[np.bool_]
VARYING = 0.1  # of journeys with a contact and another step, in which the channel must vary
# Not e-mail and post: as often they are what a firm sends out
ASSISTED = (
    *(
        "phone",
        "telephone",
        "call",
        "calls",
        "callcenter",
        "callcentre",
        "hotline",
        "ivr",
        "voice",
        "telefon",
    ),
    *("chat", "livechat", "agent", "advisor", "adviser", "helpdesk", "desk", "support", "service"),
    *("store", "shop", "branch", "counter", "office", "person", "reception", "filiale"),
    *("letter", "fax", "ticket", "tickets"),
)
DIGITAL = (
    *("web", "website", "webpage", "webshop", "webstore", "site", "online", "internet", "browser"),
    *(
        "app",
        "apps",
        "mobile",
        "ios",
        "android",
        "self",
        "selfservice",
        "portal",
        "kiosk",
        "desktop",
        "digital",
    ),
    *("eshop", "ecommerce", "bot", "chatbot", "tablet"),
)


def is_digital(channel: str) -> bool:
    """Whether people help themselves in this channel.

    >>> [is_digital(name) for name in ("Web", "self-service", "mobile app", "Online shop", "Call centre")]
    [True, True, True, True, False]
    """
    return not _words(channel).isdisjoint(DIGITAL)


def is_assisted(channel: str) -> bool:
    """Whether people of the firm help in this channel; a word that says digital decides against it.

    >>> [is_assisted(name) for name in ("Call centre", "branch", "LiveChat", "web shop", "e-mail")]
    [True, True, True, False, False]
    """
    return not is_digital(channel) and not _words(channel).isdisjoint(ASSISTED)


@dataclass(frozen=True, slots=True, eq=False)
class Contacts:
    """Repeated contacts by touchpoint; journeys with a contact and another step, and with varying channel."""

    meetings: Meetings
    several: int
    vary: int


@dataclass(frozen=True, slots=True)
class RepeatContacts:
    """Contact with people of the firm, within a week after another one in the same journey."""

    never: frozenset[str] = frozenset()
    least: int = LEAST
    within: int = 7 * DAY  # µs
    same: int = HOUR  # µs, within which the next step in the same channel belongs to the same contact

    def partial(self, journeys: Journeys) -> Contacts:
        """The repeated contacts of some persons."""
        assisted = _flags(map(is_assisted, journeys.channels))
        vary = channels_vary(journeys.first, journeys.last, journeys.channel, assisted)
        again, before, _ = self._contacts(journeys)
        at = np.flatnonzero(again)
        found = Meetings.of(journeys, at, journeys.touchpoint[at].astype(np.int64), before)
        return Contacts(found, *vary)

    def merge(self, left: Contacts, right: Contacts) -> Contacts:
        """Those of both."""
        return Contacts(
            left.meetings.merge(right.meetings), left.several + right.several, left.vary + right.vary
        )

    def finish(self, state: Contacts) -> tuple[Candidate, ...]:
        """The touchpoints at which enough persons make contact again."""
        if state.vary < VARYING * state.several:
            return ()
        found = state.meetings
        names = [(found.touchpoints[each], each) for each in found.enough(self.least)]
        return tuple(
            Candidate("repeat_contact", name, found.origin(each), after=found.directly_after(each))
            for name, each in names
            if name not in self.never
        )

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """Every time after a touchpoint from which people make contact again, while a contact is recent."""
        again, _, recent = self._contacts(journeys)
        met = meetings.leads_to(again & meetings.is_at(journeys, candidate.touchpoint))
        return meetings.risk(journeys, recent & meetings.is_after(journeys, candidate), met)

    def _contacts(self, journeys: Journeys) -> tuple[Flags, NDArray[np.int64], Flags]:
        found: tuple[Flags, NDArray[np.int64], Flags] = contacts(
            journeys.first,
            journeys.last,
            journeys.touchpoint,
            journeys.time,
            journeys.channel,
            _flags(map(is_assisted, journeys.channels)),
            self.within,
            self.same,
            len(journeys.touchpoints),
        )
        return found


@dataclass(frozen=True, slots=True)
class ChannelSwitches:
    """Going from a digital touchpoint to people of the firm as the next step, within three days."""

    never: frozenset[str] = frozenset()
    least: int = LEAST
    within: int = 3 * DAY  # µs

    def partial(self, journeys: Journeys) -> Meetings:
        """The switches of some persons; a pattern is from × touchpoints + to."""
        at = np.flatnonzero(self._switches(journeys))
        codes = journeys.touchpoint.astype(np.int64)
        return Meetings.of(journeys, at + 1, codes[at] * len(journeys.touchpoints) + codes[at + 1])

    def merge(self, left: Meetings, right: Meetings) -> Meetings:
        """Those of both."""
        return left.merge(right)

    def finish(self, state: Meetings) -> tuple[Candidate, ...]:
        """The pairs of touchpoints between which enough persons switch."""
        names = state.touchpoints
        pairs = [divmod(each, len(names)) for each in state.enough(self.least)]
        return tuple(
            Candidate("channel_switch", names[to], names[from_], after=(names[from_],))
            for from_, to in pairs
            if names[to] not in self.never
        )

    def risk(self, journeys: Journeys, candidate: Candidate) -> Risk:
        """Every time after the digital touchpoint."""
        code = journeys.touchpoints.index(candidate.touchpoint)
        digital = _flags(map(is_digital, journeys.channels))[journeys.channel]
        possible = meetings.is_after(journeys, candidate) & digital
        goes = meetings.following(journeys, journeys.touchpoint) == code
        return meetings.risk(journeys, possible, possible & goes & self._switches(journeys))

    def _switches(self, journeys: Journeys) -> Flags:
        """After which steps [S] a digital channel is left for an assisted one."""
        found: Flags = switches(
            journeys.first,
            journeys.last,
            journeys.time,
            journeys.channel,
            _flags(map(is_digital, journeys.channels)),
            _flags(map(is_assisted, journeys.channels)),
            self.within,
        )
        return found


def _words(channel: str) -> frozenset[str]:
    """Its words, and itself without what divides them: "Web-Shop" is web, shop and webshop."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", channel)
    words = re.findall(r"[^\W\d_]+", parted.lower())
    return frozenset((*words, "".join(words), *map("".join, pairwise(words))))


def _flags(of_channels: Iterable[bool]) -> Flags:
    """Flags [channels + 1]; the last, at -1, is that of no channel."""
    return np.array([*of_channels, False], dtype=np.bool_)
