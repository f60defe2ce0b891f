"""Results in, the page that shows them out: docs/benchmarks.md, and its plot beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import plot
from data import EVENTS_A_PERSON
from measuring import CORES
from running import HERE, OURS, PEERS, Row

DOCS = HERE.parents[1] / "docs"
HEADS = ("", "Seconds", "Processor seconds", "ns an event and core", "Times Footpath", "Loading, s", "GB")
GROWTH_HEADS = ("Events", "", "Seconds", "Processor seconds", "ns an event and core", "Passes", "GB")
TO_THE_FIRST_MAP = {"**from file to first map**": ("import", "index", "first map")}
MIB_A_GB = 1e9 / 2**20

PAGE = """# How fast: Footpath and its peers

The same questions of the same log, each tool asked in the quickest of the ways that were tried. Every answer
must equal Footpath's to the last person before a time is told; where a tool can't say as much, it is said
below its table, and what it can say is compared. All figures come from one command and were written into this
page by it:

```sh
python bench/speed
```

It takes about half an hour on two cores and needs 8 GB of memory. The first time, it installs the peers into
an environment of their own under `bench/speed/.cache`, where the logs lie too: 5 GB, and three times that
while it runs. `--events 1000000` is a quick look that writes nothing, `--only flow` (or funnel, growth,
whole) measures one section again, `--page` only writes this page. `bench/results/speed.json` holds all
figures.

**Taken on** {processor}, {cores} cores, with Python {python}, {taken}.

**The log**: {events:,} events of {people:,} people at 60 touchpoints, made by `bench/speed/data.py`, the same
everywhere. Each tool runs in a process of its own on {used} cores, three times or more, and the best run
counts; one that takes a minute runs once.

- *Processor seconds* are those of that run, on all cores. *ns an event and core* is time on the clock, times
  cores, by events.
- *Times Footpath* is how many times as long as Footpath it takes to answer the same question: rows with *no
  time limit* are held against Footpath's with none, all others against Footpath's first row. It is of the
  times before they were rounded.
- *Loading*, once, is not in the seconds: from a Parquet file to the events as the tool likes them best,
  sorted and encoded. Footpath's columns lie ready in its index; what making that takes is told under [a whole
  project](#a-whole-project).
- *GB* is the most memory that the process ever held, its log included.
- *One plain pass* is the sum of the very columns that the question needs, on two threads: what looks at all
  events can't be quicker.

![Seconds by tool, and growth](benchmarks.svg)

## Flow

For every pair of touchpoints, how many distinct persons go from one directly to the other, and in how many
moves.

{flow}

## Funnel

How many distinct persons come to each of three steps in this order, within seven days of the first, with
anything in between.

{funnel}

## Growth

Footpath alone: the same questions of more and more events, in runs of their own, so that times differ a
little from those above. *Passes* is how many plain passes over the columns take as long.

{growth}

## A whole project

From a file of events to its map: a Parquet file in which a row is an event, in no order, with identifiers of
36 characters. Each step runs in a process of its own, as commands do, and the map's moves must be those of
*Flow*, to the last person.

- *Import* is from the file to the committed lake; *index* is who is who, everybody's timeline and journeys,
  and what sources there are; the *first map* is drawn by a new process from the index.
- *Map again* counts all of it once more, of everybody, and *map of a segment* of half the people, who were
  never asked for; nothing of either comes from an answer that was kept. The first segment
  of all takes longest: what is known of each person is looked up once, in all events.
- *The same map again* is drawn of what was counted already, as when its words and moments have been worked
  out.

Seconds on the clock, and in brackets those of the processor, by events:

{seconds}

Private memory at its most, in GB. It is what a process holds for itself alone. The index's files are mapped
into memory besides, and the system takes that back whenever it needs it.

{memory}
"""


def write(found: dict[str, Any]) -> None:
    """The page and its plot, of what was found."""
    machine, events, whole = found["machine"], found["flow"][0]["events"], found["whole"]
    figures = {
        "flow": table("flow", found["flow"], machine["peers"]),
        "funnel": table("funnel", found["funnel"], machine["peers"]),
        "growth": growth_table(found["growth"]),
        "seconds": whole_table(whole),
        "memory": memory_table(whole),
    }
    about = {name: machine[name] for name in ("processor", "cores", "python")} | {
        "taken": _days(found["taken"]),
        "used": min(machine["cores"], CORES),
        "events": events,
        "people": events // EVENTS_A_PERSON,
    }
    text = PAGE.format(**about, **{name: "\n".join(lines) for name, lines in figures.items()})
    (DOCS / "benchmarks.md").write_text(text)
    (DOCS / "benchmarks.svg").write_text(plot.drawn(found))


def table(promise: str, rows: list[Row], versions: dict[str, str]) -> list[str]:
    """One line a tool, those asked another question last; below it what has to be said of some."""
    lines = [
        (
            _called(promise, row, versions),
            number(row["seconds"]),
            number(row["cpu"]),
            number(row["ns_per_event_and_core"]),
            f"{row['times']:,.0f}" if "times" in row else "",
            number(row["load_seconds"]) if row["tool"] in PEERS else "",
            _gb(row["peak_mib"]),
        )
        for row in sorted(rows, key=lambda row: row["question"] != promise)
    ]
    return [*_markdown(HEADS, lines), *_remarks(rows)]


def growth_table(rows: list[Row]) -> list[str]:
    """One line a size and question; how many plain passes it takes."""
    passes = {(r["events"], r["question"]): r["seconds"] for r in rows if r["tool"] == "plain_pass"}
    lines = [
        (
            f"{row['events']:,}",
            row["question"],
            number(row["seconds"]),
            number(row["cpu"]),
            number(row["ns_per_event_and_core"]),
            number(row["seconds"] / passes[row["events"], row["question"]]),
            _gb(row["peak_mib"]),
        )
        for row in sorted(rows, key=lambda row: (row["question"], row["events"]))
        if row["tool"] != "plain_pass"
    ]
    return _markdown(GROWTH_HEADS, lines)


def whole_table(rows: list[Row]) -> list[str]:
    """One line a step, one column a size: seconds, and those of the processor; first the sum to a map."""
    return _by_size(rows, lambda steps: f"{_sum(steps, 'seconds')} ({_sum(steps, 'cpu')})")


def memory_table(rows: list[Row]) -> list[str]:
    """One line a step, one column a size: the most private memory; first the most on the way to a map."""
    return _by_size(rows, lambda steps: _gb(max(step["private_mib"] for step in steps)))


def _by_size(rows: list[Row], cell: Callable[[list[Row]], str]) -> list[str]:
    taken = {(row["step"], row["events"]): row for row in rows}
    sizes = sorted({row["events"] for row in rows})
    parts = TO_THE_FIRST_MAP | {row["step"]: (row["step"],) for row in rows}
    lines = [
        (name, *(cell([taken[step, size] for step in steps]) for size in sizes))
        for name, steps in parts.items()
    ]
    return _markdown(("", *(f"{size:,}" for size in sizes)), lines)


def number(value: float) -> str:
    """Two digits, without zeros that say nothing.

    >>> [number(each) for each in (0.00123, 0.456, 7.89, 123.4)]
    ['0.0012', '0.46', '7.9', '123']
    """
    return f"{value:,.0f}" if value >= 10 else f"{float(f'{value:.2g}'):.10f}".rstrip("0").rstrip(".")


def _gb(mib: float) -> str:
    return number(mib / MIB_A_GB)


def _sum(rows: list[Row], name: str) -> str:
    return number(sum(row[name] for row in rows))


def _days(taken: dict[str, str]) -> str:
    """When each section was taken; one day is told once.

    >>> _days({"flow": "2026-11-22", "whole": "2026-12-01"})
    'flow on 2026-11-22, whole on 2026-12-01'
    """
    days = set(taken.values())
    return (
        f"on {days.pop()}" if len(days) == 1 else ", ".join(f"{name} on {day}" for name, day in taken.items())
    )


def _called(promise: str, row: Row, versions: dict[str, str]) -> str:
    name = (OURS | PEERS)[row["tool"]]
    version = versions.get(row["tool"], "")
    other = "" if row["question"] == promise else ", no time limit"
    fewer = f", {row['events']:,} events" if "too_much" in row else ""
    return f"{name} {version}".strip() + other + fewer


def _remarks(rows: list[Row]) -> list[str]:
    said = [f"{PEERS[row['tool']]}: {row['remark']}." for row in rows if row.get("remark")]
    said += [
        f"{PEERS[row['tool']]}: took {row['too_much']}, so fewer events; times Footpath by the event."
        for row in rows
        if "too_much" in row
    ]
    return ["", *said] if said else []


def _markdown(heads: Iterable[str], lines: Iterable[Iterable[str]]) -> list[str]:
    heads = list(heads)
    rule = ["---", *["---:"] * (len(heads) - 1)]
    return [f"| {' | '.join(cells)} |" for cells in (heads, rule, *lines)]
