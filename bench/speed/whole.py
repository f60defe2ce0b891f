"""Promise: a whole project, from a file of events to its map, at each size: time, and memory of one's own.

Each step runs in a process of its own, as commands do. The map must tell the same persons and moves between
touchpoints as the kernel finds in the log before any time is told.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import data
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from measuring import THREADS
from running import CACHE, HERE, SOURCE, Disagreement, Row, ask, log

SIZES = (1_000_000, 10_000_000, 100_000_000)
STEPS = (
    "import",
    "index",
    "first map",
    "map again",
    "the same map again",
    "map of a segment",
    "one plain pass",
)
CHANNELS = ("web", "app", "shop", "phone")
EARLIER = 10 * data.YEAR * data.SECOND  # pauses add up: nothing may lie in the future, whose rows are dropped
SHUFFLED = 5_000_000  # events whose order in the file says nothing
PERSON = "00000000-0000-4000-8000-{:012d}"


def grown(sizes: tuple[int, ...] = SIZES) -> list[Row]:
    """What each step takes at each size; raises Disagreement."""
    return [row for events in sizes for row in taken(events)]


def taken(events: int) -> list[Row]:
    """What each step takes."""
    file = sent(events)
    with tempfile.TemporaryDirectory(dir=CACHE) as place:
        project, rows = Path(place) / "project", []
        for step in STEPS:
            print(f"whole: {events:,} events, {step}", file=sys.stderr)
            out = Path(place) / "told.json"
            command = [sys.executable, "-m", "in_project", step, str(project), str(file), str(out)]
            environment = {"PYTHONPATH": str(SOURCE), "PATH": "/usr/bin:/bin"} | {
                name: value for name, value in THREADS.items() if name != "OMP_NUM_THREADS"
            }
            subprocess.run(command, cwd=HERE, env=environment, check=True)
            rows.append({"events": events, "step": step, **json.loads(out.read_text())})
        shutil.rmtree(project)
    _agree(events, rows)
    return [{name: value for name, value in row.items() if name != "moves"} for row in rows]


def _agree(events: int, rows: list[Row]) -> None:
    """The map's people and moves of every pair are those that the kernel counts in the log."""
    counted = sorted(ask("in_footpath", "flow", events)["answer"])
    for row in rows:
        if "moves" in row and sorted(row["moves"]) != counted:
            raise Disagreement(f"{row['step']} of {events:,} events: other moves than in the log")


def sent(events: int) -> Path:
    """The log as somebody would export it: a row an event, in no order, with identifiers of 36 characters."""
    folder = log(events, parquet=False)
    file = folder / "sent.parquet"
    if not file.exists():
        fresh = file.with_suffix(".new")
        whole, writer = data.read(folder), None
        for seed, part in enumerate(data.parts(whole, max(1, events // SHUFFLED))):
            table = _rows(part, seed, first=int(np.searchsorted(whole.offsets, _begin(whole, part))))
            writer = writer or pq.ParquetWriter(fresh, table.schema)
            writer.write_table(table)
        if writer:
            writer.close()
        fresh.rename(file)
    return file


def _begin(whole: data.Log, part: data.Log) -> int:
    """Where a part, which is a view, begins in the whole."""
    ours, theirs = (each.time.__array_interface__["data"][0] for each in (whole, part))
    return int(theirs - ours) // whole.time.itemsize


def _rows(part: data.Log, seed: int, *, first: int) -> pa.Table:
    ids = pa.array([PERSON.format(first + n) for n in range(len(part.offsets) - 1)])
    order = np.random.default_rng(seed).permutation(len(part.touchpoint))
    code = part.touchpoint[order]
    return pa.table(
        {
            "person": ids.take(pa.array(part.person[order])),
            "event": pa.array(data.names()).take(pa.array(code)),
            "time": pa.array(part.time[order] - EARLIER, pa.timestamp("us", "UTC")),
            "channel": pa.array(CHANNELS).take(pa.array(code % len(CHANNELS))),
        }
    )
