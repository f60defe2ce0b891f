"""Answers exported from Qualtrics as CSV or TSV in, raw rows out: one event of kind "said" for each answer.

The event is named like its question's column; the question's text, embedded data and the names of invited
people are properties. A response from nobody known is a person of its own.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import chain, islice
from typing import Any

import msgspec
import pyarrow as pa

from footpath.collect.formats.qualtrics_header import Header, Question, header_of, is_qualtrics
from footpath.collect.formats.scales import score_of
from footpath.collect.formats.values import numbers, texts
from footpath.collect.reading import ImportOptions, Input, RawBatch
from footpath.errors import UnknownColumn

BATCH = 1_000  # responses
FALSE = ("false", "0")
DATES = ("recorded", "ended", "started")
FIELDS = ("id", "event", "time", "kind", "text", "score", "scale", "properties")
# Codes of the column Status are sums of 1 preview, 2 test, 4 imported, 8 spam, 16 offline.
PREVIEW, SPAM = 1 | 2, 8

Row = list[str]
encode = msgspec.json.Encoder(order="deterministic").encode


class Qualtrics:
    """Exports with three header rows, or two as they were before 2016."""

    name = "qualtrics"

    def recognise(self, file: Input, /) -> bool:
        """Whether the third row holds ImportIds, or the second one names what V1, V2 … are."""
        if not file.is_text:
            return False
        lines = file.head_text.splitlines(keepends=True)
        return is_qualtrics(list(islice(csv.reader(lines, delimiter=_delimiter(file)), 3)))

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """A batch for every 1,000 responses."""
        with closing(file.text()) as stream:
            lines = csv.reader(stream, delimiter=_delimiter(file))
            head = list(islice(lines, 3))
            header = header_of(head)
            answers = _Answers(header, options.columns, file.name)
            rows = chain(head[header.rows :], lines)
            while chunk := list(islice(rows, BATCH)):
                yield answers.batch(chunk)


QUALTRICS = Qualtrics()


def _delimiter(file: Input) -> str:
    return "\t" if "\t" in file.head_text.partition("\n")[0] else ","


class _Answers:
    """Responses in, a row for each answer out."""

    def __init__(self, header: Header, columns: Mapping[str, str], where: str) -> None:
        for name in columns.values():
            if name not in header.names:
                raise UnknownColumn(name, header.names, where=where)
        self._header = header
        self._mapped = {field: header.names.index(name) for field, name in columns.items()}
        self._record = {role: n for role, n in header.record.items() if n not in self._mapped.values()}
        taken = {*self._mapped.values()}
        self._questions = [each for each in header.questions if each.column not in taken]
        self._properties = {name: n for name, n in header.properties.items() if n not in taken}
        self._width = len(header.names)
        self._row = 0

    def batch(self, chunk: Iterable[Row]) -> RawBatch:
        """The answers of some responses, in the order of the file."""
        dropped: Counter[str] = Counter()
        found: list[dict[str, Any]] = []
        for row in chunk:
            cells = [cell.strip() for cell in row] + [""] * (self._width - len(row))
            answered = [each for each in self._questions if cells[each.column]]
            if reason := self._refused(cells, answered):
                dropped[reason] += any(cells)  # a blank line is nothing
                continue
            shared = self._shared(cells)
            found += [_answer(cells[each.column], shared, each) for each in answered]
        return RawBatch(self._table(found), dropped)

    def _cell(self, cells: Row, role: str) -> str:
        column = self._header.record.get(role)
        return cells[column] if column is not None else ""

    def _refused(self, cells: Row, answered: Sequence[Question]) -> str | None:
        status = self._cell(cells, "status").lower()
        code = int(status) if status.isdecimal() else 0
        if (
            code & PREVIEW
            or "preview" in status
            or "test" in status
            or self._cell(cells, "distribution") == "preview"
        ):
            return "preview"
        if code & SPAM or "spam" in status:
            return "spam"
        if answered:
            return None
        return "unfinished" if self._cell(cells, "finished").lower() in FALSE else "no_answer"

    def _shared(self, cells: Row) -> dict[str, Any]:
        """What all answers of a response have in common."""
        shared: dict[str, Any] = {"kind": "said", "event": None, "properties": {}}
        shared |= {
            role: cells[n] or None
            for role, n in self._record.items()
            if role in ("actor.email", "actor.external")
        }
        dated = [self._record[role] for role in DATES if role in self._record]
        dated = [self._mapped["time"]] if "time" in self._mapped else dated
        when = next((n for n in dated if cells[n]), None)
        if when is not None:
            shared |= {"time": cells[when], "zone": self._header.zones.get(when)}
        shared |= {field: cells[n] or None for field, n in self._mapped.items() if field != "time"}
        shared["id"] = self._cell(cells, "id") or None
        if not any(
            value for field, value in shared.items() if field == "person" or field.startswith("actor.")
        ):
            shared["actor.response"] = shared["id"]
        shared["properties"] = {name: cells[n] for name, n in self._properties.items() if cells[n]}
        return shared

    def _table(self, found: list[dict[str, Any]]) -> pa.Table:
        fields = dict.fromkeys(chain(FIELDS, *found))
        columns: dict[str, Any] = {
            field: texts([each.get(field) for each in found])
            for field in fields
            if field not in ("score", "properties")
        }
        columns["score"] = numbers([each["score"] for each in found])
        columns["properties"] = pa.array([encode(each["properties"]) for each in found], pa.string())
        columns["row"] = pa.array(range(self._row, self._row + len(found)), pa.int64())
        self._row += len(found)
        return pa.table(columns)


def _answer(given: str, shared: dict[str, Any], question: Question) -> dict[str, Any]:
    score = None if question.words else score_of(given, question.scale)
    told = {"question": question.text, "question_kind": question.kind}
    properties = shared["properties"] | {name: value for name, value in told.items() if value}
    return shared | {
        "id": f"{shared['id']}:{question.name}" if shared["id"] else None,
        "event": question.name,
        "score": score,
        "scale": question.scale if score is not None else None,
        "text": given if score is None else None,
        "properties": properties,
    }
