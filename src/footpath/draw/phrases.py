"""Numbers and evidence in words: estimates, durations, dates and chips in, short texts out."""

from __future__ import annotations

from datetime import datetime

from footpath.draw.text import clean
from footpath.model.estimate import Estimate
from footpath.model.map import Cell, Evidence, JourneyMap, LaneId, MapTouchpoint, Provenance

NBSP = "\u00a0"
MINUS = "−"
LANE_NAMES: dict[LaneId, str] = {
    "do": "What people do",
    "move": "How they move",
    "feel": "How they feel",
    "say": "What they say",
    "score": "Scores",
    "moment": "What hurts, what delights",
    "time": "Time",
    "change": "Who can change it, what is being done",
}
PROVENANCE: dict[Provenance, str] = {
    "observed": "observed in events",
    "stated": "stated by people",
    "cited": "cited from elsewhere",
    "asserted": "asserted by a person",
    "inferred": "inferred by a model",
}
NO_GOAL = 'No goal was found: name one in the definition of the journey, goal = ["a touchpoint"].'
NO_EVIDENCE = "no evidence yet"
COMPUTING = "being worked out"
NARROW = 0.5  # the width of an interval below which a second digit tells something
_DURATIONS = ((1, "s"), (60, "min"), (3600, "h"), (86400, "d"), (31557600, "y"))
_SCALES = ((1e12, "T"), (1e9, "G"), (1e6, "M"))


def silence(cell: Cell | None) -> str | None:
    """Why a cell tells nothing; None where it tells something."""
    if cell is None or cell.state == "none":
        return NO_EVIDENCE
    return COMPUTING if cell.state == "computing" else None


def count(number: int) -> str:
    """A count to read: groups of three, and from ten million on in millions.

    >>> count(12345), count(12_400_000)
    ('12,345', '12.4\\xa0M')
    """
    if abs(number) < 10_000_000:
        return f"{number:,}".replace("-", MINUS)
    size, letter = next(each for each in _SCALES if abs(number) >= each[0])
    return f"{number / size:,.1f}{NBSP}{letter}".replace("-", MINUS)


def plural(number: int, one: str, many: str | None = None) -> str:
    """A count with its noun."""
    return f"{count(number)} {one if number == 1 else many or one + 's'}"


def people(number: int) -> str:
    """A count of persons."""
    return plural(number, "person", "people")


def percent(share: float) -> str:
    """A share as a percentage, finer where it is small."""
    value = share * 100
    digits = 0 if value == 0 or value >= 10 or value == round(value) else 1
    return f"{value:.{digits}f}{NBSP}%"


def duration(seconds: float) -> str:
    """A time span in its natural unit, two figures."""
    size, unit = next(
        (each for each in reversed(_DURATIONS) if abs(seconds) >= each[0] * 0.999), _DURATIONS[0]
    )
    value = seconds / size
    text = f"{value:.1f}" if value < 10 and round(value, 1) % 1 else f"{value:,.0f}"
    return f"{text}{NBSP}{unit}".replace("-", MINUS)


def value(estimate: Estimate) -> str:
    """An estimate's value in its unit."""
    return _in_unit(estimate.value, estimate)


def interval(estimate: Estimate) -> str:
    """An estimate's interval, without its value."""
    low, high = _in_unit(estimate.low, estimate), _in_unit(estimate.high, estimate)
    unit = low.rpartition(NBSP)[2]
    if high.endswith(NBSP + unit):
        low = low.removesuffix(NBSP + unit)
    return f"{low} to {high}" if MINUS in low + high else f"{low}–{high}"


def _in_unit(number: float, estimate: Estimate) -> str:
    unit = estimate.unit
    if unit == "share":
        return percent(number).replace("-", MINUS)
    if unit == "seconds":
        return duration(number)
    if unit in ("score", "emotion"):
        digits = 2 if estimate.high - estimate.low < NARROW else 1
        return f"{number:.{digits}f}".replace("-", MINUS)
    return count(round(number))


def day(time: datetime | None) -> str:
    """A date, or that there is none."""
    return f"{time:%Y-%m-%d}" if time else "no date"


def age(newest: datetime | None, made: datetime) -> str | None:
    """How old the newest evidence was when the map was made."""
    if newest is None:
        return None
    seconds = (made - newest).total_seconds()
    return "today" if seconds < 86400 else duration(seconds)


def chip(evidence: Evidence, made: datetime) -> str:
    """What stands under every cell: base, sources, freshness."""
    sources = plural(len(evidence.sources), "source")
    parts = [f"n={count(evidence.n)}", sources, age(evidence.newest, made)]
    return " · ".join(part.replace(" ", NBSP) for part in parts if part)


def main_channel(touchpoint: MapTouchpoint) -> str | None:
    """The channel that most people use there, else the touchpoint's own."""
    if touchpoint.channels:
        return max(touchpoint.channels, key=lambda each: each.people).name
    return touchpoint.channel


def channel_label(touchpoint: MapTouchpoint) -> str | None:
    """The main channel, and how many others there are."""
    main = main_channel(touchpoint)
    more = len({each.name for each in touchpoint.channels} - {main})
    return f"{main} +{more}" if main and more else main


def segment(map_: JourneyMap) -> str:
    """Who the map is about."""
    if map_.segment is None:
        return "Everybody"
    rule = f" ({clean(map_.segment_rule)})" if map_.segment_rule else ""
    share = f", {value(map_.segment_share)} of people" if map_.segment_share else ""
    warning = ", chosen by behaviour" if map_.behavioural else ""
    return f"{clean(map_.segment)}{rule}{share}{warning}"


def period(map_: JourneyMap) -> str:
    """From when to when."""
    since, until = map_.since, map_.until or map_.as_of
    if since is None:
        return f"up to {day(until)}" if until else "no dates"
    return f"{day(since)} to {day(until)}" if until else f"since {day(since)}"


def guesses(map_: JourneyMap) -> str | None:
    """What nobody has confirmed, and that no goal was found, in sentences."""
    return " ".join([*_unconfirmed(map_.guesses), *[NO_GOAL] * map_.lacks_goal]) or None


def _unconfirmed(named: tuple[str, ...]) -> list[str]:
    if not named:
        return []
    listed = ", ".join(named[:-1]) + (" and " if named[1:] else "") + named[-1]
    several = len(named) > 1 or listed.endswith("s")
    verdict = "are guesses: nobody has confirmed them" if several else "is a guess: nobody has confirmed it"
    return [clean(f"{listed[0].upper()}{listed[1:]} {verdict}.")]
