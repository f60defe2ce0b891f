"""CSV, TSV and their like in, raw rows out."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from footpath.collect.columns import Chosen, choose
from footpath.collect.reading import ImportOptions, Input, RawBatch
from footpath.collect.times import readable
from footpath.errors import InputError

ENDINGS = ("csv", "tsv", "tab", "txt")
DELIMITERS = (",", ";", "\t", "|")
SAMPLE = 200  # rows that are looked at before reading
BLOCK = 1 << 24  # bytes read at once, and the longest row


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is written: its delimiter, its columns, and whether the first row names them."""

    delimiter: str
    names: tuple[str, ...]
    has_header: bool
    spaced: bool  # blanks after the delimiter, which belong to nobody
    rows: tuple[tuple[str, ...], ...]
    duplicate_names: int


class Tabular:
    """Tables with a row a line; delimiter and header are recognised, every cell is read as text."""

    name = "csv"

    def recognise(self, file: Input) -> bool:
        """Whether its name says so, or every line has as many fields as the first."""
        if not file.is_text:
            return False
        if file.endings and file.endings[-1] in ENDINGS:
            return True
        return _regular(_rows(file.head_text, sniff(file.head_text)))

    def read(self, file: Input, options: ImportOptions) -> Iterator[RawBatch]:
        """The rows in blocks of 16 MiB; a row with too many or too few fields is dropped."""
        if not file.is_text:
            raise InputError("this is not text", where=file.name, hint="Export it as CSV")
        layout = lay_out(file.head_text, file.name)
        chosen = choose(_samples(layout), options, file.name)
        warnings = Counter(duplicate_column=layout.duplicate_names) if layout.duplicate_names else Counter()
        row = 0
        for table, ragged in _blocks(file, layout):
            yield RawBatch(_numbered(chosen, table, layout, row), ragged, warnings, chosen.guessed)
            row, warnings = row + table.num_rows, Counter()


CSV = Tabular()


def sniff(text: str) -> str:
    """The delimiter that cuts most lines into equally many fields, and into most of them."""

    def fitness(delimiter: str) -> tuple[bool, float, int]:
        rows = _rows(text, delimiter)
        width = len(rows[0]) if rows else 0
        alike = sum(len(row) == width for row in rows) / max(1, len(rows))
        return width > 1, round(alike, 1), width

    return max(DELIMITERS, key=fitness)


def lay_out(text: str, where: str) -> Layout:
    """The layout of a table, from its beginning."""
    delimiter = sniff(text)
    rows = _rows(text, delimiter)
    if not rows:
        raise InputError("there is no table in it", where=where)
    has_header = not any(_is_data(cell) for cell in rows[0])
    found = rows[0] if has_header else [f"column_{n}" for n in range(1, len(rows[0]) + 1)]
    names = _distinct([name.strip() for name in found])
    spaced = has_header and len(found) > 1 and all(name.startswith(" ") for name in found[1:])
    body = tuple(tuple(row) for row in rows[has_header:] if len(row) == len(names))
    duplicates = sum(one != other.strip() for one, other in zip(names, found, strict=True) if other.strip())
    return Layout(delimiter, names, has_header, spaced, body, duplicates)


def _rows(text: str, delimiter: str) -> list[list[str]]:
    complete = text[: text.rfind("\n") + 1] or text if len(text) > 1000 else text
    try:
        return [
            row
            for row in islice(csv.reader(complete.splitlines(keepends=True), delimiter=delimiter), SAMPLE)
            if row
        ]
    except csv.Error:
        return []


def _regular(rows: Sequence[Sequence[str]]) -> bool:
    return len(rows) > 1 and len(rows[0]) > 1 and all(len(row) == len(rows[0]) for row in rows)


def _is_data(cell: str) -> bool:
    """Whether a cell can't be the name of a column."""
    text = cell.strip()
    return text.replace(".", "", 1).lstrip("-").isdigit() or (len(text) > 7 and readable([text]) == 1)


def _distinct(names: Sequence[str]) -> tuple[str, ...]:
    """The names, with "column_N" for empty ones and ".2", ".3" … for those that came before."""
    seen = Counter[str]()
    distinct = []
    for n, name in enumerate(names, 1):
        own = name or f"column_{n}"
        seen[own] += 1
        distinct.append(own if seen[own] == 1 else f"{own}.{seen[own]}")
    return tuple(distinct)


def _samples(layout: Layout) -> dict[str, list[str]]:
    columns = zip(*layout.rows, strict=True) if layout.rows else ([] for _ in layout.names)
    return {
        name: [cell for cell in column if cell.strip()]
        for name, column in zip(layout.names, columns, strict=True)
    }


def _blocks(file: Input, layout: Layout) -> Iterator[tuple[pa.Table, Counter[str]]]:
    ragged = Counter[str]()

    def skip(_: Any) -> str:
        ragged["wrong_number_of_fields"] += 1
        return "skip"

    with file.utf8() as stream:
        try:
            reader = _reader(stream, layout, skip)
            for batch in reader:
                taken = ragged.copy()
                ragged.subtract(taken)
                yield pa.Table.from_batches([batch]), +taken
        except pa.ArrowInvalid as error:
            raise _explained(error, file.name) from error
    if +ragged:
        yield pa.Table.from_pylist([], schema=_schema(layout)), +ragged


def _schema(layout: Layout) -> pa.Schema:
    return pa.schema([(name, pa.string()) for name in layout.names])


def _reader(stream: Any, layout: Layout, skip: Any) -> Any:
    return arrow_csv.open_csv(
        stream,
        read_options=arrow_csv.ReadOptions(
            column_names=layout.names, skip_rows_after_names=int(layout.has_header), block_size=BLOCK
        ),
        parse_options=arrow_csv.ParseOptions(
            delimiter=layout.delimiter, newlines_in_values=True, invalid_row_handler=skip
        ),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(layout.names, pa.string()), strings_can_be_null=True, null_values=[""]
        ),
    )


def _explained(error: pa.ArrowInvalid, where: str) -> InputError:
    text = str(error)
    if "straddling" in text:
        return InputError("a row is longer than 16 MiB", where=where, hint="Is a quote not closed?")
    return InputError(text.splitlines()[0], where=where)


def _numbered(chosen: Chosen, table: pa.Table, layout: Layout, row: int) -> pa.Table:
    if layout.spaced:
        table = pa.table({name: pc.utf8_ltrim_whitespace(table[name]) for name in table.column_names})
    return chosen.apply(table).append_column("row", pa.array(range(row, row + table.num_rows), pa.int64()))
