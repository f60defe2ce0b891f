"""Persons who wrote something in, the names that they are known by out, so that they can be masked."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys import properties
from footpath.model.log import EventLog
from footpath.model.person import PersonIndex

OF_PERSONS = re.compile(
    r"((recipient|customer|contact|user|person|author|reviewer|full|first|last|given|family|sur|nick|display)"
    r"[ _-]*)*names?",
    re.I,
)
WORD = re.compile(r"[^\W\d_]{2,}")


def known_names(log: EventLog, people: PersonIndex, persons: NDArray[np.int32]) -> dict[int, tuple[str, ...]]:
    """The words of the names of these persons, from traits and from what came with their answers."""
    kind = log.column("kind").cast(pa.string())
    told = pc.is_in(kind, pa.array(["traits", "said"])).to_numpy(zero_copy_only=False)
    rows = np.flatnonzero(told & np.isin(people.row_person, persons))
    column = log.column("properties").take(pa.array(rows))
    held = [name for name in properties.names(column) if OF_PERSONS.fullmatch(name)] if len(rows) else []
    found: dict[int, set[str]] = {}
    for values in properties.texts(column, held) if held else ():
        for person, value in zip(people.row_person[rows].tolist(), values.to_pylist(), strict=True):
            found.setdefault(person, set()).update(WORD.findall(value or ""))
    return {person: tuple(sorted(words)) for person, words in found.items() if words}
