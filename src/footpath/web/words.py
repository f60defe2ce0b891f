"""Values in, words for people who do not code out: reasons, times, shares of a bar."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from urllib.parse import quote
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from footpath.draw.phrases import count, duration, interval, people, percent, plural, value
from footpath.model.event import Actor

REASONS = {
    "ambiguous_case": "cases with two values of an identifier that is unique to a person",
    "ambiguous_hour": "times in an hour that came twice when the clocks changed; taken as the first",
    "deleted_ticket": "deleted tickets",
    "duplicate_column": "columns whose name came twice",
    "disqualified": "people whom the survey sent away",
    "event_outside_trace": "events outside any trace",
    "forgotten": "events of people who asked to be forgotten",
    "future": "dated in the future",
    "junk": "identifiers that identify nobody, such as “unknown” or 000000",
    "kept_apart": "joins refused, because they would glue two people together",
    "no_actor": "nothing tells who it was",
    "no_answer": "no answer in it",
    "no_event": "nothing tells what happened",
    "no_time": "nothing tells when",
    "no_time_readable": "no time could be read",
    "no_time_zone": "times without a time zone; read as UTC",
    "not_a_conversation": "no conversation",
    "not_a_response": "no response",
    "not_a_review": "no review",
    "not_a_ticket": "no ticket",
    "not_an_answer": "no answer of a customer",
    "not_invited": "people who were not invited",
    "not_utf8": "characters that are no UTF-8; read as Windows-1252",
    "preview": "answers given while the survey was tried out",
    "repeated_case": "cases whose name came before",
    "shared_id": "answers of different people with one id; the last one counts",
    "shared_identifier": "identifiers shared by too many people to join them",
    "skipped_hour": "times in an hour that the clocks skipped; moved forward",
    "unsubscribed": "people who unsubscribed",
    "unknown_kind": "rows of an unknown kind",
    "unknown_type": "messages of an unknown type",
    "unreadable_line": "lines that can’t be read",
    "unreadable_position": "positions that are no number",
    "unreadable_received": "times of receipt that can’t be read",
    "wrong_number_of_fields": "rows with too many or too few fields",
}
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


def reason(name: str) -> str:
    """A counted reason in words.

    >>> reason("future"), reason("too_odd")
    ('dated in the future', 'too odd')
    """
    return REASONS.get(name, name.replace("_", " "))


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
    "reason": reason,
    "value": value,
    "weekday": weekday,
}
