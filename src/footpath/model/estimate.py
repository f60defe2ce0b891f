"""A number that never travels alone."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Unit = Literal["share", "seconds", "score", "emotion", "people", "journeys", "value"]


class Estimate(Struct, gc=False, frozen=True):
    """A number with its doubt: `value` in [low, high] with 95 % confidence, from n persons, by `method`.

    Shares are 0 to 1, durations seconds.
    """

    value: float
    low: float
    high: float
    n: int
    unit: Unit
    method: str
