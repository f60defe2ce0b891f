"""Columns in, one JSON object a row out: the properties of an event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.collect.texts import NO_TEXT, Piece, concatenated, single

CONTROLS = {chr(code): f"\\u{code:04x}" for code in range(32)} | {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def as_json(columns: Mapping[str, pa.ChunkedArray], whole: pa.ChunkedArray | None, length: int) -> pa.Array:
    """JSON objects of the non-null values of the columns; null where a row has none.

    `whole` are objects as text that go first. The keys are in alphabetical order, so that the same
    properties are always the same text.
    """
    if whole is not None and not columns:
        return _objects(single(whole))
    members = [] if whole is None else [Piece("", _inner(single(whole)))]
    members += [_member(key, single(columns[key])) for key in sorted(columns)]
    members = [member for member in members if member.column.null_count < length]
    if not members:
        return pa.nulls(length, pa.string())
    sure = next((n for n, member in enumerate(members) if not member.column.null_count), None)
    if sure is not None:
        return concatenated(_with_commas(members, sure), "{", "}")
    # Not a join that skips nulls: Arrow loses rows in which all members are null.
    listed = concatenated([Piece(f",{member.before}", member.column, member.after) for member in members])
    found = pc.greater(pc.binary_length(listed), 0)
    inner = pc.utf8_slice_codeunits(listed, 1)
    return pc.if_else(found, pc.binary_join_element_wise("{", inner, "}", ""), NO_TEXT)


def _with_commas(members: list[Piece], sure: int) -> list[Piece]:
    """Commas after the members before the one that is in every row, and before those after it."""
    return [
        Piece("," * (n > sure) + member.before, member.column, member.after + "," * (n < sure))
        for n, member in enumerate(members)
    ]


def _objects(whole: pa.Array) -> pa.Array:
    """The objects as they are, null where they are empty."""
    if _is_whole(whole):
        return pc.if_else(pc.equal(whole, "{}"), NO_TEXT, whole)
    inner = _inner(whole)
    return pc.binary_join_element_wise("{", inner, "}", "")


def _is_whole(objects: pa.Array) -> bool:
    """Whether every text that is there begins and ends as an object does."""
    if not pa.types.is_string(objects.type):
        return False
    braces = pc.and_(pc.starts_with(objects, "{"), pc.ends_with(objects, "}"))
    return pc.all(braces).as_py() is not False


def _inner(objects: pa.Array) -> pa.Array:
    inner = pc.utf8_slice_codeunits(pc.utf8_trim_whitespace(objects.cast(pa.string())), 1, -1)
    return pc.if_else(pc.equal(inner, ""), NO_TEXT, inner)


def _member(key: str, array: pa.Array) -> Piece:
    name = f"{msgspec.json.encode(key).decode()}:"
    if pa.types.is_string(array.type) or pa.types.is_large_string(array.type):
        return Piece(f'{name}"', _escaped(array.cast(pa.string())), '"')
    return Piece(name, _encoded(array))


def _encoded(array: pa.Array) -> pa.Array:
    kind = array.type
    if pa.types.is_floating(kind):
        return pc.if_else(pc.is_finite(array), array.cast(pa.string()), NO_TEXT)
    if (
        pa.types.is_boolean(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_decimal(kind)
        or pa.types.is_null(kind)
    ):
        return array.cast(pa.string())
    return pa.array([_other(value) for value in array.to_pylist()], pa.string())


def _escaped(array: pa.Array) -> pa.Array:
    data = np.frombuffer(array.buffers()[2] or b"", np.uint8)
    if not ((data < 32) | (data == ord('"')) | (data == ord("\\"))).any():
        return array
    array = pc.replace_substring(pc.replace_substring(array, "\\", "\\\\"), '"', '\\"')
    for control, escaped in CONTROLS.items():
        if (data == ord(control)).any():
            array = pc.replace_substring(array, control, escaped)
    return array


def _other(value: Any) -> str | None:
    if value is None:
        return None
    return msgspec.json.encode(value, enc_hook=_plain, order="deterministic").decode()


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return str(value)
