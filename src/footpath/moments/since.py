"""The days on which a moment could be met and was in, since when and until when it is met more often out."""

from __future__ import annotations

import numpy as np

from footpath.moments.measuring import Counts
from footpath.stats.spans import Span, span

LONGEST = 40_000  # days; what is dated farther apart is a slip


def since(counts: Counts) -> Span | None:
    """The days in which those at risk met it more often than on others, None where none stand out.

    A rate is compared, so more visitors alone are no change.
    """
    if len(counts.days) < 2 or counts.days[-1] - counts.days[0] > LONGEST:
        return None
    place = counts.days - counts.days[0]
    daily = np.zeros((int(place[-1]) + 1, 2), np.int64)
    daily[place] = counts.by_day
    days = counts.days[0] + np.arange(len(daily))
    return span(daily[:, 1], daily[:, 0], days.astype("datetime64[D]"))
