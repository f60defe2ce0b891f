"""Excel workbooks in, raw rows out."""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

import msgspec
import numpy as np
import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from footpath.collect.columns import Chosen, choose
from footpath.collect.reading import ImportOptions, Input, RawBatch
from footpath.errors import InputError, suggestion

SAMPLE = 200
LARGEST = 1 << 31  # bytes of a workbook after unpacking
Cell = str | float | int | bool | None
encode = msgspec.json.Encoder(order="deterministic").encode


class Xlsx:
    """One event a row of the first sheet, or of that which `--set sheet=NAME` names; row 1 names columns."""

    name = "xlsx"

    def recognise(self, file: Input) -> bool:
        """Whether it is a zip file with a workbook in it."""
        return file.head.startswith(b"PK\x03\x04") and "xl/workbook.xml" in _members(file)

    def read(self, file: Input, options: ImportOptions) -> Iterator[RawBatch]:
        """All rows in one batch."""
        if "xl/workbook.xml" not in _members(file):
            raise InputError("not an Excel workbook", where=file.name, hint="Save it as .xlsx or .csv")
        header, rows = _header_and_rows(_sheet(file, options.set.get("sheet")), file.name)
        chosen = choose(_samples(header, rows[:SAMPLE]), options, file.name)
        yield RawBatch(_table(header, rows, chosen), guessed=chosen.guessed)


XLSX = Xlsx()


def _members(file: Input) -> dict[str, int]:
    try:
        with _seekable(file) as stream, zipfile.ZipFile(stream) as archive:
            return {member.filename: member.file_size for member in archive.infolist()}
    except (zipfile.BadZipFile, ValueError):
        return {}


def _seekable(file: Input) -> BinaryIO:
    if not file.is_gzip:
        return file.raw()
    with file.open() as stream:
        return io.BytesIO(stream.read())


def _sheet(file: Input, name: str | None) -> list[list[Any]]:
    if sum(_members(file).values()) > LARGEST:
        raise InputError("the workbook is above 2 GiB when unpacked", where=file.name, hint="Save it as CSV")
    try:
        with _seekable(file) as stream:
            book = CalamineWorkbook.from_filelike(stream)
        if name is not None and name not in book.sheet_names:
            hint = suggestion(name, book.sheet_names, "There are")
            raise InputError(f'no sheet "{name}"', where=file.name, hint=hint)
        sheet: list[list[Any]] = book.get_sheet_by_name(name or book.sheet_names[0]).to_python()
    except (CalamineError, IndexError) as error:
        raise InputError(f"not a readable workbook ({error})", where=file.name) from error
    return sheet


def _header_and_rows(sheet: list[list[Any]], where: str) -> tuple[list[str], list[list[Cell]]]:
    if not sheet:
        raise InputError("the sheet is empty", where=where)
    seen = Counter[str]()
    header = []
    for n, cell in enumerate(sheet[0], 1):
        name = str(cell).strip() or f"column_{n}"
        seen[name] += 1
        header.append(name if seen[name] == 1 else f"{name}.{seen[name]}")
    rows = [[_plain(cell) for cell in row] for row in sheet[1:]]
    return header, [row for row in rows if any(cell is not None for cell in row)]


def _plain(cell: Any) -> Cell:
    """Dates as ISO 8601, whole numbers as such: Excel knows only numbers with a decimal point."""
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return cell.total_seconds()
    if isinstance(cell, float) and cell.is_integer():
        return int(cell)
    return None if cell == "" else cell


def _samples(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> dict[str, list[str]]:
    return {name: [str(row[n]) for row in rows if row[n] is not None] for n, name in enumerate(header)}


def _table(header: list[str], rows: list[list[Cell]], chosen: Chosen) -> pa.Table:
    at = {name: n for n, name in enumerate(header)}
    fields = {
        field: pa.array([_field(row, at, chosen.joined.get(name, [name])) for row in rows], pa.string())
        for field, name in chosen.columns.items()
    }
    rest = [(n, name) for name, n in at.items() if name not in set(chosen.columns.values())]
    objects = [{name: row[n] for n, name in rest if row[n] is not None} for row in rows]
    properties = pa.array([encode(each).decode() if each else None for each in objects], pa.string())
    return pa.table({**fields, "properties": properties, "row": pa.array(np.arange(len(rows)))})


def _field(row: Sequence[Cell], at: Mapping[str, int], names: Sequence[str]) -> str | None:
    cells = [row[at[name]] for name in names]
    return None if None in cells else ":".join(map(str, cells))
