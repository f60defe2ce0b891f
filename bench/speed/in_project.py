"""One step of a whole project, told with the time and the memory that it took."""

from __future__ import annotations

import json
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import data
import measuring

import footpath
from footpath.model.lens import Lens
from footpath.project.drawing import drawn

STAGES = 6
NOW = datetime(2026, 1, 1, tzinfo=UTC)
HALF = "person < 'p8'"  # ids of persons are hashes
JOURNEY = "all"


def definitions() -> str:
    """Every touchpoint in one of six stages, and one journey that holds all that a person does."""
    stages = [f'[[stage]]\nname = "Stage {n}"\nphase = "use"\n' for n in range(STAGES)]
    touchpoints = [
        f'[[touchpoint]]\nname = "{name}"\nstage = "Stage {n * STAGES // data.TOUCHPOINTS}"\n'
        f'match = {{ event = "{name}" }}\n'
        for n, name in enumerate(data.names())
    ]
    journey = f'[[journey]]\nname = "{JOURNEY}"\ntitle = "Everything"\nquiet = "365d"\n'
    segment = f'[[segment]]\nname = "half"\nwhere = "{HALF}"\n'
    return "\n".join(
        ['[project]\nname = "whole"\ntimezone = "UTC"\n', *stages, *touchpoints, journey, segment]
    )


class Peak:
    """The most memory of its own, in MiB, that this process held; mapped files are not its own."""

    def __init__(self) -> None:
        self.most = 0
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self) -> None:
        while True:
            with suppress(OSError):
                for line in Path("/proc/self/status").read_text().splitlines():
                    if line.startswith("RssAnon"):
                        self.most = max(self.most, int(line.split()[1]) >> 10)
            time.sleep(0.05)


def load(project: Path, file: Path) -> Callable[[], Any]:
    """From file to committed lake."""
    made = footpath.create(project)

    def work() -> None:
        made.load(file)

    return work


def index(project: Path, _: Path) -> Callable[[], Any]:
    """Who is who, timelines, journeys and sources, with nothing kept."""
    opened = footpath.open(project)
    opened.define(definitions())

    def work() -> None:
        snapshot = opened._present.snapshot()
        snapshot.journeys(Lens(JOURNEY))
        snapshot.outline  # noqa: B018 (it is made when it is asked for)

    return work


def first(project: Path, _: Path) -> Callable[[], Any]:
    """The map in a new process, from the index."""
    return lambda: _moves(footpath.open(project).map(JOURNEY, wait=False))


def again(project: Path, _: Path) -> Callable[[], Any]:
    """The map, counted once more from what is in memory."""
    opened = footpath.open(project)
    _drawn(opened)
    opened._present.snapshot().answers.cache_clear()
    return lambda: _moves(_drawn(opened))


def same(project: Path, _: Path) -> Callable[[], Any]:
    """The same map, as it is asked for when its other lanes are there."""
    opened = footpath.open(project)
    _drawn(opened)
    return lambda: _moves(_drawn(opened))


def segment(project: Path, _: Path) -> Callable[[], Any]:
    """The map of half the people, who were never asked for."""
    opened = footpath.open(project)
    _drawn(opened)

    def work() -> None:
        _drawn(opened, "half")

    return work


def plain(project: Path, _: Path) -> Callable[[], Any]:
    """Every step's touchpoint and time once: what looks at all journeys can't be quicker."""
    journeys = footpath.open(project)._present.snapshot().journeys(Lens(JOURNEY))

    def work() -> None:
        journeys.touchpoint.sum()
        journeys.time.sum()

    work()
    return work


STEPS = {
    "import": load,
    "index": index,
    "first map": first,
    "map again": again,
    "the same map again": same,
    "map of a segment": segment,
    "one plain pass": plain,
}


def _drawn(project: Any, name: str | None = None) -> Any:
    """A map that is counted, though it may be kept; what takes long besides is left open."""
    present, lens = project._present, Lens(JOURNEY, name)
    snapshot = present.snapshot()
    return drawn(snapshot, lens, present.caption(NOW), snapshot.waiting(lens))


def _moves(drawn: Any) -> list[list[int]]:
    code = {name: at for at, name in enumerate(data.names())}
    return [[code[each.from_], code[each.to], each.people, each.moves] for each in drawn.flows]


def main(step: str, project: Path, file: Path, out: Path) -> None:
    work, peak = STEPS[step](project, file), Peak()
    began, cpu = time.perf_counter(), time.process_time()
    moves = work()
    told: dict[str, Any] = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - cpu}
    told["private_mib"] = peak.most
    told["peak_mib"] = measuring.peak()
    if moves:
        told["moves"] = moves
    out.write_text(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1], *map(Path, sys.argv[2:]))
