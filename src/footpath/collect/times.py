"""Dates as people and programs write them in, microseconds out.

Texts are read a *shape* at a time: the digits of "2016/02/29 06:26" replaced by 0 give its shape, one regular
expression understands the shape, and all texts of that shape are read at once as arrays of bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.collect.shapes import (
    ABSOLUTE,
    EMPTY,
    LOCAL,
    NOTHING,
    UNREADABLE,
    Bytes,
    Given,
    Ints,
    Read,
    dates,
    epoch,
    from_epoch,
)
from footpath.collect.zones import EPOCH, MICROSECOND

__all__ = ["ABSOLUTE", "EMPTY", "LOCAL", "UNREADABLE", "Given", "Parsed", "parse", "readable"]

SHAPES = 1000  # a column of more shapes in one batch is no column of dates
LONGEST = 64
SLICE = 1 << 15  # rows read at once, so that their bytes stay in the processor's cache
SHAPE_OF = np.arange(256, dtype=np.uint8)
SHAPE_OF[48:58] = 48

ZONE = r"(?P<z>[Zz]|UTC|GMT|[+-]00:?00|[+-]00)"
CLOCK = rf"(?P<H>00?):(?P<M>00)(?::(?P<S>00)(?:[.,](?P<f>0{{1,9}}))?)?(?: ?{ZONE})?"
ISO = re.compile(rf"(?P<Y>0000)[-/.](?P<m>00?)[-/.](?P<d>00?)(?:[Tt ] ?{CLOCK})?")
# Where dates are written with dots the day comes first; with slashes it depends on the country.
DOTTED = re.compile(rf"(?P<d>00?)\.(?P<m>00?)\.(?P<Y>0000)(?:(?:[Tt]|,? {{1,2}}){CLOCK})?")
COMPACT = re.compile(
    rf"(?P<Y>0000)(?P<m>00)(?P<d>00)(?:[Tt]?(?P<H>00)(?P<M>00)(?P<S>00)(?:[.,](?P<f>0{{1,9}}))?{ZONE}?)?"
)
NUMBER = re.compile(r"(?P<sign>-?)(?P<n>0{1,19})(?:\.(?P<f>0{0,9}))?")
DIRECTIVES = {
    "%Y": "(?P<Y>0000)",
    "%y": "(?P<y>00)",
    "%m": "(?P<m>00?)",
    "%d": "(?P<d>00?)",
    "%H": "(?P<H>00?)",
    "%M": "(?P<M>00?)",
    "%S": "(?P<S>00?)",
    "%f": "(?P<f>0{1,9})",
    "%z": ZONE,
    "%%": "%",
}
WRITTEN = (
    ("%Y", "%y", "%c", "%x"),
    ("%m", "%b", "%B", "%j", "%c", "%x"),
)  # where a format writes year and month


class Parsed(NamedTuple):
    """Times as read: µs since 1970, on the local clock where `state` is LOCAL, UTC where it is ABSOLUTE.

    `offset` is what the text said it is ahead of UTC, in minutes; `zone` what the column's type said.
    """

    time: Ints
    state: NDArray[np.int8]
    offset: NDArray[np.int32]
    zone: str | None = None


def parse(column: pa.ChunkedArray, time_format: str | None = None, given: Given = NOTHING) -> Parsed:
    """The times in a column of texts, numbers or timestamps.

    >>> column = pa.chunked_array([["2012-01-01 10:00:00.5+01:00", "2016/2/29", "1456700000", "?", None]])
    >>> parse(column).state.tolist()
    [3, 2, 3, 1, 0]
    """
    array = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    if pa.types.is_dictionary(array.type):
        array = array.cast(array.type.value_type)
    if pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
        return _typed(array)
    if pa.types.is_integer(array.type) or pa.types.is_floating(array.type) or pa.types.is_decimal(array.type):
        return _numbers(array)
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return _texts(array, time_format, given)
    return _nothing(array)


def readable(texts: Sequence[str], time_format: str | None = None) -> float:
    """The share of these texts that are dates."""
    found = parse(pa.chunked_array([pa.array(list(texts), pa.string())]), time_format)
    given = int((found.state != EMPTY).sum())
    return int((found.state > UNREADABLE).sum()) / given if given else 0.0


def _blank(length: int) -> Parsed:
    return Parsed(np.zeros(length, np.int64), np.zeros(length, np.int8), np.zeros(length, np.int32))


def _nothing(array: pa.Array) -> Parsed:
    blank = _blank(len(array))
    blank.state[:] = np.where(np.asarray(array.is_valid()), UNREADABLE, EMPTY)
    return blank


def _typed(array: pa.Array) -> Parsed:
    zone = getattr(array.type, "tz", None)
    time = np.asarray(pc.cast(array, pa.timestamp("us", tz=zone), safe=False).cast(pa.int64()).fill_null(0))
    given = np.asarray(array.is_valid())
    state = np.where(given, ABSOLUTE if zone else LOCAL, EMPTY).astype(np.int8)
    return Parsed(time, state, np.zeros(len(array), np.int32), zone)


def _numbers(array: pa.Array) -> Parsed:
    given = np.asarray(array.is_valid())
    exact = array.fill_null(0)
    whole = pa.types.is_integer(array.type)
    number = np.asarray(exact.cast(pa.int64() if whole else pa.float64(), safe=False))
    time, good = from_epoch(number, np.abs(number))
    state = np.where(given, np.where(good, ABSOLUTE, UNREADABLE), EMPTY).astype(np.int8)
    return Parsed(time, state, np.zeros(len(array), np.int32))


def _texts(array: pa.Array, time_format: str | None, given: Given) -> Parsed:
    trimmed = pc.utf8_trim_whitespace(array).cast(pa.large_string())
    if time_format:
        pattern = _pattern(time_format)
        if pattern is None:
            return _by_value(trimmed, time_format, given)
        return _by_shape(trimmed, lambda shape: dates(pattern.fullmatch(shape), given))
    return _by_shape(trimmed, _reader)


def _by_shape(array: pa.Array, reader: Callable[[str], Callable[[Bytes], Read] | None]) -> Parsed:
    found = _blank(len(array))
    if not len(array):
        return found
    offsets = np.frombuffer(array.buffers()[1], np.int64, len(array) + 1, array.offset * 8)
    data = np.frombuffer(array.buffers()[2] or b"", np.uint8)
    lengths = np.diff(offsets)
    lengths = np.where(np.asarray(array.is_valid()), lengths, 0)
    found.state[:] = lengths > 0
    for length in np.unique(lengths).tolist():
        if not 0 < length <= LONGEST:
            continue
        alike = np.flatnonzero(lengths == length)
        for start in range(0, len(alike), SLICE):
            rows = alike[start : start + SLICE]
            _read_shapes(found, rows, _matrix(data, offsets[rows], length), reader)
    return found


def _matrix(data: Bytes, begins: Ints, length: int) -> Bytes:
    if len(begins) * length == begins[-1] + length - begins[0]:
        return np.ascontiguousarray(data[begins[0] : begins[-1] + length].reshape(-1, length).T)
    found: Bytes = data[begins + np.arange(length)[:, None]]
    return found


def _read_shapes(
    found: Parsed, rows: Ints, matrix: Bytes, reader: Callable[[str], Callable[[Bytes], Read] | None]
) -> None:
    shapes = SHAPE_OF[matrix]
    for _ in range(SHAPES):
        if not len(rows):
            return
        same = (shapes == shapes[:, :1]).all(axis=0)
        read = reader(shapes[:, 0].tobytes().decode("utf-8", "replace"))
        every = bool(same.all())
        if read:
            _keep(found, rows[same], read(matrix if every else matrix[:, same]))
        if every:
            return
        rows, matrix, shapes = rows[~same], matrix[:, ~same], shapes[:, ~same]


def _keep(found: Parsed, rows: Ints, read: Read) -> None:
    found.time[rows] = np.where(read.good, read.time, 0)
    found.state[rows] = np.where(read.good, read.state, UNREADABLE)
    if read.offset is not None:
        found.offset[rows] = np.where(read.good, read.offset, 0)


def _reader(shape: str) -> Callable[[Bytes], Read] | None:
    return (
        dates(ISO.fullmatch(shape))
        or dates(COMPACT.fullmatch(shape))
        or dates(DOTTED.fullmatch(shape))
        or epoch(NUMBER.fullmatch(shape))
    )


def _pattern(time_format: str) -> re.Pattern[str] | None:
    """The shape that a strptime format asks for, or None where it has names or literal digits."""
    parts = re.findall(r"%.|[^%]", time_format)
    if any(part not in DIRECTIVES if part[0] == "%" else part.isdigit() for part in parts):
        return None
    try:
        return re.compile("".join(DIRECTIVES.get(part, re.escape(part)) for part in parts))
    except re.error:
        return None


def _by_value(array: pa.Array, time_format: str, given: Given) -> Parsed:
    """Each distinct text by strptime: for names of months and the like."""
    coded = array.dictionary_encode()
    values = [_strptime(text, time_format, given) for text in coded.dictionary.to_pylist()]
    codes = np.asarray(coded.indices.fill_null(len(values)))
    time, state, offset = (np.array(each) for each in zip(*values, (0, EMPTY, 0), strict=True))
    return Parsed(time[codes], state[codes].astype(np.int8), offset[codes].astype(np.int32))


def _strptime(text: str, time_format: str, given: Given) -> tuple[int, int, int]:
    if not text:
        return 0, EMPTY, 0
    for known, directive, written in zip(given, ("%Y", "%m"), WRITTEN, strict=True):
        if known is not None and not any(each in time_format for each in written):
            text, time_format = f"{text} {known}", f"{time_format} {directive}"
    try:
        moment = datetime.strptime(text, time_format)  # noqa: DTZ007 - the zone comes with the options
    except ValueError:
        return 0, UNREADABLE, 0
    offset = moment.utcoffset()
    local = (moment.replace(tzinfo=None) - EPOCH) // MICROSECOND
    if offset is None:
        return local, LOCAL, 0
    return local - offset // MICROSECOND, ABSOLUTE, int(offset.total_seconds() // 60)
