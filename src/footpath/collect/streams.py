"""Bytes of a file in, decompressed UTF-8 out, a block at a time."""

from __future__ import annotations

import codecs
import gzip
import io
import re
import zlib
from collections import Counter
from collections.abc import Callable
from typing import BinaryIO

from footpath.errors import InputError

BLOCK = 1 << 20
LONGEST_LINE = 1 << 24
MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
MAGICS = (
    b"\x7fELF",
    b"\x89PNG",
    b"PK\x03\x04",
    b"PAR1",
    b"GIF8",
    b"\xff\xd8\xff",
    b"%PDF-",
    b"SQLite format 3\0",
)
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
STRAY = re.compile("[\udc80-\udcff]")  # how surrogateescape writes a byte that is no UTF-8


class _Source(io.RawIOBase):
    """A readable stream made of blocks."""

    def __init__(self) -> None:
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def block(self) -> bytes:
        """The next bytes, empty at the end."""
        raise NotImplementedError

    def readinto(self, target: memoryview, /) -> int:  # type: ignore[override]
        if not self._rest:
            self._rest = memoryview(self.block())
        size = min(len(target), len(self._rest))
        target[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        return size


class Counted(_Source):
    """A file that reports how far it has been read."""

    def __init__(self, stream: BinaryIO, size: int, progress: Callable[[int, int], None] | None) -> None:
        super().__init__()
        self._stream, self._size, self._progress, self._done = stream, size, progress, 0

    def block(self) -> bytes:
        """The next bytes of the file."""
        data = self._stream.read(1 << 18)
        self._done += len(data)
        if self._progress and data:
            self._progress(self._done, self._size)
        return data

    def close(self) -> None:
        """Closes what it reads from, too."""
        self._stream.close()
        super().close()


class Unzipped(_Source):
    """What a compressed stream holds; a defect of it is an input error."""

    def __init__(self, compressed: BinaryIO, name: str) -> None:
        super().__init__()
        self._compressed, self._name = compressed, name
        self._stream = gzip.GzipFile(fileobj=compressed)

    def block(self) -> bytes:
        """The next decompressed bytes."""
        try:
            return self._stream.read(1 << 18)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            hint = "Copy or download the file again; nothing of it was imported"
            raise InputError("the gzip file is cut off or damaged", where=self._name, hint=hint) from error

    def close(self) -> None:
        """Closes what it reads from, too: gzip leaves a stream open that it was given."""
        self._stream.close()
        self._compressed.close()
        super().close()


class Utf8(_Source):
    """Text of any of our encodings as UTF-8, with a limit on the length of a line."""

    def __init__(
        self,
        stream: BinaryIO,
        encoding: str,
        name: str,
        warnings: Counter[str],
        longest_line: int | None = LONGEST_LINE,
    ) -> None:
        super().__init__()
        self._longest_line = longest_line
        self._stream, self._name, self._warnings = stream, name, warnings
        errors = "surrogateescape" if encoding == "utf-8" else "replace"
        self._decoder = codecs.getincrementaldecoder(encoding)(errors)
        self._plain = encoding == "utf-8"
        self._begun = self._done = False
        self._line = 0

    def block(self) -> bytes:
        """The next characters as UTF-8."""
        while not self._done:
            data = self._stream.read(BLOCK)
            self._done = not data
            block = self._encode(data)
            if block:
                self._measure(block)
                return block
        return b""

    def _encode(self, data: bytes) -> bytes:
        if self._plain and self._begun and data.isascii() and self._decoder.getstate()[0] == b"":
            return data
        text = self._decoder.decode(data, not data)
        if not self._begun and text:
            self._begun = True
            text = text.removeprefix("\ufeff")
        try:
            return text.encode("utf-8")
        except UnicodeEncodeError:
            text, strays = STRAY.subn(_windows, text)
            self._warnings["not_utf8"] += strays
            return text.encode("utf-8", "replace")

    def _measure(self, block: bytes) -> None:
        end = max(block.rfind(b"\n"), block.rfind(b"\r"))
        self._line = self._line + len(block) if end < 0 else len(block) - end - 1
        if self._longest_line and self._line > self._longest_line:
            raise InputError(
                "a line is longer than 16 MiB", where=self._name, hint="Is this a file of events?"
            )

    def close(self) -> None:
        """Closes what it reads from, too."""
        self._stream.close()
        super().close()


def _windows(stray: re.Match[str]) -> str:
    return bytes([ord(stray[0]) - 0xDC00]).decode("cp1252", "replace")


def encoding_of(head: bytes) -> str:
    """The encoding by byte-order mark, else by where the null bytes are."""
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding
    sample = head[: len(head) // 2 * 2][:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if half and odd > half * 0.4 and even < half * 0.05:
        return "utf-16-le"
    if half and even > half * 0.4 and odd < half * 0.05:
        return "utf-16-be"
    return "utf-8"


def is_binary(head: bytes, encoding: str) -> bool:
    """Whether these bytes can't be text: a known signature, or many control characters."""
    if head.startswith(MAGICS):
        return True
    if encoding != "utf-8":
        return False
    return len(CONTROL.findall(head)) > max(1, len(head) // 50)
