"""Query parameters in, what is asked out: checked at the door, with an error that says what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import quote, urlencode

from footpath.errors import UsageError
from footpath.model.lens import Lens, moment

LONGEST = 500  # characters of a parameter
PAGE = 50  # persons on a page


def lens_of(asked: Mapping[str, str], journey: str) -> Lens:
    """The lens that a query names; a day without a time is the whole day in UTC, as in the commands.

    >>> lens_of({"segment": "", "since": "2026-03-01"}, "buy").since
    datetime.datetime(2026, 3, 1, 0, 0, tzinfo=datetime.timezone.utc)
    """
    since, until = moment(text(asked, "since")), moment(text(asked, "until"), last=True)
    if since and until and since >= until:
        raise UsageError("the period ends before it begins", hint="Choose a later end")
    return Lens(journey, text(asked, "segment"), since, until)


def text(asked: Mapping[str, str], name: str) -> str | None:
    """A parameter that is a short text; None where it is absent or empty."""
    value = asked.get(name, "").strip()
    if len(value) > LONGEST:
        raise UsageError(f"{name} is longer than {LONGEST} characters")
    return value or None


def number(asked: Mapping[str, str], name: str, *, default: int) -> int:
    """A parameter that is a whole number from 1 on."""
    value = text(asked, name)
    if value is None:
        return default
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) < 10**9):
        raise UsageError(f'{name} is no number from 1 on: "{value}"')
    return int(value)


def query_of(lens: Lens, *, journey: bool = True, **more: str | int | None) -> str:
    """The query that leads to a lens again, with its question mark; empty where nothing was chosen.

    >>> query_of(Lens("buy", segment="students"), journey=False)
    '?segment=students'
    """
    chosen: dict[str, str | int | None] = dict(lens.parameters())
    if not journey:
        del chosen["journey"]
    for name in ("since", "until"):
        if (time := getattr(lens, name)) is not None:
            chosen[name] = day_of(time, last=name == "until")
    pairs = {name: value for name, value in {**chosen, **more}.items() if value is not None}
    return f"?{urlencode(pairs)}" if pairs else ""


def day_of(time: datetime, *, last: bool = False) -> str:
    """A time as it is written in a query: a bare day where that says the same."""
    day = f"{time:%Y-%m-%d}"
    return day if moment(day, last=last) == time else time.isoformat().replace("+00:00", "Z")


def journey_url(name: str, ending: str = "") -> str:
    """Where a journey's page is.

    >>> journey_url("buy / sell")
    '/journeys/buy%20%2F%20sell'
    """
    return f"/journeys/{quote(name, safe='')}{ending}"


def person_url(identifier: str) -> str:
    """Where a person's page is."""
    return f"/people/{quote(identifier, safe='')}"


def evidence_url(key: str, lens: Lens, page: int | None = None) -> str:
    """Where the evidence of a number is."""
    return f"/evidence/{quote(key, safe='')}{query_of(lens, page=page)}"
