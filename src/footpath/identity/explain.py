"""A person of an index in, why each identifier belongs out."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.errors import UsageError
from footpath.identity.links import UNKNOWN
from footpath.identity.normalise import normalise
from footpath.model.event import Actor
from footpath.model.person import Link, PersonIndex

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def explain(index: PersonIndex, person: str | int) -> list[Link]:
    """Every actor of a person, given by id or position, with the link that ties it in; by actor."""
    at = person if isinstance(person, int) else pc.index(index.ids, person).as_py()
    if not 0 <= at < index.n_people:
        raise UsageError(f'no person "{person}"', hint="`footpath identities` lists them")
    return [_link(index, int(each)) for each in np.nonzero(index.person == at)[0]]


def find(index: PersonIndex, identifier: str, *, region: str | None = None) -> list[int]:
    """The persons, as positions, that an identifier as people write it may mean.

    It is a person's id, an actor in any spelling ("email:Ann@Example.com"), or the value of an actor.
    """
    if (at := pc.index(index.ids, identifier).as_py()) >= 0:
        return [int(at)]
    actor = Actor.parse(identifier)
    spelled = f"{actor.kind}:{normalise(actor.kind, actor.value, region)}"
    if (at := pc.index(index.actors, spelled).as_py()) >= 0:
        return [int(index.person[at])]
    texts = {f"{kind}:{normalise(kind, identifier, region)}" for kind in _kinds(index)}
    found = np.asarray(pc.is_in(index.actors, pa.array(sorted(texts), pa.string())))
    return [int(each) for each in np.unique(index.person[found])]


def _link(index: PersonIndex, at: int) -> Link:
    since = int(index.since[at])
    return Link(
        actor=Actor.parse(index.actors[at].as_py()),
        person=index.ids[int(index.person[at])].as_py(),
        reason=index.reasons[at].as_py(),
        source=index.sources[at].as_py(),
        since=None if since == UNKNOWN else _EPOCH + timedelta(microseconds=since),
    )


def _kinds(index: PersonIndex) -> list[str]:
    kind = pc.list_element(pc.split_pattern(index.actors, ":", max_splits=1), 0)
    kinds: list[str] = pc.unique(kind).to_pylist()
    return kinds
