"""Arrow tables with any columns in, raw batches out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import pyarrow as pa

from footpath.collect.columns import choose
from footpath.collect.reading import ImportOptions, RawBatch
from footpath.collect.texts import as_text
from footpath.errors import InputError

SAMPLE = 200  # rows from which columns are guessed


def read_tables(
    first: pa.Table, tables: Iterable[pa.Table], options: ImportOptions, where: str
) -> Iterator[RawBatch]:
    """The rows of the tables, which have the columns of `first`: some rows of the first table, or none."""
    chosen = choose(_samples(first, where), options, where)
    row = 0
    for table in tables:
        rows = pa.array(np.arange(row, row + table.num_rows))
        yield RawBatch(chosen.apply(table).append_column("row", rows), guessed=chosen.guessed)
        row += table.num_rows


def _samples(table: pa.Table, where: str) -> dict[str, list[str]]:
    names = table.column_names
    for name in names:
        if names.count(name) > 1:
            raise InputError(f'two columns are named "{name}"', where=where)
    return {name: [value for value in as_text(table[name]).to_pylist() if value] for name in names}
