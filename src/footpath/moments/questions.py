"""What can be asked of the moments of a journey: a value, as analyses are."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class MomentsOf:
    """What hurts and what delights in a journey, best first.

    `one` is the id of a moment that is told in full; with `details` each is.
    """

    one: str | None = None
    details: bool = False
