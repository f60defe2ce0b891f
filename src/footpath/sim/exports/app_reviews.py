"""Google Play's monthly file: UTF-16 with a byte order mark, and nobody by name."""

from __future__ import annotations

from itertools import repeat
from pathlib import Path

import numpy as np

from footpath.sim.company import CODES
from footpath.sim.noise import Floats, Purpose
from footpath.sim.traces import Evidence
from footpath.sim.words import said
from footpath.sim.world import History

from .export import Export, utc_text, write_table

PACKAGE = "example.northwind.app"
HEADER = (
    "\ufeffPackage Name",
    "App Version Code",
    "App Version Name",
    "Reviewer Language",
    "Device",
    "Review Submit Date and Time",
    "Review Submit Millis Since Epoch",
    "Review Last Update Date and Time",
    "Review Last Update Millis Since Epoch",
    "Star Rating",
    "Review Title",
    "Review Text",
    "Developer Reply Date and Time",
    "Developer Reply Millis Since Epoch",
    "Developer Reply Text",
    "Review Link",
)
DEVICES = ("a52q", "oriole", "dm1q", "FP4")
SELDOM = 0.0009


def write(evidence: Evidence, folder: Path) -> Export:
    """app_reviews.csv."""
    reviews = who_reviews(evidence)
    number = evidence.people.number[reviews.person]
    ids = evidence.noise.bits(Purpose.MESSAGE, number, 256, reviews.visit).tolist()
    device = (evidence.chance(reviews, 1) * len(DEVICES)).astype(np.int64).tolist()
    written, millis = utc_text(reviews.time), (reviews.time * 1000).tolist()
    columns = (
        repeat(PACKAGE),
        repeat(410),
        repeat("4.1.0"),
        repeat("en"),
        [DEVICES[each] for each in device],
        written,
        millis,
        written,
        millis,
        stars(reviews.mood),
        repeat(""),
        said("service", reviews.mood, evidence.chance(reviews, 2)),
        *[repeat("")] * 3,
        [f"https://play.google.example/apps/reviews?reviewId={each:016x}" for each in ids],
    )
    rows = zip(*columns, strict=False)  # not strict: what repeats has no end
    write_table(folder / "app_reviews.csv", HEADER, rows, encoding="utf-16-le")
    mapping = (
        "time.App review=Review Submit Date and Time",
        "actor.review=Review Link",
        "score=Star Rating",
        "text=Review Text",
    )
    return Export("app_reviews.csv", "app_reviews", columns=mapping, set=("scale=1..5",))


def who_reviews(evidence: Evidence) -> History:
    """The few visits to the app after which somebody reviews it, by time."""
    visits = evidence.history.take(evidence.history.state == CODES["app"])
    willing = SELDOM * (1 + 3 * np.abs(visits.mood))
    found = visits.take(evidence.chance(visits, 0) < willing)
    return found.take(np.argsort(found.time, kind="stable"))


def stars(mood: Floats) -> list[int]:
    """One to five."""
    return [int(each) for each in np.clip(np.round(3.3 + 1.3 * mood), 1, 5).tolist()]
