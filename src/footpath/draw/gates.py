"""Where people come in and go out: a touchpoint in, its first contacts, leavings and reached goals out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from footpath.draw import ids
from footpath.draw.phrases import people
from footpath.draw.text import clean
from footpath.model.map import JourneyMap, MapTouchpoint


@dataclass(frozen=True, slots=True)
class Gate:
    """A way in or out at a touchpoint: its row's name, what one and many do there, its number, its list."""

    row: str
    one: str
    many: str
    id: Callable[[str], str]
    number: Callable[[JourneyMap, MapTouchpoint], int]
    evidence: Callable[[MapTouchpoint], str | None]
    up: bool | None  # arrivals up, exits down, goals neither

    def spoken(self, number: int, touchpoint: MapTouchpoint) -> str:
        """A number at it as a sentence."""
        return f"{people(number)} {self.one if number == 1 else self.many} {clean(touchpoint.name)}"


def reached_here(map_: JourneyMap, touchpoint: MapTouchpoint) -> int:
    """Persons whose journey ends well at this touchpoint.

    What is drawn behind the goal is the journey's aftermath, and ends there too: it is not the goal again.
    """
    if touchpoint.name not in map_.goal:
        return 0
    return sum(each.people for each in touchpoint.next if each.end == "reached")


FIRST = Gate(
    "first contact here",
    "first met the company at",
    "first met the company at",
    ids.first,
    lambda _, touchpoint: touchpoint.first_contact_people,
    lambda touchpoint: touchpoint.first_contact_evidence,
    up=True,
)
LEFT = Gate(
    "leave here",
    "leaves after",
    "leave after",
    ids.left,
    lambda _, touchpoint: touchpoint.left_after_people,
    lambda touchpoint: touchpoint.left_after_evidence,
    up=False,
)
REACHED = Gate(
    "reach the goal",
    "reaches the goal at",
    "reach the goal at",
    ids.reached,
    reached_here,
    lambda touchpoint: touchpoint.reached_evidence,
    up=None,
)
GATES = (FIRST, LEFT, REACHED)
