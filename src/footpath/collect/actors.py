"""Columns that say who in, one list of actors a row out."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.collect.steps import Outcome, Setting, only, with_column
from footpath.collect.texts import as_text, single, trimmed
from footpath.kernels.interleave import interleave
from footpath.model.event import ACTOR, ACTORS


class Named(NamedTuple):
    """One actor of each row at most: its kind and its value, null where there is none."""

    kind: pa.Array | str  # the same in every row, or one a row
    value: pa.Array


def name_sources(table: pa.Table, setting: Setting) -> Outcome:
    """`source` as mapped, else the file's."""
    if "source" not in table.column_names:
        source = pa.repeat(pa.scalar(setting.source), table.num_rows)
    else:
        source = pc.fill_null(trimmed(table["source"]), setting.source)
    return Outcome(with_column(table, "source", source))


def gather_actors(table: pa.Table, setting: Setting) -> Outcome:
    """`actors`: who did it; the case where nobody is left; a row without either is dropped."""
    case = trimmed(table["case"]) if "case" in table.column_names else pa.nulls(table.num_rows, pa.string())
    source = single(table["source"])
    named = [Named(*each) for each in _named(table, setting, source)]
    nobody = _nobody(named, table.num_rows)
    if pc.any(nobody).as_py():
        instead = pc.if_else(nobody, case, pa.scalar(None, pa.string()))
        named.append(Named(_kind_in(source, "case"), instead))
    names = [name for name in table.column_names if name == "person" or name.startswith("actor.")]
    table = with_column(table.drop_columns(names), "case", case)
    table = with_column(table, "actors", as_lists(named, table.num_rows))
    somebody = pc.greater(pc.list_value_length(table["actors"]), 0)
    return only(table, somebody, "no_actor")


def _named(table: pa.Table, setting: Setting, source: pa.Array) -> list[Named]:
    named = []
    if "person" in table.column_names:
        column = setting.options.columns.get("person", "person")
        named.append(Named(_kind_in(source, column), trimmed(table["person"])))
    for name in sorted(name for name in table.column_names if name.startswith("actor.")):
        kind = _colonless(name.removeprefix("actor."))
        named.append(Named(kind, trimmed(table[name])))
    return named


def _nobody(named: list[Named], length: int) -> pa.Array:
    nobody = pa.repeat(True, length)
    for each in named:
        nobody = pc.and_(nobody, pc.is_null(each.value))
    return nobody


def _kind_in(source: pa.Array, column: str) -> pa.Array | str:
    """The kind of identifiers that only this source knows: "SOURCE.column"."""
    coded = source.dictionary_encode()
    kinds = [_colonless(f"{name}.{column}") for name in coded.dictionary.to_pylist()]
    if len(kinds) == 1:
        return kinds[0]
    return pa.array(kinds, pa.string()).take(coded.indices)


def _colonless(kind: str) -> str:
    # An actor is written "kind:value", so a kind holds no colon.
    return kind.replace(":", "_")


def as_lists(named: list[Named], length: int) -> pa.ListArray:
    """The actors of each row as a list, in the order of `named`."""
    if not length:
        return pa.array([], ACTORS)
    given = np.vstack([np.asarray(each.value.is_valid()) for each in named])
    if len(named) == 1 and given.all():
        kind, value = _texts_of(named[0].kind, length), as_text(pa.chunked_array([named[0].value]))
        rows = np.arange(length + 1, dtype=np.int32)
    else:
        rows, column, value = _row_by_row(named, given)
        kind = _kinds(named, column, given)
    actors = pa.StructArray.from_arrays([kind, value], fields=list(ACTOR))
    return pa.ListArray.from_arrays(pa.array(rows), actors, type=ACTORS)


def _row_by_row(
    named: list[Named], given: NDArray[np.bool_]
) -> tuple[NDArray[np.int32], NDArray[np.int16], pa.Array]:
    """Where the actors of each row begin, of which of `named` each is, and their values."""
    columns = [as_text(pa.chunked_array([each.value])) for each in named]
    whole = pa.concat_arrays(columns)
    offsets = np.frombuffer(whole.buffers()[1], np.int32, len(whole) + 1, whole.offset * 4)
    begins, ends = (each.reshape(given.shape) for each in (offsets[:-1], offsets[1:]))
    data = np.frombuffer(whole.buffers()[2] or b"", np.uint8)
    rows, column, at, letters = interleave(begins, ends, data, given)
    value = pa.StringArray.from_buffers(len(column), pa.py_buffer(at), pa.py_buffer(letters))
    return rows, column, value


def _kinds(named: list[Named], column: NDArray[np.int16], given: NDArray[np.bool_]) -> pa.Array:
    """The kind of each actor, row by row."""
    if all(isinstance(each.kind, str) for each in named):
        return pa.array([each.kind for each in named], pa.string()).take(pa.array(column))
    length = given.shape[1]
    row = np.nonzero(given.T)[0]
    whole = pa.concat_arrays([_texts_of(each.kind, length) for each in named])
    return whole.take(pa.array(column * np.int64(length) + row))


def _texts_of(kind: pa.Array | str, length: int) -> pa.Array:
    return pa.repeat(pa.scalar(kind), length) if isinstance(kind, str) else kind
