"""What records tell in, raw rows out: for formats that know what each of their fields means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pyarrow as pa

from footpath.collect.formats.values import Named, numbers, texts
from footpath.collect.reading import ImportOptions, RawBatch

BATCH = 10_000  # events
TEXTS = ("id", "event", "kind", "time", "zone", "received", "channel", "text", "scale")
NOTHING: tuple[Any, ...] = (None, "", [], {})

Record = Mapping[str, Any]
encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Told:
    """One event, by the names of the raw columns; `actors` leads from kinds of identifiers to values."""

    id: str | None
    event: str
    kind: str
    time: Any
    actors: Mapping[str, Any]
    received: Any = None
    zone: str | None = None
    channel: str | None = None
    text: str | None = None
    score: Any = None
    scale: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)


class Rows:
    """Events as columns, until a batch is full.

    `dropped` counts records that tell none, by reason. What a person named in `--columns` is looked up in the
    event's record.
    """

    def __init__(self, options: ImportOptions, where: str) -> None:
        self._named = Named(options.columns, where)
        self.dropped: Counter[str] = Counter()
        self._found: list[Told] = []
        self._records: list[Record] = []
        self._first = 0

    def batches(self, told: Iterable[tuple[Record, Iterable[Told]]]) -> Iterator[RawBatch]:
        """Batches of about 10,000 events; `told` are records and what each tells.

        Raises UnknownColumn, once all are read, for a name that no record has.
        """
        for record, events in told:
            before = len(self._found)
            self._found += events
            self._records += [record] * (len(self._found) - before)
            if len(self._found) >= BATCH:
                yield self._batch()
        yield self._batch()
        self._named.check()

    def _batch(self) -> RawBatch:
        found = self._found
        properties = [{k: v for k, v in each.properties.items() if v not in NOTHING} for each in found]
        columns: dict[str, Any] = {name: texts([getattr(each, name) for each in found]) for name in TEXTS}
        columns["score"] = numbers([each.score for each in found])
        for kind in dict.fromkeys(kind for each in found for kind in each.actors):
            columns[f"actor.{kind}"] = texts([each.actors.get(kind) for each in found])
        records = [{**record, **own} for record, own in zip(self._records, properties, strict=True)]
        self._named.take(columns, properties, records)
        columns["properties"] = pa.array([encode(each) for each in properties], pa.string())
        columns["row"] = pa.array(range(self._first, self._first + len(found)), pa.int64())
        batch = RawBatch(pa.table(columns), self.dropped)
        self._first += len(found)
        self._found, self._records, self.dropped = [], [], Counter()
        return batch


def said_or_did(text: str | None, score: Any = None) -> str:
    """The kind of what a customer sent: something without words and score is no answer."""
    return "did" if not text and score is None else "said"
