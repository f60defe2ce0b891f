"""The touchpoints of some persons from several indexes in, each person's in one order out.

A person may have some in each index, and be several persons of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from footpath.journeys import columns
from footpath.kernels.order import group
from footpath.model.log import EventLog
from footpath.model.merging import union
from footpath.model.timeline import NO_TIME, Codes, Named, Timelines, narrow

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
STEPS = ("touchpoint", "time", "channel", "case", "source", "score", "row")
NAMED = ("source", "case", "channel")


@dataclass(frozen=True, slots=True, eq=False)
class Tongue:
    """The names of several timelines as one, and what the codes of each are in it; None where the same."""

    sources: tuple[str, ...]
    cases: pa.StringArray
    channels: tuple[str, ...]
    to: tuple[dict[str, Named | None], ...]  # of each, the last is -1

    @classmethod
    def of(cls, parts: Sequence[Timelines]) -> Self:
        """All that they name, in order."""
        found, to = {}, [dict[str, Named | None]() for _ in parts]
        for name in NAMED:
            names, codes = _union([names_of(each, f"{name}s") for each in parts])
            found[name] = names
            for each, code in zip(to, codes, strict=True):
                same = len(code) == 0 or code[-1] == len(code) - 1
                moved = np.append(code, np.int32(-1))
                each[name] = None if same else moved if name == "case" else narrow(moved, names)
        sources, channels = (tuple(found[name].to_pylist()) for name in ("source", "channel"))
        return cls(sources, found["case"], channels, tuple(to))

    def spoken(self, timelines: Timelines, part: int) -> Timelines:
        """Timelines with these names."""
        told: dict[str, Any] = {
            name: getattr(timelines, name) if to is None else to[getattr(timelines, name)]
            for name, to in self.to[part].items()
        }
        told["source"] = narrow(told["source"], self.sources)
        told["channel"] = narrow(told["channel"], self.channels)
        return replace(timelines, sources=self.sources, cases=self.cases, channels=self.channels, **told)


def names_of(timelines: Timelines, name: str) -> pa.StringArray:
    """Names that timelines hold as a tuple, or as an array where they may be very many."""
    names = getattr(timelines, name)
    return pa.array(names, pa.string()) if isinstance(names, tuple) else names


def _union(lists: Sequence[pa.StringArray]) -> tuple[pa.StringArray, list[Codes]]:
    """All names in order, and where those of each list stand."""
    names, codes = lists[0], [np.arange(len(lists[0]), dtype=np.int32)]
    for more in lists[1:]:
        names, moved, placed = union(names, more)
        codes = [*(moved[each] for each in codes), placed]
    return names, codes


def braided(
    log: EventLog, parts: Sequence[Timelines], whose: Sequence[Codes], people: int
) -> tuple[Timelines, Bools]:
    """The timelines of `people` persons, of whom each person of each part is one (`whose`); and which of
    them are not told, because events tie whose order only the log knows.

    The parts have the same names. Who has no events has no place in `whose` (-1).
    """
    steps: dict[str, Any] = {name: np.concatenate([getattr(each, name) for each in parts]) for name in STEPS}
    person, origin = _whose_steps(parts, whose)
    order = _in_order(log, steps, person, origin)
    offsets, _ = group(person, people)
    first_seen, first_matched, unclear = _first(parts, whose, people)
    found = replace(
        parts[0],
        persons=pa.nulls(people, pa.string()),
        offsets=offsets,
        **{name: values[order] for name, values in steps.items()},
        first_seen=first_seen,
        first_matched=first_matched,
    )
    return found, unclear


def _whose_steps(parts: Sequence[Timelines], whose: Sequence[Codes]) -> tuple[Codes, Ints]:
    """The person of each step, and a number for each person of each part."""
    begins = np.cumsum([0, *map(len, whose)])
    person = [np.repeat(at, np.diff(each.offsets)) for each, at in zip(parts, whose, strict=True)]
    origin = [
        np.repeat(np.arange(len(at)) + begin, np.diff(each.offsets))
        for each, at, begin in zip(parts, whose, begins, strict=False)
    ]
    return np.concatenate(person), np.concatenate(origin)


def _in_order(log: EventLog, steps: dict[str, NDArray[Any]], person: Codes, origin: Ints) -> Ints:
    """Steps by person, then as timelines have them; those of one origin are in order already."""
    keys = (person, steps["time"], steps["source"], steps["case"])
    order: Ints = np.lexsort(keys[::-1])
    if len(order) < 2:
        return order
    new = np.ones(len(order), np.bool_)
    new[1:] = np.logical_or.reduce([each[order[1:]] != each[order[:-1]] for each in keys])
    run = np.cumsum(new) - 1
    least, most = np.full(run[-1] + 1, len(origin) + origin.max()), np.full(run[-1] + 1, -1)
    np.minimum.at(least, run, origin[order])
    np.maximum.at(most, run, origin[order])
    places = np.flatnonzero((least != most)[run])
    if len(places):
        tied = order[places]
        order[places] = tied[_by_id(log, steps["row"][tied], run[places])]
    return order


def _by_id(log: EventLog, row: NDArray[np.int32], run: Ints) -> Ints:
    """The order of rows, run by run: by seq, then id."""
    rows = np.unique(row)
    told = log.pick(rows, ["seq", "id"])
    at = np.searchsorted(rows, row)
    _, rank = columns.rank(told["id"])
    return np.lexsort((rank[at], columns.integers(told["seq"])[at], run))


def _first(parts: Sequence[Timelines], whose: Sequence[Codes], people: int) -> tuple[Ints, Bools, Bools]:
    """When each person was first seen, whether that was at a touchpoint, and of whom that can't be told."""
    person = np.concatenate(whose)
    known = person >= 0
    person = person[known]
    seen = np.concatenate([each.first_seen for each in parts])[known]
    matched = np.concatenate([each.first_matched for each in parts])[known]
    first = np.full(people, np.iinfo(np.int64).max)
    np.minimum.at(first, person, seen)
    tied = seen == first[person]
    yes = np.bincount(person[tied & matched], minlength=people) > 0
    no = np.bincount(person[tied & ~matched], minlength=people) > 0
    has_any = np.bincount(person, minlength=people) > 0
    return np.where(has_any, first, NO_TIME), yes & ~no, yes & no
