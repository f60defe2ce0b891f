"""The tills of eight stores: semicolons, a local clock, a hashed card, sometimes a loyalty number."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from footpath.sim.people import PLAN_PRICES, PLANS
from footpath.sim.traces import STORES, Evidence

from .export import Export, local_text, write_table

PAID_IN_CASH = 0.12
SHOWS_LOYALTY = 0.75
HEADER = ("receipt", "sold_at", "store", "till", "article", "amount", "card_hash", "loyalty_no")


def write(evidence: Evidence, folder: Path) -> Export:
    """store.csv."""
    sales = evidence.seen_by("store")
    traces, person = evidence.traces, sales.person
    card = np.where(evidence.chance(sales, 0) < PAID_IN_CASH, "", traces.cards[person]).tolist()
    loyalty = np.where(evidence.chance(sales, 1) < SHOWS_LOYALTY, traces.loyalty[person], "").tolist()
    till = (1 + evidence.chance(sales, 2) * 4).astype(np.int64).tolist()
    rows = (
        # A decimal comma, as Dutch tills print it.
        (f"{store[:3].upper()}-{number:06d}", time, store, lane, f"SIM {plan}", f"{price},00", hashed, member)
        for number, time, store, lane, plan, price, hashed, member in zip(
            evidence.people.number[person].tolist(),
            local_text(sales.time),
            [STORES[each] for each in traces.store(person).tolist()],
            till,
            [PLANS[each] for each in evidence.people.plan[person].tolist()],
            [PLAN_PRICES[each] for each in evidence.people.plan[person].tolist()],
            card,
            loyalty,
            strict=True,
        )
    )
    write_table(folder / "store.csv", HEADER, rows, separator=";")
    columns = (
        "time.Receipt=sold_at",
        "actor.card=card_hash",
        "actor.loyalty=loyalty_no",
        "actor.receipt=receipt",
    )
    return Export("store.csv", "store", columns=columns, timezone="Europe/Amsterdam")
