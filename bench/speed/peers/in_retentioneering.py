"""A log in Parquet in; Retentioneering's answers out.

Moves and people are two questions to it, each a matrix. Its funnel has no time limit, so it is asked for one
without. It reports its use over the network unless told not to.
"""

from __future__ import annotations

import os
from pathlib import Path

import data
import measuring
import numpy as np
import pandas as pd

os.environ["RETENTIONEERING_NO_TRACK"] = "1"  # before it is imported
from retentioneering import Eventstream

NAMES = data.names()


def load(folder: Path) -> Eventstream:
    """The events as its stream, sorted and numbered by it."""
    events = pd.read_parquet(folder / "events.parquet")
    stream = Eventstream(
        pd.DataFrame(
            {
                "user_id": events["person"],
                "event": pd.Categorical.from_codes(events["touchpoint"], NAMES),
                "timestamp": events["time"],
            }
        )
    )
    _ = stream.df  # it is made when first asked for
    return stream


def flow(stream: Eventstream) -> list[list[int]]:
    """From, to, people and moves of every pair."""
    people, moves = (_matrix(stream, weight) for weight in ("unique_paths", "count"))
    at = np.nonzero(moves)
    return np.stack((*at, people[at], moves[at]), axis=1).tolist()


def anytime(stream: Eventstream) -> list[int]:
    """People by step."""
    steps = stream.funnel_data(steps=[NAMES[code] for code in measuring.STEPS])["steps"]
    return [step["unique_paths"] for step in steps]


def _matrix(stream: Eventstream, weight: str) -> np.ndarray:
    found = stream.transition_graph_data(edge_weight=weight)
    return found.reindex(index=NAMES, columns=NAMES).fillna(0).to_numpy().astype(np.int64)


if __name__ == "__main__":
    measuring.main(load, flow=flow, anytime=anytime)
