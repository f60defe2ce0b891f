"""An event log in, its rows that say the same of who is who, each once, out.

There are far fewer than events: a person's events mostly carry the same identifiers. The log is passed over
part by part, so that memory holds what differs and never all rows.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.kernels.fingerprints import hash_lists
from footpath.kernels.numbering import tally
from footpath.model.ahead import in_order
from footpath.model.event import EVENT_SCHEMA, schema_of
from footpath.model.fingerprint import Hashes, fingerprint
from footpath.model.log import EventLog
from footpath.model.numbering import Numbering
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import Codes

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
    hashes: Hashes  # [rows that differ, 2], what tells them apart
    of_row: Codes  # [rows]


def alike(log: EventLog, *, room: Room = MEMORY, spare: bool = True) -> Alike:
    """The rows of a log that differ in identifiers, source, case, or in whether they are traits.

    `of_row` is made in `room`, where, as a `spare` one, it is needed for a while only.
    """
    of_row, numbering = room.column(np.int32, spare=spare), Numbering()
    weight, earliest = np.zeros(1, np.int64), np.full(1, LATEST)
    differing = [schema_of(SAME).empty_table()]
    for part, time, hashes in in_order(_hashed, log.parts(NEEDED)):
        place, first = numbering.of(hashes)
        weight, earliest = _longer(weight, numbering.count, 0), _longer(earliest, numbering.count, LATEST)
        tally(place, time, weight, earliest)
        of_row.append(place)
        if len(first):
            differing.append(part.select(list(SAME)).take(pa.array(first)))
    rows = pa.concat_tables(differing).unify_dictionaries().combine_chunks()
    when = earliest[: numbering.count]
    times = pa.array(when, mask=when == LATEST).cast(EVENT_SCHEMA.field("time").type)
    whole = rows.append_column(EVENT_SCHEMA.field("time"), times)
    log = EventLog.reading(whole.select)
    return Alike(log, weight[: numbering.count].copy(), numbering.known, of_row.whole())


def _hashed(part: pa.Table) -> tuple[pa.Table, Ints, Hashes]:
    """A part, when its rows were (µs, LATEST for never), and what tells them apart [n, 2]."""
    time = np.require(pc.fill_null(part["time"].cast(pa.int64()), LATEST).to_numpy(), requirements="W")
    source, kind, case, actors = (part[name].chunk(0) for name in ("source", "kind", "case", "actors"))
    seeds = fingerprint(source.dictionary)[source.indices.to_numpy()]
    told = np.asarray(pc.equal(kind.dictionary, "traits"))[kind.indices.to_numpy()]
    seeds[told] ^= TRAITS
    if case.null_count < len(case):
        seeds = np.where(np.asarray(case.is_valid())[:, None], fingerprint(case, seeds), seeds)
    kinds, values = actors.flatten().flatten()
    offsets = actors.offsets.to_numpy()
    found: Hashes = hash_lists(offsets - offsets[0], fingerprint(values, fingerprint(kinds)), seeds)
    return part, time, found


def _longer(array: Ints, n: int, fill: int) -> Ints:
    """The array with at least `n` places, mostly more."""
    if n <= len(array):
        return array
    longer = np.full(1 << (n - 1).bit_length(), fill, np.int64)
    longer[: len(array)] = array
    return longer
