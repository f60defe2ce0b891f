"""A file of JSON in, its documents out, a block at a time.

The file holds one document a line, or one array of documents, or one document over several lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import TypeVar

import msgspec

from footpath.collect.reading import Input
from footpath.errors import InputError

BLOCK = 1 << 22
T = TypeVar("T")


def documents(file: Input, decoder: msgspec.json.Decoder[T]) -> Iterator[list[T | None]]:
    """The documents, None in place of one that can't be read."""
    if _is_one(file):
        raws = _whole(file)
        for begin in range(0, len(raws), 10_000):
            yield [_decoded(raw, decoder) for raw in raws[begin : begin + 10_000]]
        return
    with closing(file.utf8()) as stream:
        while block := stream.read(BLOCK):
            yield _lines(block + stream.readline(), decoder)


def _is_one(file: Input) -> bool:
    """Whether the whole file is one document: an array, or an object whose first line does not close it."""
    begin = file.head_text.lstrip()
    return begin.startswith("[") or begin.partition("\n")[0].strip() == "{"


def _whole(file: Input) -> list[bytes | msgspec.Raw]:
    with closing(file.open()) as stream:
        data = stream.read().decode(file.encoding, "replace").removeprefix("\ufeff").encode()
    try:
        if data.lstrip().startswith(b"["):
            return list(msgspec.json.decode(data, type=list[msgspec.Raw]))
        return [msgspec.json.decode(data, type=msgspec.Raw)]
    except msgspec.DecodeError as error:
        raise InputError(
            f"this is not JSON ({error})", where=file.name, hint="Is the file complete?"
        ) from error


def _lines(block: bytes, decoder: msgspec.json.Decoder[T]) -> list[T | None]:
    try:
        return list(decoder.decode_lines(block))
    except (
        msgspec.DecodeError,
        UnicodeDecodeError,
    ):  # a line that can't be read must not take others with it
        return [_decoded(line, decoder) for line in block.splitlines() if line.strip()]


def _decoded(document: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T | None:
    try:
        return decoder.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
