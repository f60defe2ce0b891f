"""An analysis and journeys in, its result out: on the threads of this machine."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from typing import TypeVar

from footpath.model.analysis import Analysis
from footpath.model.journey import Bucket, Drawn

S = TypeVar("S")
R = TypeVar("R")

MOST_THREADS = 4
FEW_STEPS = 50_000  # below this, threads cost more than they bring
MOST_STEPS = 4_000_000  # of which one thread holds what it makes of them at once


def run(analysis: Analysis[S, R], journeys: Drawn, *, threads: int | None = None) -> R:
    """The result of an analysis; the same however many threads share the persons.

    Without `threads`: one for few steps, else one a processor, at most four.
    """
    if threads is None:
        few = journeys.steps < FEW_STEPS
        threads = 1 if few else min(os.cpu_count() or 1, MOST_THREADS)

    def partial(part: Bucket) -> S:
        return analysis.partial(part.made())

    parts = journeys.buckets(1 if threads == 1 else max(threads, journeys.steps // MOST_STEPS))
    if threads == 1:
        return analysis.finish(partial(*parts))
    with ThreadPoolExecutor(threads) as pool:
        return analysis.finish(reduce(analysis.merge, pool.map(partial, parts)))
