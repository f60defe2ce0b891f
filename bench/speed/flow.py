"""Promise: who goes where. For every pair of touchpoints the distinct persons who go from one directly to the
other, and their moves.
"""

from __future__ import annotations

from typing import Any

from running import PEERS, Promise


def agree(mine: list[list[int]], theirs: list[list[Any]]) -> bool:
    """The same pairs, moves and, where counted, people."""
    ours = {(a, b): (people, moves) for a, b, people, moves in mine}
    asked = {(a, b): (people, moves) for a, b, people, moves in theirs}
    return ours.keys() == asked.keys() and all(
        moves == ours[pair][1] and people in {None, ours[pair][0]} for pair, (people, moves) in asked.items()
    )


PROMISE = Promise(
    name="flow",
    title="Flow: people and moves of every pair of touchpoints",
    peers=dict.fromkeys(PEERS, "flow"),
    agree=agree,
    remarks={
        "in_pm4py": "moves only: its graph does not count persons",
        "in_retentioneering": "two questions, one for people and one for moves",
    },
)
