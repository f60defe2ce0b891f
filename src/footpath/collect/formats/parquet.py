"""Parquet files of events in, raw rows out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import pyarrow as pa
import pyarrow.parquet as pq

from footpath.collect.reading import ImportOptions, Input, RawBatch
from footpath.collect.tables import SAMPLE, read_tables
from footpath.errors import InputError

BATCH = 1 << 17


class Parquet:
    """One event a row, in columns of any types."""

    name = "parquet"

    def recognise(self, file: Input) -> bool:
        """Whether it begins with Parquet's signature."""
        return file.head.startswith(b"PAR1")

    def read(self, file: Input, options: ImportOptions) -> Iterator[RawBatch]:
        """The rows, 131,072 at a time."""
        try:
            with _opened(file) as source:
                yield from _batches(pq.ParquetFile(source, pre_buffer=False), file, options)
        except (pa.ArrowInvalid, OSError) as error:
            raise InputError(
                f"not a readable Parquet file ({str(error).splitlines()[0]})", where=file.name
            ) from error


PARQUET = Parquet()


def _opened(file: Input) -> pa.NativeFile:
    # Parquet is read from its end, so what is compressed as a whole has to be unpacked as a whole.
    if not file.is_gzip:
        return pa.OSFile(str(file.path))
    with file.open() as stream:
        return pa.BufferReader(stream.read())


def _batches(parquet: pq.ParquetFile, file: Input, options: ImportOptions) -> Iterator[RawBatch]:
    # The sample is cut from the first batch: to read a little of a row group is to decompress much of it.
    rows = (pa.Table.from_batches([batch]) for batch in parquet.iter_batches(batch_size=BATCH))
    first = next(rows, parquet.schema_arrow.empty_table())
    yield from read_tables(first.slice(0, SAMPLE), chain([first], rows), options, file.name)
