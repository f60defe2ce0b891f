"""Who was who and new rows in, who is who now out: what stitching all of them would say.

Only the rows are stitched anew that hang together with a new one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from footpath.identity.actors import actors_of
from footpath.identity.alike import LATEST, NEEDED, Alike, alike
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
from footpath.model.weaving import Woven


class Before(NamedTuple):
    """Who was who."""

    people: PersonIndex
    known: Known
    near: Near


@dataclass(frozen=True, slots=True, eq=False)
class Growth:
    """Who is who now, of the rows that were there and of the new ones after them.

    Of most persons the rows are the same as ever. Told is of whom they are not, and nothing that is as long
    as the log is made before somebody asks for it.

    ids      string array [persons]
    of_new   int32 [new rows], whose each is; -1 for nobody
    gone     int64 [G], the persons before, rising, whose rows are now somebody else's, or others
    into     int32 [G], whose all of their rows are now; -1 where they are of several
    silent   bool [G], who of them has no events
    touched  int64 [T], the persons now, rising, whose rows are not those of one who was there before
    torn     bool [T], who has rows of one before whose other rows are somebody else's
    """

    ids: pa.StringArray
    of_new: Codes
    gone: Int64s
    into: Codes
    silent: Bools
    touched: Int64s
    torn: Bools
    anew: _Anew

    @property
    def n_people(self) -> int:
        """How many persons there are."""
        return len(self.ids)

    @property
    def joined(self) -> int:
        """Persons with more than one actor."""
        return self.anew.before.people.joined - self.anew.was.joined + self.anew.now.joined

    @property
    def woven(self) -> Woven:
        """Those of whom everything is as it was, among those who are touched."""
        return Woven.of(self.gone, self.anew.before.people.n_people, self.touched)

    def people(self, room: Room = MEMORY) -> PersonIndex:
        """The persons, their actors, and the person of each row, which is made in `room`."""
        before, was, now = (self.anew.before.people, self.anew.was, self.anew.now)
        gone = np.zeros(before.n_people, np.bool_)
        gone[self.anew.whose] = True
        actors = Merged.of(before.actors, now.actors, gone[before.person])
        moved = self.anew.woven.places(before.n_people)

        def text(name: str) -> pa.StringArray:
            return actors.text(getattr(before, name), getattr(now, name))

        column = room.column(np.int32)
        for rows in self._rows(moved):
            column.append(rows)
        column.append(self.of_new)
        names = ("actors", "reasons", "sources")
        return PersonIndex(
            **dict(zip(names, in_order(text, names), strict=True)),
            ids=self.ids,
            person=np.concatenate([moved[before.person], self.anew.placed[now.person]])[actors.order],
            row_person=column.whole(),
            since=np.concatenate([before.since, now.since])[actors.order],
            counts={name: before.counts[name] - was.counts[name] + now.counts[name] for name in now.counts},
        )

    def rows_of(self, persons: Int64s) -> tuple[Int64s, Codes]:
        """The rows of some persons who are touched, in order; and which of the persons each is of."""
        number = np.full(self.n_people + 1, -1, np.int32)
        number[persons] = np.arange(len(persons))
        # Whoever stays is none of them
        nobody, found = np.full(self.anew.before.people.n_people, -1, np.int32), []
        for at, whose in enumerate(self._rows(nobody)):
            found.append((np.flatnonzero(number[whose] >= 0) + at * PART, number[whose[number[whose] >= 0]]))
        begin, of_new = len(self.anew.before.people.row_person), number[self.of_new]
        found.append((np.flatnonzero(of_new >= 0) + begin, of_new[of_new >= 0]))
        rows, of = zip(*found, strict=True)
        return np.concatenate(rows), np.concatenate(of)

    def _rows(self, moved: Codes) -> Iterator[Int32s]:
        """The person of each row that was there, PART by PART; `moved` tells who those are who stay."""
        row_person, of_row = self.anew.before.people.row_person, self.anew.before.known.of_row
        of_old = np.full(len(self.anew.before.known.weight), -1, np.int32)
        of_old[self.anew.some.old] = self.anew.whose_now[: len(self.anew.some.old)]

        def part(begin: int) -> Int32s:
            end = begin + PART
            found: Int32s = renumber(row_person[begin:end], moved, of_row[begin:end], of_old)
            return found

        return in_order(part, range(0, len(row_person), PART))


def grow(
    before: Before,
    log: EventLog,
    identifiers: Sequence[Identifier],
    *,
    region: str | None = None,
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
    return _Anew.of(before, some, was, stitched(some.table, some.weight)).told()


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


@dataclass(frozen=True, slots=True, eq=False)
class _Anew:
    """Those who were stitched anew: who they were, and who they are now.

    whose   int64 [persons of `was`], which of all persons before they were
    placed  int32 [persons of `now`], which of all persons they are
    """

    before: Before
    some: _Some
    was: PersonIndex
    now: PersonIndex
    whose: Int64s
    placed: Int32s

    @classmethod
    def of(cls, before: Before, some: _Some, was: PersonIndex, now: PersonIndex) -> _Anew:
        ids = before.people.ids
        whose, place = position(ids, was.ids), position(ids, now.ids)
        stay_ahead = place - np.searchsorted(whose, place)
        return cls(before, some, was, now, whose, (stay_ahead + np.arange(len(place))).astype(np.int32))

    @property
    def woven(self) -> Woven:
        """Everybody else among those who were stitched anew."""
        return Woven.of(self.whose, self.before.people.n_people, self.placed.astype(np.int64))

    @property
    def whose_now(self) -> Int32s:
        """The person of each row that was stitched anew."""
        found: Int32s = np.append(self.placed, np.int32(-1))[self.now.row_person]
        return found

    def told(self) -> Growth:
        """Who of them is who."""
        some, was, now = self.some, self.was, self.now
        same, who = _the_same(some, was, now)
        gone, touched = np.ones(was.n_people, np.bool_), np.ones(now.n_people, np.bool_)
        gone[same], touched[who] = False, False
        one = _only(now.row_person[: len(some.old)].astype(np.int64), was.row_person, was.n_people)
        apart = np.append(one < 0, np.False_)[was.row_person]
        torn = np.zeros(now.n_people + 1, np.bool_)
        torn[now.row_person[: len(some.old)][apart]] = True
        did = was.row_person[some.events & (was.row_person >= 0)]
        silent = np.bincount(did, minlength=was.n_people) == 0
        return Growth(
            ids=self.woven.text(self.before.people.ids, now.ids),
            of_new=self.whose_now[some.of_new],
            gone=self.whose[gone],
            into=np.append(self.placed, np.int32(-1))[one[gone]],
            silent=silent[gone],
            touched=self.placed[touched].astype(np.int64),
            torn=torn[:-1][touched],
            anew=self,
        )


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
