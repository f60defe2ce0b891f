"""The ad platform's clicks: UTC, a campaign, and a cookie that is not always the site's."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from footpath.sim.noise import Purpose
from footpath.sim.traces import Evidence

from .export import Export, utc_text, write_table

CAMPAIGNS = ("spring-sim-only", "back-to-college", "family-bundle", "brand-search", "prepaid-abroad")
# A row a plan: what students see is not what a family sees.
CAMPAIGN_WEIGHTS = np.array([[1.0, 6, 0, 2, 1], [3, 0, 5, 2, 0], [4, 0, 1, 5, 0], [2, 1, 0, 2, 4]])
COOKIE_OF_THE_SITE = 0.8
HEADER = ("click_id", "click_time", "campaign", "network", "cost_eur", "cookie_id")


def write(evidence: Evidence, folder: Path) -> Export:
    """ads.csv."""
    clicks = evidence.seen_by("ads")
    number = evidence.people.number[clicks.person]
    device = evidence.traces.devices[evidence.traces.device(clicks)[1]].tolist()
    known = (evidence.chance(clicks, 0) < COOKIE_OF_THE_SITE).tolist()
    network = np.where(evidence.chance(clicks, 1) < 0.6, "search", "social").tolist()
    cost = (evidence.chance(clicks, 2) * 1.8 + 0.15).round(2).tolist()
    ids = evidence.noise.bits(Purpose.MESSAGE, number, 1).tolist()
    campaign = campaigns(evidence)[clicks.person].tolist()
    rows = (
        (f"CL{each:016x}", time, CAMPAIGNS[which], where, price, cookie if same else f"ad-{each:012x}"[:15])
        for each, time, which, where, price, cookie, same in zip(
            ids, utc_text(clicks.time), campaign, network, cost, device, known, strict=True
        )
    )
    write_table(folder / "ads.csv", HEADER, rows)
    columns = ("time.Ad clicked=click_time", "actor.anon=cookie_id", "id=click_id")
    return Export("ads.csv", "ads", columns=columns)


def campaigns(evidence: Evidence) -> np.typing.NDArray[np.int64]:
    """The campaign that reached each person: a position in CAMPAIGNS."""
    return evidence.noise.pick(
        CAMPAIGN_WEIGHTS[evidence.people.plan], Purpose.NAME, evidence.people.number, 20
    )
