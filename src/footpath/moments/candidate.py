"""What may turn out to be a moment: a pattern, and when journeys could meet it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from footpath.model.journey import Journeys
from footpath.model.moment import Kind

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
S = TypeVar("S")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A pattern that journeys may meet: its kind, where, and what else tells it from others of its kind.

    `threshold` is µs, of a wait or a hesitation; `about` is the emotion or theme of what is said. `after` is
    found out with it, so that the times of risk are the same however journeys are split.
    """

    kind: Kind
    touchpoint: str
    from_: str | None = None
    threshold: int | None = None
    about: str | None = None
    after: tuple[str, ...] = ()  # the touchpoints directly after which it is met, the commonest first

    @property
    def id(self) -> str:
        """A short name that stays the same as long as the pattern does."""
        told = "|".join(map(str, (self.kind, self.touchpoint, self.from_, self.about)))
        return f"{self.kind}-{hashlib.blake2b(told.encode(), digest_size=4).hexdigest()}"

    def parameters(self) -> dict[str, Any]:
        """What tells it from others, by the names of the wire; without what does not apply."""
        told = {
            "kind": self.kind,
            "touchpoint": self.touchpoint,
            "from": self.from_,
            "threshold": self.threshold,
            "about": self.about,
        }
        return {name: value for name, value in told.items() if value is not None}


@dataclass(frozen=True, slots=True, eq=False)
class Risk:
    """The n times at which journeys could meet a pattern for the first time, by journey, then position.

    At a row the journey still runs and has not met it. All that came before `position`, an absolute position
    in the steps of the journeys, is known then; where no further step of the journey itself follows, it is
    `journeys.last`. A journey that meets it has no row after that. `strays` are journeys that met it in a way
    that hardly anybody else did: they count as having met it, and have no rows.
    """

    journey: Ints  # [n] into the journeys
    position: Ints  # [n]
    met: Flags  # [n]
    strays: Ints = field(default_factory=lambda: np.zeros(0, np.int64))

    def __len__(self) -> int:
        return len(self.journey)


class Detector(Protocol[S]):
    """Finds candidates of one kind. `partial`, `merge` and `finish` are those of an analysis.

    States hold integers only and counts are exact, so any split by persons gives the same candidates.
    """

    def partial(self, journeys: Journeys, /) -> S:
        """What the journeys of some persons tell."""
        ...

    def merge(self, left: S, right: S, /) -> S:
        """The states of different persons as one."""
        ...

    def finish(self, state: S, /) -> Sequence[Candidate]:
        """The patterns that enough persons meet to be measured."""
        ...

    def risk(self, journeys: Journeys, candidate: Candidate, /) -> Risk:
        """When these journeys could meet the pattern, and met it."""
        ...
