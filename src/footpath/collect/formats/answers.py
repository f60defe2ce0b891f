"""Tables with a row a response and a column a question in; a row for each answer out, and one of traits.

A number is a score, anything else words. All other columns are properties of each answer, and traits of the
person. A response from nobody known is a person of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from footpath.collect.cells import as_numbers, is_field, without_markers
from footpath.collect.formats.values import text
from footpath.collect.properties import as_json
from footpath.collect.questions import ANSWER, is_question
from footpath.collect.reading import Format, ImportOptions, Input, RawBatch
from footpath.collect.steps import PROPERTY, constant, with_column
from footpath.collect.texts import NO_TEXT, as_text, blank_to_null, single, trimmed
from footpath.errors import UnknownFormat, UsageError

BATCH = 2_000  # responses
EXAMPLE = "--columns answer=Q1,Q2 names them; answer=Q* all that begin with Q"
decode = msgspec.json.Decoder(dict[str, Any]).decode


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """A table of responses, in any of the `carriers`; told by the question columns that a person named."""

    carriers: Sequence[Format]
    name: str = "answers"

    def recognise(self, _: Input, /) -> bool:
        """No: which columns are questions has to be said."""
        return False

    def read(self, file: Input, options: ImportOptions, /) -> Iterator[RawBatch]:
        """The carrier's rows, 2,000 responses at a time, each as its answers."""
        if not options.columns.get(ANSWER):
            raise UsageError("nobody said which columns are questions", hint=EXAMPLE)
        for carrier in self.carriers:
            if carrier.recognise(file):
                yield from answers(carrier.read(file, options), options, options.source or file.stem)
                return
        raise UnknownFormat(
            "not a table", where=file.name, hint="Answers are read from CSV, XLSX, Parquet or NDJSON"
        )


def answers(raws: Iterable[RawBatch], options: ImportOptions, source: str) -> Iterator[RawBatch]:
    """Rows of responses in, rows of answers out."""
    kind = f"actor.{source}.response"  # numbers of responses mean something within their source only
    seen: Counter[str] = Counter()
    for raw in raws:
        first = raw
        for begin in range(0, max(1, raw.table.num_rows), BATCH):
            # Before it is known which cells are answers, so that a marker is no answer in words.
            table = without_markers(_opened(raw.table.slice(begin, BATCH)), options.null)
            told, dropped = _told(_identified(table, kind, seen), options.columns[ANSWER])
            yield replace(first, table=told, dropped=first.dropped + dropped)
            first = replace(raw, dropped=Counter(), warnings=Counter())


def _opened(table: pa.Table) -> pa.Table:
    """The table with the members of its `properties` as columns."""
    if "properties" not in table.column_names:
        return table
    objects = [decode(each) if each else {} for each in table["properties"].to_pylist()]
    for name in dict.fromkeys(name for each in objects for name in each):
        column = pa.array([_cell(each.get(name)) for each in objects], pa.string())
        table = with_column(table, PROPERTY + name, column)
    return table.drop_columns(["properties"])


def _cell(value: Any) -> str | None:
    return ", ".join(filter(None, map(text, value))) if isinstance(value, list) else text(value)


def _identified(table: pa.Table, kind: str, seen: Counter[str]) -> pa.Table:
    """The table with an id in every row, and somebody who gave the response."""
    given = trimmed(table["id"]) if "id" in table.column_names else pa.nulls(table.num_rows, pa.string())
    ids = pc.coalesce(given, _fingerprints(table, seen)) if given.null_count else given
    table = with_column(table, "id", ids)
    nobody = pa.repeat(True, table.num_rows)
    for name in table.column_names:
        if name in ("person", "case") or name.startswith("actor."):
            nobody = pc.and_(nobody, pc.is_null(trimmed(table[name])))
    return with_column(table, kind, pc.if_else(nobody, ids, NO_TEXT)) if pc.any(nobody).as_py() else table


def _fingerprints(table: pa.Table, seen: Counter[str]) -> pa.Array:
    """What tells responses without an id apart: all that is in them, and how many equal ones came before."""
    columns = {name: as_text(table[name]).to_pylist() for name in sorted(table.column_names) if name != "row"}
    found = []
    for cells in zip(*columns.values(), strict=True):
        content = msgspec.json.encode(dict(zip(columns, cells, strict=True)))
        digest = blake2b(content, digest_size=16).hexdigest()
        seen[digest] += 1
        found.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return pa.array(found, pa.string())


def _told(table: pa.Table, asked: str) -> tuple[pa.Table, Counter[str]]:
    """One row of traits and one for each answer, in the order of the responses; and what tells nothing."""
    rest = [name for name in table.column_names if not is_field(name) and name != "row"]
    questions = [name for name in rest if is_question(name.removeprefix(PROPERTY), asked)]
    known = {name.removeprefix(PROPERTY): table[name] for name in rest if name not in questions}
    shared = table.drop_columns(rest).append_column("properties", as_json(known, None, table.num_rows))
    parts = [_traits(shared), *(_answers(shared, name, table[name]) for name in questions)]
    width = len(parts)
    placed = [
        with_column(part, "row", pc.add(pc.multiply(part["row"], width), n)) for n, part in enumerate(parts)
    ]
    told = pa.concat_tables(placed, promote_options="permissive").sort_by("row")
    silent = table.num_rows - len(pc.unique(pc.divide(told["row"], width)))
    dropped = Counter(no_answer=silent) if silent else Counter[str]()
    return told, dropped


def _traits(shared: pa.Table) -> pa.Table:
    """What is known of who answered; its id is its content, for traits are never corrected."""
    traits = shared.drop_columns(["id"]).filter(pc.is_valid(shared["properties"]))
    return with_column(traits, "kind", constant("traits", traits))


def _answers(shared: pa.Table, name: str, cells: pa.ChunkedArray) -> pa.Table:
    given = blank_to_null(trimmed(cells))
    mask = pc.is_valid(given)
    part, given = shared.filter(mask), given.filter(mask)
    question = name.removeprefix(PROPERTY)
    score, is_words = as_numbers(pa.chunked_array([given]))
    ids = pc.binary_join_element_wise(single(part["id"]), question, ":")
    columns = {
        "id": ids,
        "event": constant(question, part),
        "kind": constant("said", part),
        "score": score,
        "text": pc.if_else(is_words, given, NO_TEXT),
    }
    for field, values in columns.items():
        part = with_column(part, field, values)
    return part
