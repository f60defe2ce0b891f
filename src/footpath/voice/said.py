"""An event log in, what known persons said out, in the order of timelines and with what was said together."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys import columns
from footpath.journeys.timelines import microseconds
from footpath.kernels.order import Keys
from footpath.model.log import EventLog
from footpath.model.outline import Outline
from footpath.model.person import PersonIndex
from footpath.model.timeline import NO_TIME, Codes, Timelines, Times

Ints = NDArray[np.int64]
NAMES = ("source", "event", "channel", "case", "kind")
NEEDED = ["id", "seq", "time", "score", "scale", "text", "properties", *NAMES]
UNIT, RECORD = "\x1f", "\x1e"  # separators that no name holds


@dataclass(frozen=True, slots=True, eq=False)
class Said:
    """R events of the kind "said", by person, then time, source, case, seq, id."""

    table: pa.Table  # [R] with the columns of NEEDED, names as plain texts
    row: NDArray[np.int64]  # [R] row of the event log
    person: NDArray[np.int32]  # [R]
    record: NDArray[np.int32]  # [R] what was answered together has the same number
    time: Times  # [R]
    source: Codes  # [R] into the timelines' sources
    case: Codes  # [R] into the timelines' cases

    def __len__(self) -> int:
        return len(self.row)

    @property
    def keys(self) -> Keys:
        """What timelines are sorted by."""
        return Keys(self.time, self.source, self.case, columns.integers(self.table.column("seq")))

    @property
    def words(self) -> NDArray[np.bool_]:
        """Which hold words [R]."""
        return _filled(self.table.column("text"))

    def select(self, keep: NDArray[np.bool_]) -> Said:
        """Only some."""
        own = (each.name for each in fields(self) if each.name != "table")
        return replace(
            self, table=self.table.filter(pa.array(keep)), **{name: getattr(self, name)[keep] for name in own}
        )


def said(
    log: EventLog,
    people: PersonIndex,
    timelines: Timelines,
    until: datetime | None = None,
    rows: Ints | None = None,
) -> Said:
    """What persons that are known said, up to `until`; timelines are of the same log and people.

    `rows` are those of the kind "said", ascending; they are looked for where nobody knows.
    """
    spoken = Outline.of(log).said if rows is None else rows
    rows = spoken[people.row_person[spoken] >= 0]
    table = _plain(log.pick(rows, NEEDED))  # of the other rows, mostly far more, nothing stays in memory
    person, keys = people.row_person[rows].astype(np.int32), keys_of(table, timelines)
    time = keys.time
    _, by_id = columns.rank(table.column("id"))
    order = np.lexsort((by_id, keys.seq, keys.case, keys.source, time, person))
    if until is not None:
        order = order[time[order] <= microseconds(until)]
    return Said(
        table=table.take(pa.array(order)),
        row=rows[order],
        person=person[order],
        record=_records(table, person, time)[order],
        time=time[order],
        source=keys.source[order],
        case=keys.case[order],
    )


KEYS = ["time", "source", "case", "seq"]


def keys_of(table: pa.Table, timelines: Timelines) -> Keys:
    """What orders some rows of the log that the timelines were made from."""
    return Keys(
        columns.times(table.column("time")),
        codes(table.column("source").cast(pa.string()), pa.array(timelines.sources, pa.string())),
        codes(table.column("case"), timelines.cases),
        columns.integers(table.column("seq")),
    )


def codes(column: pa.ChunkedArray, names: pa.Array) -> Codes:
    """Each row's index into the names; -1 for null and for what is not among them."""
    found: Codes = pc.index_in(column, names).fill_null(-1).to_numpy().astype(np.int32)
    return found


def _plain(table: pa.Table) -> pa.Table:
    names = [table.schema.get_field_index(name) for name in (*NAMES, "scale")]
    for at in names:
        table = table.set_column(at, table.schema.names[at], table.column(at).cast(pa.string()))
    return table


def _records(table: pa.Table, person: NDArray[np.int32], time: Times) -> NDArray[np.int32]:
    """One number for the answers of a record; without a record's id, for those of a person at one time."""
    when = np.where(time == NO_TIME, columns.integers(table.column("seq")), time)
    moment = [pa.array(each).cast(pa.string()) for each in (person, time == NO_TIME, when)]
    case, source = (
        table.column("case").fill_null("").combine_chunks(),
        table.column("source").combine_chunks(),
    )
    alone = pc.binary_join_element_wise(source, *moment, case, RECORD)
    given = pc.binary_join_element_wise(source, _without_question(table), UNIT)
    return columns.rank(pa.chunked_array([pc.coalesce(given, alone)]))[1]


def _without_question(table: pa.Table) -> pa.Array:
    """The ids of records: importers write that of an answer as its record, a colon, and the question.

    Null where an id is not written so.
    """
    questions, asked = columns.encode(table.column("event"))
    order = np.argsort(asked, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(asked[order])) + 1) if len(order) else []
    found = [pa.array([], pa.string())]
    for rows in groups:
        ending = f":{questions[int(asked[rows[0]])].as_py()}"
        ids = table.column("id").take(pa.array(rows)).combine_chunks()
        record = pc.utf8_slice_codeunits(ids, 0, -len(ending))
        found.append(pc.if_else(pc.ends_with(ids, ending), record, None))
    back = np.argsort(order, kind="stable")
    return pa.concat_arrays(found).take(pa.array(back))


def _filled(texts: pa.ChunkedArray) -> NDArray[np.bool_]:
    filled: NDArray[np.bool_] = (
        pc.not_equal(pc.utf8_trim_whitespace(texts), "").fill_null(False).to_numpy(zero_copy_only=False)
    )
    return filled
