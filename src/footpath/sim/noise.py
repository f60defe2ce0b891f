"""An address in, a uniform number out: the chance that all worlds of one company share.

Nothing is drawn in sequence. Each number hangs on who, where, which visit and what for, so that a world in
which one thing is switched off meets the same luck everywhere else, whatever else it skips or repeats.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bits = NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Purpose(IntEnum):
    """What a number is for; two purposes never share one."""

    TRAIT = 0
    ARRIVAL = 1
    CHOICE = 2
    REROUTE = 3
    WAIT = 4
    HOUR = 5
    ASIDE = 6
    NAME = 7
    DEVICE = 8
    WART = 9
    ANSWER = 10
    WORDS = 11
    MESSAGE = 12


@dataclass(frozen=True, slots=True)
class Noise:
    """All chance of one company.

    >>> noise = Noise(seed=1)
    >>> people = np.array([7, 8, 9])
    >>> bool((noise.uniform(Purpose.CHOICE, people)[1:] == noise.uniform(Purpose.CHOICE, people[1:])).all())
    True
    """

    seed: int

    def bits(self, purpose: Purpose, person: Ints, place: Ints | int = 0, visit: Ints | int = 0) -> Bits:
        """64 bits for each address; `place` < 2**12, `visit` < 2**14, `person` < 2**32."""
        where = np.left_shift(np.asarray(place, np.int64), 20) + np.left_shift(np.asarray(visit, np.int64), 6)
        address = np.left_shift(np.asarray(person, np.int64), 32) + where + int(purpose)
        return mix(mix(address.astype(np.uint64) ^ mix(np.array([self.seed], np.uint64))))

    def uniform(self, purpose: Purpose, person: Ints, place: Ints | int = 0, visit: Ints | int = 0) -> Floats:
        """A number strictly between 0 and 1 for each address."""
        # 53 bits are what a float holds; the half keeps both ends out, so that logit() is finite.
        return (
            (self.bits(purpose, person, place, visit) >> np.uint64(11)).astype(np.float64) + 0.5
        ) * 2.0**-53

    def pick(self, weights: Floats, purpose: Purpose, person: Ints, place: int = 0) -> Ints:
        """For each person one of the positions of `weights`, by weight (one row, or a row a person)."""
        return pick(np.atleast_2d(weights), self.uniform(purpose, person, place))


def mix(bits: Bits) -> Bits:
    """The finaliser of SplitMix64: neighbouring numbers in, unrelated numbers out."""
    bits = bits + GOLDEN
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


def pick(weights: Floats, uniform: Floats) -> Ints:
    """The position at which the running sum of a row's weights passes `uniform` of its total.

    >>> pick(np.array([[1.0, 0.0, 3.0]]), np.array([0.2, 0.3])).tolist()
    [0, 2]
    """
    running = np.cumsum(weights, axis=1)
    return np.asarray((running <= uniform[:, None] * running[:, -1:]).sum(axis=1), np.int64)


def logit(uniform: Floats) -> Floats:
    """Uniform numbers to logistic ones, centred on 0."""
    return np.asarray(np.log(uniform / (1 - uniform)), np.float64)
