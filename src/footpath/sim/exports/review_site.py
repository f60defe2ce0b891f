"""A partner's review site: who read what, and the few who wrote."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from footpath.sim.company import CODES, STATES
from footpath.sim.noise import Purpose
from footpath.sim.traces import Evidence
from footpath.sim.words import said

from .export import Export, utc_text, write_table

COOKIE_OF_THE_SITE = 0.6  # the partner carries our tag, but many block it
HEADER = ("id", "occurred_at", "action", "article", "cookie", "rating", "rating_scale", "review_text")


def write(evidence: Evidence, folder: Path) -> Export:
    """review_site.csv."""
    seen = evidence.seen_by("review_site")
    number = evidence.people.number[seen.person]
    cookies = evidence.traces.devices[evidence.traces.device(seen)[1]].tolist()
    known = (evidence.noise.uniform(Purpose.NAME, number, 21) < COOKIE_OF_THE_SITE).tolist()
    wrote = (seen.state == CODES["writes"]).tolist()
    stars = (
        np.clip(np.round(3.2 + 1.1 * seen.mood + evidence.chance(seen, 1) - 0.5), 1, 5)
        .astype(np.int64)
        .tolist()
    )
    article = np.where(evidence.chance(seen, 2) < 0.5, "best-sim-only", "northwind-reviewed").tolist()
    words = said("service", np.array(stars) - 3, evidence.chance(seen, 3))
    ids = evidence.noise.bits(Purpose.MESSAGE, number, 2 + seen.state, seen.visit).tolist()
    rows = (
        (
            f"r{each:016x}",
            time,
            STATES[state].event,
            "" if own else page,
            cookie if same else f"rv-{person}",
            star if own else "",
            "1..5" if own else "",
            text if own else "",
        )
        for each, time, state, own, page, cookie, same, person, star, text in zip(
            ids,
            utc_text(seen.time),
            seen.state.tolist(),
            wrote,
            article,
            cookies,
            known,
            number.tolist(),
            stars,
            words,
            strict=True,
        )
    )
    write_table(folder / "review_site.csv", HEADER, rows)
    columns = (
        "time=occurred_at",
        "event=action",
        "actor.anon=cookie",
        "score=rating",
        "scale=rating_scale",
        "text=review_text",
        "id=id",
    )
    return Export("review_site.csv", "review_site", columns=columns)
