"""Several questions in, all their answers out, from one look at the journeys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from footpath.model.ahead import in_order
from footpath.model.analysis import Analysis
from footpath.model.journey import Journeys

States = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Analyses that are asked at once: what is far away, or large, is gone through once for all of them."""

    analyses: tuple[Analysis[Any, Any], ...]

    def partial(self, journeys: Journeys) -> States:
        """What the journeys of some persons add to each answer."""
        return tuple(each.partial(journeys) for each in self.analyses)

    def merge(self, left: States, right: States) -> States:
        """The states of different persons, each analysis's with its own."""
        pairs = zip(self.analyses, left, right, strict=True)
        return tuple(each.merge(mine, other) for each, mine, other in pairs)

    def finish(self, state: States) -> tuple[Any, ...]:
        """The answers, in the analyses' order."""
        pairs = zip(self.analyses, state, strict=True)
        return tuple(in_order(lambda pair: pair[0].finish(pair[1]), pairs))
