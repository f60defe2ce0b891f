"""Persons in, a project without them out, and a receipt."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from msgspec import Struct

from footpath.project.snapshot import Snapshot
from footpath.project.spelling import spellings
from footpath.store.events import EventStore, Gone, Mask, among, holding

if TYPE_CHECKING:
    from footpath.store.catalog import Catalog

SHARED = r"^(shared by|its case is of) "  # reasons of identifiers that are nobody's own
SHORTEST_WORD = 5  # a shorter identifier is in many texts that do not mean it


class Erasure(Struct, frozen=True):
    """What was erased; the identifiers themselves are no longer known.

    `mentions` are the texts of people that still hold one of them: definitions are changed by hand only.
    """

    people: int
    actors: int
    events: int
    at: datetime
    mentions: tuple[str, ...] = ()


def erase(
    snapshot: Snapshot,
    persons: Sequence[str],
    store: EventStore,
    catalog: Catalog,
    *,
    now: datetime,
    texts: Mapping[str, str],
) -> Erasure:
    """Takes the persons' events, traits and identifiers out of the store and the catalog.

    An event of somebody else that carries an identifier of theirs goes too; one that shares only a tablet or
    a call centre's number with them stays. `texts` are what people wrote, by place.
    """
    people = snapshot.people
    wanted = np.asarray(pc.index_in(pa.array(persons, pa.string()), value_set=people.ids))
    theirs = pa.array(np.isin(people.person, wanted))
    own = pc.and_not(theirs, pc.match_substring_regex(people.reasons, SHARED))
    actors = set(people.actors.filter(own).to_pylist())
    sent = actors | _as_sent(snapshot, actors)
    rows = snapshot.log.table.filter(pa.array(np.isin(people.row_person, wanted)))
    gone = store.forget(_either(among(rows), holding(sent)))
    catalog.forget(sent, when=now)
    mentions = _mentions(texts, sent)
    return Erasure(len(persons), actors=int(pc.sum(theirs).as_py()), events=gone, at=now, mentions=mentions)


def _as_sent(snapshot: Snapshot, actors: Collection[str]) -> set[str]:
    """Every spelling of the actors that was sent."""
    found = spellings(snapshot.log.column("actors"), snapshot.definitions.timezone)
    return {sent for sent, one in zip(found.sent, found.one, strict=True) if one in actors}


def _either(*marks: Gone) -> Gone:
    def gone(table: pa.Table) -> Mask:
        found: Mask = np.logical_or.reduce([mark(table) for mark in marks])
        return found

    return gone


def _mentions(texts: Mapping[str, str], actors: Iterable[str]) -> tuple[str, ...]:
    words = [word for actor in actors if len(word := actor.partition(":")[2].casefold()) >= SHORTEST_WORD]
    return tuple(where for where, text in texts.items() if any(word in text.casefold() for word in words))
