"""Journeys from lists or a line of text, so that tests have their data in sight.

"ann: ad [view@5 cart@9] call + / view -": two journeys of ann. Brackets hold the journey itself (without
them: all of it), the rest is lead-in and aftermath; @ gives the minute (else ten more than the step before;
@? for none), ~ a channel; at the end + reached, - left, nothing open; a trailing ? means not settled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

import numpy as np
import pyarrow as pa

from footpath.model.journey import OUTCOMES, Journeys
from footpath.model.timeline import NO_TIME

MINUTE = 60_000_000
SIGNS = {"+": "reached", "-": "left"}
Step = tuple[str, int | None, str | None]  # touchpoint, minute, channel


@dataclass(frozen=True)
class Drawn:
    """One journey: its drawn steps, of which first:last are its own; it ends at step `end`."""

    person: str
    steps: tuple[Step, ...]
    first: int
    last: int
    end: int
    outcome: str
    settled: bool

    @property
    def names(self) -> list[str]:
        return [name for name, _, _ in self.steps]

    @property
    def minutes(self) -> list[int | None]:
        return [minute for _, minute, _ in self.steps]


def read(*lines: str) -> list[Drawn]:
    """The journeys that some lines describe, a person a line."""
    return [
        _journey(person.strip(), text.split())
        for person, _, rest in (line.partition(":") for line in lines)
        for text in rest.split(" / ")
    ]


def build(
    drawn: Sequence[Drawn],
    touchpoints: Sequence[str] | None = None,
    first_contact: dict[str, str] | None = None,
    early: Sequence[str] = (),
) -> Journeys:
    """The same as arrays; each person's journeys must stand side by side.

    `first_contact` is the touchpoint of a person's earliest event of all; not drawn, it is elsewhere.
    """
    names = tuple(touchpoints or sorted({name for each in drawn for name in each.names}))
    channels = tuple(sorted({by for each in drawn for _, _, by in each.steps if by}))
    persons = list(dict.fromkeys(each.person for each in drawn))
    offsets = np.array([0, *accumulate(len(each.steps) for each in drawn)], dtype=np.int64)
    steps = [step for each in drawn for step in each.steps]
    ends = [(each.minutes[each.first], each.minutes[each.end]) for each in drawn]
    owners = [each.person for each in drawn for _ in each.steps]
    visits = [(owner, name) for owner, (name, _, _) in zip(owners, steps, strict=True)]
    contact = first_contact or {}
    return Journeys(
        persons=pa.array(persons, pa.string()),
        touchpoints=names,
        channels=channels,
        sources=("log",),
        person=np.array([persons.index(each.person) for each in drawn], dtype=np.int32),
        case=np.full(len(drawn), -1, dtype=np.int32),
        start=_micros(start for start, _ in ends),
        end=_micros(end for _, end in ends),
        outcome=np.array([OUTCOMES.index(each.outcome) for each in drawn], dtype=np.int8),
        settled=np.array([each.settled for each in drawn], dtype=bool),
        offsets=offsets,
        first=offsets[:-1] + np.array([each.first for each in drawn], dtype=np.int64),
        last=offsets[:-1] + np.array([each.last for each in drawn], dtype=np.int64),
        touchpoint=np.array([names.index(name) for name, _, _ in steps], dtype=np.int16),
        time=_micros(minute for _, minute, _ in steps),
        channel=np.array([channels.index(by) if by else -1 for _, _, by in steps], dtype=np.int16),
        source=np.zeros(len(steps), dtype=np.int16),
        step=np.arange(len(steps), dtype=np.int32),
        first_step=np.array([_first(visits, each, contact.get(each)) for each in persons], dtype=np.int32),
        early=np.array([each in early for each in persons], dtype=bool),
        as_of=0,
        outside=0,
    )


def journeys(*lines: str, **more: object) -> Journeys:
    """The journeys that some lines describe, as arrays."""
    return build(read(*lines), **more)  # type: ignore[arg-type]


def _micros(minutes) -> np.ndarray:
    return np.array([NO_TIME if each is None else each * MINUTE for each in minutes], dtype=np.int64)


def _first(visits: Sequence[tuple[str, str]], person: str, name: str | None) -> int:
    if name is None:
        return -1
    return visits.index((person, name)) if (person, name) in visits else len(visits)


def _journey(person: str, words: list[str]) -> Drawn:
    settled = words[-1] != "?"
    words = words if settled else words[:-1]
    outcome = SIGNS.get(words[-1], "open")
    words = words if outcome == "open" else words[:-1]
    first = next((i for i, word in enumerate(words) if word.startswith("[")), 0)
    last = next((i + 1 for i, word in enumerate(words) if word.endswith("]")), len(words))
    steps: list[Step] = []
    for word in words:
        name, _, channel = word.strip("[]").partition("~")
        name, _, minute = name.partition("@")
        after = (steps[-1][1] or 0) + 10 if steps else 0
        steps.append((name, None if minute == "?" else int(minute or after), channel or None))
    return Drawn(person, tuple(steps), first, last, last - 1, outcome, settled)
