"""Raw rows in, events out, by named steps on Arrow tables; rows that are no events are counted by reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.collect.actors import gather_actors, name_sources
from footpath.collect.cells import (
    blank_missing,
    fill_constants,
    gather_properties,
    name_events,
    name_kinds,
    number_rows,
    one_event_a_time,
    read_numbers,
)
from footpath.collect.dating import drop_future, note_receipt, parse_times
from footpath.collect.ids import as_keys, fingerprints
from footpath.collect.reading import RawBatch
from footpath.collect.steps import Outcome, Setting, Step, with_column
from footpath.collect.texts import Piece, as_text, blank_to_null, concatenated, single, trimmed
from footpath.model.event import EVENT_SCHEMA

# From cells to single events: only here may the number of rows grow.
EXPAND: tuple[Step, ...] = (fill_constants, blank_missing, one_event_a_time)
# From single events to the columns of the log.
PIPELINE: tuple[Step, ...] = (
    read_numbers,
    name_kinds,
    note_receipt,
    parse_times,
    drop_future,
    name_events,
    name_sources,
    gather_actors,
    number_rows,
    gather_properties,
)
FIELD_SEPARATOR = "\x1f"


@dataclass(frozen=True, slots=True, eq=False)
class Batch:
    """Events of one file, with the columns of `EVENT_SCHEMA`.

    received = table.num_rows + duplicates + Σ dropped. `duplicates` had the id of an earlier row of the
    file. `guessed` tells which columns were chosen without being named (field to column). `samples` shows,
    for some reasons of dropping, the first value that was to blame.
    """

    table: pa.Table
    received: int
    duplicates: int
    dropped: Counter[str]
    warnings: Counter[str]
    guessed: dict[str, str]
    samples: dict[str, str] = field(default_factory=dict)


def prepare(raw: RawBatch, setting: Setting) -> Batch:
    """The rows that are events, not yet told apart; of batches, any may come first."""
    batch = Batch(raw.table, 0, 0, Counter(raw.dropped), Counter(raw.warnings), dict(raw.guessed))
    expanded = _apply(EXPAND, batch, setting)
    received = expanded.table.num_rows + expanded.dropped.total()
    return replace(_apply(PIPELINE, expanded, setting), received=received)


def finish(batch: Batch, setting: Setting) -> Batch:
    """The prepared events with their ids and the columns of the log, without those that came before."""
    warnings = batch.warnings + _shared_ids(batch.table, setting)
    table, duplicates = identify(batch.table, setting)
    return replace(batch, table=shape(table, setting), duplicates=duplicates, warnings=warnings)


def _apply(steps: Sequence[Step], batch: Batch, setting: Setting) -> Batch:
    table, dropped, warnings = batch.table, batch.dropped.copy(), batch.warnings.copy()
    samples = dict(batch.samples)
    for step in steps:
        outcome: Outcome = step(table, setting)
        table = outcome.table
        dropped.update(outcome.dropped)
        warnings.update(outcome.warnings)
        samples = {**outcome.samples, **samples}
    return replace(batch, table=table, dropped=dropped, warnings=warnings, samples=samples)


def identify(table: pa.Table, setting: Setting) -> tuple[pa.Table, int]:
    """The table with an `id` in every row, without rows that repeat a given id; and how many those were.

    A given id counts within its source. Of a response (kind "said") only the same version twice is a
    duplicate: a later version has the same id and other content, and replaces the earlier one on reading.
    """
    given = trimmed(table["id"]) if "id" in table.column_names else pa.nulls(table.num_rows, pa.string())
    told = np.asarray(pc.and_(given.is_valid(), pc.not_equal(single(table["kind"]), "said")))
    fresh = np.ones(len(told), np.bool_)
    if told.any():
        named = pa.array(told)
        fresh[told] = ~setting.given.add(
            fingerprints(single(table["source"]).filter(named), given.filter(named))
        )
    if not told.all():
        rest = pa.array(~told)
        own, before = _own_ids(table.filter(rest), given.filter(rest), setting)
        fresh[~told] = (before == 0) | np.asarray(given.filter(rest).is_null())
        given = pc.replace_with_mask(given, rest, own)
    table = with_column(table, "id", given)
    duplicates = len(fresh) - int(fresh.sum())
    return (table.filter(pa.array(fresh)), duplicates) if duplicates else (table, 0)


def _own_ids(table: pa.Table, given: pa.Array, setting: Setting) -> tuple[pa.Array, NDArray[np.int32]]:
    """An id for each row, the given one where there is one; and how often a row came before."""
    hashes = setting.hasher(_key_texts(table, given))
    before = setting.seen.add(as_keys(hashes))
    repeated = pc.binary_join_element_wise(hashes, pa.array(before).cast(pa.string()), "-")
    return pc.coalesce(given, pc.if_else(pa.array(before > 0), repeated, hashes)), before


def _shared_ids(table: pa.Table, setting: Setting) -> Counter[str]:
    """Answers with an id that an answer of somebody else, or in another case, has too."""
    if "id" not in table.column_names:
        return Counter()
    given = trimmed(table["id"])
    answers = pc.and_(pc.equal(single(table["kind"]), "said"), pc.is_valid(given))
    if not pc.any(answers).as_py():
        return Counter()
    said, given = table.filter(answers), given.filter(answers)
    ids = _id_texts(said, given)
    actors, case = _actor_texts(single(said["actors"])), single(said["case"])
    owners = concatenated([Piece("", ids), Piece(FIELD_SEPARATOR, actors), Piece(FIELD_SEPARATOR, case)])
    known = setting.ids.add(as_keys(setting.hasher(ids))) > 0
    same = setting.owners.add(as_keys(setting.hasher(owners))) > 0
    shared = int((known & ~same).sum())
    return Counter(shared_id=shared) if shared else Counter()


def _key_texts(table: pa.Table, given: pa.Array) -> pa.Array:
    """What makes a row itself: all that is known of it, and of a response its given id."""
    content = _content(table)
    if given.null_count == len(given):
        return content
    both = pc.binary_join_element_wise(_id_texts(table, given), content, FIELD_SEPARATOR)
    return pc.if_else(pc.is_valid(given), both, content)


def _id_texts(table: pa.Table, given: pa.Array) -> pa.Array:
    return concatenated([Piece("id=", given), Piece(f"{FIELD_SEPARATOR}source=", single(table["source"]))])


def _content(table: pa.Table) -> pa.Array:
    """All mapped fields and properties as one text a row; its form must never change, for ids hang on it."""
    names = ("source", "event", "kind", "case", "position", "channel", "value", "score", "scale", "text")
    columns = {name: as_text(table[name]) for name in names if name in table.column_names}
    columns["time"] = single(table["time"]).cast(pa.int64()).cast(pa.string())
    columns["actors"] = _actor_texts(single(table["actors"]))
    columns["properties"] = single(table["properties"])
    pieces = [Piece(f"{FIELD_SEPARATOR}{name}=", column) for name, column in sorted(columns.items())]
    return concatenated(pieces)


def _actor_texts(actors: pa.ListArray) -> pa.Array:
    flat = actors.flatten()
    texts = concatenated([Piece("", flat.field("kind")), Piece(":", flat.field("value"))])
    if len(flat) == len(actors):
        return texts  # a row without actors was dropped, so each has one
    return pc.binary_join(pa.ListArray.from_arrays(actors.offsets, texts), " ")


def shape(table: pa.Table, setting: Setting) -> pa.Table:
    """Exactly the columns of the log, in its types."""
    file = pa.DictionaryArray.from_arrays(np.zeros(table.num_rows, np.int32), [setting.file_id])
    table = with_column(table, "file", file)
    columns = [_as_declared(table, field) for field in EVENT_SCHEMA]
    return pa.Table.from_arrays(columns, schema=EVENT_SCHEMA)


def _as_declared(table: pa.Table, field: pa.Field) -> pa.Array:
    if field.name not in table.column_names:
        return pa.nulls(table.num_rows, field.type)
    column = table[field.name]
    if column.type == field.type and field.name == "file":
        return column
    if pa.types.is_dictionary(field.type):
        coded = as_text(column).dictionary_encode()
        if field.name in ("event", "kind") or not pc.any(pc.equal(coded.dictionary, "")).as_py():
            return coded
        return blank_to_null(coded.cast(pa.string())).dictionary_encode()
    if pa.types.is_string(field.type):
        return blank_to_null(as_text(column))
    return column.cast(field.type) if column.type != field.type else column
