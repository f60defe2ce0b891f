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
        persons = (each.made().person for each in self._parts())
        return sum(how_many(each[self.members[each]]) for each in persons)

    @property
    def met(self) -> tuple[str, ...]:
        """The touchpoints that are drawn."""
        found = np.zeros(len(self.touchpoints), np.bool_)
        for part in (each.made() for each in self._parts()):
            here = np.repeat(self.members[part.person], np.diff(part.offsets))
            found |= occurring(part.touchpoint[here], len(found))
            if found.all():  # mostly a few persons meet all that there is
                break
        return tuple(self.touchpoints[at] for at in np.flatnonzero(found))

    def _parts(self) -> Sequence[Bucket]:
        return self.everybody.buckets(self.steps // BUCKET + 1)


@dataclass(frozen=True, slots=True, eq=False)
class _Chosen:
    """The chosen among some persons."""

    bucket: Bucket
    members: Members

    def made(self) -> Journeys:
        """Their journeys."""
        return self.bucket.made().of_people(self.members)
