"""The order system: a row an order, a column a date; a SIM sold in a store gets its row once activated."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from footpath.sim.company import STATES
from footpath.sim.noise import Ints, Purpose
from footpath.sim.people import PLAN_PRICES, PLANS
from footpath.sim.traces import Evidence

from .export import Export, utc_text, write_table

DATES = ("ordered_at", "paid_at", "shipped_at", "delivered_at", "activated_at")
NEVER = -1
PAID_AFTER = 4  # seconds after the order, when the bank has answered
OTHER_SPELLING = 0.15
HEADER = ("order_number", "customer_number", "email", "sales_channel", "plan", "price_eur", *DATES)


def write(evidence: Evidence, folder: Path) -> Export:
    """orders.csv."""
    dates = dates_of_orders(evidence)
    rows_of = np.flatnonzero((dates != NEVER).any(axis=1))
    rows_of = rows_of[np.argsort(dates[rows_of].max(axis=1), kind="stable")]  # as last changed
    traces, number = evidence.traces, evidence.people.number
    other = evidence.noise.uniform(Purpose.NAME, number[rows_of], 22) < OTHER_SPELLING
    email = np.where(other, traces.other_email[rows_of], traces.email[rows_of]).tolist()
    plan = evidence.people.plan[rows_of].tolist()
    online = (dates[rows_of, 0] != NEVER).tolist()
    written = [date_texts(dates[rows_of, column]) for column in range(len(DATES))]
    rows = (
        (f"NM-{each:07d}", customer, mail, "web" if web else "store", PLANS[which], PLAN_PRICES[which], *when)
        for each, customer, mail, web, which, when in zip(
            number[rows_of].tolist(),
            traces.customer[rows_of].tolist(),
            email,
            online,
            plan,
            zip(*written, strict=True),
            strict=True,
        )
    )
    write_table(folder / "orders.csv", HEADER, rows)
    steps = tuple(f"time.{name.removesuffix('_at').capitalize()}={name}" for name in DATES)
    columns = (*steps, "actor.customer=customer_number", "actor.email=email", "id=order_number")
    return Export("orders.csv", "orders", columns=columns)


def dates_of_orders(evidence: Evidence) -> Ints:
    """A row a person, a column for each of DATES; NEVER where it has not happened."""
    seen = evidence.seen_by("orders")
    column = np.array([DATES.index(each.event) if each.event in DATES else NEVER for each in STATES])
    dates = np.full((len(evidence.people), len(DATES)), NEVER, np.int64)
    dates[seen.person, column[seen.state]] = seen.time
    dates[:, 1] = np.where(dates[:, 0] != NEVER, dates[:, 0] + PAID_AFTER, NEVER)
    return dates


def date_texts(time: Ints) -> list[str]:
    """Times as text, empty where there is none."""
    return [
        "" if never else text for text, never in zip(utc_text(time), (time == NEVER).tolist(), strict=True)
    ]
