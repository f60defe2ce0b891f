"""Northwind Mobile: where its people can be, what each place does to them, and which system sees it.

A table, read by the world (moods, hours) and by the exports (system, event); `moves.py` says where people
go from here. Two states may be one touchpoint: a new customer uses the same app as an old one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

GONE: Final = "gone"


@dataclass(frozen=True, slots=True)
class State:
    """A place in the lifecycle. `touchpoint` is its name in northwind.toml, None where nothing can be seen.

    `event` is what its `system` writes: "page /plans", "track Product Added", "screen Bill" on the web,
    elsewhere a word that the export understands. `mood` is added to a person's mood on each visit.
    """

    name: str
    touchpoint: str | None
    system: str
    event: str
    mood: float = 0.0
    hours: str = "people"


STATES: Final = (
    # pre-contact
    State("ad", "Sees an ad", "ads", "click"),
    State("review", "Reads a review", "review_site", "Review read"),
    # consideration
    State("visit", "Visits the site", "web", "page /"),
    State("compare", "Compares plans", "web", "page /plans"),
    State("plan", "Looks at a plan", "web", "track Product Viewed"),
    State("advisor", "Asks an advisor", "web", "track Advisor Chat Started", mood=0.8),
    State("tablet", "Tries it in the store", "web", "page /store-tablet", hours="shops"),
    # purchase
    State("cart", "Fills the cart", "web", "track Product Added"),
    State("identity", "Proves who I am", "web", "track Identity Check Started"),
    State("identity_fails", "Identity check fails", "web", "track Identity Check Failed", mood=-1.0),
    State("pays", "Pays", "web", "track Payment Submitted"),
    State("declined", "Payment is declined", "web", "track Payment Declined", mood=-1.1),
    State("ordered", "Order confirmed", "orders", "ordered_at", mood=0.5),
    State("store_buys", "Buys in the store", "store", "receipt", mood=0.4, hours="shops"),
    # onboarding
    State("shipped", "SIM is sent", "orders", "shipped_at", hours="desks"),
    State("late", None, "nobody", "the promised days are over", mood=-1.0),
    State("where", "Asks where the SIM is", "calls", "delivery", mood=-0.2, hours="desks"),
    State("cancels_order", "Cancels the order", "calls", "order", mood=-0.5, hours="desks"),
    State("delivered", "SIM delivered", "orders", "delivered_at", mood=0.3, hours="desks"),
    State("activates", "Activates the SIM", "orders", "activated_at", mood=0.3),
    State("welcome", "Welcome call", "calls", "welcome", mood=1.3, hours="desks"),
    State("new_app", "Uses the app", "web", "screen App Home"),
    State("first_bill", "Opens the first bill", "web", "screen First Bill"),
    State("bill_call", "Calls about the bill", "calls", "billing", mood=-0.8, hours="desks"),
    State("bill_paid", "Pays the first bill", "web", "track First Bill Paid", mood=0.1),
    # use
    State("app", "Uses the app", "web", "screen App Home", mood=0.05),
    State("bill", "Views a bill", "web", "screen Bill"),
    State("topup", "Tops up", "web", "track Top Up Completed", mood=0.1),
    # support
    State("help", "Searches for help", "web", "page /help/article", mood=-0.2),
    State("call", "Calls the helpline", "calls", "technical", mood=-0.2, hours="desks"),
    State("ticket", "Opens a ticket", "tickets", "ticket", mood=-0.4),
    State("answered", "Gets an answer", "web", "track Ticket Answer Read", mood=0.3),
    State("chase", "Chases the ticket", "calls", "follow-up", mood=-1.0, hours="desks"),
    State("solved", "Problem solved", "web", "track Problem Solved", mood=0.6),
    # loyalty
    State("renews", "Renews the plan", "web", "track Plan Renewed", mood=0.2),
    State("line", "Adds a second line", "web", "track Line Added", mood=0.2),
    # advocacy
    State("recommends", "Recommends us", "web", "track Referral Shared", mood=0.2),
    State("writes", "Writes a review", "review_site", "Review written"),
    # leaving
    State("asks_cancel", "Asks to cancel", "calls", "cancellation", mood=-0.3, hours="desks"),
    State("retention", "Retention calls back", "calls", "retention", mood=0.7, hours="desks"),
    State("keeps", "Keeps the plan", "web", "track Cancellation Withdrawn", mood=0.4),
    State("ports", "Takes the number elsewhere", "web", "track Number Ported Out", hours="desks"),
    # asides: seen on the way, without any consequence
    State("coverage", "Checks the coverage map", "web", "page /coverage"),
    State("outages", "Looks for outages", "web", "page /outages"),
    State(GONE, None, "nobody", "does nothing more"),
)
CODES: Final = {state.name: code for code, state in enumerate(STATES)}
SYSTEMS: Final = tuple(state.system for state in STATES)


def codes(*names: str) -> list[int]:
    """The positions of states in STATES."""
    return [CODES[name] for name in names]
