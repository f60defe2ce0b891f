"""Where people go from each state: a table of exits, and the arrays that the world reads it from.

An exit's weight is multiplied by exp(lean · traits); `days` is the median wait before the next state.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from . import clock
from .company import CODES, GONE, STATES
from .noise import Floats, Ints

# What a lean may speak of. Two change on the way: the mood, and how often this state was seen before.
TRAITS = ("intent", "student", "family", "business", "old_phone", "offline", "senior", "by_ad")
FEATURES = (*TRAITS, "mood", "again")
MINUTES, HOURS = 1 / 1440, 1 / 24
CARD_OUTAGE = ("2026-02-09", "2026-03-23")


@dataclass(frozen=True, slots=True)
class Exit:
    """One way on."""

    to: str
    weight: float
    days: float
    spread: float
    during: tuple[str, str] | None
    lean: Mapping[str, float]


def to(
    state: str,
    weight: float,
    days: float = 1.0,
    *,
    spread: float = 0.35,
    during: tuple[str, str] | None = None,
    **lean: float,
) -> Exit:
    """An exit, written so that the table below reads as one."""
    return Exit(state, weight, days, spread, during, lean)


EXITS: dict[str, tuple[Exit, ...]] = {
    "ad": (to("visit", 8, 1 * MINUTES, intent=0.2), to(GONE, 1)),
    "review": (to("visit", 6, 8 * HOURS, intent=0.4), to(GONE, 2)),
    "visit": (
        to("compare", 6, 3 * MINUTES, intent=0.5),
        to("advisor", 0.5, 4 * MINUTES, intent=0.2, senior=0.6, family=0.3),
        to("tablet", 0.35, 2.0, intent=0.4, offline=1.5),
        to("visit", 1.8, 4.0, intent=0.3),
        to("review", 0.5, 5 * HOURS, intent=0.2),
        to(GONE, 3.0, intent=-0.7, by_ad=0.4),
    ),
    "compare": (
        to("plan", 5, 3 * MINUTES, intent=0.4),
        to("advisor", 0.9, 5 * MINUTES, intent=0.3, senior=0.6, family=0.4),
        to("cart", 0.8, 6 * MINUTES, intent=0.7),
        to("tablet", 0.3, 2.0, intent=0.4, offline=1.5),
        to("visit", 1.5, 3.0, intent=0.2),
        to(GONE, 2.4, intent=-0.7, mood=-0.2),
    ),
    "plan": (
        to("cart", 2.0, 5 * MINUTES, intent=0.8, mood=0.3),
        to("compare", 2.2, 4 * MINUTES),
        to("advisor", 0.7, 5 * MINUTES, intent=0.3, senior=0.6, family=0.4),
        to("visit", 1.2, 3.0, intent=0.2),
        to(GONE, 2.0, intent=-0.7),
    ),
    "advisor": (
        to("cart", 4.5, 12 * MINUTES, intent=0.4),
        to("compare", 1.2, 8 * MINUTES),
        to("tablet", 0.4, 2.0, offline=1.5),
        to("visit", 0.8, 2.0),
        to(GONE, 0.9, intent=-0.6),
    ),
    "tablet": (
        to("store_buys", 3, 25 * MINUTES, intent=0.7),
        to("visit", 1.5, 2.0),
        to(GONE, 2.5, intent=-0.7),
    ),
    "cart": (
        to("identity", 6, 5 * MINUTES, intent=0.3, mood=0.2),
        to("plan", 0.8, 4 * MINUTES),
        to("visit", 0.8, 1.5),
        to(GONE, 1.8, intent=-0.6, mood=-0.3),
    ),
    "identity": (
        to("identity_fails", 1.6, 2 * MINUTES, student=0.8, old_phone=0.9),
        to("pays", 7, 3 * MINUTES),
    ),
    "identity_fails": (
        to("identity", 4.5, 4 * MINUTES, student=-0.7, again=-0.7, intent=0.3),
        to("tablet", 0.25, 2.0, offline=1.5),
        to("visit", 0.6, 3.0, intent=0.3),
        to(GONE, 2.4, student=0.6, again=0.3, intent=-0.3),
    ),
    "pays": (
        to("ordered", 9, 1 * MINUTES),
        to("declined", 11, 1 * MINUTES, during=CARD_OUTAGE),
        to(GONE, 0.2),
    ),
    "declined": (
        to("pays", 4, 3 * MINUTES, again=-0.6, intent=0.2),
        to("visit", 0.6, 2.0, intent=0.2),
        to(GONE, 2.6, intent=-0.3),
    ),
    "ordered": (to("shipped", 1, 0.9, spread=0.15),),
    "store_buys": (to("activates", 9, 5 * HOURS), to(GONE, 0.4)),
    "shipped": (
        to("delivered", 6, 1.7, spread=0.12),
        to("late", 1.2, 4.0, spread=0.0, family=0.5),
    ),
    "late": (
        to("delivered", 4, 4.0),
        to("where", 3, 1.5, senior=0.5),
        to("cancels_order", 1.1, 2.5, intent=-0.5),
    ),
    "where": (to("delivered", 4, 2.5), to("cancels_order", 1.0, 2.0, intent=-0.4)),
    "cancels_order": (to(GONE, 1),),
    "delivered": (to("activates", 9, 1.2, mood=0.25), to(GONE, 0.5, mood=-0.6)),
    "activates": (
        to("welcome", 2.2, 2.5, business=0.9, senior=0.5),
        to("new_app", 6, 3 * HOURS),
    ),
    "welcome": (to("new_app", 1, 2.0),),
    "new_app": (
        to("new_app", 6, 5.5),
        to("first_bill", 0.5, 5.0, again=0.8),
        to(GONE, 0.12, mood=-0.9, intent=-0.4),
    ),
    "first_bill": (
        to("bill_paid", 5.5, 1.5, mood=0.4, intent=0.2),
        to("bill_call", 4.2, 9 * HOURS, mood=-0.8, student=0.6, senior=0.4),
        to(GONE, 1.0, mood=-0.8, intent=-0.4),
    ),
    "bill_call": (
        to("bill_paid", 3.4, 3.0, intent=0.2, business=0.4),
        to("asks_cancel", 1.0, 4.0, mood=-0.4),
        to("ticket", 0.8, 6 * HOURS),
        to(GONE, 1.3, intent=-0.3),
    ),
    "bill_paid": (to("app", 1, 4.0),),
    "app": (
        to("app", 6.4, 2.5),
        to("bill", 1.6, 2.5),
        to("topup", 0.9, 5.0, student=0.6, business=-1.5),
        to("help", 0.55, 3.0, senior=0.2, old_phone=0.4),
        to("call", 0.28, 3.0, senior=0.7, offline=0.6),
        to("renews", 0.20, 6.0, mood=0.4, business=0.3),
        to("line", 0.05, 6.0, family=1.2, mood=0.3),
        to("recommends", 0.08, 4.0, mood=0.7),
        to("writes", 0.06, 4.0, mood=0.3),
        to("asks_cancel", 0.12, 5.0, mood=-0.7, student=0.3),
        to(GONE, 0.02, mood=-0.5),
    ),
    "bill": (to("app", 9, 5.0), to("call", 0.4, 10 * HOURS), to("asks_cancel", 0.1, 3.0, mood=-0.6)),
    "topup": (to("app", 1, 4.0),),
    "help": (
        to("solved", 4, 9 * MINUTES, old_phone=-0.4, senior=-0.3),
        to("call", 1.8, 2 * HOURS, offline=0.6, senior=0.4),
        to("ticket", 2.2, 1 * HOURS, business=0.4),
        to("app", 1.5, 4.0),
    ),
    "call": (
        to("solved", 5, 40 * MINUTES, business=0.2),
        to("ticket", 1.8, 2 * HOURS, old_phone=0.3),
        to("app", 1.0, 4.0),
    ),
    "ticket": (
        to("answered", 6, 0.9, business=0.4),
        to("chase", 2.6, 2.8, spread=0.2, senior=0.3, old_phone=0.3),
        to("app", 0.7, 5.0),
    ),
    "chase": (
        to("answered", 3.0, 2.5, business=0.3),
        to("chase", 0.9, 2.5, again=-0.4),
        to("asks_cancel", 1.6, 4.0, mood=-0.3),
        to("app", 1.6, 5.0),
    ),
    "answered": (to("solved", 6, 6 * HOURS), to("ticket", 0.7, 5 * HOURS), to("app", 1.2, 4.0)),
    "solved": (to("app", 1, 4.0),),
    "renews": (to("app", 1, 5.0),),
    "line": (to("app", 1, 4.0),),
    "recommends": (to("app", 1, 4.0),),
    "writes": (to("app", 1, 4.0),),
    "asks_cancel": (
        to("retention", 2.4, 1.2, business=1.0, family=0.3),
        to("ports", 3.2, 4.0, mood=-0.3),
        to("keeps", 1.0, 3.0, mood=0.4, business=0.8),
    ),
    "retention": (to("keeps", 3.2, 1.5, mood=0.3, business=0.5), to("ports", 1.8, 4.0, mood=-0.3)),
    "keeps": (to("app", 1, 4.0),),
    "ports": (to(GONE, 1),),
}


@dataclass(frozen=True, slots=True)
class Moves:
    """EXITS as arrays of (state, exit), padded with exits of weight 0."""

    target: Ints
    weight: Floats
    seconds: Floats
    spread: Floats
    opens: Floats
    closes: Floats
    lean: Floats  # (state, exit, feature)


@cache
def compile_moves() -> Moves:
    """EXITS in, arrays out."""
    shape = (len(STATES), max(map(len, EXITS.values())))
    moves = Moves(
        target=np.full(shape, CODES[GONE], np.int64),
        weight=np.zeros(shape),
        seconds=np.full(shape, float(clock.DAY)),
        spread=np.zeros(shape),
        opens=np.full(shape, -np.inf),
        closes=np.full(shape, np.inf),
        lean=np.zeros((*shape, len(FEATURES))),
    )
    for name, exits in EXITS.items():
        for column, each in enumerate(exits):
            place(moves, (CODES[name], column), each)
    return moves


def place(moves: Moves, cell: tuple[int, int], way: Exit) -> None:
    """Write one exit into its cell of the arrays."""
    moves.target[cell] = CODES[way.to]
    moves.weight[cell] = way.weight
    moves.seconds[cell] = way.days * clock.DAY
    moves.spread[cell] = way.spread
    if way.during:
        moves.opens[cell], moves.closes[cell] = map(clock.seconds, way.during)
    for trait, strength in way.lean.items():
        moves.lean[(*cell, FEATURES.index(trait))] = strength
