"""The customer database: a row a person who has an account or a customer number, identifiers and traits."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from footpath.sim.company import CODES
from footpath.sim.people import AGE_GROUPS, PLAN_PRICES, PLANS, REGIONS
from footpath.sim.traces import NO_EMAIL, OFFICE_LINE, WITHHELD, Evidence

from .export import Export, write_table

NO_PHONE_KNOWN, NOTED_IN_A_STORE, NO_EMAIL_KNOWN = 0.012, 0.008, 0.006
HEADER = (
    "customer_number",
    "user_id",
    "email",
    "phone",
    "loyalty_number",
    "plan_type",
    "region",
    "age_group",
    "value_eur",
)


def write(evidence: Evidence, folder: Path) -> Export:
    """crm.csv."""
    traces, people = evidence.traces, evidence.people
    known = np.flatnonzero(evidence.customers | evidence.accounts)
    line = traces.chance(23)
    phone = np.where(line < NO_PHONE_KNOWN, WITHHELD, traces.phone)
    phone = np.where(line > 1 - NOTED_IN_A_STORE, OFFICE_LINE, phone)
    email = np.where(traces.chance(24) < NO_EMAIL_KNOWN, NO_EMAIL, traces.email)
    customers = evidence.customers
    columns = (
        np.where(customers, traces.customer, "")[known],
        np.where(evidence.accounts, traces.user, "")[known],
        email[known],
        phone[known],
        np.where(customers, traces.loyalty, "")[known],
        np.array(PLANS)[people.plan][known],
        np.array(REGIONS)[people.region][known],
        np.array(AGE_GROUPS)[people.age][known],
        value(evidence)[known],
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    write_table(folder / "crm.csv", HEADER, rows)
    identifiers = (
        "actor.customer=customer_number",
        "actor.user=user_id",
        "actor.email=email",
        "actor.phone=phone",
        "actor.loyalty=loyalty_number",
    )
    return Export("crm.csv", "crm", format="traits", columns=identifiers)


def value(evidence: Evidence) -> np.typing.NDArray[np.int64]:
    """Euros a year: the plan, twice with a second line, nothing for those who only have an account."""
    lines = 1 + evidence.ever([CODES["line"]])
    return np.where(evidence.customers, 12 * np.array(PLAN_PRICES)[evidence.people.plan] * lines, 0)
