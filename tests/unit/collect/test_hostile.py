"""Files that are broken, odd, or meant to do harm."""

import gzip
import io
import json
from collections import Counter

import pytest

from footpath.collect.streams import LONGEST_LINE, Utf8
from footpath.errors import InputError

HEADER = "time,event,user,note\n"
ROW = "2025-03-01,A,ann,caf\u00e9 \u20ac\n"


def note(events):
    return [json.loads(text)["note"] for text in events.column("properties")]


def test_a_truncated_gzip_is_an_error_that_says_so(found):
    whole = gzip.compress(
        "".join([HEADER, *(f"2025-03-01,A,u{i * 7919 % 10007},x\n" for i in range(50_000))]).encode()
    )
    with pytest.raises(InputError, match=r"log.csv.gz: the gzip file is cut off or damaged"):
        found(whole[: len(whole) // 2], name="log.csv.gz")
    with pytest.raises(InputError, match=r"cut off or damaged"):
        found(whole[:30], name="log.csv.gz")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_a_text_says_the_same_in_any_encoding(found, encoding):
    events = found((HEADER + ROW * 20).encode(encoding))
    assert set(note(events)) == {"caf\u00e9 \u20ac"}
    assert events.warnings == ({"not_utf8": 40} if encoding == "cp1252" else {})


def test_stray_bytes_in_the_middle_spoil_nothing_else(found):
    events = found((HEADER + ROW).encode() + b"2025-03-01,A,bob,\xff\xe9\n" + ROW.encode())
    assert note(events) == ["caf\u00e9 \u20ac", "\u00ff\u00e9", "caf\u00e9 \u20ac"]
    assert events.warnings == {"not_utf8": 2}


def test_a_null_byte_is_a_character_like_others(found):
    assert note(found(HEADER + "2025-03-01,A,ann,a\0b\n")) == ["a\0b"]


def test_an_empty_file_is_told(found):
    with pytest.raises(InputError, match=r"the file is empty"):
        found("")
    with pytest.raises(InputError, match=r"the file is empty"):
        found(gzip.compress(b""), name="log.csv.gz")


@pytest.mark.parametrize("content", [b"\x7fELF\x02\x01\x01" + bytes(200), b"PK\x03\x04" + bytes(range(256))])
@pytest.mark.parametrize("named", ["csv", "ndjson", "xlsx", "parquet"])
def test_a_binary_file_is_an_input_error_whatever_it_is_called(found, content, named):
    with pytest.raises(InputError):
        found(content, name=f"log.{named}", format=named)


@pytest.mark.parametrize("name", ["log.csv", "log.ndjson"])
def test_a_line_without_end_is_refused(found, name):
    begin = (
        HEADER + ROW if name == "log.csv" else '{"time": "2025-03-01", "event": "A", "user": "ann"}\n{"x": "'
    )
    content = begin.encode() + b"x" * (LONGEST_LINE + (3 << 20))
    with pytest.raises(InputError, match=r"longer than 16 MiB"):
        found(content, name=name)


def test_a_line_of_gigabytes_is_refused_before_it_takes_the_memory():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size):
            self.given += size
            return b"x" * size

    stream = Endless()
    with Utf8(stream, "utf-8", "log.csv", Counter()) as text, pytest.raises(InputError, match=r"16 MiB"):
        text.read()
    assert stream.closed
    assert stream.given <= LONGEST_LINE + (2 << 20)


def test_a_quote_that_is_never_closed_is_told(found):
    content = HEADER + '2025-03-01,A,ann,"never\n' + ROW * 1_500_000
    with pytest.raises(InputError, match=r"a row is longer than 16 MiB.*quote"):
        found(content)


def test_deeply_nested_json_is_a_dropped_line(found):
    line = '{"time": "2025-03-01", "event": "A", "user": "ann"}\n'
    events = found(line + '{"a":' * 100_000 + "1" + "}" * 100_000 + "\n", name="log.ndjson")
    assert events.dropped == {"unreadable_line": 1}


def test_a_damaged_json_array_is_told(found):
    with pytest.raises(InputError, match=r"not a readable JSON array"):
        found('[{"time": "2025-03-01", "event": "A", "user": "ann"}, {', name="log.json")


def test_a_property_may_be_called_like_a_field(found):
    events = found("time,event,user,id,kind,row,seq\n2025-03-01,A,ann,1,x,y,z\n")
    assert json.loads(events.rows[0]["properties"]) == {"id": "1", "kind": "x", "row": "y", "seq": "z"}
    assert events.column("kind") == ["did"]
