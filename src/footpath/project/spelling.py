"""Actors as they were sent in, with the one spelling of each out."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from footpath.identity.normalise import normalise_all
from footpath.identity.region import region_of


@dataclass(frozen=True, slots=True, eq=False)
class Spellings:
    """The distinct actors of some events, each "kind:value".

    sent  [N] as they were sent;  one  [N] normalised, None for junk;  of_item  [actors of all rows] into both
    """

    sent: list[str]
    one: list[str | None]
    of_item: pa.IntegerArray


def spellings(column: pa.ChunkedArray, timezone: str | None) -> Spellings:
    """The distinct actors of a column of actors; `timezone` says which country phone numbers are of."""
    items = pc.list_flatten(column.combine_chunks())
    kinds, values = items.field("kind"), items.field("value")
    coded = pc.binary_join_element_wise(kinds, values, ":").dictionary_encode()
    sent = coded.dictionary.to_pylist()
    kind_of = pc.list_element(pc.split_pattern(coded.dictionary, ":", max_splits=1), 0)
    value_of = pc.list_element(pc.split_pattern(coded.dictionary, ":", max_splits=1), 1)
    one: list[str | None] = [None] * len(sent)
    for kind in pc.unique(kind_of).to_pylist():
        at = pc.indices_nonzero(pc.equal(kind_of, kind)).to_pylist()
        found = normalise_all(kind, value_of.take(pa.array(at, pa.int64())), region_of(timezone))
        for place, value in zip(at, found.to_pylist(), strict=True):
            one[place] = None if value is None else f"{kind}:{value}"
    return Spellings(sent, one, coded.indices)
