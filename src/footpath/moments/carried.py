"""Events with properties as JSON text in, the properties that may be facts and their values out.

Which ones is judged by a sample of the persons; then only those are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.journeys.sandbox import sandbox
from footpath.moments.described import Floats, Scale, as_texts, codes, describe, numbers

Ints = NDArray[np.int64]
Values = NDArray[np.int8] | Floats  # codes of values, -1 for none; or numbers, NaN for none
LeftOut = list[tuple[str, str]]

MOST_FACTS = 20
MOST_VALUES = 6
MOST_NAMES = 200  # properties that are looked at
PRESENT = 0.2  # of the persons
SAMPLE = 30_000  # events that are looked at to choose
CHUNK = 500_000  # events whose properties are held as texts at once
NAMES = """
SELECT name FROM (SELECT unnest(CASE WHEN json_valid(json) THEN json_keys(json) END) AS name FROM rows)
GROUP BY name ORDER BY count(*) DESC, name LIMIT $most
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A property: its commonest values, or, where it has none, the scale of its numbers."""

    name: str
    pointer: str  # where it is in the JSON (RFC 6901)
    values: tuple[str, ...] = ()
    scale: Scale | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The columns that it becomes."""
        shown = [self.name] if self.scale else [f"{self.name}={value}" for value in self.values]
        return (*shown, f"{self.name} not told")


def choose(json: pa.ChunkedArray, row: Ints, person: Ints, n_people: int) -> tuple[list[Fact], LeftOut]:
    """The facts among the properties of events, those of most persons first, and why others are left out.

    `row` [M] and `person` [M] are those of the events that have properties, by person, `json` the properties
    of all rows of the log; `n_people` counts the persons without any, too.
    """
    sample, share = _sample(person)
    json, person = json.take(pa.array(row[sample])), person[sample]
    asked = max(share * n_people, 1.0)
    found: list[tuple[float, Fact]] = []
    left_out: LeftOut = []
    for name, pointer, texts in _properties(json):
        holders = len(np.unique(person[texts.is_valid().to_numpy()]))
        fact = _fact(name, pointer, texts, holders, asked)
        if isinstance(fact, Fact):
            found.append((-holders, fact))
        else:
            left_out.append((name, fact))
    found.sort(key=lambda each: (each[0], each[1].name))
    too_many = [(fact.name, "others are told of more persons") for _, fact in found[MOST_FACTS:]]
    return [fact for _, fact in found[:MOST_FACTS]], [*left_out, *too_many]


def read(json: pa.ChunkedArray, row: Ints, chosen: list[Fact]) -> list[Values]:
    """The values [M] of each fact in these rows of the log."""
    parts = [_part(json.take(pa.array(row[at : at + CHUNK])), chosen) for at in range(0, len(row), CHUNK)]
    return [np.concatenate(each) for each in zip(*parts, strict=True)]


def _part(json: pa.ChunkedArray, chosen: list[Fact]) -> list[Values]:
    texts = _texts(json, [fact.pointer for fact in chosen])
    return [_values(as_texts(each), fact) for each, fact in zip(texts, chosen, strict=True)]


def _values(texts: pa.ChunkedArray, fact: Fact) -> Values:
    return fact.scale(numbers(texts)) if fact.scale else codes(texts, fact.values)


def _fact(name: str, pointer: str, texts: pa.ChunkedArray, holders: int, asked: float) -> Fact | str:
    """The property as a fact, or why it is none."""
    if holders < PRESENT * asked:
        return "too few persons have it"
    held = describe(name, texts, holders=holders, most=MOST_VALUES)
    if held.holds == "nothing":
        return held.reason
    if held.holds == "dates":
        return "dates, which may have been written down afterwards"
    if held.holds == "numbers":
        return Fact(name, pointer, scale=Scale.of(numbers(texts)))
    if len(held.values) == 1 and held.whole and holders >= asked:
        return "the same for everybody"
    return Fact(name, pointer, held.values)


def _sample(person: Ints) -> tuple[Ints, float]:
    """Which events are looked at, all those of a share of the persons, and that share."""
    every = -(-len(person) // SAMPLE)
    _, nth = np.unique(person, return_inverse=True)
    chosen = np.flatnonzero(nth % every == 0)[: 2 * SAMPLE]
    return chosen, len(np.unique(nth[chosen])) / (nth[-1] + 1)


def _properties(json: pa.ChunkedArray) -> Iterator[tuple[str, str, pa.ChunkedArray]]:
    """Name, pointer and texts of each property, objects one level deep."""
    names = _names(json)
    for name, texts in zip(names, _texts(json, [_pointer(name) for name in names]), strict=True):
        within = pc.starts_with(texts, "{")
        if not pc.any(within).as_py():
            yield name, _pointer(name), as_texts(texts)
            continue
        inner = _names(pc.if_else(within, texts, None))
        for path, found in zip(inner, _texts(texts, [_pointer(path) for path in inner]), strict=True):
            yield f"{name}.{path}", _pointer(name) + _pointer(path), as_texts(found)


def _names(json: pa.ChunkedArray) -> list[str]:
    """The names of the properties that most events have."""
    with sandbox(rows=pa.table({"json": json})) as database:
        return [name for (name,) in database.execute(NAMES, {"most": MOST_NAMES}).fetchall()]


def _texts(json: pa.ChunkedArray, pointers: Sequence[str]) -> list[pa.ChunkedArray]:
    """The values at each pointer as text; a text that only looks like an object holds none."""
    if not pointers:
        return []
    listed = ", ".join("'" + pointer.replace("'", "''") + "'" for pointer in pointers)
    each = ", ".join(f"found[{at + 1}] AS f{at}" for at in range(len(pointers)))
    found = f"CASE WHEN json_valid(json) THEN json_extract_string(json, [{listed}]) END"
    query = f"SELECT {each} FROM (SELECT {found} AS found FROM rows)"  # noqa: S608
    with sandbox(rows=pa.table({"json": json})) as database:
        table: pa.Table = database.sql(query).to_arrow_table()
    return list(table.columns)


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
