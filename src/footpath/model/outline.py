"""What one look at all events tells of them, so that nobody need look at all of them again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.model.log import EventLog
from footpath.model.timeline import NO_TIME, Times

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """The sources of a log by name, with their rows and their newest time; and which rows are answers."""

    sources: tuple[str, ...]  # [S]
    events: Ints  # [S]
    newest: Times  # [S] µs
    said: Ints  # rows of the log

    @classmethod
    def of(cls, log: EventLog) -> Self:
        """Look at every event once."""
        plain = pa.table({"source": log.column("source").combine_chunks(), "time": log.column("time")})
        found = plain.group_by("source").aggregate([("time", "max"), ([], "count_all")])
        found = found.set_column(0, "source", found["source"].cast(pa.string())).sort_by("source")
        return cls(
            tuple(found["source"].to_pylist()),
            found["count_all"].to_numpy(),
            pc.fill_null(found["time_max"].cast(pa.int64()), int(NO_TIME)).to_numpy(),
            np.flatnonzero(pc.equal(log.column("kind"), "said").to_numpy()),
        )
