"""Steps that are about when: texts and zones in, UTC out; rows without a time are dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.collect.steps import Outcome, Setting, only, with_column
from footpath.collect.texts import trimmed
from footpath.collect.times import ABSOLUTE, LOCAL, UNREADABLE, Given, Parsed, parse
from footpath.collect.zones import to_utc, zone_named
from footpath.errors import UsageError
from footpath.model.event import TIME

A_DAY = timedelta(days=1)
LONGEST_SAMPLE = 40
# Parts of a date that may be said for a whole file: how they are written, and an example.
PARTS = {"year": (r"[12]\d{3}", 2017), "month": (r"0?[1-9]|1[0-2]", 5)}


def parse_times(table: pa.Table, setting: Setting) -> Outcome:
    """`time` in UTC and the `zone` it came from; a time that can't be read drops the row.

    An empty time drops it too, unless a position orders the file or the row tells traits.
    """
    if "time" not in table.column_names:
        return _untimed(table)
    options = setting.options
    written = table["time"]
    parsed = parse(written, options.time_format, _given(options.set))
    zones, warnings = _zones(table, setting, parsed)
    time, counted = _in_utc(parsed, zones)
    table = with_column(table, "time", pa.array(time, mask=parsed.state < LOCAL).cast(TIME))
    table = with_column(table, "zone", zones)
    readable = only(table, pa.array(parsed.state != UNREADABLE), "no_time_readable")
    timed = only(readable.table, _may_stay(readable.table), "no_time")
    samples = {reason: _first(written, parsed.state == UNREADABLE) for reason in readable.dropped}
    return Outcome(timed.table, {**readable.dropped, **timed.dropped}, warnings + counted, samples)


def _first(column: pa.ChunkedArray, marked: NDArray[np.bool_]) -> str:
    """The first value that is marked, as it may be shown: in one line, and not too long."""
    text = str(column[int(np.argmax(marked))].as_py())
    shown = "".join(filter(str.isprintable, text))
    return shown if len(shown) <= LONGEST_SAMPLE else f"{shown[: LONGEST_SAMPLE - 1]}…"


def _given(said: Mapping[str, str]) -> Given:
    for part, (form, example) in PARTS.items():
        if part in said and not re.fullmatch(form, said[part]):
            raise UsageError(f'"{said[part]}" is no {part}', hint=f"Write --set {part}={example}")
    return Given(*(int(said[part]) if part in said else None for part in PARTS))


def _untimed(table: pa.Table) -> Outcome:
    table = with_column(table, "time", pa.nulls(table.num_rows, TIME))
    table = with_column(table, "zone", pa.nulls(table.num_rows, pa.string()))
    return only(table, _may_stay(table), "no_time")


def _may_stay(table: pa.Table) -> pa.Array:
    if "position" in table.column_names:
        return pa.repeat(True, table.num_rows)
    stays = pc.is_valid(table["time"])
    return pc.or_(stays, pc.equal(table["kind"], "traits")).combine_chunks()


def _zones(table: pa.Table, setting: Setting, parsed: Parsed) -> tuple[pa.DictionaryArray, Counter[str]]:
    """The zone of each row's time: the text's, else the row's own, the options', the project's, UTC."""
    if len(parsed.state) and (parsed.state == ABSOLUTE).all() and (parsed.offset == parsed.offset[0]).all():
        names = [_offset_name(int(parsed.offset[0]), parsed.zone)]
        return pa.DictionaryArray.from_arrays(np.zeros(len(parsed.state), np.int32), names), Counter()
    default = setting.options.timezone or setting.project_timezone
    local = parsed.state == LOCAL
    offsets, at = np.unique(parsed.offset, return_inverse=True)
    names = [_offset_name(int(offset), parsed.zone) for offset in offsets]
    own = trimmed(table["zone"]) if "zone" in table.column_names else pa.nulls(len(local), pa.string())
    warned = int((local & ~np.asarray(own.is_valid())).sum()) if default is None else 0
    sent = pa.DictionaryArray.from_arrays(at.astype(np.int32), names).cast(pa.string())
    assumed = pc.fill_null(own, default or "UTC")
    zones = pc.if_else(pa.array(local), assumed, pc.if_else(pa.array(parsed.state == ABSOLUTE), sent, None))
    return zones.dictionary_encode(), Counter({"no_time_zone": warned} if warned else {})


def _offset_name(minutes: int, zone: str | None) -> str:
    if not minutes:
        return zone or "UTC"
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _in_utc(parsed: Parsed, zones: pa.DictionaryArray) -> tuple[NDArray[np.int64], Counter[str]]:
    time, counted = parsed.time.copy(), Counter[str]()
    codes = np.asarray(zones.indices.fill_null(-1))
    for code, name in enumerate(zones.dictionary.to_pylist()):
        rows = np.flatnonzero((codes == code) & (parsed.state == LOCAL))
        if len(rows):
            converted = to_utc(time[rows], zone_named(name))
            time[rows] = converted.time
            counted += Counter(ambiguous_hour=converted.ambiguous, skipped_hour=converted.skipped)
    return time, counted


def note_receipt(table: pa.Table, setting: Setting) -> Outcome:
    """`received`: as sent, else now; one that can't be read is now, and counted."""
    now = pa.scalar(setting.now, TIME)
    if "received" not in table.column_names:
        return Outcome(with_column(table, "received", pa.repeat(now, table.num_rows)))
    parsed = parse(table["received"])
    sent = pa.array(parsed.time, mask=parsed.state < LOCAL).cast(TIME)
    unreadable = int((parsed.state == UNREADABLE).sum())
    table = with_column(table, "received", pc.fill_null(sent, now))
    return Outcome(table, warnings={"unreadable_received": unreadable} if unreadable else {})


def drop_future(table: pa.Table, _: Setting) -> Outcome:
    """Events dated more than a day after they were received."""
    latest = pc.add(table["received"], pa.scalar(A_DAY, pa.duration("us")))
    past = pc.fill_null(pc.less_equal(table["time"], latest), True)
    return only(table, past, "future")
