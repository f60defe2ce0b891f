"""An event log in, its distinct normalised actors as sorted nodes and each event's nodes out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.identity.junk import CASE
from footpath.identity.normalise import normalise_all
from footpath.kernels.components import Int32s, Int64s
from footpath.model.ahead import in_order
from footpath.model.fingerprint import fingerprint
from footpath.model.log import PART, EventLog
from footpath.model.numbering import Numbering, Texts


@dataclass(frozen=True, slots=True, eq=False)
class Actors:
    """The actors of a log's rows.

    nodes      string array [N], "kind:value", sorted, distinct: actors, and cases that may have to stand in
    offsets    int64 [rows + 1], items int32: each row's actors as nodes, junk left out
    case       int32 [rows], the row's case (of its source), -1 for none
    case_node  int32 [cases], the node of each case, -1 where nobody needs one
    cases      string array [cases], their texts as nodes; there are none where no case could stand in
    junk       int64, the rows that have an actor that stands for nobody
    """

    nodes: pa.StringArray
    offsets: Int64s
    items: Int32s
    case: Int32s
    case_node: Int32s
    cases: pa.StringArray
    junk: Int64s

    @property
    def row_of_item(self) -> Int64s:
        """The row of each item."""
        return np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))

    @property
    def stand_in(self) -> Int32s:
        """The case's node of each row [rows], -1 where there is none."""
        if not len(self.case_node):
            return self.case
        return np.where(self.case >= 0, self.case_node[self.case], -1).astype(np.int32)


def actors_of(log: EventLog, limited: set[str], region: str | None, *, any_cases: bool = False) -> Actors:
    """The actors of each row; a case may stand in where a row has none, or only `limited` kinds.

    `any_cases`: of rows that are not here some case stands in.
    """
    column = whole(log.column("actors"))
    rows = np.repeat(np.arange(len(column)), _lengths(column))
    text, code, weak = _distinct(column, limited, region)
    known = np.asarray(pc.is_valid(text))[code]
    needs_case = np.bincount(rows[known & ~weak[code]], minlength=len(column)) == 0
    case, case_text = _cases(log, needs_case, any_cases=any_cases or bool(pc.any(_is_case(text)).as_py()))
    wanted = np.unique(case[needs_case & (case >= 0)])
    nodes, node = _nodes(pa.concat_arrays([text, case_text.take(pa.array(wanted))]))
    return Actors(
        nodes=nodes,
        offsets=np.concatenate([[0], np.cumsum(np.bincount(rows[known], minlength=len(column)))]).astype(
            np.int64
        ),
        items=node[code[known]],
        case=case,
        case_node=_positions(case_text, nodes),
        cases=case_text,
        junk=np.unique(rows[~known]),
    )


def _distinct(
    column: pa.ListArray, limited: set[str], region: str | None
) -> tuple[pa.StringArray, Int32s, NDArray[np.bool_]]:
    """Each distinct actor's text, null for junk; the code of each item; which texts are of a limited kind."""
    kinds, values = column.flatten().flatten()
    code, first = Numbering().of(fingerprint(values, fingerprint(kinds)))
    kinds, values = kinds.take(pa.array(first)).dictionary_encode(), values.take(pa.array(first))
    of_kind = _codes(kinds)
    order = np.argsort(of_kind, kind="stable")
    texts, weak = [pa.array([], pa.string())], np.zeros(len(first), bool)
    ends = np.searchsorted(of_kind[order], np.arange(len(kinds.dictionary) + 1))
    for at, kind in enumerate(kinds.dictionary.to_pylist()):
        mine = order[ends[at] : ends[at + 1]]
        slices = [mine[low : low + PART] for low in range(0, len(mine), PART)]
        texts.extend(in_order(partial(_normal, kind=kind, values=values, region=region), slices))
        weak[mine] = kind in limited
    place = np.empty(len(first), np.int32)
    place[order] = np.arange(len(first))
    return pa.concat_arrays(texts), place[code], weak[order]


def _normal(which: Int64s, kind: str, values: pa.StringArray, region: str | None) -> pa.StringArray:
    return pc.binary_join_element_wise(kind, normalise_all(kind, values.take(pa.array(which)), region), ":")


def _cases(log: EventLog, needs: NDArray[np.bool_], *, any_cases: bool) -> tuple[Int32s, pa.StringArray]:
    """The case of each row and the text of each case; no cases where none could stand in."""
    column = whole(log.column("case"))
    has = np.asarray(pc.fill_null(pc.not_equal(column, ""), False))
    if not any_cases and not (needs & has).any():
        return np.full(len(log), -1, np.int32), pa.array([], pa.string())
    cases, sources = column.dictionary_encode(), whole(log.column("source"))
    width = len(sources.dictionary)
    pair = np.where(has, _codes(cases) * width + _codes(sources), -1)
    keys, code = np.unique(pair, return_inverse=True)
    first = int(len(keys) > 0 and keys[0] < 0)
    keys = keys[first:]
    text = pc.binary_join_element_wise(
        pc.binary_join_element_wise(sources.dictionary.take(pa.array(keys % width)), CASE, ""),
        cases.dictionary.take(pa.array(keys // width)),
        ":",
    )
    return (code.reshape(-1) - first).astype(np.int32), text


def _nodes(text: pa.StringArray) -> tuple[pa.StringArray, Int32s]:
    """The distinct texts, sorted, and the position of each text in them, -1 for null."""
    texts = Texts()
    code = texts.of(text)
    nodes, rank = texts.ranked()
    return nodes, rank[code]


def _is_case(text: pa.StringArray) -> pa.BooleanArray:
    return pc.match_substring_regex(text, rf"^[^:]*{CASE.replace('.', '[.]')}:")


def _positions(text: pa.StringArray, nodes: pa.StringArray) -> Int32s:
    if not len(text):
        return np.empty(0, np.int32)
    return np.asarray(pc.fill_null(pc.index_in(text, nodes), -1), np.int32)


def _codes(array: pa.DictionaryArray) -> Int64s:
    return np.asarray(pc.fill_null(array.indices, 0), np.int64)


def _lengths(column: pa.ListArray) -> Int64s:
    return np.asarray(pc.list_value_length(column), np.int64)


def whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
