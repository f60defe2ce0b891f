"""Instants as a regular expression and a calendar read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
FORM = re.compile(
    r"(\d{4}-\d\d-\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):(\d\d))", re.ASCII
)


def instant(text: str) -> int | None:
    """µs since 1970 of a date, a clock and a zone; None for any other text.

    A leap second is the beginning of the next minute.
    """
    match = FORM.fullmatch(text)
    if match is None:
        return None
    date, hour, minute, second, fraction, sign, *ahead = match.groups()
    hours, minutes = (int(each or 0) for each in ahead)
    if int(hour) > 23 or int(minute) > 59 or int(second) > 60 or hours > 23 or minutes > 59:
        return None
    try:
        day = datetime.fromisoformat(date).replace(tzinfo=UTC) - EPOCH
    except ValueError:
        return None
    clock = timedelta(hours=int(hour), minutes=int(minute), seconds=int(second))
    zone = timedelta(hours=hours, minutes=minutes) * (-1 if sign == "-" else 1)
    return (day + clock - zone) // timedelta(microseconds=1) + int((fraction or "").ljust(6, "0")[:6])
