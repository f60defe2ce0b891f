"""Worlds of which it is known what hurts in; how well that is found, measured and put in order, out.

    python bench/moments.py                       all of it, within the hour; goes on where it was stopped
    python bench/moments.py --short               a few seeds of each part, some minutes; beside the work file
    python bench/moments.py --only effects null   some parts
    python bench/moments.py --page                only writes docs/benchmark-moments.md from the results

Every (part, family, seed) that is done is a line of the work file, so another run does what is left. The
results are in bench/results/moments.json; the page takes its figures from there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # before numpy: two processes share the cores

import moments_effects as effects  # noqa: E402
import moments_found as found  # noqa: E402
import moments_page as page  # noqa: E402
import moments_usual as usual  # noqa: E402
from moments_effects import Row, Truth  # noqa: E402

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "moments.json"
WORK = Path(tempfile.gettempdir()) / "footpath-moments.jsonl"
ONE = ("confounded", "immortal", "repeated")
HIDDEN = ("hidden", "hidden_silent")
OTHER = ("single", "simpson", "seasonal", "tiny", "incident", "drift")
EVERY = 10  # seconds between lines of progress
Job = tuple[str, str, int]
Rows = Mapping[str, list[Row]]  # by family


@dataclass(frozen=True, slots=True)
class Part:
    """Something that is asked of worlds: of how many of which families, and what comes of it."""

    do: Callable[[str, int], Row]
    worlds: Mapping[str, int]  # seeds by family
    few: int  # of each family, in the short form
    sums: Callable[[Rows, Mapping[str, Truth]], Row]

    def seeds(self, family: str, *, short: bool) -> range:
        """The seeds of a family."""
        return range(1, 1 + min(self.worlds[family], self.few if short else self.worlds[family]))


def effects_of(rows: Rows, known: Mapping[str, Truth]) -> Row:
    """Each family's one moment."""
    return {
        family: effects.summary(of, known[family][of[0]["touchpoint"]])
        for family, of in rows.items()
        if family in known
    }


def silences(rows: Rows, _: Mapping[str, Truth]) -> Row:
    """Families in which nothing hurts."""
    return {family: found.silence(of) for family, of in rows.items()}


def families(rows: Rows, known: Mapping[str, Truth]) -> Row:
    """What is found in each family, what is said of all that is planted, and what is fixed."""
    return {family: one_family(of, known[family]) for family, of in rows.items() if family in known}


def one_family(rows: list[Row], known: Truth) -> Row:
    """The same of one."""
    said = [each for row in rows for each in row["said"]]
    by_name = {name: [each for each in said if each["touchpoint"] == name] for name in known}
    return {
        "detection": found.detection(rows),
        "effects": {name: effects.summary(of, known[name]) for name, of in by_name.items()},
        "ranking": found.ranking(rows, known),
        "regret": usual.regrets(rows, known),
    }


def samples(rows: Rows, _: Mapping[str, Truth]) -> Row:
    """The effect from ever larger samples."""
    return {family: effects.stable(of) for family, of in rows.items()}


def nothing_more(rows: Rows, known: Mapping[str, Truth]) -> Row:
    """The truth itself."""
    return {family: known[family] for family in rows}


# In this order: what is needed to judge the rest comes first, and what takes longest last.
TRUTHS = {
    **dict.fromkeys(ONE, 10),
    **dict.fromkeys((*OTHER, *HIDDEN), 3),
    "tiny": 10,
    "eight": 3,
}
PARTS: dict[str, Part] = {
    "truth": Part(effects.truth, TRUTHS, 2, nothing_more),
    "effects": Part(effects.judged, dict.fromkeys(ONE, 1000), 10, effects_of),
    "hidden": Part(effects.judged, dict.fromkeys(HIDDEN, 200), 10, effects_of),
    "doubled": Part(effects.doubled, {"confounded": 1}, 1, samples),
    "null": Part(found.nothing, {"null": 200}, 4, silences),
    "quiet": Part(found.nothing, dict.fromkeys(("volume", "broken", "bots"), 40), 2, silences),
    "families": Part(found.looked, {**dict.fromkeys((*ONE, *HIDDEN, *OTHER), 20), "eight": 40}, 2, families),
    "daily": Part(found.daily, {"null": 200}, 1, silences),
}


def do(job: Job) -> Row:
    """One job, with the seconds of a core that it took."""
    part, family, seed = job
    begun = time.process_time()
    row = PARTS[part].do(family, seed)
    spent = time.process_time() - begun
    return {"part": part, "family": family, "seed": seed, "seconds": spent, **row}


def jobs(parts: Iterable[str], *, short: bool) -> Iterator[Job]:
    """All that is to be done."""
    for name in parts:
        part = PARTS[name]
        for family in part.worlds:
            for seed in part.seeds(family, short=short):
                yield name, family, seed


def kept(path: Path) -> dict[Job, Row]:
    """What an earlier run has done; a line that was cut short is done again."""
    lines = path.read_text().splitlines() if path.exists() else []
    rows = [json.loads(line) for line in lines if line.endswith("}")]
    return {(row["part"], row["family"], row["seed"]): row for row in rows}


def work(wanted: list[Job], done: dict[Job, Row], path: Path, processes: int) -> None:
    """Do what is left, and write down each as it is done."""
    left = [job for job in wanted if job not in done]
    begun = told = time.perf_counter()
    context = multiprocessing.get_context("spawn")
    with path.open("a") as file, ProcessPoolExecutor(processes, mp_context=context) as pool:
        waiting = [pool.submit(do, job) for job in left]
        for at, each in enumerate(as_completed(waiting), 1):
            row = each.result()
            done[row["part"], row["family"], row["seed"]] = row
            file.write(json.dumps(row) + "\n")
            file.flush()
            if time.perf_counter() - told > EVERY or at == len(left):
                told = time.perf_counter()
                print(
                    f"{at:,} of {len(left):,} done, {told - begun:.0f} s: {row['part']}, {row['family']}",
                    flush=True,
                )


def summed(rows: Iterable[Row]) -> Row:
    """All results, by part."""
    rows = sorted(rows, key=lambda row: (row["part"], row["family"], row["seed"]))
    known = effects.truths(row for row in rows if row["part"] == "truth")
    document: Row = {}
    for name, part in PARTS.items():
        of = {
            family: [r for r in rows if (r["part"], r["family"]) == (name, family)] for family in part.worlds
        }
        there = {family: each for family, each in of.items() if each}
        if there:
            document[name] = part.sums(there, known)
    return rounded(document)


def timings(rows: Iterable[Row], processes: int) -> Iterator[str]:
    """Seconds of a core by part and family, and minutes of the whole on idle cores."""
    spent: dict[tuple[str, str], list[float]] = {}
    for row in rows:
        spent.setdefault((row["part"], row["family"]), []).append(row["seconds"])
    total = 0.0
    for (part, family), each in spent.items():
        one = median(each)  # the first of each process takes longer
        minutes = one * PARTS[part].worlds[family] / 60
        total += minutes
        yield f"{part:9}{family:14}{len(each):5} done{one:8.2f} s each{minutes:8.1f} minutes in all"
    yield f"the whole takes about {total / processes:.0f} minutes with {processes} processes on idle cores"


def rounded(value: Any) -> Any:
    """Numbers to four significant digits, as deep as they lie."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--work", type=Path, default=WORK)
    parser.add_argument("--out", type=Path, help="where results go; with --short beside the work file")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--page", action="store_true")
    options = parser.parse_args()
    out = options.out or (options.work.with_suffix(".json") if options.short else RESULTS)
    if not options.page:
        done = kept(options.work)
        wanted = list(jobs(options.only, short=options.short))
        work(wanted, done, options.work, options.processes)
        rows = [row for job in jobs(PARTS, short=options.short) if (row := done.get(job))]
        print(*timings(rows, options.processes), sep="\n")
        out.write_text(json.dumps(summed(rows), indent=1, ensure_ascii=False) + "\n")
    if out == RESULTS:
        page.write(json.loads(RESULTS.read_text()))


if __name__ == "__main__":
    main()
