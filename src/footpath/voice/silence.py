"""A weighted score in, how different the silent would have to be for it to be another out.

Weights correct for what happened to people. Whether the silent feel otherwise than people with the same
journey who answered, no data of the survey can tell; so it is said how much of that it would take.
"""

from __future__ import annotations

from math import exp, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.voice.weighting import Weighting, weighted_nps

Floats = NDArray[np.float64]


class Sensitivity(NamedTuple):
    """What it would take for the net promoter score to be another by `shift` points.

    The silent, who are the share `silent` of all, would have to score `apart` points otherwise than people
    with the same journey who answered; or promoters to answer `times` as readily as detractors with the same
    journey. `times` is None where no such number would do.
    """

    nps: float
    shift: float
    silent: float
    apart: float
    times: float | None

    @property
    def words(self) -> str:
        """The same as a sentence."""
        way, points = ("lower" if self.shift < 0 else "higher"), abs(self.shift)
        sentence = (
            f"The NPS would be {points:.0f} points {way} if the {self.silent:.0%} of occasions that stayed "
            "silent scored "
            f"{abs(self.apart):.0f} points {way} than people with the same journey who answered"
        ).replace("%", " %")
        if self.times is None:
            return f"{sentence}."
        first, second = ("promoters", "detractors") if self.shift < 0 else ("detractors", "promoters")
        times = max(self.times, 1 / self.times)
        return f"{sentence}: as when {first} answer {times:.1f} times as readily as {second}."


def sensitivity(points: Floats, weighting: Weighting, shift: float | None = None) -> Sensitivity | None:
    """How much of what cannot be seen would move the score by `shift` points; None where nobody answered.

    Without a `shift`, downwards to the end of the interval. Tilting of weights by the answer itself: Robins,
    Rotnitzky and Scharfstein (2000), in Statistical Models in Epidemiology, 1–94.
    """
    found = weighted_nps(points, weighting)
    if found is None:
        return None
    wanted = found.low - found.value if shift is None else shift
    said = points[weighting.rows]
    given = ~np.isnan(said)
    weights = weighting.weights[given] / weighting.weights[given].sum()
    good, bad = (float(weights @ (said[given] == side)) for side in (100, -100))
    silent = 1 - weighting.share
    apart = wanted / silent if silent > 0 else float("inf")
    return Sensitivity(found.value, wanted, silent, apart, _times(good, bad, (found.value + wanted) / 100))


def _times(good: float, bad: float, net: float) -> float | None:
    """How many times as readily promoters answer as detractors, for the true net share to be `net`.

    With e^γ for promoters, 1 for passives and e^−γ for detractors the truth is a quadratic in e^γ.
    """
    rest = 1 - good - bad
    # good/x − bad·x = net (good/x + rest + bad·x), times x
    a, b, c = bad * (1 + net), net * rest, good * (net - 1)
    root = b * b - 4 * a * c
    if a <= 0 or c >= 0 or root < 0:
        return None
    x = (-b + root**0.5) / (2 * a)
    return exp(2 * log(x))
