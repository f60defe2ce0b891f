"""Promise: time grows with the events and no faster. Footpath's kernels, and one plain pass over the same
columns, at each size.
"""

from __future__ import annotations

from running import Row, ask

QUESTIONS = ("flow", "funnel")
SIZES = (1_000_000, 10_000_000, 100_000_000)


def grown(sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """What each question takes at each size; the answers at one size are of no other."""
    asked = (
        ask(tool, question, events)
        for events in sizes
        for question in QUESTIONS
        for tool in ("in_footpath", "plain_pass")
    )
    return [{name: value for name, value in row.items() if name != "answer"} for row in asked]
