"""Journeys and who is chosen in, the journeys of these persons out, made when somebody looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from footpath.journeys.spool import BUCKET
from footpath.kernels.visits import occurring
from footpath.model.journey import Bucket, Drawn, Journeys, how_many

Members = NDArray[np.bool_]  # [P]


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """The journeys of the persons marked in `members`; nothing is copied but what is being looked at."""

    everybody: Drawn
    members: Members

    @property
    def steps(self) -> int:
        """How many steps are looked through."""
        return self.everybody.steps

    @property
    def touchpoints(self) -> tuple[str, ...]:
        """The names of touchpoints, by code."""
        return self.everybody.touchpoints

    def buckets(self, n: int) -> Sequence[Bucket]:
        """At least one and at most `n` parts that together are the whole; no person is in two of them."""
        return [_Chosen(each, self.members) for each in self.everybody.buckets(n)]

    @property
    def n_people(self) -> int:
        """Distinct persons with a journey."""
        persons = (each.made().person for each in parts_of(self.everybody))
        return sum(how_many(each[self.members[each]]) for each in persons)


@dataclass(frozen=True, slots=True, eq=False)
class _Chosen:
    """The chosen among some persons."""

    bucket: Bucket
    members: Members

    def made(self) -> Journeys:
        """Their journeys."""
        return self.bucket.made().of_people(self.members)


def parts_of(journeys: Drawn) -> Sequence[Bucket]:
    """Parts that are looked through one after the other, none of them large."""
    return journeys.buckets(journeys.steps // BUCKET + 1)


def met(journeys: Drawn) -> tuple[str, ...]:
    """The touchpoints that are drawn."""
    found = np.zeros(len(journeys.touchpoints), np.bool_)
    for part in parts_of(journeys):
        found |= occurring(part.made().touchpoint, len(found))
        if found.all():  # mostly a few persons meet all that there is
            break
    return tuple(journeys.touchpoints[at] for at in np.flatnonzero(found))
