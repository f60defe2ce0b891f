"""Values in, words for people who do not code out: reasons, times, shares of a bar."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from footpath.draw.phrases import count, duration, interval, people, percent, plural, value
from footpath.model.event import Actor
from footpath.model.reasons import in_words

FIELDS = {
    "time": "When it happened",
    "event": "What happened",
    "person": "Who it was",
    "case": "The case it belongs to",
    "position": "Its place in the order",
    "channel": "The channel",
    "source": "The source",
    "value": "What it was worth",
    "score": "The score",
    "scale": "The scale of the score",
    "text": "What was said",
    "id": "The event’s own id",
    "kind": "Whether it was done or said",
}
MEANT = {
    "start": "where this journey begins",
    "goal": "what counts as reaching the goal",
    "ends": "what ends it without the goal",
    "within": "how long people have to reach the goal",
    "quiet": "after how long a silence somebody has left",
}


def field(name: str) -> str:
    """What a column was taken for."""
    if name.startswith("actor."):
        return f"Who it was: {name.removeprefix('actor.')}"
    if name.startswith("time."):
        return f"When “{name.removeprefix('time.')}” happened"
    return FIELDS.get(name, name)


def zone_of(name: str | None) -> tzinfo:
    """The zone that a project is told in; UTC where it names none that is known."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return ZoneInfo("UTC")


def day(when: datetime | date | None) -> str:
    """A day as people write it.

    >>> day(date(2026, 3, 1))
    '1 Mar 2026'
    """
    return f"{when.day} {when:%b %Y}" if when else "no date"


def weekday(when: date | None) -> str:
    """A day with its weekday."""
    return f"{when:%A}, {day(when)}" if when else "Without a date"


def clock(when: datetime | None) -> str:
    """The time of a day."""
    return f"{when:%H:%M}" if when else ""


def ago(when: datetime | None, now: datetime) -> str:
    """How long ago, in its natural unit."""
    if when is None:
        return "no date"
    seconds = (now - when).total_seconds()
    return "today" if seconds < 86_400 else f"{duration(seconds)} ago"


def identifier(actor: Actor | str) -> tuple[str, str]:
    """An identifier's kind and value, apart."""
    text = str(actor)
    kind, colon, rest = text.partition(":")
    return (kind, rest) if colon else ("", text)


FILTERS = {
    "ago": ago,
    "clock": clock,
    "count": count,
    "day": day,
    "duration": duration,
    "field": field,
    "identifier": identifier,
    "interval": interval,
    "people": people,
    "percent": percent,
    "plural": plural,
    "quoted": lambda text: quote(str(text), safe=""),
    "reason": in_words,
    "value": value,
    "weekday": weekday,
}
