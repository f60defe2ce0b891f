"""Of files only what holds a row that is asked for is read, and the rows are those at these places."""

import numpy as np
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.store.picking import picked

NUMBERS = pa.table({"number": pa.array(range(10)), "text": [f"row {n}" for n in range(10)]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Ten rows in two files, in row groups of two."""
    found = tmp_path_factory.mktemp("files")
    for name, rows in (("a", NUMBERS.slice(0, 7)), ("b", NUMBERS.slice(7))):
        pq.write_table(rows, found / f"{name}.parquet", row_group_size=2)
    return found


class Counts:
    """A dataset that tells which row groups of its files are read."""

    def __init__(self, folder):
        self._files, self.read = ds.dataset([folder / "a.parquet", folder / "b.parquet"]), []
        self.schema = self._files.schema

    def get_fragments(self):
        return [File(each, self.read) for each in self._files.get_fragments()]


class File:
    """A file of it."""

    def __init__(self, file, read):
        self._file, self._read, self.row_groups = file, read, file.row_groups

    def subset(self, row_group_ids):
        self._read += row_group_ids
        return self._file.subset(row_group_ids=row_group_ids)


@settings(max_examples=50)
@given(rows=st.sets(st.integers(0, 9)).map(sorted))
def test_they_are_the_rows_at_these_places(folder, rows):
    found = list(picked(Counts(folder), ["text", "number"], np.array(rows, np.int64)))
    assert [row for part in found for row in part.to_pylist()] == [
        {"text": f"row {n}", "number": n} for n in rows
    ]


def test_what_holds_none_of_them_is_not_read(folder):
    files = Counts(folder)
    list(picked(files, ["number"], np.array([2, 3, 7])))
    assert files.read == [1, 0]  # of a, then of b
