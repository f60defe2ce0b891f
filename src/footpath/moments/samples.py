"""Times of risk of some persons in, a bounded sample of them out that can be merged with others'.

Persons are taken in the order of their hashes until their rows are too many. So the sample is the same
however persons were split, and it is a random one.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
ALL = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """n rows by hash of the person, journey, then position."""

    person: Ints  # [n] the hash of the person
    journey: Ints  # [n] a number that no other journey has
    position: Ints  # [n]
    met: NDArray[np.bool_]  # [n]
    columns: NDArray[np.float32]  # [n, k] what was seen before
    outcomes: NDArray[np.float64]  # [n, o] of the journey
    observed: NDArray[np.float64]  # [n, o] the weight of knowing each
    groups: NDArray[np.bool_]  # [n, g] segments of the person
    weight: NDArray[np.float64]  # [n] of the row itself
    # It holds nobody from this hash on: whom one part left out for want of room, no other part may bring in
    below: int = ALL

    def __len__(self) -> int:
        return len(self.person)

    def take(self, rows: Ints | NDArray[np.bool_] | slice) -> Sample:
        """Some rows."""
        return replace(self, **{name: getattr(self, name)[rows] for name in COLUMNS})

    def merge(self, other: Sample, most: int) -> Sample:
        """The sample of the persons of both."""
        both = replace(together(self, other), below=min(self.below, other.below))
        return both.take(np.lexsort((both.position, both.journey, both.person))).trimmed(most)

    def trimmed(self, most: int) -> Sample:
        """The rows of as many persons, by hash, as have at most `most` rows together."""
        below = min(self.below, cutoff(self.person, most))
        return replace(self.take(self.person < below), below=below)


COLUMNS = tuple(each.name for each in fields(Sample) if each.name != "below")


def together(*samples: Sample) -> Sample:
    """The rows of all, one sample after the other."""
    columns: dict[str, Any] = {n: np.concatenate([getattr(s, n) for s in samples]) for n in COLUMNS}
    return replace(samples[0], **columns)


def cutoff(person: Ints, most: int) -> int:
    """The hash below which persons [n] have at most `most` rows together."""
    return int(np.partition(person, most)[most]) if len(person) > most else ALL
