"""Persons who wrote something in, the names that they are known by out, so that they can be masked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from footpath.journeys import properties
from footpath.model.log import EventLog
from footpath.model.numbering import named
from footpath.model.person import PersonIndex

OF_PERSONS = re.compile(
    r"((recipient|customer|contact|user|person|author|reviewer|full|first|last|given|family|sur|nick|display)"
    r"[ _-]*)*names?",
    re.I,
)
WORD = re.compile(r"[^\W\d_]{2,}")


def known_names(log: EventLog, people: PersonIndex, persons: NDArray[np.int32]) -> dict[int, tuple[str, ...]]:
    """The words of the names of these persons, from traits and from what came with their answers."""
    rows = np.concatenate([np.empty(0, np.int64), *_telling(log)])
    rows = rows[np.isin(people.row_person[rows], persons)]
    column = log.pick(rows, ["properties"])["properties"]
    held = [name for name in properties.names(column) if OF_PERSONS.fullmatch(name)] if len(rows) else []
    found: dict[int, set[str]] = {}
    for values in properties.texts(column, held) if held else ():
        for person, value in zip(people.row_person[rows].tolist(), values.to_pylist(), strict=True):
            found.setdefault(person, set()).update(WORD.findall(value or ""))
    return {person: tuple(sorted(words)) for person, words in found.items() if words}


def _telling(log: EventLog) -> Iterator[NDArray[np.int64]]:
    """The rows that may tell a name, part by part."""
    begin = 0
    for part in log.parts(["kind"]):
        yield np.flatnonzero(named(part["kind"], "traits") | named(part["kind"], "said")) + begin
        begin += len(part)
