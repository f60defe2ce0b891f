"""Many people in; how long a scan of all their moments takes, and how much memory, out.

    python bench/scan_size.py                       100,000 and 1,000,000 people: some minutes
    python bench/scan_size.py --people 50000 --out /tmp/x.json    a quick look

The people are those of simulated worlds of a family, each with a world of its own, who besides look at pages
that do nothing: before their journey, in it and after it. A scan is what `footpath moments` asks for once
journeys are cut, so that is what is timed. Then the largest is scanned again with samples of twice as many
rows: how far the effects move, in their standard errors, is what bounding the samples costs.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
import worlds

from footpath.engine.local import run
from footpath.model.journey import Journeys
from footpath.moments.detect.leaving import labels
from footpath.moments.measuring import MOST_ROWS, Measuring
from footpath.moments.scan import AT_FIRST, FITS, THREADS, Found, Scan, candidates, scan
from footpath.sim.families import SmallWorld, world

RESULTS = Path(__file__).parent / "results" / "scan_size.json"
SIZES = (100_000, 1_000_000)
FAMILY = "eight"
CHUNK = 50_000  # people of one world
PAGES = 10  # more touchpoints, which do nothing
EXTRA = 12.5  # visits to them by each person, on average
AROUND = 2 * 86_400  # seconds before and after a person's own events, in which they may be
COLUMNS = ("person", "time", "touchpoint", "channel", "source")
ROUND = 3
MIB = 2**20
Row = dict[str, Any]


def many(people: int, *, family: str = FAMILY) -> SmallWorld:
    """A large world from several, and what its people do besides."""
    sizes = [min(CHUNK, people - begun) for begun in range(0, people, CHUNK)]
    parts = [wandering(world(family, 1000 + at, size), 1000 + at) for at, size in enumerate(sizes)]
    begins = np.concatenate([[0], np.cumsum(sizes)])
    events = {name: np.concatenate([getattr(each, name) for each in parts]) for name in COLUMNS}
    events["person"] = np.concatenate(
        [each.person + np.int32(begin) for each, begin in zip(parts, begins[:-1], strict=True)]
    )
    traits = {name: np.concatenate([each.traits[name] for each in parts]) for name in parts[0].traits}
    reached = np.concatenate([each.reached for each in parts])
    return replace(parts[0], traits=traits, reached=reached, **events)


def wandering(about: SmallWorld, seed: int) -> SmallWorld:
    """The same people, who look at other pages too; the commonest twice as often as the second, and so on."""
    draw = np.random.default_rng(seed)
    first = np.flatnonzero(np.diff(about.person, prepend=-1))
    ends = np.append(first[1:], len(about.person)) - 1
    times = draw.poisson(EXTRA, len(first))
    of = np.repeat(np.arange(len(first)), times)
    begin, end = about.time[first[of]] - AROUND, about.time[ends[of]] + AROUND
    share = 1 / np.arange(1, PAGES + 1)
    page = draw.choice(PAGES, len(of), p=share / share.sum())
    extra = {
        "person": about.person[first[of]],
        "time": (begin + draw.random(len(of)) * (end - begin)).astype(np.int64),
        "touchpoint": (len(about.touchpoints) + page).astype(np.int32),
        "channel": about.channel[first[of]],
        "source": about.source[first[of]],
    }
    both = {name: np.concatenate([getattr(about, name), values]) for name, values in extra.items()}
    order = np.lexsort((both["time"], both["person"]))
    names = (*about.touchpoints, *(f"Looks at page {at}" for at in range(1, PAGES + 1)))
    return replace(about, touchpoints=names, **{name: values[order] for name, values in both.items()})


class Clock:
    """Seconds by part; those of several threads add up."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self._lock = Lock()

    @contextmanager
    def part(self, name: str) -> Iterator[None]:
        """What is done meanwhile counts as this part."""
        began = time.perf_counter()
        yield
        with self._lock:
            self.seconds[name] += time.perf_counter() - began


def timed(log: worlds.Log, most: int) -> tuple[Scan, Row]:
    """A scan as a project makes it, and how long it took by part."""
    clock = Clock()
    began = time.perf_counter()
    with clock.part("never, labels"):
        answer = answering(log.journeys)
        named, tools = labels(answer, worlds.never(log)), worlds.tools(log)
    with clock.part("background"):
        behind = worlds.behind(log)

    def clocked(analysis: Any, /) -> Any:
        name = "counts and samples" if isinstance(analysis, Measuring) else "detection"
        with clock.part(name):
            return answer(analysis)

    with clock.part("scan"):
        found = scan(clocked, candidates(clocked, tools.values()), behind, named, most=most, threads=THREADS)
    return found, {"seconds": time.perf_counter() - began, "parts": dict(clock.seconds)}


def answering(journeys: Journeys) -> Callable[[Any], Any]:
    """Runs analyses as a project does."""
    return lambda analysis: run(analysis, journeys)


def told(found: Scan) -> list[Row]:
    """The effects of what is shown."""
    shown: tuple[Found, ...] = (*found.pains, *found.delights)
    effects = [(each.candidate, each.learnt.effect) for each in shown]
    return [
        {"kind": each.kind, "touchpoint": each.touchpoint, "value": effect.value, "error": effect.error}
        for each, effect in effects
        if effect is not None
    ]


def bytes_of(journeys: Journeys) -> int:
    """How much the arrays of the journeys take."""
    arrays = [getattr(journeys, name) for name in journeys.__slots__]
    return sum(each.nbytes for each in arrays if isinstance(each, np.ndarray))


def resident() -> tuple[float, float]:
    """Memory of this process now and at its peak, MiB; the peak since `forget`, where the system can tell."""
    lines = Path("/proc/self/status").read_text().splitlines()
    told = dict(line.split(":", 1) for line in lines)
    return tuple(int(told[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))


def forget() -> None:
    """Let the peak of memory begin anew."""
    Path("/proc/self/clear_refs").write_text("5")


def measure(about: SmallWorld, most: int) -> Row:
    """One scan of one world."""
    log = worlds.read(about)
    del about
    forget()
    before, _ = resident()
    found, row = timed(log, most)
    _, peak = resident()
    return row | {
        "people": log.journeys.n_people,
        "touchpoints": len(log.timelines.touchpoint),
        "steps": len(log.journeys.touchpoint),
        "looked_at": found.looked_at,
        "shown": len(told(found)),
        "undecided": len(found.undecided),
        "most": most,
        "journeys_mib": bytes_of(log.journeys) / MIB,
        "before_mib": before,
        "peak_mib": peak,
        "effects": told(found),
    }


def save(about: SmallWorld, folder: Path) -> None:
    """Its events, to be read by a process that has nothing else in its memory."""
    traits = {f"trait {name}": values for name, values in about.traits.items()}
    np.savez(folder / "world.npz", **{name: getattr(about, name) for name in COLUMNS}, **traits)
    (folder / "names.json").write_text(json.dumps([about.touchpoints, len(about.reached)]))


def load(folder: Path) -> SmallWorld:
    """What was saved; without the truth, of which a scan knows nothing."""
    names, people = json.loads((folder / "names.json").read_text())
    kept = np.load(folder / "world.npz", allow_pickle=False)
    traits = {name.removeprefix("trait "): kept[name] for name in kept.files if name.startswith("trait ")}
    events = {name: kept[name] for name in COLUMNS}
    small = world(FAMILY, 1000, 200)
    reached = np.zeros(people, np.bool_)
    return replace(small, touchpoints=tuple(names), traits=traits, reached=reached, **events)


def apart(people: int, mosts: list[int]) -> list[Row]:
    """Scans of one world, each in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        save(many(people), Path(folder))
        return [asked(Path(folder), most) for most in mosts]


def asked(folder: Path, most: int) -> Row:
    """What another process measures."""
    command = [sys.executable, __file__, "--scan", str(folder), "--most", str(most)]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def moved(one: Row, other: Row) -> list[Row]:
    """How far each effect moves with the samples doubled, in its standard errors."""
    theirs = {(each["kind"], each["touchpoint"]): each for each in other["effects"]}
    pairs = [(each, theirs.get((each["kind"], each["touchpoint"]))) for each in one["effects"]]
    return [
        {
            "kind": each["kind"],
            "touchpoint": each["touchpoint"],
            "value": each["value"],
            "error": each["error"],
            "doubled": twin["value"] if twin else None,
            "doubled_error": twin["error"] if twin else None,
            "errors": (twin["value"] - each["value"]) / each["error"] if twin else None,
        }
        for each, twin in pairs
    ]


def rounded(value: Any) -> Any:
    """Numbers as one would print them."""
    if isinstance(value, float):
        return float(f"{value:.{ROUND + 1}g}")
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, list) else value


def table(rows: list[Row], doubled: list[Row]) -> str:
    """What was measured, to be read."""
    parts = list(rows[0]["parts"])
    heads = [
        "people",
        "touchpoints",
        "candidates",
        "rows",
        "seconds",
        *parts,
        "journeys MiB",
        "before",
        "peak",
    ]
    lines = [" | ".join(heads)]
    for each in rows:
        counts = [each["people"], each["touchpoints"], each["looked_at"], each["most"]]
        seconds = [each["seconds"], *(each["parts"][part] for part in parts)]
        memory = [each["journeys_mib"], each["before_mib"], each["peak_mib"]]
        told = [*(f"{n:,}" for n in counts), *(f"{s:.1f}" for s in seconds), *(f"{m:,.0f}" for m in memory)]
        lines.append(" | ".join(told))
    first, last = rows[0], rows[-1]
    times = last["people"] / first["people"]
    lines.append(f"{times:.1f} times the people take {last['seconds'] / first['seconds']:.1f} times as long")
    lines += [
        f"{each['kind']} {each['touchpoint']}: {each['value']:.4f} ± {each['error']:.4f},"
        f" doubled {each['doubled']:.4f}: {each['errors']:+.2f} errors"
        for each in doubled
        if each["doubled"] is not None
    ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--people", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--out", type=Path, default=RESULTS)
    parser.add_argument("--scan", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--most", type=int, default=MOST_ROWS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.scan:
        measure(world(FAMILY, 1000, 2000), options.most)  # so that nothing is compiled within what is timed
        print(json.dumps(measure(load(options.scan), options.most)))
        return
    *small, largest = sorted(options.people)
    rows = [row for people in small for row in apart(people, [MOST_ROWS])]
    whole, double = apart(largest, [MOST_ROWS, 2 * MOST_ROWS])
    doubled = moved(whole, double)
    rows = [*rows, whole]
    print(table(rows, doubled))
    machine = {"cores": os.cpu_count(), "python": platform.python_version(), "numpy": np.__version__}
    about = {"family": FAMILY, "at_first": AT_FIRST, "fits": FITS, "machine": machine}
    kept = {"about": about, "scans": rows, "doubled": doubled, "seconds_doubled": double["seconds"]}
    options.out.write_text(json.dumps(rounded(kept), indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
