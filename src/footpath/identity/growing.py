"""Who was who and new rows in, who is who now out: what stitching all of them would say.

Only the rows are stitched anew that hang together with a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.identity.actors import actors_of
from footpath.identity.alike import NEEDED, Alike, alike
from footpath.identity.known import Known, Near
from footpath.identity.links import Rows
from footpath.identity.stitch import limited, stitch_actors
from footpath.kernels.components import Bools, Int32s, Int64s
from footpath.kernels.numbering import renumber
from footpath.model.ahead import in_order
from footpath.model.definition import Identifier
from footpath.model.log import PART, EventLog
from footpath.model.merging import Merged, position
from footpath.model.numbering import named
from footpath.model.person import PersonIndex
from footpath.model.room import MEMORY, Room
from footpath.model.timeline import Codes

LATEST = np.iinfo(np.int64).max


class Before(NamedTuple):
    """Who was who."""

    people: PersonIndex
    known: Known
    near: Near


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """Who is who now, of the rows that were there and of the new ones after them.

    moved   int32 [persons before], who each is whose rows are the same as ever; -1 for all others
    into    int32 [persons before], whose all of their rows are now; -1 where they are of several
    torn    bool [persons], who has rows of one before whose other rows are somebody else's
    silent  bool [persons before], who of those that are not in `moved` has no events
    """

    people: PersonIndex
    moved: Codes
    into: Codes
    torn: Bools
    silent: Bools

    @property
    def touched(self) -> Bools:
        """Whose rows are not those of one who was there before [persons]."""
        found = np.ones(self.people.n_people, np.bool_)
        found[self.moved[self.moved >= 0]] = False
        return found


def grow(
    before: Before,
    log: EventLog,
    identifiers: Sequence[Identifier],
    *,
    region: str | None = None,
    room: Room = MEMORY,
) -> Growth | None:
    """Who is who with the rows of `log`; None where only a look at all rows can tell."""
    new = alike(log)
    at = before.known.find(new.hashes)
    (fresh,) = np.nonzero(at < 0)
    unseen = new.log.columns(NEEDED).take(pa.array(fresh))
    actors = actors_of(
        EventLog.reading(unseen.select), limited(identifiers), region, any_cases=before.near.by_case
    )
    if len(actors.cases) and not before.near.by_case:
        return None  # from now on all cases count
    old = before.near.around(at[at >= 0], actors)
    some = _Some.of(before, new, at, old)

    def stitched(table: pa.Table, weight: Int64s) -> PersonIndex:
        part = EventLog.reading(table.select)
        found = actors_of(part, limited(identifiers), region, any_cases=before.near.by_case)
        return stitch_actors(found, Rows.of(part, weight), identifiers)

    was = stitched(before.known.table(old), before.known.weight[old])
    return _grown(before, some, was, stitched(some.table, some.weight), room)


@dataclass(frozen=True, slots=True, eq=False)
class _Some:
    """The rows that are stitched anew: `old` ones that differ, then those that nobody had seen."""

    old: Int64s
    events: Bools  # which of the old ones are events
    table: pa.Table
    weight: Int64s
    added: Int64s  # how many rows of each are new
    of_new: Int64s  # [new rows of the log] which of them each is

    @classmethod
    def of(cls, before: Before, new: Alike, at: Int64s, old: Int64s) -> _Some:
        known, (fresh,) = before.known, np.nonzero(at < 0)
        place = np.empty(len(at), np.int64)
        place[fresh] = len(old) + np.arange(len(fresh))
        place[at >= 0] = np.searchsorted(old, at[at >= 0])
        added = np.zeros(len(old) + len(fresh), np.int64)
        added[place] = new.weight
        unseen = new.log.columns(NEEDED).take(pa.array(fresh))
        table = pa.concat_tables([known.table(old), unseen]).unify_dictionaries().combine_chunks()
        weight = added.copy()
        weight[: len(old)] += known.weight[old]
        events = ~named(table["kind"], "traits")[: len(old)]
        return cls(old, events, _earliest(table, new, place), weight, added, place[new.of_row])


def _earliest(table: pa.Table, new: Alike, place: Int64s) -> pa.Table:
    """The table with the first time of each row, the new ones included."""
    column = table.schema.get_field_index("time")
    first = np.array(pc.fill_null(table["time"].cast(pa.int64()), LATEST))
    np.minimum.at(first, place, pc.fill_null(new.log.column("time").cast(pa.int64()), LATEST).to_numpy())
    times = pa.array(first, mask=first == LATEST).cast(table.schema.field(column).type)
    return table.set_column(column, table.schema.field(column), times)


def _grown(before: Before, some: _Some, was: PersonIndex, now: PersonIndex, room: Room) -> Growth:
    people = before.people
    whose = position(people.ids, was.ids)
    gone = np.zeros(people.n_people, np.bool_)
    gone[whose] = True
    ids = Merged.of(people.ids, now.ids, gone)
    actors = Merged.of(people.actors, now.actors, gone[people.person])
    whose_now = np.append(ids.placed, np.int32(-1))[now.row_person]  # of those stitched anew

    def texts(name: str) -> pa.StringArray:
        merged = ids if name == "ids" else actors
        return merged.text(getattr(people, name), getattr(now, name))

    names = ("actors", "ids", "reasons", "sources")
    found = PersonIndex(
        **dict(zip(names, in_order(texts, names), strict=True)),
        person=np.concatenate([ids.moved[people.person], ids.placed[now.person]])[actors.order],
        row_person=_of_rows(before, some, ids.moved, whose_now, room),
        since=np.concatenate([people.since, now.since])[actors.order],
        counts={name: people.counts[name] - was.counts[name] + now.counts[name] for name in now.counts},
    )
    moved, into = ids.moved.copy(), ids.moved.copy()
    same, who = _the_same(some, was, now)
    moved[whose[same]] = ids.placed[who]
    one = _only(now.row_person[: len(some.old)].astype(np.int64), was.row_person, was.n_people)
    into[whose] = np.append(ids.placed, np.int32(-1))[one]
    torn = np.zeros(found.n_people, np.bool_)
    apart = np.append(one < 0, np.False_)[was.row_person]
    torn[whose_now[: len(some.old)][apart]] = True
    silent = np.zeros(people.n_people, np.bool_)
    did = was.row_person[some.events & (was.row_person >= 0)]
    silent[whose] = np.bincount(did, minlength=was.n_people) == 0
    return Growth(found, moved, into, torn, silent)


def _of_rows(before: Before, some: _Some, moved: Codes, whose: Int32s, room: Room) -> Codes:
    """The person of each row of the log, the new ones last."""
    row_person, of_row = before.people.row_person, before.known.of_row
    of_old = np.full(len(before.known.weight), -1, np.int32)
    of_old[some.old] = whose[: len(some.old)]

    def part(begin: int) -> Int32s:
        end = begin + PART
        found: Int32s = renumber(row_person[begin:end], moved, of_row[begin:end], of_old)
        return found

    column = room.column(np.int32)
    for found in in_order(part, range(0, len(row_person), PART)):
        column.append(found)
    column.append(whose[some.of_new])
    return column.whole()


def _the_same(some: _Some, was: PersonIndex, now: PersonIndex) -> tuple[Int64s, Int64s]:
    """Who of those before has the same id and the same rows as ever, and who that is now."""
    one, other = was.row_person, now.row_person
    old = np.full(len(other), -2, np.int64)
    old[: len(one)] = one
    old[some.added > 0] = -2  # as if of somebody else
    whole = _only(old, other, now.n_people)
    (whole_now,) = np.nonzero(whole >= 0)
    back = _only(other[: len(one)].astype(np.int64), one, was.n_people)
    first = whole[whole_now]
    kept = back[first] == whole_now
    first, whole_now = first[kept], whole_now[kept]
    named = np.asarray(pc.equal(was.ids.take(pa.array(first)), now.ids.take(pa.array(whole_now))), bool)
    return first[named], whole_now[named]


def _only(values: Int64s, groups: Int32s, n: int) -> Int64s:
    """The one value of each group [n], -1 where it has several, or one below zero."""
    least, most = np.full(n, LATEST), np.full(n, -2, np.int64)
    known = groups >= 0
    np.minimum.at(least, groups[known], values[known])
    np.maximum.at(most, groups[known], values[known])
    return np.where((least == most) & (least >= 0), least, -1)
