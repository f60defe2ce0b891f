"""What is between a file and the pipeline: an opened file in, batches of raw rows out.

A format turns an `Input` into `RawBatch`es; everything that formats have in common is the pipeline's.
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol, TextIO

import pyarrow as pa

from footpath.collect.streams import LONGEST_LINE, Counted, Unzipped, Utf8, encoding_of, is_binary
from footpath.errors import InputError

HEAD = 1 << 16  # bytes that a format may look at to recognise a file
Progress = Callable[[int, int], None]  # bytes of the file read so far, its size

# Columns of a raw table that mean something; "actor.KIND" and "time.NAME" come beside them.
FIELDS = (
    "time",
    "event",
    "person",
    "case",
    "position",
    "channel",
    "source",
    "value",
    "score",
    "scale",
    "text",
    "id",
    "kind",
    "received",
    "zone",
    "answer",
)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person said about a file.

    `columns` leads from a field ("time", "event", "person", "actor.KIND", "case", "time.NAME" …) to a column
    of the file; `set` holds constants: of fields, of properties, and `year`,
    `month` and `sheet`. "answer" leads to names of columns with wildcards, parted by commas.
    """

    format: str | None = None
    source: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    timezone: str | None = None
    time_format: str | None = None
    null: tuple[str, ...] = ()
    set: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class RawBatch:
    """Rows as a format found them.

    `table` has columns named by `FIELDS`, "actor.KIND", "time.NAME", `row` (int64, position in the file) and
    perhaps `properties` (JSON objects as text); every other column is a property, and one that is named
    "properties.NAME" is the property NAME. `dropped` counts rows that could not be read, by reason.
    `guessed` tells which columns nobody named (field to column).
    """

    table: pa.Table
    dropped: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    guessed: Mapping[str, str] = field(default_factory=dict)


class Format(Protocol):
    """One format of files."""

    @property
    def name(self) -> str:
        """What it is called in `--format`."""
        ...

    def recognise(self, file: Input, /) -> bool:
        """Whether the file is of this format, judged by its name and its head."""
        ...

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """The file's rows, in batches; raises InputError where the file as a whole can't be read."""
        ...


class Input:
    """A file to be read, compressed with gzip or not.

    `name` is what a person calls it (its path as given), `size` its bytes on disk, `head` its first 64 KiB
    after decompression.
    """

    def __init__(self, path: str | Path, *, progress: Progress | None = None) -> None:
        self.path = Path(path)
        self.name = str(path)
        self._progress = progress
        self.warnings: Counter[str] = Counter()
        self.size = self._measure()

    def _measure(self) -> int:
        if self.path.is_dir():
            raise InputError("this is a folder", where=self.name, hint="Name the files in it")
        try:
            return self.path.stat().st_size
        except OSError as error:
            raise InputError("no such file", where=self.name, hint="Check the path") from error

    @property
    def endings(self) -> tuple[str, ...]:
        """The endings of its name in lower case, without ".gz": ("csv",)."""
        return tuple(part for part in self.path.name.lower().split(".")[1:] if part not in ("gz", "gzip"))

    @property
    def stem(self) -> str:
        """The name without folder and endings, which is the default name of the source."""
        return self.path.name.split(".")[0] or self.path.name.strip(".")

    @cached_property
    def is_gzip(self) -> bool:
        """Whether it begins as gzip does."""
        with self.raw() as stream:
            return stream.read(2) == b"\x1f\x8b"

    @property
    def content(self) -> str:
        """A hash of the bytes on disk, the same for the same file under any name."""
        with self.raw() as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB after decompression."""
        with self._open(None) as stream:
            return stream.read(HEAD)

    @cached_property
    def encoding(self) -> str:
        """ "utf-8", "utf-16-le" or "utf-16-be", by byte-order mark or pattern of null bytes."""
        return encoding_of(self.head)

    @cached_property
    def head_text(self) -> str:
        """The head, decoded; its last character or line may be cut."""
        return Utf8(io.BytesIO(self.head), self.encoding, self.name, Counter()).read().decode("utf-8")

    @cached_property
    def is_text(self) -> bool:
        """Whether the head reads as text."""
        return not is_binary(self.head, self.encoding)

    def raw(self) -> io.BufferedReader:
        """The bytes on disk."""
        try:
            return self.path.open("rb")
        except OSError as error:
            raise InputError(f"can't be opened ({error.strerror})", where=self.name) from error

    def open(self) -> BinaryIO:
        """The bytes after decompression; a truncated or broken gzip raises InputError when it is reached."""
        return self._open(self._progress)

    def utf8(self) -> BinaryIO:
        """The text as UTF-8 bytes without byte-order mark, whatever its encoding.

        Bytes that are no UTF-8 are read as Windows-1252 and counted in `warnings` as `not_utf8`.
        A line above 16 MiB raises InputError.
        """
        return io.BufferedReader(self._utf8(longest_line=LONGEST_LINE), buffer_size=1 << 20)

    def utf8_whole(self) -> BinaryIO:
        """As `utf8`, but lines may have any length: for text that is one value."""
        return io.BufferedReader(self._utf8(longest_line=None), buffer_size=1 << 20)

    def text(self) -> TextIO:
        """The text, decoded as `utf8` does it; line ends are kept as they are."""
        return io.TextIOWrapper(self.utf8(), encoding="utf-8", newline="")

    def _utf8(self, longest_line: int | None) -> Utf8:
        if not self.is_text:
            raise InputError("this is not text", where=self.name, hint="Export it as CSV, NDJSON or XES")
        return Utf8(self.open(), self.encoding, self.name, self.warnings, longest_line)

    def _open(self, progress: Progress | None) -> BinaryIO:
        counted = Counted(self.raw(), self.size, progress)
        if not self.is_gzip:
            return io.BufferedReader(counted, buffer_size=1 << 18)
        unzipped = Unzipped(io.BufferedReader(counted, buffer_size=1 << 18), self.name)
        return io.BufferedReader(unzipped, buffer_size=1 << 18)
