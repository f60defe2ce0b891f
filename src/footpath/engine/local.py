"""An analysis and journeys in, its result out: on the threads of this machine."""

from __future__ import annotations

from functools import reduce
from typing import TypeVar

from footpath.model.ahead import THREADS, in_order
from footpath.model.analysis import Analysis
from footpath.model.journey import Bucket, Drawn

S = TypeVar("S")
R = TypeVar("R")

FEW_STEPS = 50_000  # below this, threads cost more than they bring
MOST_STEPS = 4_000_000  # of which one thread holds what it makes of them at once


def run(analysis: Analysis[S, R], journeys: Drawn, *, threads: int | None = None) -> R:
    """The result of an analysis; the same however many threads share the persons.

    Without `threads`: one for few steps, else one a processor, at most four.
    """
    if threads is None:
        threads = 1 if journeys.steps < FEW_STEPS else THREADS

    def partial(part: Bucket) -> S:
        return analysis.partial(part.made())

    parts = journeys.buckets(1 if threads == 1 else max(threads, journeys.steps // MOST_STEPS))
    states = map(partial, parts) if threads == 1 else in_order(partial, parts, threads=threads)
    return analysis.finish(reduce(analysis.merge, states))
