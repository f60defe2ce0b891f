"""Each person's touchpoints in time order, as ragged arrays: one index for all definitions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Offsets = NDArray[np.int64]  # [n + 1], where each group begins; the last is the length
Codes = NDArray[np.int32]  # indices into a tuple of names; -1 is none
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
    touchpoint: Codes  # [N] into touchpoints
    time: Times  # [N]
    channel: Codes  # [N] into channels
    case: Codes  # [N] into cases
    source: Codes  # [N] into sources
    score: NDArray[np.float64]  # [N], NaN where none
    row: NDArray[np.int64]  # [N] row of the event log it was made from
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

    @property
    def timed(self) -> bool:
        """Whether any event has a time."""
        return self.newest != NO_TIME
