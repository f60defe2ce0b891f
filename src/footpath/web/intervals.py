"""Estimates in, points and whiskers on one scale out: places along a line in per cent, for SVG.

Places are texts with a per cent sign, as a drawing that is as wide as its page takes them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor, log10

from footpath.draw.phrases import MINUS
from footpath.model.estimate import Estimate

MOST_TICKS = 6  # steps, and one more where zero or an end lies within one
TINY = 1e-12
PAD = 2.0  # per cent that stay free on either side, so that no dot is cut


@dataclass(frozen=True, slots=True)
class Whisker:
    """Where an estimate stands on a scale: its point, and the ends and length of its interval."""

    at: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Scale:
    """A line from `low` to `high` with round ticks; every estimate of a chart stands on the same."""

    low: float
    high: float
    step: float

    @classmethod
    def of(cls, estimates: Iterable[Estimate | None]) -> Scale:
        """The scale that holds zero and every interval.

        >>> Scale.of([Estimate(120, 80, 160, 400, "journeys", "aipw")])
        Scale(low=0, high=200, step=50)
        """
        known = [each for each in estimates if each]
        low, high = min([0.0, *(each.low for each in known)]), max([0.0, *(each.high for each in known)])
        step = _round_step(high - low if high - low > TINY else 1.0)
        first, last = floor(low / step), ceil(high / step)
        return cls(first * step, max(last, first + 1) * step, step)

    @property
    def ticks(self) -> list[float]:
        """The round numbers on it."""
        number = round((self.high - self.low) / self.step)
        return [self.low + at * self.step for at in range(number + 1)]

    def said(self, tick: float, times: float = 1) -> str:
        """A tick as it is written, `times` as large: a share of one in points is 100 times."""
        digits = max(0, -floor(log10(self.step * times) + 1e-9))
        return f"{tick * times + 0.0:,.{digits}f}".replace("-", MINUS)

    def place(self, number: float) -> str:
        """Where a number stands."""
        part = (number - self.low) / (self.high - self.low)
        return f"{PAD + part * (100 - 2 * PAD):.2f}%"

    def whisker(self, estimate: Estimate) -> Whisker:
        """Where an estimate stands."""
        return Whisker(self.place(estimate.value), self.place(estimate.low), self.place(estimate.high))


def _round_step(span: float) -> float:
    """The least step of 1, 2 or 5 times a power of ten that needs few ticks."""
    size = 10.0 ** floor(log10(span / MOST_TICKS))
    step = next(size * each for each in (1, 2, 5, 10) if span / (size * each) <= MOST_TICKS)
    return int(step) if step >= 1 else step
