"""One tool's way to load a log and to answer a promise in; how long, how much memory and the answers out.

Run in a process of the tool's own, as `python -m peers.in_duckdb PROMISE FOLDER OUT`, held to two cores.
Loading is timed apart. The question is asked until a second is spent, at least three times, and the best is
kept; one that takes a minute is asked once.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CORES = 2
LEAST_RUNS, MOST_RUNS = 3, 30
ENOUGH = 1.0  # seconds
SLOW = 60.0  # seconds
MIB = 2**20
STEPS = (1, 4, 8)  # codes of the funnel's touchpoints
WITHIN = 7 * 86_400  # seconds
THREADS = {
    name: str(CORES)
    for name in ("OMP_NUM_THREADS", "POLARS_MAX_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS")
}


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds on the clock, and of the processor, of one asking."""

    seconds: float
    cpu: float


def timed(ask: Callable[[], Any]) -> tuple[Any, Run]:
    """What it answers, and what that took."""
    clock, cpu = time.perf_counter(), time.process_time()
    answer = ask()
    return answer, Run(time.perf_counter() - clock, time.process_time() - cpu)


def best(ask: Callable[[], Any]) -> tuple[Any, Run, int]:
    """The answer, its quickest run, and how many there were."""
    answer, run = timed(ask)
    runs = [run]
    while runs[0].seconds < SLOW and not _enough(runs):
        answer, run = timed(ask)
        runs.append(run)
    return answer, min(runs, key=lambda each: each.seconds), len(runs)


def _enough(runs: list[Run]) -> bool:
    spent = sum(each.seconds for each in runs)
    return len(runs) >= MOST_RUNS or (len(runs) >= LEAST_RUNS and spent >= ENOUGH)


def peak() -> float:
    """The most memory this process has held, MiB."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    # ru_maxrss would begin at what the parent held when it started this process
    lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
    return int(lines["VmHWM"].split()[0]) / 1024


def main(load: Callable[[Path], Any], **promises: Callable[[Any], Any]) -> None:
    """Answer one promise and write down what it took."""
    promise, folder, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    log, loading = timed(lambda: load(folder))
    loaded = peak()
    answer, run, runs = best(lambda: promises[promise](log))
    told = {
        "seconds": run.seconds,
        "cpu": run.cpu,
        "runs": runs,
        "load_seconds": loading.seconds,
        "loaded_mib": loaded,
        "peak_mib": peak(),
        "answer": answer,
    }
    out.write_text(json.dumps(told))
