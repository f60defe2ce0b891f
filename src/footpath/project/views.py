"""A snapshot in; one person's timeline, the state of the sources, and the tables for SQL out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.errors import UnknownName, UsageError
from footpath.identity.explain import explain, find
from footpath.identity.region import region_of
from footpath.mapping.coverage import in_time, sources
from footpath.model.definition import PHASES, Phase
from footpath.model.event import EVENT_SCHEMA
from footpath.model.person import Link
from footpath.project.order import in_order
from footpath.project.snapshot import Snapshot

SHOWN = 4  # identifiers that an error tells
MEASURES = {"times": "time", "words": "text", "scores": "score", "values": "value", "channels": "channel"}


@dataclass(frozen=True, slots=True)
class PersonEvent:
    """One event of a person; `touchpoint` and `stage` are None where no rule matches it."""

    time: datetime | None
    source: str
    event: str
    kind: str
    touchpoint: str | None
    stage: str | None
    channel: str | None
    text: str | None
    score: float | None
    properties: str | None


@dataclass(frozen=True, slots=True)
class PersonView:
    """One person: why each identifier belongs, and what happened, in order."""

    person: str
    links: tuple[Link, ...]
    events: tuple[PersonEvent, ...]


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """A source: its rows, the newest time, its persons, and how many of these another source has seen too."""

    name: str
    events: int
    newest: datetime | None
    people: int
    people_elsewhere: int


@dataclass(frozen=True, slots=True)
class Status:
    """What is there: sources, persons, what matches, what is dropped, which definitions are in force.

    `joined_share` is that of the persons with several identifiers, `people_in_several` counts those whom
    several sources have seen, by one identifier or by more.
    """

    sources: tuple[SourceStatus, ...]
    people: int
    people_in_several: int
    actors: int
    joined_share: float
    unmatched_share: float
    phases_without_evidence: tuple[Phase, ...]
    not_measured: tuple[str, ...]
    guards: dict[str, int]
    dropped: dict[str, int]
    journeys: tuple[str, ...]
    revision: int
    drift: bool


def resolve(snapshot: Snapshot, identifier: str) -> str:
    """The id of the person with that identifier ("email:ann@…", "ann@…", or a person's id).

    Raises UnknownName where nobody has it, UsageError where it may mean several persons.
    """
    people = snapshot.people
    found = find(people, identifier, region=region_of(snapshot.definitions.timezone))
    if len(found) > 1:
        actors = people.actors.filter(pa.array(np.isin(people.person, found))).to_pylist()
        whole = [each for each in actors if each.endswith(f":{identifier}")][:SHOWN]
        raise UsageError(
            f'{len(found)} persons have an identifier "{identifier}"',
            hint=f"Say its kind, as in {' or '.join(whole) or 'email:ann@…'}",
        )
    if not found:
        error = UnknownName("person", identifier, ())
        error.hint = "`footpath identities` lists every identifier"  # there are too many to name here
        raise error
    return str(people.ids[found[0]].as_py())


def person_view(snapshot: Snapshot, person: str) -> PersonView:
    """What is known of a person, by id."""
    at = int(pc.index(snapshot.people.ids, person).as_py())
    rows = np.flatnonzero(snapshot.people.row_person == at)
    table = snapshot.log.take(rows, EVENT_SCHEMA.names).append_column("code", pa.array(snapshot.codes[rows]))
    return PersonView(
        person=person,
        links=tuple(explain(snapshot.people, person)),
        events=tuple(_event(snapshot, row) for row in in_order(table).to_pylist() if row["kind"] != "traits"),
    )


def _event(snapshot: Snapshot, row: dict[str, object]) -> PersonEvent:
    code = row.pop("code")
    found = snapshot.definitions.touchpoints[code] if isinstance(code, int) and code >= 0 else None
    names = ("time", "source", "event", "kind", "channel", "text", "score", "properties")
    return PersonEvent(
        touchpoint=found.name if found else None,
        stage=found.stage if found else None,
        **{name: row[name] for name in names},  # type: ignore[arg-type]
    )


def named_people(snapshot: Snapshot, persons: Sequence[int] | np.ndarray) -> list[str]:
    """The ids of persons given by their index."""
    return list(snapshot.ids.take(pa.array(persons)).to_pylist())


def status_of(snapshot: Snapshot, *, dropped: Mapping[str, int], revision: int, drift: bool) -> Status:
    """What is there, from the snapshot and what imports dropped."""
    people, timelines, seen = snapshot.people, snapshot.timelines(None), snapshot.sightings.counts()
    return Status(
        sources=tuple(
            SourceStatus(each.name, each.events, each.newest, *seen.of[each.name])
            for each in sources(snapshot.outline)
        ),
        people=people.n_people,
        people_in_several=seen.several,
        actors=len(people.actors),
        joined_share=people.joined / people.n_people if people.n_people else 0.0,
        unmatched_share=timelines.unmatched / timelines.total if timelines.total else 0.0,
        phases_without_evidence=_unseen_phases(snapshot),
        not_measured=tuple(name for name, column in MEASURES.items() if not _has_any(snapshot, column)),
        guards={reason: n for reason, n in people.counts.items() if n},
        dropped=dict(dropped),
        journeys=tuple(journey.name for journey in snapshot.definitions.journeys),
        revision=revision,
        drift=drift,
    )


def _unseen_phases(snapshot: Snapshot) -> tuple[Phase, ...]:
    """The phases that no event is in."""
    phase_of = {stage.name: stage.phase for stage in snapshot.definitions.stages}
    touchpoints = snapshot.definitions.touchpoints
    seen = {phase_of.get(touchpoints[code].stage) for code in np.unique(snapshot.codes) if code >= 0}
    return tuple(phase for phase in PHASES if phase not in seen)


def _has_any(snapshot: Snapshot, column: str) -> bool:
    values = snapshot.log.column(column)
    return bool(values.null_count < len(values))


def identities(snapshot: Snapshot) -> dict[str, Any]:
    """Every actor with its person and the reason."""
    people = snapshot.people
    columns = zip(
        people.actors.to_pylist(),
        people.ids.take(pa.array(people.person)).to_pylist(),
        people.reasons.to_pylist(),
        people.sources.to_pylist(),
        people.since.tolist(),
        strict=True,
    )
    names = ("actor", "person", "reason", "source", "since")
    links = [dict(zip(names, (*row, in_time(since)), strict=True)) for *row, since in columns]
    return {"people": people.n_people, "actors": len(people.actors), "links": links}
