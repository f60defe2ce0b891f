"""Events and rules in, the touchpoint of each event out.

The first rule that matches wins. Rules are judged on the distinct combinations of what they look at, not on
events: each column's values fall into classes that no rule tells apart, and an event is a combination of
classes. Properties are parsed only for the events whose fate depends on them. A log is passed over part by
part; only the rows that a condition is asked of come together, for their types are told by all of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from footpath.errors import DefinitionError, UnknownName
from footpath.journeys import expression, properties
from footpath.journeys.columns import encode
from footpath.model.ahead import in_order
from footpath.model.definition import Touchpoint
from footpath.model.event import EVENT_SCHEMA
from footpath.model.log import EventLog
from footpath.model.numbering import named
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import Codes, Named, narrow

Classes = tuple[NDArray[np.int64], NDArray[np.bool_]]  # of values, and which rules fit a class
Known = dict[str, tuple[pa.Array, Classes]]  # what was found of the values of a column
Rows = NDArray[np.signedinteger[Any]]  # which rows, ascending
COLUMNS = ("source", "channel", "event", "kind", "case")
PROPERTY = "properties."


@dataclass(frozen=True, slots=True, eq=False)
class _Combinations:
    """Rows as combinations of classes of values.

    of_row [rows] is each row's combination; fits [rules, combinations] which rules may still match it.
    """

    of_row: NDArray[np.int32]
    fits: NDArray[np.bool_]

    @classmethod
    def start(cls, rules: int, rows: int) -> _Combinations:
        """One combination that every rule fits."""
        return cls(np.zeros(rows, np.int32), np.ones((rules, 1), np.bool_))

    def narrow(self, codes: Codes, classes: Classes) -> _Combinations:
        """Ask one more column, given the index of each row's value and the classes of the values."""
        class_of, fits = classes
        wide = self.of_row.astype(np.int64) * fits.shape[1] + class_of[codes]
        found = pa.array(wide).dictionary_encode()
        before, now = np.divmod(found.dictionary.to_numpy(), fits.shape[1])
        return _Combinations(found.indices.to_numpy(), self.fits[:, before] & fits[:, now])

    def first(self, among: NDArray[np.bool_]) -> Codes:
        """The first rule of `among` [rules] that fits, of each row; -1 for none."""
        fits = self.fits & among[:, None]
        return np.where(fits.any(axis=0), fits.argmax(axis=0), -1).astype(np.int32)[self.of_row]


def place(log: EventLog, touchpoints: Sequence[Touchpoint], *, room: Room = MEMORY) -> Named:
    """For every row of the log the index of the first touchpoint that matches, else -1.

    Rows of the kind "traits" are no events: always -1. The answer is made in `room`. UnknownName for a key
    that is neither a column to match nor a property, QueryError for a condition that makes no sense.
    """
    _check(touchpoints)
    keys = {"kind", *(key for each in touchpoints for key in each.match)}
    needed = sorted({"properties" if _is_property(key) else key for key in keys})
    column = room.column(narrow(np.empty(0, np.int32), touchpoints).dtype)
    asking: list[list[Rows]] = [[] for _ in touchpoints]
    begin = 0
    known: Known = {}
    work = partial(_decided, touchpoints=touchpoints, known=known)
    for decided, open_yet in in_order(work, log.parts(needed)):
        column.append(decided)
        for index, some in open_yet.items():
            asking[index].append((begin + some).astype(np.int32))
        begin += len(decided)
    codes = column.whole()
    for index, touchpoint in enumerate(touchpoints):
        if touchpoint.where is not None:
            rows = np.concatenate([np.empty(0, np.int32), *asking[index]])
            rows = rows[(codes[rows] < 0) | (codes[rows] > index)]
            codes[rows[_condition(touchpoint.where, touchpoint.name, log, rows)]] = index
    return codes


def _decided(
    part: pa.Table, touchpoints: Sequence[Touchpoint], known: Known
) -> tuple[Codes, dict[int, Rows]]:
    """The touchpoints of some rows by rules without a condition; on which rows each condition is asked."""
    if not touchpoints:
        return np.full(len(part), -1, np.int32), {}
    events = ~named(part.column("kind"), "traits")
    combos = _Combinations.start(len(touchpoints), len(part))
    for key in _keys(touchpoints, COLUMNS):
        values, found = encode(part.column(key))
        combos = combos.narrow(found, _known_classes(key, values, touchpoints, known))
    combos = _by_properties(combos, part, events, touchpoints)
    codes = combos.first(np.array([each.where is None for each in touchpoints], np.bool_))
    codes[~events] = -1
    asking = {}
    for index, touchpoint in enumerate(touchpoints):
        if touchpoint.where is not None:
            open_yet = events & ((codes < 0) | (codes > index))
            asking[index] = np.flatnonzero(combos.fits[index][combos.of_row] & open_yet)
    return codes, asking


def _by_properties(
    combos: _Combinations,
    part: pa.Table,
    events: NDArray[np.bool_],
    touchpoints: Sequence[Touchpoint],
) -> _Combinations:
    paths = sorted(
        {key.removeprefix(PROPERTY) for each in touchpoints for key in each.match if _is_property(key)}
    )
    if not paths:
        return combos
    asking = np.array([any(map(_is_property, each.match)) for each in touchpoints])
    rows = np.flatnonzero(combos.fits[asking].any(axis=0)[combos.of_row] & events)
    sent = part.column("properties").take(pa.array(rows))
    for path, values in zip(paths, properties.texts(sent, paths), strict=True):
        names, found = encode(values)
        codes = np.full(len(events), -1, np.int32)
        codes[rows] = found
        combos = combos.narrow(codes, _classes(names, _patterns(touchpoints, PROPERTY + path)))
    return combos


def _known_classes(key: str, values: pa.Array, touchpoints: Sequence[Touchpoint], known: Known) -> Classes:
    """As `_classes`; the parts of a log mostly hold the same names, which then are looked at once."""
    held = known.get(key)
    if held is None or not held[0].equals(values):
        known[key] = held = values, _classes(values, _patterns(touchpoints, key))
    return held[1]


def _classes(values: pa.Array, patterns: Sequence[tuple[str, ...] | None]) -> Classes:
    """Each value's class [values + 1, the last is no value], and which rules fit a class [rules, classes]."""
    asked = list(dict.fromkeys(each for each in patterns if each is not None))
    hits = np.zeros((len(asked), len(values) + 1), np.bool_)
    for row, each in enumerate(asked):
        hits[row, :-1] = matches(values, each)
    signatures, class_of = np.unique(hits, axis=1, return_inverse=True)
    anything = np.ones(signatures.shape[1], np.bool_)
    fits = [anything if each is None else signatures[asked.index(each)] for each in patterns]
    return class_of.reshape(-1), np.array(fits)


def matches(values: pa.Array, patterns: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which texts [n] one of the patterns of a rule fits, each a text or a glob.

    >>> matches(pa.array(["Order paid", "Visit"]), ("Order *",)).tolist()
    [True, False]
    """
    hits = pc.is_in(values, pa.array(patterns, pa.string()))
    globs = [_regex(each) for each in patterns if any(char in each for char in "*?[")]
    if globs:
        try:
            hits = pc.or_(hits, pc.match_substring_regex(values, f"^(?s:{'|'.join(globs)})$"))
        except pa.ArrowInvalid as error:
            raise DefinitionError(f"a pattern among {', '.join(patterns)} can't be read: {error}") from None
    found: NDArray[np.bool_] = hits.fill_null(False).to_numpy(zero_copy_only=False)
    return found


def _regex(glob: str) -> str:
    r"""A glob as a regular expression of Arrow's kind, which takes linear time for any text.

    >>> _regex("Order *[!x-z]?")
    'Order\\ .*[^x-z].'
    """
    parts = re.split(r"(\*|\?|\[!?[^\]]+\])", glob)
    return "".join(_regex_part(part) for part in parts)


def _regex_part(part: str) -> str:
    if part in ("*", "?"):
        return {"*": ".*", "?": "."}[part]
    if part.startswith("[") and part.endswith("]") and len(part) > 2:
        inside = part[1:-1].replace("\\", "\\\\").replace("[", "\\[").replace("^", "\\^")
        return f"[^{inside[1:]}]" if inside.startswith("!") else f"[{inside}]"
    return re.escape(part)


def _condition(condition: str, name: str, log: EventLog, rows: Rows) -> NDArray[np.bool_]:
    """For which of the rows the condition of a touchpoint holds."""
    where = f'touchpoint "{name}"'
    paths = expression.references(condition, where=where)
    columns = [path[0].lower() for path in paths if path[0].lower() in EVENT_SCHEMA.names]
    some = log.pick(rows, list(dict.fromkeys([*columns, "properties"])))
    json = some.column("properties")
    return expression.holds(
        condition,
        _readings(some, [path for path in paths if not _is_column(path)]),
        where=where,
        columns=lambda: [*EVENT_SCHEMA.names, *properties.names(json)],
    )


def _is_column(path: expression.Path) -> bool:
    name = path[0].lower()
    return name in EVENT_SCHEMA.names and (name != "properties" or len(path) == 1)


def _readings(table: pa.Table, paths: Sequence[expression.Path]) -> Iterator[pa.Table]:
    """The table with its properties as columns, in each way that they may be meant."""
    names = [".".join(path[1:] if path[0].lower() == "properties" else path) for path in paths]
    sent = properties.columns(table.column("properties"), names)
    return (_with_columns(table, paths, values) for values in properties.readings(sent))


def _with_columns(
    table: pa.Table, paths: Sequence[expression.Path], values: Sequence[pa.ChunkedArray]
) -> pa.Table:
    tree: dict[str, Any] = {}
    for path, value in zip(paths, values, strict=True):
        branch = tree
        for part in path[:-1]:
            branch = branch.setdefault(part, {})
        branch[path[-1]] = value
    for name, branch in tree.items():
        column = _nested(branch)
        present = [each for each in table.column_names if each.lower() == name.lower()]
        table = table.drop_columns(present).append_column(name, column)
    return table


def _nested(branch: Any) -> pa.Array:
    if not isinstance(branch, dict):
        return pa.concat_arrays(branch.chunks) if branch.num_chunks else pa.array([], branch.type)
    return pa.StructArray.from_arrays([_nested(each) for each in branch.values()], names=list(branch))


def _is_property(key: str) -> bool:
    return key.startswith(PROPERTY)


def _keys(touchpoints: Sequence[Touchpoint], among: Iterable[str]) -> Iterator[str]:
    used = {key for each in touchpoints for key in each.match}
    return (key for key in among if key in used)


def _patterns(touchpoints: Sequence[Touchpoint], key: str) -> list[tuple[str, ...] | None]:
    return [each.match.get(key) for each in touchpoints]


def _check(touchpoints: Sequence[Touchpoint]) -> None:
    for each in touchpoints:
        for key in each.match:
            if key not in COLUMNS and not _is_property(key):
                known = [*COLUMNS, PROPERTY + "NAME"]
                raise UnknownName("column to match", key, known, where=f'touchpoint "{each.name}"')
