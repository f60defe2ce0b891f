"""Events and their touchpoints in; what those are called that are at none, out."""

from __future__ import annotations

from collections import Counter

import pyarrow as pa
import pyarrow.compute as pc

from footpath.model.log import EventLog
from footpath.model.numbering import named
from footpath.model.timeline import Named


def unmatched(log: EventLog, codes: Named, *, file: str | None = None) -> dict[str, int]:
    """The names of events at no touchpoint, the commonest first, with how many they are.

    `codes` [rows] is what `place` answered for the log; traits are no events. With `file`, only what that
    import brought is counted.
    """
    found: Counter[str] = Counter()
    begin = 0
    for part in log.parts(["event", "kind", *(["file"] if file else [])]):
        lost = (codes[begin : begin + len(part)] < 0) & ~named(part["kind"], "traits")
        if file:
            lost &= named(part["file"], file)
        begin += len(part)
        for each in pc.value_counts(part["event"].chunk(0).filter(pa.array(lost))).to_pylist():
            found[each["values"]] += each["counts"]
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
