"""Columns in, one text a row out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

EMPTY_TEXT = pa.scalar("", pa.string())
NO_TEXT = pa.scalar(None, pa.string())


class Piece(NamedTuple):
    """A column between two constants; where the column is null all three are left out."""

    before: str
    column: pa.Array
    after: str = ""


def concatenated(pieces: Sequence[Piece], before: str = "", after: str = "") -> pa.Array:
    """The pieces of each row side by side, in one pass over those that have no nulls.

    >>> concatenated([Piece("a=", pa.array(["1", "2"])), Piece(" b=", pa.array(["3", None]))]).to_pylist()
    ['a=1 b=3', 'a=2']
    """
    parts: list[pa.Array | str] = [before]
    for piece in pieces:
        if piece.column.null_count:
            whole = pc.binary_join_element_wise(piece.before, piece.column, piece.after, "")
            parts += [pc.fill_null(whole, EMPTY_TEXT)]
        else:
            parts += [piece.before, piece.column, piece.after]
    return pc.binary_join_element_wise(*_merged([*parts, after]), "")


def _merged(parts: Sequence[pa.Array | str]) -> list[pa.Array | str]:
    """Neighbouring constants made one."""
    merged: list[pa.Array | str] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    return merged


def single(column: pa.ChunkedArray) -> pa.Array:
    """The column as one array, without dictionary."""
    array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):  # no chunk at all, or too long for one
        array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], column.type)
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def as_text(column: pa.ChunkedArray) -> pa.Array:
    """Values as they would be written: whole numbers without a decimal point, times as ISO 8601."""
    array = single(column)
    if pa.types.is_string(array.type):
        return array
    if pa.types.is_floating(array.type):
        whole = pc.and_(pc.equal(pc.round(array), array), pc.less(pc.abs(array), 2.0**53))
        exact = pc.if_else(whole, array, pa.scalar(None, array.type)).cast(pa.int64()).cast(pa.string())
        return pc.coalesce(exact, pc.if_else(pc.is_nan(array), NO_TEXT, array.cast(pa.string())))
    if pa.types.is_binary(array.type) or pa.types.is_nested(array.type):
        return pa.array([None if value is None else str(value) for value in array.to_pylist()], pa.string())
    return array.cast(pa.string())


def trimmed(column: pa.ChunkedArray) -> pa.Array:
    """Values without surrounding blanks; null where nothing is left."""
    text = as_text(column)
    if _has_blanks(text):
        text = pc.utf8_trim_whitespace(text)
    return blank_to_null(text)


def blank_to_null(text: pa.Array) -> pa.Array:
    """Null where there is nothing but blanks."""
    empty = pc.equal(pc.binary_length(text), 0)
    if pc.any(empty).as_py():
        return pc.if_else(empty, NO_TEXT, text)
    return text


def _has_blanks(text: pa.Array) -> bool:
    """Whether a value may begin or end with a blank: with whatever is not above "!" in any byte order."""
    data = text.buffers()[2]
    if data is None or not len(text):
        return False
    offsets = np.frombuffer(text.buffers()[1], np.int32, len(text) + 1, text.offset * 4)
    filled = offsets[1:] > offsets[:-1]
    content = np.frombuffer(data, np.uint8)
    first, last = content[offsets[:-1][filled]], content[offsets[1:][filled] - 1]
    return bool(((first <= 32) | (first >= 0x80) | (last <= 32) | (last >= 0x80)).any())
