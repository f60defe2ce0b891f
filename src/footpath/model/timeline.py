"""Each person's touchpoints in time order, as ragged arrays: one index for all definitions."""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Offsets = NDArray[np.int64]  # [n + 1], where each group begins; the last is the length
Codes = NDArray[np.int32]  # indices into a list of texts; -1 is none
Named = NDArray[np.signedinteger[Any]]  # indices into a tuple of names, of 16 bits where they fit; -1 is none
Places = NDArray[np.int32]  # positions; a log has at most 2**31 - 1 rows
Times = NDArray[np.int64]  # µs since 1970 UTC; NO_TIME where the source knows only positions
NO_TIME = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True, eq=False)
class Timelines:
    """N touchpoint events of P persons, by person, then time, source, case, seq, id.

    Events that no rule matches are not in it; they are counted in `unmatched`.
    `first_seen` is the time of a person's earliest event of any kind, `first_matched` tells whether that
    event is the person's first step here.
    """

    persons: pa.StringArray  # [P] ids, sorted
    offsets: Offsets  # [P + 1]
    touchpoint: Named  # [N] into touchpoints
    time: Times  # [N]
    channel: Named  # [N] into channels
    case: Codes  # [N] into cases
    source: Named  # [N] into sources
    score: NDArray[np.float64]  # [N], NaN where none
    row: Places  # [N] row of the event log it was made from
    touchpoints: tuple[str, ...]
    channels: tuple[str, ...]
    cases: pa.StringArray
    sources: tuple[str, ...]
    first_seen: Times  # [P]
    first_matched: NDArray[np.bool_]  # [P]
    oldest: int  # µs, of all events; NO_TIME where none has a time
    newest: int
    unmatched: int
    total: int  # events of all persons, matched or not

    def of_people(self, low: int, high: int) -> Timelines:
        """The timelines of the persons from `low` up to `high`; what is told of all events stays."""
        begin, end = int(self.offsets[low]), int(self.offsets[high])
        return replace(
            self,
            persons=self.persons[low:high],
            offsets=self.offsets[low : high + 1] - begin,
            touchpoint=self.touchpoint[begin:end],
            time=self.time[begin:end],
            channel=self.channel[begin:end],
            case=self.case[begin:end],
            source=self.source[begin:end],
            score=self.score[begin:end],
            row=self.row[begin:end],
            first_seen=self.first_seen[low:high],
            first_matched=self.first_matched[low:high],
        )

    def buckets(self, steps: int) -> list[tuple[int, int]]:
        """Ranges of persons with about so many steps each; at least one range."""
        many = max(-(-len(self.time) // steps), 1)
        wanted = np.linspace(0, len(self.time), many + 1)[1:-1]
        inner = np.searchsorted(self.offsets, wanted).tolist()
        return list(pairwise(sorted({0, *inner, len(self.persons)}))) or [(0, 0)]

    @property
    def timed(self) -> bool:
        """Whether any event has a time."""
        return self.newest != NO_TIME


def narrow(codes: NDArray[np.signedinteger[Any]], names: Sized) -> Named:
    """Indices into some names in as few bytes as they need: two, or four for more than 32,767 names.

    >>> narrow(np.array([0, 1, -1]), ("web", "shop")).dtype
    dtype('int16')
    """
    return codes.astype(np.int16 if len(names) <= np.iinfo(np.int16).max else np.int32, copy=False)


def ranges(begins: Offsets, ends: Offsets) -> Offsets:
    """All numbers from each begin up to its end.

    >>> ranges(np.array([5, 0]), np.array([7, 1])).tolist()
    [5, 6, 0]
    """
    many = ends - begins
    before = np.cumsum(many) - many
    return np.repeat(begins - before, many) + np.arange(many.sum())
