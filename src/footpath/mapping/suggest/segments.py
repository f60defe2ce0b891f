"""Traits with few values in, segments out."""

from __future__ import annotations

import json
import re
from collections import Counter

import pyarrow.compute as pc

from footpath.model.definition import Segment
from footpath.model.log import EventLog

MOST_VALUES = 6  # a trait with more values divides people into too many groups to look at
MOST_SEGMENTS = 8
SMALLEST = 0.02  # share of rows with the trait
_NAME = re.compile(r"^[A-Za-z_]\w*$")


def segments(log: EventLog) -> tuple[Segment, ...]:
    """One segment a value, for traits with two to six values.

    Identifiers and free text have many values and so are left alone.
    """
    counts: dict[str, Counter[str]] = {}
    rows = log.column("properties").filter(pc.equal(log.column("kind").cast("string"), "traits"))
    for text in rows.drop_null().to_pylist():
        for trait, value in json.loads(text).items():
            if isinstance(value, str) and len(value) <= 40 and _NAME.match(trait):
                counts.setdefault(trait, Counter())[value] += 1
    found = [
        Segment(name=f"{trait}: {value}", where=f"{trait} = '{value.replace(chr(39), chr(39) * 2)}'")
        for trait, values in sorted(counts.items())
        if 2 <= len(values) <= MOST_VALUES
        for value, n in sorted(values.items())
        if n >= SMALLEST * values.total()
    ]
    return tuple(found[:MOST_SEGMENTS])
