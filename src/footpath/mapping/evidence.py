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
import pyarrow as pa
from numpy.typing import NDArray

from footpath.analysis.flow import Flow
from footpath.analysis.outcomes import Outcomes
from footpath.analysis.paths import Paths
from footpath.analysis.stages import StageProgress
from footpath.analysis.visits import Visits
from footpath.errors import UnknownName
from footpath.mapping.counted import MOST_PATHS, MOST_PERSONS, Counted
from footpath.mapping.heard import DEFINITIONS as HEARD
from footpath.mapping.heard import Heard
from footpath.mapping.origins import Whence
from footpath.model.analysis import Run
from footpath.model.journey import Journeys
from footpath.model.lens import Lens
from footpath.model.map import Evidence

Met = Callable[[Mapping[str, Any]], NDArray[np.int64]]  # the persons who met a moment, by its parameters

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
WORDS = HEARD | DEFINITIONS
_quoted = json.encoder.encode_basestring  # as _TEXT writes texts, without its way there
_TEXT = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


@dataclass
class EvidenceBook:
    """Collects the evidence of one map.

    `pseudonym` turns a person's id into the name that the map may carry; `command` begins a command line.
    `persons` are those whom the numbers of `heard` and `met` mean.
    """

    counted: Counted
    touchpoints: Sequence[str]
    lens: Lens
    revision: int
    pseudonym: Callable[[str], str]
    command: str
    heard: Heard | None = None
    met: Met | None = None
    persons: pa.StringArray | None = None
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
        words = parameters | {"path": " → ".join(parameters["path"])} if number == "path" else parameters
        return Evidence(
            analysis=number,
            parameters=parameters,
            definition=WORDS[number].format_map(words),
            revision=self.revision,
            n=n,
            unit="people",
            sources=sources,
            newest=newest,
            command=f"{self._command} --evidence {key}",
            python=f'project.people("{key}", {self._arguments})',
            persons=self._first_persons(number, parameters),
        )

    def _origin(self, number: str, parameters: Mapping[str, Any]) -> tuple[tuple[str, ...], datetime | None]:
        """The sources of a number, and the time of what is newest in it."""
        if number in HEARD and self.heard is not None:
            return self.heard.sources(number, parameters)
        return self._whence.of(self._touchpoints(parameters))

    def _touchpoints(self, parameters: Mapping[str, Any]) -> Sequence[str]:
        """What a number speaks of: all touchpoints where it names none."""
        if "stage" in parameters:
            return dict(self.counted.stages.stages)[parameters["stage"]]
        if "path" in parameters:
            return list(parameters["path"])
        named = [parameters[key] for key in ("touchpoint", "from", "to") if key in parameters]
        return named or self.touchpoints

    def _first_persons(self, number: str, parameters: Mapping[str, Any]) -> tuple[str, ...]:
        """The names of the first of the persons behind a number."""
        if number in HEARD and self.heard is not None:
            return self._named(self.heard.persons(number, parameters))
        if number == "moment" and self.met is not None:
            return self._named(self.met(parameters))
        found = self.counted.witnesses.of(number, *self._what(parameters))
        return tuple(map(self._names.__getitem__, found))

    def _what(self, parameters: Mapping[str, Any]) -> Sequence[int]:
        """What a number is of, as places."""
        if "stage" in parameters:
            return (self._stages[parameters["stage"]],)
        if "path" in parameters:
            return (self._paths[tuple(parameters["path"])],)
        return [self._places[parameters[key]] for key in ("touchpoint", "from", "to") if key in parameters]

    def _named(self, found: NDArray[np.int64]) -> tuple[str, ...]:
        persons = pa.array([], pa.string()) if self.persons is None else self.persons
        return tuple(map(self.pseudonym, persons.take(pa.array(found[:MOST_PERSONS])).to_pylist()))

    @cached_property
    def _names(self) -> list[str]:
        return list(map(self.pseudonym, self.counted.witnesses.persons))

    @cached_property
    def _places(self) -> dict[str, int]:
        return {name: at for at, name in enumerate(self.counted.witnesses.touchpoints)}

    @cached_property
    def _stages(self) -> dict[str, int]:
        return {name: at for at, (name, _) in enumerate(self.counted.stages.stages)}

    @cached_property
    def _paths(self) -> dict[tuple[str, ...], int]:
        return {path.touchpoints: at for at, path in enumerate(self.counted.paths.paths)}

    @cached_property
    def _whence(self) -> Whence:
        return Whence(self.counted.origins)

    @cached_property
    def _lens(self) -> dict[str, str]:
        return self.lens.parameters()

    @cached_property
    def _command(self) -> str:
        return f"{self.command} {self.lens.options()}"

    @cached_property
    def _arguments(self) -> str:
        return self.lens.arguments()


def evidence_id(number: str, parameters: Mapping[str, Any]) -> str:
    """The name of a piece of evidence: what it is, and a hash of its parameters."""
    parts = [f"{_quoted(key)}: {_written(parameters[key])}" for key in sorted(parameters)]
    text = f"[{_quoted(number)}, {{{', '.join(parts)}}}]"
    return f"{number}-{hashlib.blake2b(text.encode(), digest_size=5).hexdigest()}"


def _written(value: Any) -> str:
    return _quoted(value) if isinstance(value, str) else _TEXT.encode(value)


def behind(
    journeys: Journeys,
    stages: StageProgress,
    number: str,
    parameters: Mapping[str, Any],
) -> NDArray[np.int64]:
    """The persons [n] (indices into `journeys.persons`, ascending) behind one number that journeys tell."""
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
