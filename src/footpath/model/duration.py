"""Durations as people write them ("45d") to timedelta, and back."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction

from footpath.errors import DefinitionError

UNITS = {
    "w": timedelta(weeks=1),
    "d": timedelta(days=1),
    "h": timedelta(hours=1),
    "m": timedelta(minutes=1),
    "s": timedelta(seconds=1),
}
MICROSECOND = timedelta(microseconds=1)
_SHAPE = re.compile(r"([0-9]+(?:\.[0-9]+)?)\s*([smhdw])", re.ASCII)


def parse_duration(text: str, *, where: str | None = None) -> timedelta:
    """The duration that a number and a unit (s, m, h, d, w) stand for; else DefinitionError.

    >>> parse_duration("45d")
    datetime.timedelta(days=45)
    """
    hint = 'Write a number and a unit, such as "30m", "2h", "45d" or "6w"'
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        raise DefinitionError(f'"{text}" is no duration', where=where, hint=hint)
    number, unit = match.groups()
    try:
        return timedelta(microseconds=round(Fraction(number) * (UNITS[unit] // MICROSECOND)))
    except OverflowError:
        raise DefinitionError(f'"{text}" is too long for a duration', where=where, hint=hint) from None


def format_duration(duration: timedelta) -> str:
    """The shortest text that `parse_duration` reads as this duration; DefinitionError below zero.

    >>> format_duration(timedelta(days=45)), format_duration(timedelta(weeks=2))
    ('45d', '2w')
    """
    if duration < timedelta(0):
        raise DefinitionError(f"{duration} is below zero", hint="A duration is zero or more")
    for unit, size in UNITS.items():
        if duration and not duration % size:
            return f"{duration // size}{unit}"
    whole, rest = divmod(duration, UNITS["s"])
    return f"{whole}.{rest // MICROSECOND:06d}".rstrip("0").rstrip(".") + "s"
