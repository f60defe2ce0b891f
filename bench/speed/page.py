"""Results in, the page that shows them out: docs/benchmarks.md, and its plot beside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import plot
from running import HERE, OURS, PEERS, Row

DOCS = HERE.parents[1] / "docs"
HEADS = ("", "Seconds", "Processor seconds", "ns an event and core", "Times Footpath", "Loading, s", "MiB")
GROWTH_HEADS = ("Events", "", "Seconds", "Processor seconds", "ns an event and core", "Passes", "MiB")

PAGE = """# How fast: Footpath and its peers

The same questions of the same log, each tool asked in the quickest of
the ways that were tried. Every answer must equal Footpath's to the last person before a time is told; where
a tool can't say as much, it is said below its table and what it can say is compared. All
figures come from one command and were written into this page by it:

```sh
python bench/speed
```

It takes about a quarter of an hour on two cores and needs 8 GB of memory. The first time, it installs the
peers into an environment of their own under `bench/speed/.cache`, where the logs lie too.
`--events 1000000` is a quick look that writes nothing, `--only flow` (or funnel, growth, whole) measures one
section again, `--page` only
writes this page; `bench/results/speed.json` holds all figures.

The log: {events:,} events of {people:,} people at 60 touchpoints, made by `bench/speed/data.py`, the same
everywhere. Each tool gets it as Parquet and loads it sorted and encoded as it likes best; loading is not in
the time. Each runs in a process of its own on {cores} cores, three times or more, and the best run counts;
one that takes a minute runs once. *Processor seconds* are those of that run, on all cores; *ns an event and
core* is time on the clock, times cores, by events; *MiB* is the most memory that the process ever held, its
log included. *Times Footpath* is of the times before they were rounded, against Footpath's answer to the
same question. *One plain pass* is the sum of the very columns that the question needs, on two threads: what
looks at all events can't be quicker. Taken on {processor}, with Python {python}.

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
36 characters. *Import* is from the file to the committed lake, *index* is who is who, everybody's timeline
and journeys, and what sources there are; the *first map* is drawn by a new process from the index. *Map
again* counts all of it once more, of everybody and of a *segment* of half the people, who were never asked
for; nothing of it comes from an answer that was kept. *The same map again* is drawn of what was counted
already, as when its words and moments have been worked out. *Private* is the most memory of its own, in MiB;
*MiB* has the mapped pages of the index in it, which the system takes back when it needs them. The map's moves
must be those of *Flow*, to the last person.

{whole}
"""

WHOLE_HEADS = ("Events", "", "Seconds", "Processor seconds", "ns an event", "Private", "MiB")


def write(found: dict[str, Any]) -> None:
    """The page and its plot, of what was found."""
    machine, events = found["machine"], found["flow"][0]["events"]
    figures = {
        "flow": "\n".join(table("flow", found["flow"], machine["peers"])),
        "funnel": "\n".join(table("funnel", found["funnel"], machine["peers"])),
        "growth": "\n".join(growth_table(found["growth"])),
        "whole": "\n".join(whole_table(found.get("whole", []))),
    }
    about = {"events": events, "people": events // 20, "cores": min(machine["cores"], 2)}
    text = PAGE.format(processor=machine["processor"], python=machine["python"], **about, **figures)
    (DOCS / "benchmarks.md").write_text(text)
    (DOCS / "benchmarks.svg").write_text(plot.drawn(found))


def table(promise: str, rows: list[Row], versions: dict[str, str]) -> list[str]:
    """One line a tool, and below it what has to be said of some."""
    lines = [
        (
            _called(promise, row, versions),
            number(row["seconds"]),
            number(row["cpu"]),
            number(row["ns_per_event_and_core"]),
            f"{row['times']:,.0f}" if "times" in row else "",
            number(row["load_seconds"]),
            f"{row['peak_mib']:,.0f}",
        )
        for row in rows
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
            f"{row['peak_mib']:,.0f}",
        )
        for row in sorted(rows, key=lambda row: (row["question"], row["events"]))
        if row["tool"] != "plain_pass"
    ]
    return _markdown(GROWTH_HEADS, lines)


def whole_table(rows: list[Row]) -> list[str]:
    """One line a step and size."""
    steps = list(dict.fromkeys(row["step"] for row in rows))
    lines = [
        (
            f"{row['events']:,}",
            row["step"],
            number(row["seconds"]),
            number(row["cpu"]),
            number(row["seconds"] / row["events"] * 1e9),
            f"{row['private_mib']:,.0f}",
            f"{row['peak_mib']:,.0f}",
        )
        for row in sorted(rows, key=lambda row: steps.index(row["step"]))
    ]
    return _markdown(WHOLE_HEADS, lines)


def number(value: float) -> str:
    """Two digits, without zeros that say nothing.

    >>> [number(each) for each in (0.00123, 0.456, 7.89, 123.4)]
    ['0.0012', '0.46', '7.9', '123']
    """
    return f"{value:,.0f}" if value >= 10 else f"{float(f'{value:.2g}'):.10f}".rstrip("0").rstrip(".")


def _called(promise: str, row: Row, versions: dict[str, str]) -> str:
    name = (OURS | PEERS)[row["tool"]]
    version = versions.get(row["tool"], "")
    other = "" if row["question"] == promise or version else ", no time limit"
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
