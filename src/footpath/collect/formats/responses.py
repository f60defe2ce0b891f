"""Responses of any survey tool in, raw rows out: one event for each answer.

An answer is named like its question, and known by its response and its question. A response from nobody known
is a person of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import pyarrow as pa

from footpath.collect.formats.scales import score_of
from footpath.collect.formats.values import Named, numbers, texts
from footpath.collect.reading import ImportOptions, RawBatch

BATCH = 10_000  # answers
encode = msgspec.json.Encoder(order="deterministic").encode


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said to one question: a number, or words; `key` tells the question within its response."""

    key: str
    event: str
    score: float | None = None
    scale: str | None = None
    text: str | None = None
    properties: Mapping[str, Any] = field(default_factory=dict)
    kind: str = "said"


@dataclass(frozen=True, slots=True)
class Response:
    """What somebody said in one go; of several with the same id the last `received` counts."""

    id: str
    time: Any
    actors: Mapping[str, Any]  # kind → value
    answers: Sequence[Answer]
    properties: Mapping[str, Any] = field(default_factory=dict)
    received: Any = None
    zone: str | None = None
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """In place of what is no response: the reason."""

    reason: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its name, its wording, and of what kind it is if the tool says so."""

    key: str
    event: str
    wording: str | None = None
    kind: str | None = None
    scale: str | None = None
    words: bool = False  # numbers in it are text too

    def answer(self, given: Any) -> Answer | None:
        """What was said to it; None where that is nothing."""
        text = given.strip() if isinstance(given, str) else _written(given)
        if not text:
            return None
        score = None if self.words else score_of(text, self.scale)
        told = {"question": self.wording, "question_kind": self.kind}
        return Answer(
            self.key,
            self.event,
            score=score,
            scale=self.scale if score is not None else None,
            text=text if score is None else None,
            properties={name: value for name, value in told.items() if value},
        )


def listed(record: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects in the record's list of that name; nothing where there is none.

    >>> listed({"answers": [{"text": "Fine"}, None]}, "answers"), listed({}, "answers")
    ([{'text': 'Fine'}], [])
    """
    found = record.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _written(given: Any) -> str:
    if given is None:
        return ""
    if isinstance(given, list):
        return ", ".join(filter(None, map(_written, given)))
    if isinstance(given, dict):
        return ""
    return str(given).lower() if isinstance(given, bool) else str(given)


def batches(
    found: Iterable[Response | Refused],
    options: ImportOptions,
    where: str,
    *,
    person: str = "response",
) -> Iterator[RawBatch]:
    """The rows of responses, about 10,000 at a time.

    `person` is the kind of actor that a response from nobody is. Raises UnknownColumn for a column that was
    named and that no response has.
    """
    rows = _Rows(Named(options.columns, where), person)
    for each in found:
        rows.add(each)
        if len(rows) >= BATCH:
            yield rows.take()
    yield rows.take()
    rows.named.check()


class _Rows:
    """Responses as columns, until a batch is full."""

    def __init__(self, named: Named, person: str) -> None:
        self.named, self._person = named, f"actor.{person}"
        self._dropped: Counter[str] = Counter()
        self._found: list[tuple[Response, Answer]] = []
        self._first = 0

    def __len__(self) -> int:
        return len(self._found)

    def add(self, each: Response | Refused) -> None:
        """Appends the answers of a response, or counts why there are none."""
        if isinstance(each, Refused):
            self._dropped[each.reason] += 1
            return
        self._found += [(each, answer) for answer in each.answers]

    def take(self) -> RawBatch:
        """What was added since the last time."""
        given = [response for response, _ in self._found]
        answers = [answer for _, answer in self._found]
        properties = [_filled({**r.properties, **a.properties}) for r, a in self._found]
        columns: dict[str, Any] = {
            "id": texts([f"{r.id}:{a.key}" for r, a in self._found]),
            **{name: texts([getattr(r, name) for r in given]) for name in SHARED},
            **{name: texts([getattr(a, name) for a in answers]) for name in OWN},
            "score": numbers([a.score for a in answers]),
        }
        for kind in dict.fromkeys(kind for r in given for kind in r.actors):
            columns[f"actor.{kind}"] = texts([r.actors.get(kind) or None for r in given])
        self.named.take(columns, properties)
        columns[self._person] = self._persons(columns, given)
        columns["properties"] = pa.array([encode(each) for each in properties], pa.string())
        columns["row"] = pa.array(range(self._first, self._first + len(given)), pa.int64())
        batch = RawBatch(pa.table(columns), self._dropped)
        self._first += len(given)
        self._found, self._dropped = [], Counter()
        return batch

    def _persons(self, columns: Mapping[str, pa.Array], given: Sequence[Response]) -> pa.Array:
        """The response itself where nobody is known."""
        who = [columns[name].to_pylist() for name in columns if name == "person" or name.startswith("actor.")]
        known = [any(values) for values in zip(*who, strict=True)] if who else [False] * len(given)
        ids = [None if one else response.id for one, response in zip(known, given, strict=True)]
        return pa.array(ids, pa.string())


SHARED = ("time", "received", "zone", "channel")
OWN = ("event", "scale", "text", "kind")


def _filled(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in properties.items() if value not in (None, "", [], {})}
