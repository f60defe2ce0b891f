"""Footpath's speed beside its peers': the results, and the page that shows them.

python bench/speed                        10 million events, and growth to 100 million: half an hour
python bench/speed --events 1000000       a quick look, which writes nothing
python bench/speed --only flow            one promise of the kept results taken again
python bench/speed --page                 only writes the page, from what was kept
"""

from __future__ import annotations

import argparse
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import data
import flow
import funnel
import growth
import page
import whole
from running import HERE, Row, kept, versions

RESULTS = HERE.parent / "results" / "speed.json"
PROMISES = {promise.name: promise for promise in (flow.PROMISE, funnel.PROMISE)}
ALL = [*PROMISES, "growth", "whole"]
EVENTS = 10_000_000


def taken(name: str, events: int) -> list[Row]:
    """The rows of one promise, printed as they come."""
    if name == "growth":
        rows = growth.grown() if events >= EVENTS else growth.grown((events // 10, events))
        print("\n".join(page.growth_table(rows)))
        return rows
    if name == "whole":
        rows = whole.grown() if events >= EVENTS else whole.grown((events,))
        print("\n".join([*page.whole_table(rows), "", *page.memory_table(rows)]))
        return rows
    rows = kept(PROMISES[name], events)
    print("\n".join([PROMISES[name].title, *page.table(name, rows, dict(versions()))]), flush=True)
    return rows


def machine() -> Row:
    """What the figures were taken on."""
    cpu = Path("/proc/cpuinfo")
    lines = cpu.read_text().splitlines() if cpu.exists() else []
    said = {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    # A hosted machine's processor may go by its maker alone; family and model tell which one it is
    which = f" (family {said.get('cpu family')}, model {said.get('model')})" if "cpu family" in said else ""
    return {
        "processor": said.get("model name", platform.processor()) + which,
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "peers": dict(versions()),
    }


def rounded(value: Any) -> Any:
    """Four digits of every measured number."""
    if isinstance(value, dict):
        return {name: rounded(each) for name, each in value.items()}
    if isinstance(value, list):
        return [rounded(each) for each in value]
    return float(f"{value:.4g}") if isinstance(value, float) else value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    size = parser.add_mutually_exclusive_group()
    size.add_argument("--events", type=int, default=EVENTS)
    size.add_argument("--people", type=int, help=f"of {data.EVENTS_A_PERSON} events each")
    parser.add_argument("--only", choices=ALL)
    parser.add_argument("--page", action="store_true", help="only write the page")
    parser.add_argument("--out", type=Path, help="where results are kept, if not in the repository")
    options = parser.parse_args()
    events = options.people * data.EVENTS_A_PERSON if options.people else options.events
    out = options.out or RESULTS
    found = json.loads(out.read_text()) if out.exists() else {}
    for name in [] if options.page else [options.only] if options.only else ALL:
        found[name] = rounded(taken(name, events))
        found.setdefault("taken", {})[name] = f"{datetime.now(UTC):%Y-%m-%d}"
    found["machine"] = machine() if not options.page else found["machine"]
    if options.out or events == EVENTS:
        out.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n")
    if not options.out and events == EVENTS:
        page.write(found)


if __name__ == "__main__":
    main()
