"""A moment's numbers in words: goals lost or won, ranks, and effects in points of a hundred."""

from __future__ import annotations

from msgspec.structs import replace

from footpath.draw.phrases import MINUS, duration, interval, value
from footpath.model.estimate import Estimate, Unit
from footpath.model.moment import Moment

OUTCOMES = {
    "time_to_goal": "Time to the goal",
    "leaving": "Leaving",
    "score": "Score given",
    "value": "Value",
}
TOP = 3
ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def ordinal(number: int) -> str:
    """A place in an order.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    teens = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teens else ENDINGS.get(number % 10, 'th')}"


def ranks(moment: Moment) -> str:
    """The places that it may have among pain points; empty where it is not ranked.

    Delights have none: one order of both would be read as if a delight cost something.
    """
    low, high = moment.rank_low, moment.rank_high
    if low is None or high is None or moment.polarity != "pain":
        return ""
    return ordinal(low) if low == high else f"{ordinal(low)} to {ordinal(high)}"


def worth(moment: Moment) -> Estimate | None:
    """Goals lost by a pain point, won by a delight."""
    lost = moment.lost_goals
    if lost is None or moment.polarity == "pain":
        return lost
    return replace(lost, value=0.0 - lost.value, low=0.0 - lost.high, high=0.0 - lost.low)


def goals(moment: Moment) -> str:
    """The same in words with its interval; empty where it is not known."""
    found = worth(moment)
    turned = "lost" if moment.polarity == "pain" else "won"
    return f"{value(found)} goals {turned} ({interval(found)})" if found else ""


def in_top(moment: Moment) -> float | None:
    """The chance that it is among the top three; None where its ranks say that already."""
    return None if moment.rank_high is None or moment.rank_high <= TOP else moment.p_top3


def change(estimate: Estimate) -> str:
    """A difference with its sign; of shares in points of a hundred, as “−9 %” would be read as a part of one.

    >>> change(Estimate(-0.087, -0.102, -0.071, 412, "share", "aipw"))
    '−8.7 points'
    """
    text = _signed(estimate.value, estimate.unit)
    return f"{text} points" if estimate.unit == "share" else text


def change_between(estimate: Estimate) -> str:
    """Its interval."""
    return f"{_signed(estimate.low, estimate.unit)} to {_signed(estimate.high, estimate.unit)}"


def _signed(number: float, unit: Unit) -> str:
    sign = "+" if number > 0 else ""
    if unit == "seconds":
        return f"{sign}{duration(number)}"
    number, digits = _scaled(number, unit)
    text = f"{number:+,.{digits}f}".replace("-", MINUS)
    return text if any(each in text for each in "123456789") else text[1:]


def _scaled(number: float, unit: Unit) -> tuple[float, int]:
    if unit == "share":
        return number * 100, 1
    return number, 2 if unit in ("score", "emotion") else 0 if abs(number) >= 10 or unit != "value" else 1
