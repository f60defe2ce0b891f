"""What was planted: the moments that hurt or help, and the decoys that only look as if they did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .clock import DAY
from .moves import CARD_OUTAGE

Polarity = Literal["pain", "delight", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """A state that people meet within a journey; never met: nobody enters it, and takes another way on.

    `touchpoint` is where it shows on the map, `came_from` the touchpoint before it, where that matters.
    """

    id: str
    journey: str
    kind: str
    polarity: Polarity
    state: str
    touchpoint: str
    title: str
    came_from: str | None = None
    threshold: int | None = None  # seconds of waiting after which it is met
    during: tuple[str, str] | tuple[None, None] = (None, None)


PLANTED = (
    Moment(
        id="identity-check",
        journey="buy",
        kind="dead_end",
        polarity="pain",
        state="identity_fails",
        touchpoint="Identity check fails",
        came_from="Proves who I am",
        title="The identity check fails, again and again; worst for students",
    ),
    Moment(
        id="card-outage",
        journey="buy",
        kind="loop",
        polarity="pain",
        state="declined",
        touchpoint="Payment is declined",
        came_from="Pays",
        title="For six weeks the card company declines payments",
        during=CARD_OUTAGE,
    ),
    Moment(
        id="advisor",
        journey="buy",
        kind="touchpoint",
        polarity="delight",
        state="advisor",
        touchpoint="Asks an advisor",
        title="An advisor in the chat really helps",
    ),
    Moment(
        id="late-delivery",
        journey="settle",
        kind="wait",
        polarity="pain",
        state="late",
        touchpoint="SIM is sent",
        came_from="SIM is sent",
        threshold=4 * DAY,
        title="The SIM is under way for more than four days",
    ),
    Moment(
        id="first-bill",
        journey="settle",
        kind="channel_switch",
        polarity="pain",
        state="bill_call",
        touchpoint="Calls about the bill",
        came_from="Opens the first bill",
        title="The first bill is so confusing that people call",
    ),
    Moment(
        id="welcome-call",
        journey="settle",
        kind="touchpoint",
        polarity="delight",
        state="welcome",
        touchpoint="Welcome call",
        came_from="Activates the SIM",
        title="A call that welcomes, and explains the first bill",
    ),
    Moment(
        id="no-answer",
        journey="help",
        kind="repeat_contact",
        polarity="pain",
        state="chase",
        touchpoint="Chases the ticket",
        came_from="Opens a ticket",
        title="No answer to the ticket, so people call to ask, and some leave",
    ),
    Moment(
        id="retention",
        journey="stay",
        kind="touchpoint",
        polarity="delight",
        state="retention",
        touchpoint="Retention calls back",
        came_from="Asks to cancel",
        title="A call back changes minds",
    ),
    Moment(
        id="coverage-map",
        journey="buy",
        kind="touchpoint",
        polarity="none",
        state="coverage",
        touchpoint="Checks the coverage map",
        title="A decoy: those who only look around see it more often",
    ),
    Moment(
        id="outages-page",
        journey="help",
        kind="touchpoint",
        polarity="none",
        state="outages",
        touchpoint="Looks for outages",
        title="A decoy: those with old phones and hard problems see it more often",
    ),
)
