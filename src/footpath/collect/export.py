"""Events in, an XES log (IEEE 1849) out.

Each case of each person is a trace, or all of a person's events where they have no case. The texts are put
together column by column, so that a large log takes no loop over its rows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

SLICE = 100_000  # rows written at once
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<classifier name="Touchpoint" keys="concept:name"/>
"""
TRACE_END = "</trace>\n"
TAIL = "</log>\n"
# What XML 1.0 has no way of writing.
UNWRITABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"
ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
NOTHING = pa.scalar("", pa.string())
TAGS: dict[str, Callable[[Any], bool]] = {
    "boolean": pa.types.is_boolean,
    "int": pa.types.is_integer,
    "float": pa.types.is_floating,
}
OF_TRACE = ("person", "case")
NAMES = {"touchpoint": "concept:name", "time": "time:timestamp"}


def write_xes(events: pa.Table, out: BinaryIO) -> int:
    """Writes the events that have a touchpoint, and returns how many those are.

    `events` has columns person, case, touchpoint and time (a timestamp; null where unknown), in the order of
    each trace; every further column becomes an attribute of its events. A trace is named after its case, else
    after its person. Characters that XML can't hold are left out.
    """
    events = events.filter(pc.is_valid(events["touchpoint"]))
    name = pc.coalesce(events["case"].cast(pa.string()), events["person"].cast(pa.string()))
    trace = _numbered(events["person"], events["case"])
    order = np.argsort(trace, kind="stable")
    first = np.diff(trace[order], prepend=-1) != 0
    last = np.append(first[1:], True)[: len(first)]
    out.write(HEAD.encode())
    for begin in range(0, len(order), SLICE):
        part = slice(begin, begin + SLICE)
        rows = pa.array(order[part])
        out.write(_xml(events.take(rows), name.take(rows), first[part], last[part]))
    out.write(TAIL.encode())
    return int(events.num_rows)


def _numbered(person: pa.ChunkedArray, case: pa.ChunkedArray) -> NDArray[np.int64]:
    """The number of each row's trace [n], in the order in which traces begin."""
    codes = [
        pc.fill_null(each.cast(pa.string()), "").combine_chunks().dictionary_encode()
        for each in (person, case)
    ]
    has_case = np.asarray(case.is_valid())
    people, cases = (np.asarray(each.indices).astype(np.int64) for each in codes)
    key = (people * (len(codes[1].dictionary) + 1) + cases) * 2 + has_case
    _, begins, number = np.unique(key, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(begins))[number]


def _xml(events: pa.Table, name: pa.ChunkedArray, first: NDArray[np.bool_], last: NDArray[np.bool_]) -> bytes:
    further = [column for column in events.column_names if column not in (*NAMES, *OF_TRACE)]
    parts = [_opening(events["person"], name, first), "<event>"]
    parts += [_attribute(NAMES.get(column, column), events[column]) for column in (*NAMES, *further)]
    parts += ["</event>\n", pc.if_else(pa.array(last), TRACE_END, "")]
    texts = pc.binary_join_element_wise(*parts, "")
    return "".join(texts.to_pylist()).encode()


def _opening(person: pa.ChunkedArray, name: pa.ChunkedArray, first: NDArray[np.bool_]) -> Any:
    attributes = (_attribute("concept:name", name), _attribute("person", person))
    opening = pc.binary_join_element_wise("<trace>", *attributes, "\n", "")
    return pc.if_else(pa.chunked_array([pa.array(first)]), opening, NOTHING)


def _attribute(key: str, column: pa.ChunkedArray) -> Any:
    """The attribute of each row, empty where it has none."""
    tag, values = _values(column)
    opening = f'<{tag} key="{_escaped(pa.chunked_array([[key]]))[0].as_py()}" value="'
    return pc.fill_null(pc.binary_join_element_wise(opening, values, '"/>', ""), NOTHING)


def _values(column: pa.ChunkedArray) -> tuple[str, Any]:
    kind = column.type
    if pa.types.is_timestamp(kind):
        utc = column.cast(pa.timestamp("us", tz="UTC"))
        return "date", pc.strftime(utc, format="%Y-%m-%dT%H:%M:%S+00:00", locale="C")
    for tag, matches in TAGS.items():
        if matches(kind):
            return tag, column.cast(pa.string())
    return "string", _escaped(column.cast(pa.string()))


def _escaped(column: pa.ChunkedArray) -> Any:
    written = pc.replace_substring_regex(column, UNWRITABLE, "")
    for character, escape in ESCAPES.items():
        written = pc.replace_substring(written, character, escape)
    return written
