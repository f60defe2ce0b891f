"""A promise and the tools that can keep it in; what each of them takes, once their answers agree, out.

Each tool answers in a process of its own; the peers in an environment of their own, made when first needed.
One that takes too long or too much memory is asked about a smaller log.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import data
from measuring import CORES, MIB, THREADS

HERE = Path(__file__).parent
CACHE = HERE / ".cache"
SOURCE = HERE.parents[1] / "src"
PINNED = HERE / "requirements.txt"
LONGEST = 15 * 60  # seconds of one process
MOST_MEMORY = 12 * 2**30  # bytes of one process
SMALLER = 1_000_000  # events
OURS = {"in_footpath": "Footpath", "plain_pass": "one plain pass"}
PEERS = {
    "in_duckdb": "DuckDB",
    "in_chdb": "chDB",
    "in_polars": "Polars",
    "in_pm4py": "pm4py",
    "in_retentioneering": "Retentioneering",
}
Row = dict[str, Any]


class TooMuch(Exception):
    """A tool took more time or memory than it was given."""


class Disagreement(Exception):
    """Two tools answer the same question with different numbers."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A question; `peers` tells how each is asked, `agree` whether an answer is the same as Footpath's."""

    name: str
    title: str
    peers: dict[str, str]  # tool: the name of the question it is asked
    agree: Callable[[Any, Any], bool]
    remarks: dict[str, str]


def kept(promise: Promise, events: int) -> list[Row]:
    """What each tool takes for a promise; raises Disagreement before any time is told."""
    ours = {question: ask("in_footpath", question, events) for question in _questions(promise)}
    passes = {question: ask("plain_pass", question, events) for question in ours}
    rows = [row for question in ours for row in (ours[question], passes[question])]
    for tool, question in promise.peers.items():
        print(f"{promise.name}: {PEERS[tool]}", file=sys.stderr)
        rows.append(_agreeing(promise, tool, question, ours[question]))
    return [_without_answer(row) for row in rows]


def _questions(promise: Promise) -> list[str]:
    return list(dict.fromkeys(promise.peers.values()))


def _agreeing(promise: Promise, tool: str, question: str, mine: Row) -> Row:
    try:
        row = ask(tool, question, mine["events"])
    except TooMuch as too_much:
        mine = ask("in_footpath", question, SMALLER)
        row = ask(tool, question, SMALLER) | {"too_much": str(too_much)}
    if not promise.agree(mine["answer"], row["answer"]):
        raise Disagreement(f"{PEERS[tool]} answers {question} differently: {row['answer']} {mine['answer']}")
    times = (row["seconds"] / row["events"]) / (mine["seconds"] / mine["events"])
    return row | {"times": times, "remark": promise.remarks.get(tool, "")}


def _without_answer(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "answer"}


def ask(tool: str, question: str, events: int) -> Row:
    """What a tool answers and takes, in a process of its own; raises TooMuch."""
    folder = log(events, parquet=tool in PEERS)
    _read("events.parquet" if tool in PEERS else "*.npy", folder)
    python = peers_python() if tool in PEERS else Path(sys.executable)
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "told.json"
        command = [str(python), "-m", f"peers.{tool}", question, str(folder), str(out)]
        _watch(command, {"PYTHONPATH": str(SOURCE), "TMPDIR": place} | THREADS, Path(place) / "said.txt")
        told = json.loads(out.read_text())
    core_ns = told["seconds"] * CORES / events * 1e9
    return {"tool": tool, "question": question, "events": events, "ns_per_event_and_core": core_ns} | told


def _read(pattern: str, folder: Path) -> None:
    """Once: whoever loads these files next finds them in memory, where a disk takes ten times as long."""
    for file in folder.glob(pattern):
        with file.open("rb") as stream:
            while stream.read(16 * MIB):
                pass


def _watch(command: list[str], environment: dict[str, str], said: Path) -> None:
    began, environment = time.monotonic(), os.environ | environment
    with (
        said.open("w") as stream,
        subprocess.Popen(command, cwd=HERE, env=environment, stdout=stream, stderr=stream) as child,
    ):
        while child.poll() is None:
            if reason := _too_much(child.pid, began):
                child.kill()
                raise TooMuch(reason)
            time.sleep(0.05)
    if child.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{said.read_text()}")


def _too_much(process: int, began: float) -> str:
    if time.monotonic() - began > LONGEST:
        return f"more than {LONGEST // 60} minutes"
    status = Path(f"/proc/{process}/statm")
    pages = int(status.read_text().split()[1]) if status.exists() else 0
    return "more than 12 GB" if pages * os.sysconf("SC_PAGE_SIZE") > MOST_MEMORY else ""


def cache() -> Path:
    """The folder of what can be made again, which git leaves alone."""
    CACHE.mkdir(exist_ok=True)
    (CACHE / ".gitignore").write_text("*\n")
    return CACHE


def log(events: int, *, parquet: bool) -> Path:
    """The folder that holds a log of so many events, made when first needed."""
    folder = cache() / f"{events}"
    if not (folder / "offsets.npy").exists():
        print(f"making {events:,} events", file=sys.stderr)
        data.keep(data.make(events), folder)
    if parquet and not (folder / "events.parquet").exists():
        data.keep_for_peers(data.read(folder), folder)
    return folder


def peers_python() -> Path:
    """The interpreter of the peers' own environment, made anew when what is pinned has changed."""
    place, pinned = cache() / "peers", PINNED.read_text()
    stamp, python = place / "pinned.txt", place / "bin" / "python"
    if stamp.exists() and stamp.read_text() == pinned:
        return python
    print("installing the peers: some minutes", file=sys.stderr)
    subprocess.run([sys.executable, "-m", "venv", "--clear", place], check=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", PINNED], check=True)
    stamp.write_text(pinned)
    return python


def versions() -> Iterator[tuple[str, str]]:
    """The peers' pinned versions."""
    for line in PINNED.read_text().split():
        name, _, version = line.partition("==")
        yield f"in_{name}", version
