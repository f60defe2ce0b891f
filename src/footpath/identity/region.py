"""A time zone in, the country that its phone numbers are from out."""

from __future__ import annotations

from functools import cache
from importlib import resources


def region_of(timezone: str | None) -> str | None:
    """The two-letter country of a zone of the time-zone database; None where it has none, such as UTC.

    >>> region_of("Europe/Amsterdam"), region_of("UTC")
    ('NL', None)
    """
    return _countries().get(timezone) if timezone else None


@cache
def _countries() -> dict[str, str]:
    table = resources.files("tzdata").joinpath("zoneinfo/zone.tab").read_text("utf-8")
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {row[2]: row[0] for row in rows}
