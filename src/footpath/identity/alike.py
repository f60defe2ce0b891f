"""An event log in, its rows that say the same of who is who, each once, out.

There are far fewer than events: a person's events mostly carry the same identifiers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.kernels.fingerprints import hash_lists
from footpath.kernels.variants import distinct
from footpath.model.event import EVENT_SCHEMA
from footpath.model.fingerprint import Hashes, fingerprint
from footpath.model.log import EventLog

Ints = NDArray[np.int64]
SAME = ("actors", "source", "kind", "case")  # of kinds only whether it is traits
NEEDED = [*SAME, "time"]
TRAITS = np.uint64(0x5851F42D4C957F2D)
LATEST = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True, eq=False)
class Alike:
    """Rows that differ, how many rows each stands for, and which stands for each row of the log."""

    log: EventLog  # the columns of NEEDED; the time is the first of those it stands for
    weight: Ints  # [rows that differ]
    of_row: Ints  # [rows]


def alike(log: EventLog) -> Alike:
    """The rows of a log that differ in identifiers, source, case, or in whether they are traits."""
    table = log.columns(NEEDED)
    hashes = np.concatenate([np.empty((0, 2), np.uint64), *(_hashed(part) for part in _parts(table))])
    first, of_row = distinct(hashes)
    time = np.asarray(pc.fill_null(table["time"].cast(pa.int64()), LATEST))
    earliest = np.full(len(first), LATEST)
    np.minimum.at(earliest, of_row, time)
    rows = table.drop_columns(["time"]).take(pa.array(first))
    when = pa.array(earliest, mask=earliest == LATEST).cast(EVENT_SCHEMA.field("time").type)
    whole = rows.append_column(EVENT_SCHEMA.field("time"), when)
    return Alike(EventLog.reading(whole.select), np.bincount(of_row, minlength=len(first)), of_row)


def _parts(table: pa.Table) -> Iterator[dict[str, pa.Array]]:
    """The table chunk by chunk: as one, its texts may be too long for an array."""
    for batch in table.select(list(SAME)).to_batches():
        yield dict(zip(SAME, batch.columns, strict=True))


def _hashed(part: dict[str, pa.Array]) -> Hashes:
    """What tells the rows of a chunk apart [n, 2]."""
    source, kind, case = part["source"], part["kind"], part["case"]
    seeds = fingerprint(source.dictionary)[source.indices.to_numpy()]
    told = np.asarray(pc.equal(kind.dictionary, "traits"))[kind.indices.to_numpy()]
    seeds[told] ^= TRAITS
    has_case = np.asarray(case.is_valid())
    seeds = np.where(has_case[:, None], fingerprint(case, seeds), seeds)
    kinds, values = part["actors"].flatten().flatten()
    offsets = part["actors"].offsets.to_numpy()
    found: Hashes = hash_lists(offsets - offsets[0], fingerprint(values, fingerprint(kinds)), seeds)
    return found
