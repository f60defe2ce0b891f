"""The numbers of some rows of Parquet files in, these rows out: what holds none of them is not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.model.ahead import in_order

Numbers = NDArray[np.signedinteger[Any]]


class Piece(NamedTuple):
    """A row group of a file, and the numbers of rows in it."""

    group: Any
    rows: Numbers


def picked(files: Any, names: Sequence[str], rows: Numbers) -> Iterator[pa.Table]:
    """Some columns of the rows of a dataset, whose numbers rise, row group by row group."""

    def taken(piece: Piece) -> pa.Table:
        return piece.group.to_table(schema=files.schema, columns=list(names)).take(pa.array(piece.rows))

    return in_order(taken, _pieces(files, rows))


def _pieces(files: Any, rows: Numbers) -> Iterator[Piece]:
    begin = 0
    for file in files.get_fragments():
        for group in file.row_groups:
            end = begin + group.num_rows
            low, high = np.searchsorted(rows, [begin, end])
            if low < high:
                yield Piece(file.subset(row_group_ids=[group.id]), rows[low:high] - begin)
            begin = end
