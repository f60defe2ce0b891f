"""Steps about single cells: constants, missing markers, several times in a row, numbers, properties."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from footpath.collect.properties import as_json
from footpath.collect.reading import FIELDS
from footpath.collect.steps import PROPERTY, Outcome, Setting, constant, count, only, with_column
from footpath.collect.texts import NO_TEXT, as_text, single, trimmed
from footpath.model.event import KINDS

NOT_CELLS = ("year", "month", "sheet")  # constants that tell how to read a file, not what is in it
INNER = ("row", "properties")
UNREAD_SCORE = PROPERTY + "score"  # where a score stays that is no number
NUMBER = r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d{1,3})?$"


def is_field(name: str) -> bool:
    """Whether a column of this name means something to the pipeline, rather than being a property."""
    return name in FIELDS or name.startswith(("actor.", "time."))


def fill_constants(table: pa.Table, setting: Setting) -> Outcome:
    """What `--set` says, in every row."""
    for name, value in setting.options.set.items():
        if name not in NOT_CELLS:
            column = name if is_field(name) else PROPERTY + name.removeprefix(PROPERTY)
            table = with_column(table, column, constant(value, table))
    return Outcome(table)


def blank_missing(table: pa.Table, setting: Setting) -> Outcome:
    """Cells that hold a missing marker become null; other than those only empty cells are missing."""
    return Outcome(without_markers(table, setting.options.null))


def without_markers(table: pa.Table, markers: Sequence[str]) -> pa.Table:
    """The table with null in place of each cell that holds one of the markers."""
    if not markers:
        return table
    missing_texts = pa.array(markers, pa.string())
    for name in table.column_names:
        if name in INNER:
            continue
        missing = pc.is_in(_comparable(table[name]), missing_texts)
        if pc.any(missing).as_py():
            column = single(table[name])
            table = with_column(table, name, pc.if_else(missing, pa.scalar(None, column.type), column))
    return table


def _comparable(column: pa.ChunkedArray) -> pa.Array:
    text = as_text(column)
    return pc.utf8_trim_whitespace(text)


def one_event_a_time(table: pa.Table, _: Setting) -> Outcome:
    """One event NAME for each non-empty cell of the columns `time.NAME`; the rest of the row is shared."""
    steps = [name for name in table.column_names if name.startswith("time.")]
    if not steps:
        return Outcome(table)
    shared = table.drop_columns(steps)
    parts = [
        _event(shared, table[name], name.removeprefix("time."), n, len(steps)) for n, name in enumerate(steps)
    ]
    events = pa.concat_tables(parts, promote_options="permissive")
    without = table.num_rows - len(pc.unique(pc.divide(events["row"], len(steps))))
    return Outcome(events.sort_by("row"), {"no_time": without} if without else {})


def _event(shared: pa.Table, time: pa.ChunkedArray, name: str, nth: int, of: int) -> pa.Table:
    given = pc.is_valid(pa.chunked_array([trimmed(time)]))
    part = with_column(with_column(shared, "time", single(time)), "event", constant(name, shared)).filter(
        given
    )
    if "id" in part.column_names:
        ids = pc.binary_join_element_wise(as_text(part["id"]), name, ":")
        part = with_column(part, "id", ids)
    return with_column(part, "row", pc.add(pc.multiply(part["row"], of), nth))


def read_numbers(table: pa.Table, _: Setting) -> Outcome:
    """`value` and `score` as numbers; what is none stays as a property and is counted."""
    warnings: dict[str, int] = {}
    for name in ("value", "score"):
        if name not in table.column_names:
            continue
        number, unreadable = as_numbers(table[name])
        warned = count(f"unreadable_{name}", unreadable)
        if warned:
            kept = pc.if_else(unreadable, as_text(table[name]), NO_TEXT)
            table = with_column(table, PROPERTY + name, kept)
        table, warnings = with_column(table, name, number), warnings | warned
    return Outcome(table, warnings=warnings)


def as_numbers(column: pa.ChunkedArray) -> tuple[pa.Array, pa.Array]:
    """The column's numbers, null where there is none, and a mask of the cells that hold something else."""
    array = single(column)
    if pa.types.is_integer(array.type) or pa.types.is_floating(array.type) or pa.types.is_decimal(array.type):
        number = array.cast(pa.float64(), safe=False)
        finite = pc.fill_null(pc.is_finite(number), False)
        return pc.if_else(finite, number, pa.scalar(None, pa.float64())), pa.repeat(False, len(array))
    text = trimmed(column)
    good = pc.match_substring_regex(text, NUMBER)
    number = pc.if_else(good, pc.utf8_ltrim(text, characters="+"), NO_TEXT).cast(pa.float64())
    return number, pc.fill_null(pc.invert(good), False)


def name_kinds(table: pa.Table, _: Setting) -> Outcome:
    """`kind` as given, else "said" for a row with a text or a score, else "did".

    A row that is given as "said" and has neither is a question that nobody answered: it is dropped.
    """
    table = _without_blank_texts(table)
    said = _says_something(table, "text", "score")
    default = pc.if_else(said, "said", "did")
    if "kind" not in table.column_names:
        return Outcome(with_column(table, "kind", default))
    given = trimmed(table["kind"])
    unknown = pc.and_(pc.is_valid(given), pc.invert(pc.is_in(given, pa.array(KINDS))))
    kind = pc.coalesce(pc.if_else(unknown, NO_TEXT, given), default)
    answered = pc.or_(pc.not_equal(kind, "said"), _says_something(table, "text", "score", UNREAD_SCORE))
    outcome = only(with_column(table, "kind", kind), answered, "no_answer")
    return outcome._replace(warnings=count("unknown_kind", unknown))


def _without_blank_texts(table: pa.Table) -> pa.Table:
    """The table with null in place of texts of blanks only; what other texts begin and end with stays."""
    if "text" not in table.column_names:
        return table
    text = as_text(table["text"])
    blank = pc.is_null(trimmed(table["text"]))
    return with_column(table, "text", pc.if_else(blank, NO_TEXT, text))


def _says_something(table: pa.Table, *names: str) -> pa.Array:
    """Which rows have a value in one of the columns."""
    something = pa.repeat(False, table.num_rows)
    for name in names:
        if name in table.column_names:
            something = pc.or_(something, single(table[name]).is_valid())
    return something


def name_events(table: pa.Table, _: Setting) -> Outcome:
    """`event` as sent; rows without one are dropped, save traits, in which nothing happened."""
    traits = pc.equal(table["kind"], "traits").combine_chunks()
    if "event" not in table.column_names:
        table = with_column(table, "event", pa.nulls(table.num_rows, pa.string()))
    name = as_text(table["event"])
    blank = pc.fill_null(pc.equal(pc.binary_length(pc.utf8_trim_whitespace(name)), 0), True)
    table = with_column(table, "event", pc.if_else(traits, "", pc.if_else(blank, NO_TEXT, name)))
    return only(table, pc.is_valid(table["event"]), "no_event")


def number_rows(table: pa.Table, _: Setting) -> Outcome:
    """`seq`: the mapped position, else the row's position in the file."""
    if "position" not in table.column_names:
        return Outcome(with_column(table, "seq", table["row"]))
    number, unreadable = as_numbers(table["position"])
    whole = pc.floor(number).cast(pa.int64(), safe=False)
    seq = pc.coalesce(whole, single(table["row"]).cast(pa.int64()))
    return Outcome(with_column(table, "seq", seq), warnings=count("unreadable_position", unreadable))


def gather_properties(table: pa.Table, _: Setting) -> Outcome:
    """Every column that means nothing else, as one JSON object a row."""
    names = [
        name for name in table.column_names if not is_field(name) and name not in (*INNER, "seq", "actors")
    ]
    whole = table["properties"] if "properties" in table.column_names else None
    columns = {name.removeprefix(PROPERTY): table[name] for name in names}
    objects = as_json(columns, whole, table.num_rows)
    return Outcome(with_column(table.drop_columns(names), "properties", objects))
