"""An event log and how identifiers behave in, who is who out.

Actors of one row are one person, unless a guard forbids it. Nothing here depends on the order of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.identity.actors import Actors, actors_of
from footpath.identity.alike import alike
from footpath.identity.guards import CASES, SHARED, UNIQUE, Guards, behaviours, connected, too_many
from footpath.identity.links import Evidence, Links, Rows, joined, links_in_cases, links_in_rows
from footpath.identity.reasons import Refusals, reasons, why_alone
from footpath.kernels.components import (
    JOINED,
    REFUSED,
    Bools,
    Int8s,
    Int32s,
    Int64s,
    choose,
    join,
    roots,
    trace,
)
from footpath.model.ahead import in_order
from footpath.model.definition import Identifier
from footpath.model.fingerprint import digest
from footpath.model.log import PART, EventLog
from footpath.model.person import PersonIndex
from footpath.model.room import MEMORY, Room

DIGITS = np.frombuffer(b"0123456789abcdef", np.uint8)
WIDTH = 17  # of a person's id


@dataclass(slots=True, eq=False)
class _Graph:
    """Who is joined so far. Filled phase by phase, so it changes in place."""

    guards: Guards
    parent: Int32s
    held: Int32s
    shared: Bools
    people: Int64s  # how many persons a shared node would have connected

    @classmethod
    def of(cls, guards: Guards) -> _Graph:
        n = len(guards.slot)
        return cls(
            guards, np.arange(n, dtype=np.int32), guards.held(), np.zeros(n, bool), np.zeros(n, np.int64)
        )

    def look_at(self, links: Links, phase: int) -> Int8s:
        """Joins what the links of a phase allow: JOINED, REFUSED or SAME, which also other phases get."""
        guards, outcome = self.guards, np.zeros(len(links), np.int8)
        of_link = np.maximum(guards.phase[links.low], guards.phase[links.high])
        if phase > 0:
            self._find_shared(links, phase)
        free = (of_link == phase) & ~self.shared[links.low] & ~self.shared[links.high]
        outcome[free] = join(links.low[free], links.high[free], self.parent, self.held)
        return outcome

    def _find_shared(self, links: Links, phase: int) -> None:
        guards = self.guards
        group = roots(self.parent)
        known, possible = connected(
            links.low, links.high, group=group, phase=guards.phase, now=phase, shared=self.shared
        )
        over = (guards.phase == phase) & too_many(known, possible, guards.limit)
        self.shared |= over
        self.people[over] = np.where(known > guards.limit, known, possible)[over]


def stitch(
    log: EventLog, identifiers: Sequence[Identifier], *, region: str | None = None, room: Room = MEMORY
) -> PersonIndex:
    """The persons of a log, and the person of each of its rows.

    `region` is the country of phone numbers that name none (`region_of` a time zone). Of an event's actors
    the most personal decides: one of a unique kind, then one without a limit, then the others; where it has
    none but shared ones, its case stands in. `row_person` is made in `room`.

    What `counts` counts: rows with an actor that is junk (`junk`), without anybody (`no_actor`), with nothing
    but shared identifiers (`shared_identifier`), placed by an actor that is also tied to somebody else
    (`ambiguous_actor`), in a case of several persons (`ambiguous_case`); links refused (`kept_apart`).
    """
    same = alike(log, room=room)
    return spread(stitch_alike(same.log, same.weight, identifiers, region=region), same.of_row, room)


def spread(found: PersonIndex, of_row: Int32s, room: Room = MEMORY) -> PersonIndex:
    """The persons of a log, given those of rows that stand for its own, and which of them each row is."""
    row_person = room.column(np.int32)
    for at in range(0, len(of_row), PART):
        row_person.append(found.row_person[of_row[at : at + PART]])
    return replace(found, row_person=row_person.whole())


def stitch_alike(
    log: EventLog, weight: Int64s, identifiers: Sequence[Identifier], *, region: str | None = None
) -> PersonIndex:
    """As `stitch`, of a log in which each row stands for so many [rows]."""
    return stitch_actors(actors_of(log, limited(identifiers), region), Rows.of(log, weight), identifiers)


def limited(identifiers: Sequence[Identifier]) -> set[str]:
    """The kinds whose values may be shared."""
    return {kind for kind, each in behaviours(identifiers).items() if each.most_people is not None}


def stitch_actors(actors: Actors, rows: Rows, identifiers: Sequence[Identifier]) -> PersonIndex:
    """As `stitch_alike`, of rows whose actors are known."""
    guards = Guards.of(actors.nodes, identifiers)
    graph, links = _Graph.of(guards), links_in_rows(actors, rows)
    outcome = np.zeros(len(links), np.int8)
    for phase in np.unique(guards.phase[guards.phase < CASES]):
        outcome |= graph.look_at(links, int(phase))

    decides, shared_only = _place(actors, guards, graph.shared)
    cases = _marked(decides, len(guards.slot)) & (guards.phase == CASES)
    case_links = links_in_cases(actors, rows, cases)
    links = joined(links, case_links)
    outcome = np.concatenate([outcome, np.zeros(len(case_links), np.int8)])
    outcome |= graph.look_at(links, CASES)
    found = _Found(actors, rows, graph, links, outcome, decides)
    return found.index(shared_identifier=int(rows.weight[shared_only].sum()))


def _place(actors: Actors, guards: Guards, shared: Bools) -> tuple[Int32s, Bools]:
    """The node that decides whose each row is [rows], -1 for nobody; which rows have only shared ones."""
    rank = np.where(shared, SHARED, guards.rank).astype(np.int64)
    chosen = choose(actors.offsets, actors.items, rank)
    only_shared = (chosen >= 0) & np.append(shared, False)[chosen]
    stands_in = (actors.stand_in >= 0) & ((chosen < 0) | only_shared)
    return np.where(stands_in, actors.stand_in, chosen), only_shared


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Everything that is known when all links have been looked at."""

    actors: Actors
    rows: Rows
    graph: _Graph
    links: Links
    outcome: Int8s
    decides: Int32s

    def index(self, *, shared_identifier: int) -> PersonIndex:
        """The persons. Cases that nobody needed to stand in are left out."""
        root, nodes = roots(self.graph.parent), self.actors.nodes
        items = _marked(self.actors.items, len(nodes))
        keep = (self.graph.guards.phase < CASES) | items | _marked(self.decides, len(nodes))
        ids, of_root = _names(nodes, root[keep])
        person = of_root[root]
        row_person = np.append(person, np.int32(-1))[self.decides]
        words, source, since = self._ties(root)
        weight = self.rows.weight
        return PersonIndex(
            actors=nodes.filter(pa.array(keep)),
            person=person[keep],
            ids=ids,
            row_person=row_person,
            reasons=words.filter(pa.array(keep)),
            sources=self.rows.sources.take(pa.array(source[keep])),
            since=since[keep],
            counts={
                "junk": int(weight[self.actors.junk].sum()),
                "no_actor": int(weight[row_person < 0].sum()),
                "shared_identifier": shared_identifier,
                "ambiguous_actor": int(weight[np.append(self._ambiguous(), False)[self.decides]].sum()),
                "ambiguous_case": _rows_of_several(self.actors.case, row_person, weight),
                "kept_apart": int((self.outcome == REFUSED).sum()),
            },
        )

    def _ties(self, root: Int32s) -> tuple[pa.StringArray, Int32s, Int64s]:
        """Reason, source and time of what ties each node in [N]."""
        (forest,) = np.nonzero(self.outcome == JOINED)
        (refused,) = np.nonzero(self.outcome == REFUSED)
        via = trace(self.links.low[forest], self.links.high[forest], root)
        tied = via >= 0
        via[tied] = forest[via[tied]]
        own, link = self._own_evidence(), self.links.evidence.take(via[tied])
        own.source[tied], own.since[tied] = link.source, link.since
        guards = self.graph.guards
        refusals = Refusals.of(self.links, refused, root, self.graph.held, guards.kinds)
        alone = why_alone(self.graph.shared, self.graph.people, guards.phase == CASES)
        words = reasons(
            self.actors.nodes, self.links, via=via, alone=alone, refusals=refusals, sources=self.rows.sources
        )
        return words, own.source, own.since

    def _own_evidence(self) -> Evidence:
        """Where and when each node was first seen."""
        (stands_in,) = np.nonzero((self.decides >= 0) & (self.decides == self.actors.stand_in))
        node = np.concatenate([self.actors.items, self.decides[stands_in]]).astype(np.int64)
        row = np.concatenate([self.actors.row_of_item, stands_in])
        return Evidence.of(node, len(self.actors.nodes), row, self.rows, np.zeros(len(row), np.int8))

    def _ambiguous(self) -> Bools:
        """The actors [N] that are tied to somebody else too: of a refused link the less personal end."""
        refused, rank = self.links.take(self.outcome == REFUSED), self.graph.guards.rank
        low, high = refused.low, refused.high
        found = np.zeros(len(rank), bool)
        found[low[rank[low] >= rank[high]]] = True
        found[high[rank[high] >= rank[low]]] = True
        found[rank == UNIQUE] = False
        return found


def _names(nodes: pa.StringArray, root: Int32s) -> tuple[pa.StringArray, Int32s]:
    """Sorted ids of the persons, and the person of each root [N]."""
    least = np.flatnonzero(_marked(root, len(nodes)))
    slices = [least[at : at + PART] for at in range(0, len(least), PART)]
    found = in_order(lambda some: digest(nodes.take(pa.array(some))), slices)
    digests = np.concatenate([np.empty(0, np.uint64), *found])
    order = np.argsort(digests, kind="stable")
    of_root = np.full(len(nodes), -1, np.int32)
    of_root[least[order]] = np.arange(len(least))
    return _ids(digests[order]), of_root


def _ids(digests: NDArray[np.uint64]) -> pa.StringArray:
    """Each digest as "p" and its hexadecimal digits."""
    n = len(digests)
    texts = np.full((n, WIDTH), ord("p"), np.uint8)
    for at in range(1, WIDTH):
        texts[:, at] = DIGITS[(digests >> np.uint64(4 * (WIDTH - 1 - at))) & np.uint64(15)]
    ends = np.arange(0, WIDTH * (n + 1), WIDTH, dtype=np.int32)
    return pa.StringArray.from_buffers(n, pa.py_buffer(ends), pa.py_buffer(texts))


def person_id(actor: str) -> str:
    """The id of the person whose least actor this is.

    >>> person_id("user:ann")
    'pd89a04d4ec778ad7'
    """
    return "p" + blake2b(actor.encode(), digest_size=8).hexdigest()


def _rows_of_several(case: Int32s, person: Int32s, weight: Int64s) -> int:
    """How many rows are in a case whose rows are of several persons."""
    known = (case >= 0) & (person >= 0)
    if not known.any():
        return 0
    case, person, weight = case[known], person[known], weight[known]
    least, most = np.full(case.max() + 1, person.max()), np.zeros(case.max() + 1, person.dtype)
    np.minimum.at(least, case, person)
    np.maximum.at(most, case, person)
    return int(weight[(least != most)[case]].sum())


def _marked(chosen: Int32s, n: int) -> Bools:
    marked = np.zeros(n, bool)
    marked[chosen[chosen >= 0]] = True
    return marked
