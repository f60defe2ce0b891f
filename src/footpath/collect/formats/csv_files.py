"""A table that a tool exported in, a record a row out; for formats that know the names of their columns."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing

from footpath.collect.reading import Input

DELIMITERS = ",;\t"


def header_of(head: str) -> tuple[str, ...]:
    """The names of the columns of a file that begins like this."""
    return tuple(
        name.strip() for name in next(csv.reader([_first_line(head)], delimiter=_delimiter(head)), ())
    )


def records(file: Input) -> Iterator[dict[str, str] | None]:
    """The cells of each row that are not empty, by column; None for a row with too many or too few cells."""
    with closing(file.text()) as stream:
        rows = csv.reader(stream, delimiter=_delimiter(file.head_text))
        names = [name.strip() for name in next(rows, [])]
        for row in rows:
            if not any(row):
                continue
            if len(row) != len(names):
                yield None
                continue
            yield {name: cell.strip() for name, cell in zip(names, row, strict=True) if cell.strip()}


def _delimiter(head: str) -> str:
    return max(DELIMITERS, key=_first_line(head).count)


def _first_line(head: str) -> str:
    return head.partition("\n")[0].rstrip("\r")
