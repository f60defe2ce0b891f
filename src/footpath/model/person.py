"""Who is who: the actors that are judged to be one human, with the reason of every link."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.model.event import Actor


@dataclass(frozen=True, slots=True)
class Link:
    """Why an actor belongs to its person.

    `reason` is what a person would say: "same event as user:ann", "same traits row as …",
    "the only identifier", "kept apart: two values of the unique kind card".
    """

    actor: Actor
    person: str
    reason: str
    source: str
    since: datetime | None


@dataclass(frozen=True, slots=True, eq=False)
class PersonIndex:
    """Actor to person, as arrays.

    actors   string array [A], "kind:value", normalised, sorted, distinct
    person   int32 [A], index into `ids`
    ids      string array [P], sorted: "p" and 16 hexadecimal digits, the hash of the person's least actor
    row_person  int32 [rows of the log it was made from], the person of each event; -1 for nobody
    reasons, sources  string arrays [A];  since  int64 [A], µs UTC, least value where unknown
    counts   what the guards did, reason → number ("shared_identifier", "junk", "ambiguous_case" …)
    """

    actors: pa.StringArray
    person: NDArray[np.int32]
    ids: pa.StringArray
    row_person: NDArray[np.int32]
    reasons: pa.StringArray
    sources: pa.StringArray
    since: NDArray[np.int64]
    counts: dict[str, int]

    @classmethod
    def nameless(cls, ids: pa.StringArray, row_person: NDArray[np.int32]) -> Self:
        """Persons of whose actors nothing is told."""
        nothing, nobody = pa.array([], pa.string()), np.empty(0, np.int32)
        return cls(nothing, nobody, ids, row_person, nothing, nothing, np.empty(0, np.int64), {})

    @property
    def n_people(self) -> int:
        """How many persons there are."""
        return len(self.ids)

    @property
    def joined(self) -> int:
        """Persons with more than one actor."""
        return int((np.bincount(self.person, minlength=self.n_people) > 1).sum())
