"""A log in arrays in; Footpath's answers out, with the persons shared by two threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import partial, reduce
from pathlib import Path
from typing import Any

import data
import measuring
import numpy as np
from numpy.typing import NDArray

from footpath.kernels.follows import follow_counts
from footpath.kernels.funnel import funnel_counts

Part = tuple[data.Log, NDArray[np.int32]]
MICROSECONDS = 1_000_000


def load(folder: Path) -> list[Part]:
    """The persons in as many parts as there are threads; each person is one journey."""
    cut = data.parts(data.read(folder), measuring.CORES)
    return [(part, np.arange(len(part.offsets) - 1, dtype=np.int32)) for part in cut]


def shared(answer: Any, parts: list[Part]) -> Any:
    """The sum of what is found in each part."""
    with ThreadPoolExecutor(len(parts)) as pool:
        return reduce(np.add, pool.map(answer, parts))


def follows(part: Part) -> NDArray[np.int64]:
    """People and moves of every pair [2, n, n]."""
    log, person = part
    people, _, moves = follow_counts(log.offsets, log.touchpoint, person, data.TOUCHPOINTS)
    return np.stack((people, moves))


def reached(part: Part, within: int) -> NDArray[np.int64]:
    """People by step, within seconds, or -1 for no limit."""
    log, person = part
    member = np.zeros((len(measuring.STEPS), data.TOUCHPOINTS), np.bool_)
    member[np.arange(len(measuring.STEPS)), measuring.STEPS] = True
    limit = within * MICROSECONDS if within >= 0 else -1
    return funnel_counts(log.offsets, log.touchpoint, log.time, member, limit, person)[0]


def flow(parts: list[Part]) -> list[list[int]]:
    """From, to, people and moves of every pair."""
    people, moves = shared(follows, parts)
    at = np.nonzero(moves)
    return np.stack((*at, people[at], moves[at]), axis=1).tolist()


def funnel(parts: list[Part]) -> list[int]:
    """People by step."""
    return shared(partial(reached, within=measuring.WITHIN), parts).tolist()


def anytime(parts: list[Part]) -> list[int]:
    """People by step, however long it takes them."""
    return shared(partial(reached, within=-1), parts).tolist()


if __name__ == "__main__":
    measuring.main(load, flow=flow, funnel=funnel, anytime=anytime)
