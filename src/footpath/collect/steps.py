"""What a step of the pipeline is: a table and the setting in, the table and what was refused out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from footpath.collect.ids import Given, Hasher, Seen
from footpath.collect.reading import ImportOptions

PROPERTY = "properties."  # a column of this prefix is a property, whatever its name


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """All that the steps need to know about one file.

    `source` is the default source; `given` and what follows live as long as the file is read.
    """

    options: ImportOptions
    source: str
    file_id: str
    now: datetime
    project_timezone: str | None = None
    given: Given = field(default_factory=Given)  # ids of what is no answer
    seen: Seen = field(default_factory=Seen)  # hashes of everything else
    ids: Seen = field(default_factory=Seen)  # of answers, as given
    owners: Seen = field(default_factory=Seen)  # the same, with who gave them
    hasher: Hasher = field(default_factory=Hasher)


class Outcome(NamedTuple):
    """The table as a step leaves it, the rows it dropped by reason, and what it warns of.

    `samples` shows, for some reasons, the first value for which a row was dropped.
    """

    table: pa.Table
    dropped: Mapping[str, int] = {}
    warnings: Mapping[str, int] = {}
    samples: Mapping[str, str] = {}


Step = Callable[[pa.Table, Setting], Outcome]


def with_column(table: pa.Table, name: str, values: pa.Array | pa.Scalar) -> pa.Table:
    """The table with a column added or replaced."""
    at = table.schema.get_field_index(name)
    return table.append_column(name, values) if at < 0 else table.set_column(at, name, values)


def constant(value: str, table: pa.Table) -> pa.Array:
    """The same text in every row."""
    return pa.repeat(pa.scalar(value, pa.string()), table.num_rows)


def only(table: pa.Table, good: pa.Array, reason: str) -> Outcome:
    """The rows marked in `good`, which has no nulls; the others are dropped for the reason."""
    kept = pc.sum(good).as_py() or 0
    if kept == table.num_rows:
        return Outcome(table)
    return Outcome(table.filter(good), {reason: table.num_rows - kept})


def count(warning: str, mask: pa.Array) -> dict[str, int]:
    """A warning for as many rows as are marked, none where there are none."""
    marked = pc.sum(mask).as_py() or 0
    return {warning: marked} if marked else {}
