"""XES event logs (IEEE 1849) in, raw rows out.

A trace is a case, and the person too unless a column is named for the person; all lifecycle transitions are
kept. Attributes of the trace stand beside those of each of its events, as properties "case:NAME".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa

from footpath.collect.formats.values import text, texts
from footpath.collect.formats.xes_traces import Trace, TraceReader
from footpath.collect.reading import ImportOptions, Input, RawBatch
from footpath.errors import UnknownColumn

BATCH = 50_000  # events
ROOT = re.compile(rb"<(\w+:)?log[\s>]")
NAME = "concept:name"
FIELDS = {"event": NAME, "time": "time:timestamp"}
CASE = "case:"

encode = msgspec.json.Encoder(order="deterministic").encode


class Xes:
    """XES logs, compressed or not."""

    name = "xes"

    def recognise(self, file: Input, /) -> bool:
        """Whether its name says so, or its root is <log> and it is not an OCEL log, whose root is too."""
        if file.endings[-1:] == ("xes",):
            return True
        head = file.head[:4096]
        return ROOT.search(head) is not None and b"ocel" not in head.lower()

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """Batches of about 50,000 events; whole traces only."""
        rows = _Rows(options.columns, file.name)
        reader = TraceReader(file.name)
        with closing(file.open()) as stream:
            for _ in reader.read(stream):
                for trace in reader.traces:
                    rows.add(trace)
                reader.traces.clear()
                if len(rows) >= BATCH:
                    yield rows.take()
        rows.check_columns()
        rows.dropped["event_outside_trace"] += reader.outside
        yield rows.take()


XES = Xes()


class _Rows:
    """Traces as columns, until a batch is full."""

    def __init__(self, columns: Mapping[str, str], name: str) -> None:
        self.dropped: Counter[str] = Counter()
        self._warnings: Counter[str] = Counter()
        self._file = name
        self._mapped = columns
        self._fields = FIELDS | dict(columns)
        self._taken = set(self._fields.values())  # what is no property
        self._common = {CASE + attribute.removeprefix(CASE) for attribute in columns.values()}
        if "case" not in columns:
            self._common.add(CASE + NAME)
        self._seen: set[str] = set()  # attributes of traces and events
        self._cases: dict[str, int] = {}  # how many traces have the name
        self._traces = self._row = 0
        self._empty()

    def _empty(self) -> None:
        self._columns: dict[str, list[Any]] = {field: [] for field in ("case", *self._fields)}
        self._properties: list[bytes] = []
        self._first = self._row

    def __len__(self) -> int:
        return self._row - self._first

    def add(self, trace: Trace) -> None:
        """Appends the events of a trace."""
        self._traces += 1
        shared = {CASE + key: value for key, value in trace.attributes.items()}
        if "case" not in self._mapped:
            self._columns["case"] += [self._case(trace)] * len(trace.events)
        for field, attribute in self._fields.items():
            common = shared.get(CASE + attribute.removeprefix(CASE)) if field in self._mapped else None
            self._columns[field] += [event.get(attribute, common) for event in trace.events]
        if self._mapped:
            self._seen.update(trace.attributes, *trace.events)
        for attribute in self._common:
            shared.pop(attribute, None)
        for attribute in self._taken:
            for event in trace.events:
                event.pop(attribute, None)
        self._properties += [encode(shared | event) for event in trace.events]
        self._row += len(trace.events)

    def _case(self, trace: Trace) -> str:
        """The trace's name, else its number.

        Two traces are two cases: a name that is there already gets a number, and so does the person then,
        where no column names the person.
        """
        wanted = text(trace.attributes.get(NAME)) or str(self._traces)
        name = wanted
        while name in self._cases:
            self._cases[wanted] += 1
            name = f"{wanted} ({self._cases[wanted]})"
        self._warnings["repeated_case"] += name != wanted
        self._cases[name] = 1
        return name

    def take(self) -> RawBatch:
        """What was added since the last time."""
        rows = np.arange(self._first, self._row)
        columns: dict[str, Any] = {field: texts(values) for field, values in self._columns.items()}
        if columns["time"].null_count and "position" not in columns:
            # A log without times is still in order.
            columns["position"] = pa.array(rows, mask=np.asarray(columns["time"].is_valid()))
        columns |= {"row": pa.array(rows), "properties": pa.array(self._properties, pa.string())}
        batch = RawBatch(pa.table(columns), +self.dropped, +self._warnings)
        self.dropped, self._warnings = Counter(), Counter()
        self._empty()
        return batch

    def check_columns(self) -> None:
        """Raises UnknownColumn for a column that no trace and no event has."""
        for attribute in self._mapped.values():
            if attribute.removeprefix(CASE) not in self._seen and attribute not in self._seen and self._row:
                raise UnknownColumn(attribute, sorted(self._seen), where=self._file)
