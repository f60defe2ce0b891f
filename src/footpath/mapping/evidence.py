"""Numbers in, evidence out: which analysis, of what, from which persons, and how to get it again.

An evidence id is a short hash of the analysis and its parameters, so the same number has the same id in
every version of a map.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.flow import Flow
from footpath.analysis.outcomes import Outcomes
from footpath.analysis.paths import Paths
from footpath.analysis.stages import StageProgress
from footpath.analysis.visits import Visits
from footpath.errors import UnknownName
from footpath.mapping.heard import DEFINITIONS as HEARD
from footpath.mapping.heard import Heard
from footpath.mapping.origins import Origins
from footpath.mapping.witnesses import first_of, movers, visitors
from footpath.model.analysis import Run
from footpath.model.journey import Journeys
from footpath.model.lens import Lens
from footpath.model.map import Evidence

MOST_PATHS = 8
Met = Callable[[Mapping[str, Any]], NDArray[np.int64]]  # the persons who met a moment, by its parameters
MOST_PERSONS = 50  # pseudonyms that a map carries with a number

# What a number says, in words; filled with its parameters.
DEFINITIONS = {
    "outcomes": "Persons with a journey “{journey}”",
    "visits": "Persons with at least one “{touchpoint}” in a journey",
    "first_contact": "Persons whose earliest event of all is a “{touchpoint}” in a journey",
    "left_after": "Persons with a journey that was left, whose last touchpoint is “{touchpoint}”",
    "reached_at": "Persons with a journey that reached its goal at its first “{touchpoint}”",
    "stage": "Persons with at least one touchpoint of the stage “{stage}” in a journey",
    "flow": "Persons in whose journeys “{to}” comes immediately after “{from}” at least once",
    "path": "Persons with a journey that is exactly {path}",
    "moment": "Persons in whose journeys the pattern “{kind}” was met at “{touchpoint}”",
}


@dataclass
class EvidenceBook:
    """Collects the evidence of one map.

    `pseudonym` turns a person's id into the name that the map may carry; `command` begins a command line.
    """

    journeys: Journeys
    stages: StageProgress
    lens: Lens
    revision: int
    origins: Origins
    pseudonym: Callable[[str], str]
    command: str
    heard: Heard | None = None
    met: Met | None = None
    entries: dict[str, Evidence] = field(default_factory=dict)

    def note(self, number: str, n: int, **part: Any) -> str:
        """The id of the evidence for a number of `DEFINITIONS` that counts n persons; notes it when new."""
        parameters = self._lens | part
        key = evidence_id(number, parameters)
        if key not in self.entries:
            self.entries[key] = self._evidence(key, number, n, parameters)
        return key

    def _evidence(self, key: str, number: str, n: int, parameters: dict[str, Any]) -> Evidence:
        sources, newest = self._origin(number, parameters)
        words = {name: _in_words(value) for name, value in parameters.items()}
        return Evidence(
            analysis=number,
            parameters=parameters,
            definition=(HEARD | DEFINITIONS)[number].format(**words),
            revision=self.revision,
            n=n,
            unit="people",
            sources=sources,
            newest=newest,
            command=f"{self._command} --evidence {key}",
            python=f'project.people("{key}", {self._arguments})',
            persons=tuple(map(self._names.__getitem__, self._first_persons(number, parameters))),
        )

    def _origin(self, number: str, parameters: Mapping[str, Any]) -> tuple[tuple[str, ...], datetime | None]:
        """The sources of a number, and the time of what is newest in it."""
        if number in HEARD and self.heard is not None:
            return self.heard.sources(number, parameters)
        spoken_of = self._touchpoints(parameters)
        return self.origins.named(spoken_of), self.origins.freshest(spoken_of)

    def _touchpoints(self, parameters: Mapping[str, Any]) -> Sequence[str]:
        """What a number speaks of: all touchpoints where it names none."""
        if "stage" in parameters:
            return dict(self.stages.stages)[parameters["stage"]]
        if "path" in parameters:
            return list(parameters["path"])
        named = [parameters[key] for key in ("touchpoint", "from", "to") if key in parameters]
        return named or self.journeys.touchpoints

    def _first_persons(self, number: str, parameters: Mapping[str, Any]) -> list[int]:
        if number == "visits":
            return self._visitors[parameters["touchpoint"]]
        if number == "flow":
            return self._movers[parameters["from"], parameters["to"]]

        def persons(journeys: Journeys) -> NDArray[np.int64]:
            return behind(journeys, self.stages, number, parameters, self.heard, self.met)

        if number in HEARD or number == "moment":  # they look at all journeys, whatever they are given
            found: list[int] = persons(self.journeys)[:MOST_PERSONS].tolist()
            return found
        return first_of(self.journeys, persons, MOST_PERSONS)

    @cached_property
    def _visitors(self) -> dict[str, list[int]]:
        return visitors(self.journeys, MOST_PERSONS)

    @cached_property
    def _movers(self) -> dict[tuple[str, str], list[int]]:
        return movers(self.journeys, MOST_PERSONS)

    @cached_property
    def _names(self) -> dict[int, str]:
        return _Names(lambda person: self.pseudonym(self.journeys.persons[person].as_py()))

    @cached_property
    def _lens(self) -> dict[str, str]:
        return self.lens.parameters()

    @cached_property
    def _command(self) -> str:
        return f"{self.command} {self.lens.options()}"

    @cached_property
    def _arguments(self) -> str:
        return self.lens.arguments()


class _Names(dict[int, str]):
    """Names of persons, each made when it is first asked for: a map holds a hundred thousand mentions."""

    def __init__(self, make: Callable[[int], str]) -> None:
        self._make = make

    def __missing__(self, person: int) -> str:
        self[person] = name = self._make(person)
        return name


def evidence_id(number: str, parameters: Mapping[str, Any]) -> str:
    """The name of a piece of evidence: what it is, and a hash of its parameters."""
    text = json.dumps([number, parameters], sort_keys=True, ensure_ascii=False)
    return f"{number}-{hashlib.blake2b(text.encode(), digest_size=5).hexdigest()}"


def behind(
    journeys: Journeys,
    stages: StageProgress,
    number: str,
    parameters: Mapping[str, Any],
    heard: Heard | None = None,
    met: Met | None = None,
) -> NDArray[np.int64]:
    """The persons [n] (indices into `journeys.persons`, ascending) behind one number of a map."""
    if number in HEARD and heard is not None:
        return heard.persons(number, parameters)
    if number == "moment" and met is not None:
        return met(parameters)
    questions: dict[str, Callable[[], NDArray[np.bool_]]] = {
        "outcomes": lambda: Outcomes().who(journeys),
        "visits": lambda: Visits().who(journeys, touchpoint=parameters["touchpoint"]),
        "first_contact": lambda: Visits().who(journeys, first_contact=parameters["touchpoint"]),
        "left_after": lambda: Visits().who(journeys, left_after=parameters["touchpoint"]),
        "reached_at": lambda: Flow().who(journeys, after=parameters["touchpoint"], end="reached"),
        "stage": lambda: stages.who(journeys, stage=parameters["stage"]),
        "flow": lambda: Flow().who(journeys, from_=parameters["from"], to=parameters["to"]),
        "path": lambda: Paths().who(journeys, path=tuple(parameters["path"])),
    }
    if number not in questions:
        raise UnknownName("evidence", number, questions)
    return np.unique(journeys.person[questions[number]()])


def numbers(run: Run, stages: StageProgress) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every number that a map may show: its kind, and its part of the parameters."""
    yield "outcomes", {}
    for stage, _ in stages.stages:
        yield "stage", {"stage": stage}
    for visit in run(Visits()).touchpoints:
        for number in ("visits", "first_contact", "left_after"):
            yield number, {"touchpoint": visit.touchpoint}
    for touchpoint, following in run(Flow()).next.items():
        if any(each.end == "reached" for each in following):
            yield "reached_at", {"touchpoint": touchpoint}
    for edge in run(Flow()).edges:
        yield "flow", {"from": edge.from_, "to": edge.to}
    for path in run(Paths(top=MOST_PATHS)).paths:
        yield "path", {"path": list(path.touchpoints)}


def _in_words(value: Any) -> str:
    return " → ".join(value) if isinstance(value, list | tuple) else str(value)
