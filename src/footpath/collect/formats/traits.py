"""Files of persons in, rows of the kind "traits" out: identifiers that belong together, and what is known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa

from footpath.collect.reading import Format, ImportOptions, Input, RawBatch
from footpath.errors import UnknownFormat


@dataclass(frozen=True, slots=True)
class Traits:
    """A table without events, in any of the `carriers`; never recognised, only asked for."""

    carriers: Sequence[Format]
    name: str = "traits"

    def recognise(self, _: Input, /) -> bool:
        """No: a table of persons looks like any other."""
        return False

    def read(self, file: Input, options: ImportOptions) -> Iterator[RawBatch]:
        """The carrier's rows, each the traits of one person."""
        traits = replace(options, set={**options.set, "kind": "traits"})
        for carrier in self.carriers:
            if carrier.recognise(file):
                yield from map(_as_traits, carrier.read(file, traits))
                return
        raise UnknownFormat(
            "not a table", where=file.name, hint="Traits are read from CSV, XLSX, Parquet or NDJSON"
        )


def _as_traits(raw: RawBatch) -> RawBatch:
    kind = pa.repeat(pa.scalar("traits"), raw.table.num_rows)
    return replace(raw, table=raw.table.append_column("kind", kind))
