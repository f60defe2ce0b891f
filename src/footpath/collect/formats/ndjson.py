"""JSON objects, one a line or in one array, in; raw rows out.

Objects within objects are flattened: {"user": {"id": 1}} has the column "user.id".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice
from typing import Any, BinaryIO

import msgspec
import numpy as np
import pyarrow as pa

from footpath.collect.columns import Chosen, choose
from footpath.collect.reading import ImportOptions, Input, RawBatch
from footpath.errors import InputError

BATCH = 1 << 16
SAMPLE = 200
LARGEST_ARRAY = 1 << 29
Flat = dict[str, Any]
decode = msgspec.json.Decoder().decode
encode = msgspec.json.Encoder(order="deterministic").encode


class Ndjson:
    """One JSON object an event."""

    name = "ndjson"

    def recognise(self, file: Input) -> bool:
        """Whether its first line is a JSON object, or it begins an array of them."""
        if not file.is_text:
            return False
        text = file.head_text.lstrip()
        if text.startswith("["):
            return text[1:].lstrip()[:1] in ("{", "]")
        line, newline, _ = text.partition("\n")
        return text.startswith("{") and (not newline or _flat(line.encode()) is not None)

    def read(self, file: Input, options: ImportOptions) -> Iterator[RawBatch]:
        """The objects in batches; a line that is no JSON object is dropped."""
        with closing(_array(file) if file.head_text.lstrip().startswith("[") else _lines(file)) as found:
            lines = enumerate(found)
            first = list(islice(lines, SAMPLE))
            chosen = choose(_samples(_objects(first)), options, file.name)
            while first:
                first += islice(lines, BATCH - len(first))
                yield _batch(first, chosen)
                first = list(islice(lines, BATCH))


NDJSON = Ndjson()


def _lines(file: Input) -> Generator[bytes, None, None]:
    with file.utf8() as stream:
        yield from (line for line in stream if line.strip())


def _array(file: Input) -> Generator[bytes, None, None]:
    with file.utf8_whole() as stream:
        text = _limited(stream, file.name)
    try:
        yield from (bytes(item) for item in msgspec.json.decode(text, type=list[msgspec.Raw]))
    except msgspec.DecodeError as error:
        raise InputError(f"not a readable JSON array ({error})", where=file.name) from error


def _limited(stream: BinaryIO, where: str) -> bytes:
    text = stream.read(LARGEST_ARRAY + 1)
    if len(text) > LARGEST_ARRAY:
        raise InputError("a JSON array above 512 MiB", where=where, hint="Write one object a line instead")
    return text


def _flat(line: bytes) -> Flat | None:
    """The object in a line, flattened; None where there is none."""
    try:
        found = decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return dict(_members(found, "")) if isinstance(found, dict) else None


def _members(found: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for key, value in found.items():
        if isinstance(value, dict) and value:
            yield from _members(value, f"{prefix}{key}.")
        elif value is not None:
            yield f"{prefix}{key}", value


def _objects(lines: Iterable[tuple[int, bytes]]) -> list[Flat]:
    return [flat for _, line in lines if (flat := _flat(line)) is not None]


def _samples(objects: list[Flat]) -> dict[str, list[str]]:
    names = dict.fromkeys(name for each in objects for name in each)
    return {
        name: [_text(each[name]) for each in objects if each.get(name) not in (None, "")] for name in names
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else encode(value).decode()


def _batch(lines: list[tuple[int, bytes]], chosen: Chosen) -> RawBatch:
    read = [(row, _flat(line)) for row, line in lines]
    objects = [(row, flat) for row, flat in read if flat is not None]
    unreadable = len(read) - len(objects)
    # Every value as text, so that a column's type does not hang on which rows share a batch.
    fields = {
        field: pa.array([_field(flat, column, chosen) for _, flat in objects], pa.string())
        for field, column in chosen.columns.items()
    }
    used = set(chosen.columns.values())
    table = pa.table(
        {
            **fields,
            "properties": pa.array([_rest(flat, used) for _, flat in objects], pa.string()),
            "row": pa.array(np.array([row for row, _ in objects], np.int64)),
        }
    )
    dropped = Counter(unreadable_line=unreadable) if unreadable else Counter[str]()
    return RawBatch(table, dropped, guessed=chosen.guessed)


def _field(flat: Flat, column: str, chosen: Chosen) -> str | None:
    if column not in chosen.joined:
        return _cell(flat.get(column))
    parts = [_cell(flat.get(part)) for part in chosen.joined[column]]
    return None if None in parts else ":".join(part for part in parts if part is not None)


def _cell(value: Any) -> str | None:
    return None if value is None else _text(value)


def _rest(flat: Flat, used: set[str]) -> str | None:
    rest = {name: value for name, value in flat.items() if name not in used}
    return encode(rest).decode() if rest else None
