"""A seed in, a company with known truth out: its people, the traces they leave, and what caused what.

>>> from tempfile import TemporaryDirectory
>>> company = simulate(people=50, seed=1)
>>> with TemporaryDirectory() as folder:
...     exports = company.write(folder)
>>> exports[1].file, exports[1].source
('web.ndjson.gz', 'web')
"""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import Any

from footpath.errors import UsageError

from .exports import WRITERS, Export
from .journeys import definitions_text
from .noise import Noise
from .people import invent
from .traces import Evidence, who_is_who
from .truth import World, tell

MOST_PEOPLE = 1_000_000


@dataclass(frozen=True)
class Company:
    """Northwind Mobile for a year: what happened, what caused it, and what its systems saw of it."""

    world: World

    @cached_property
    def truth(self) -> dict[str, Any]:
        """Rates of the journeys, and what each planted moment did; written as truth.json."""
        return tell(self.world)

    @property
    def definitions(self) -> str:
        """A good footpath.toml for this company."""
        return definitions_text()

    def write(self, folder: str | PathLike[str]) -> list[Export]:
        """Write all exports, with `truth.json` and `truth_people.csv`; tells how to import the exports."""
        place = Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        evidence = Evidence.of(self.world.people, self.world.noise, self.world.history)
        exports = [write(evidence, place) for write in WRITERS]
        (place / "truth.json").write_text(json.dumps(self.truth, indent=1), encoding="utf-8")
        with (place / "truth_people.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows([("kind", "value", "person"), *who_is_who(evidence.traces)])
        return exports


def simulate(people: int = 20_000, seed: int = 1) -> Company:
    """A company with so many people; the same seed makes the same company, to the last byte.

    >>> simulate(people=50, seed=1).truth["people"]
    50
    """
    if not 1 <= people <= MOST_PEOPLE:
        raise UsageError(f"{people} people", hint=f"A company has between 1 and {MOST_PEOPLE:,}.")
    noise = Noise(seed)
    return Company(World.of(invent(people, noise), noise))


__all__ = ["Company", "Export", "simulate"]
