"""Files of events in; events a second from file to committed lake, and memory, out.

    python bench/import_speed.py                    2 million rows a table, 400,000 messages: a minute or two
    python bench/import_speed.py --events 200000 --messages 50000 --out /tmp/x.json    a quick look

Each file is imported into a new project by a process of its own, after a small file of the same form, so that
loading libraries is not timed. Every message has an id of 36 characters, and so has who sent it: a browser
always, a user in half of them. Before a time is told, the lake is read again: every id must be in it once,
each with its own time. The plain pass reads and decodes the same file with Arrow (messages with msgspec, and
with Arrow beside it) and does nothing with it: no import can be faster.

Where other programs share the processor, seconds of processor time tell more than seconds by the clock: an
event's, times two cores, give the rate that two cores of one's own would come to at best.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.json
import pyarrow.parquet as pq

import footpath
from footpath.collect.reading import ImportOptions

RESULTS = Path(__file__).parent / "results" / "import_speed.json"
PROMISED = {"parquet": 1_500_000, "csv": 600_000, "segment": 250_000}  # events a second on two cores
ENDINGS = {"parquet": "parquet", "csv": "csv", "segment": "ndjson"}
SEED = 5
SMALL = 2_000  # events of the file that comes before
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = np.datetime64("2025-01-01", "us")
YEAR = 365 * 86_400 * 1_000_000  # µs
CORES = 2
MIB = 1 << 20
COLUMNS = {
    "id": "message_id",
    "actor.anon": "anonymous_id",
    "actor.user": "user_id",
    "time": "timestamp",
    "event": "event",
    "channel": "channel",
    "value": "revenue",
}
EVENTS = ("Product Viewed", "Product List Viewed", "Product Added", "Cart Viewed", "Checkout Started", "Paid")
CHANNELS = ("web", "app", "shop")
PLANS = ("free", "basic", "business")
AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36"
Row = dict[str, Any]


def uuids(draw: np.random.Generator, length: int) -> pa.Array:
    """Random identifiers as libraries write them: "8f14e45f-ceea-467f-a9f3-2a1b6c7d8e9f"."""
    digits = np.frombuffer(b"0123456789abcdef", np.uint8)
    text = digits[draw.integers(0, 16, (length, 36), np.uint8)]
    text[:, [8, 13, 18, 23]] = ord("-")
    offsets = np.arange(length + 1, dtype=np.int32) * 36
    return pa.StringArray.from_buffers(length, pa.py_buffer(offsets), pa.py_buffer(text.tobytes()))


def chosen(draw: np.random.Generator, values: Any, length: int) -> pa.Array:
    """One of the values in each row."""
    return pa.array(values).take(pa.array(draw.integers(0, len(values), length)))


def events(length: int) -> pa.Table:
    """What happened in a year, in order; ten events a browser, twenty a user."""
    draw = np.random.default_rng(SEED)
    known = pa.array(draw.random(length) < 0.5)
    users = chosen(draw, uuids(draw, length // 20 + 1), length)
    paths = pa.array([f"/product/{n}" for n in range(5_000)])
    return pa.table(
        {
            "message_id": uuids(draw, length),
            "anonymous_id": chosen(draw, uuids(draw, length // 10 + 1), length),
            "user_id": pc.if_else(known, users, pa.scalar(None, pa.string())),
            "timestamp": pa.array(FIRST + np.sort(draw.integers(0, YEAR, length))).cast(
                pa.timestamp("us", "UTC")
            ),
            "event": chosen(draw, EVENTS, length),
            "channel": chosen(draw, CHANNELS, length),
            "revenue": pa.array(np.round(draw.random(length) * 100, 2)),
            "path": chosen(draw, paths, length),
            "plan": chosen(draw, PLANS, length),
        }
    )


def message(row: Row) -> Row:
    """An event as a library in a browser sends it, in 700 bytes."""
    at = row["timestamp"].isoformat(timespec="milliseconds").replace("+00:00", "Z")
    page = {"path": row["path"], "title": "A product", "url": f"https://shop.example{row['path']}"}
    context = {"library": {"name": "analytics.js", "version": "2.11.1"}, "locale": "en-US", "page": page}
    return {
        "anonymousId": row["anonymous_id"],
        "context": {**context, "userAgent": AGENT},
        "event": row["event"],
        "messageId": row["message_id"],
        "originalTimestamp": at,
        "properties": {"plan": row["plan"], "revenue": row["revenue"]},
        "receivedAt": at,
        "sentAt": at,
        "timestamp": at,
        "type": "track",
        "userId": row["user_id"],
    }


def written(case: str, table: pa.Table, file: Path) -> None:
    """The events in a file."""
    if case == "parquet":
        pq.write_table(table, file)
    elif case == "csv":
        pa.csv.write_csv(table, file)
    else:
        with file.open("wb") as stream:
            for batch in table.to_batches(max_chunksize=20_000):
                stream.write(msgspec.json.Encoder().encode_lines([message(row) for row in batch.to_pylist()]))


def plain_parquet(file: Path) -> None:
    """Every column, decoded."""
    for _ in pq.ParquetFile(file).iter_batches(batch_size=1 << 18):
        pass


def plain_csv(file: Path) -> None:
    """Every cell as text."""
    names = pa.csv.open_csv(file).schema.names
    kinds = pa.csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()))
    read = pa.csv.ReadOptions(block_size=1 << 24)
    for _ in pa.csv.open_csv(file, read_options=read, convert_options=kinds):
        pass


def plain_messages(file: Path) -> None:
    """Every message as Python objects."""
    decoder = msgspec.json.Decoder()
    with file.open("rb") as stream:
        while block := stream.read(1 << 22):
            decoder.decode_lines(block + stream.readline())


PLAIN: dict[str, Callable[[Path], None]] = {
    "parquet": plain_parquet,
    "csv": plain_csv,
    "segment": plain_messages,
}


class Clock:
    """Seconds by the clock and of the processor since it was made."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def read(self) -> tuple[float, float]:
        """Both."""
        return time.perf_counter() - self._began[0], time.process_time() - self._began[1]


class Peak:
    """The most memory of its own that this process held, looked at fifty times a second."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self.begin = self.most = self._private()

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.02):
            self.most = max(self.most, self._private())

    def _private(self) -> float:
        lines = Path("/proc/self/status").read_text().splitlines()
        told = dict(line.split(":", 1) for line in lines)
        return int(told["RssAnon"].split()[0]) / 1024


def imported(case: str, file: Path, folder: Path) -> tuple[footpath.Project, footpath.Receipt]:
    """A new project with the file's events."""
    project = footpath.create(folder, settings={})
    named = {} if case == "segment" else COLUMNS
    return project, project.load(file, options=ImportOptions(columns=named), now=NOW)


def check(project: footpath.Project, length: int) -> None:
    """Every id once, with its own time."""
    found = project._store.scan(["id", "time"])
    sent = events(length).select(["message_id", "timestamp"])
    at = pc.index_in(found["id"], sent["message_id"].combine_chunks())
    assert found.num_rows == pc.count_distinct(at).as_py() == length
    late = pc.subtract(sent["timestamp"].take(at), found["time"]).cast(pa.int64())
    assert 0 <= pc.min(late).as_py() <= pc.max(late).as_py() < 1000  # messages tell milliseconds


def measure(case: str, folder: Path, length: int) -> Row:
    """One import by this process, and a plain pass over the same file."""
    imported(case, folder / f"small.{ENDINGS[case]}", folder / "first")
    file = folder / f"large.{ENDINGS[case]}"
    with Peak() as peak:
        clock = Clock()
        project, receipt = imported(case, file, folder / "project")
        wall, used = clock.read()
    assert (receipt.received, receipt.kept) == (length, length), receipt
    clock = Clock()
    PLAIN[case](file)
    plain_wall, plain_used = clock.read()
    check(project, length)
    return {
        "case": case,
        "events": length,
        "bytes": file.stat().st_size,
        "lake_bytes": sum(part.stat().st_size for part in folder.glob("project/**/*.parquet")),
        "seconds": wall,
        "processor": used,
        "plain": plain_wall,
        "plain_processor": plain_used,
        "before_mib": peak.begin,
        "peak_mib": peak.most,
    }


def asked(case: str, length: int, file: Path) -> Row:
    """What another process measures, in a folder of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / f"large.{ENDINGS[case]}").symlink_to(file)
        (folder / f"small.{ENDINGS[case]}").symlink_to(file.with_stem(f"small-{file.stem}"))
        command = [sys.executable, __file__, "--case", case, "--folder", name, "--length", str(length)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout.splitlines()[-1])


def several(case: str, length: int, times: int) -> Row:
    """The middle of several imports of one file."""
    with tempfile.TemporaryDirectory() as name:
        file = Path(name) / f"{case}.{ENDINGS[case]}"
        written(case, events(length), file)
        written(case, events(SMALL), file.with_stem(f"small-{case}"))
        rows = [asked(case, length, file) for _ in range(times)]
    numbers = [key for key in rows[0] if key not in ("case", "events", "bytes")]
    return rows[0] | {key: statistics.median(row[key] for row in rows) for key in numbers}


def rates(row: Row) -> Row:
    """Events a second, by the clock and by what the processor did."""
    n = row["events"]
    return row | {
        "rate": n / row["seconds"],
        "rate_of_two_cores": CORES * n / row["processor"],
        "plain_rate": n / row["plain"],
        "promised": PROMISED[row["case"]],
    }


def table(rows: list[Row]) -> str:
    """What was measured, to be read."""
    heads = ["file", "events", "MB", "seconds", "processor s", "events/s", "of two cores", "promised"]
    lines = [" | ".join([*heads, "plain pass/s", "before MiB", "peak MiB"])]
    for row in rows:
        name = f"{row['case']} | {row['events']:,} | {row['bytes'] / 1e6:,.0f}"
        spent = f"{row['seconds']:.2f} | {row['processor']:.2f}"
        speeds = [row[key] for key in ("rate", "rate_of_two_cores", "promised", "plain_rate")]
        memory = f"{row['before_mib']:,.0f} | {row['peak_mib']:,.0f}"
        lines.append(" | ".join([name, spent, *(f"{each:,.0f}" for each in speeds), memory]))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--events", type=int, default=2_000_000)
    parser.add_argument("--messages", type=int, default=400_000)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", choices=list(PROMISED), action="append")
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--case", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--length", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.case:
        print(json.dumps(measure(options.case, options.folder, options.length)))
        return
    lengths = {"parquet": options.events, "csv": options.events, "segment": options.messages}
    cases = options.only or list(PROMISED)
    rows = [rates(several(case, lengths[case], options.times)) for case in cases]
    print(table(rows))
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "pyarrow": pa.__version__}
    kept = {"about": {"machine": machine, "times": options.times}, "imports": rows}
    options.out.write_text(json.dumps(kept, indent=1) + "\n")


if __name__ == "__main__":
    main()
