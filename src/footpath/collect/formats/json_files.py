"""A file of JSON in, its documents out, a block at a time.

The file holds one document a line, or one array of documents, or one document over several lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from typing import Any, TypeVar

import msgspec

from footpath.collect.reading import Input
from footpath.errors import InputError

BLOCK = 1 << 22
OPEN = ("{", "[", ",")  # a line that ends so goes on in the next
T = TypeVar("T")


def documents(file: Input, decoder: msgspec.json.Decoder[T]) -> Iterator[list[T | None]]:
    """The documents, None in place of one that can't be read."""
    if is_one(file):
        raws = _whole(file)
        for begin in range(0, len(raws), 10_000):
            yield [decoded(raw, decoder) for raw in raws[begin : begin + 10_000]]
        return
    for block in blocks(file):
        yield lines(block, decoder)


def blocks(file: Input, size: int = BLOCK) -> Iterator[bytes]:
    """Whole lines, so many bytes of them at a time."""
    with closing(file.utf8()) as stream:
        while block := stream.read(size):
            yield block + stream.readline()


def objects(file: Input) -> Iterator[dict[str, Any] | None]:
    """The documents that are objects, None in place of anything else."""
    decoder = msgspec.json.Decoder(dict[str, Any])
    for block in documents(file, decoder):
        yield from block


def looks_like_json(head: str) -> bool:
    """Whether a file that begins like this may hold objects of JSON."""
    return head.lstrip()[:1] in ("{", "[")


def members(document: Mapping[str, Any], name: str) -> Sequence[dict[str, Any] | None]:
    """The objects in a page's list of that name, or the document itself; None in place of what is none.

    >>> members({"data": [{"id": 1}, 2]}, "data"), members({"id": 1}, "data")
    ([{'id': 1}, None], [{'id': 1}])
    """
    found = document.get(name) if name in document else document
    listed = found if isinstance(found, list) else [found or {}]
    return [each if isinstance(each, dict) else None for each in listed]


def within(record: Mapping[str, Any], *names: str) -> Mapping[str, Any]:
    """The object at the end of a path, empty where there is none.

    >>> within({"a": {"b": {"c": 1}}}, "a", "b"), within({"a": None}, "a", "b")
    ({'c': 1}, {})
    """
    found: Any = record
    for name in names:
        found = found.get(name) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else {}


def is_one(file: Input) -> bool:
    """Whether the whole file is one document: an array, or an object whose first line does not close it."""
    begin = file.head_text.lstrip()
    first, newline, _ = begin.partition("\n")
    return begin.startswith("[") or (bool(newline) and first.rstrip().endswith(OPEN))


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


def lines(block: bytes, decoder: msgspec.json.Decoder[T]) -> list[T | None]:
    """The documents in whole lines, None in place of one that can't be read."""
    try:
        return list(decoder.decode_lines(block))
    except (
        msgspec.DecodeError,
        UnicodeDecodeError,
    ):  # a line that can't be read must not take others with it
        return [decoded(line, decoder) for line in block.splitlines() if line.strip()]


def decoded(document: bytes | msgspec.Raw, decoder: msgspec.json.Decoder[T]) -> T | None:
    """A document, None where it can't be read."""
    try:
        return decoder.decode(document)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
