"""Durations by key as a state: as they are while they are not too many, as cells of them beyond."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from footpath.analysis.sums import Durations, distinct
from footpath.kernels.durations import COLUMNS, FINE, spread
from footpath.kernels.strands import BITS, FIRST, SAME, lay, strands_of
from footpath.model.ahead import THREADS, in_order
from footpath.model.estimate import Estimate
from footpath.model.spare import room
from footpath.model.timeline import ranges
from footpath.stats.quantiles import medians_of_strands

Ints = NDArray[np.int64]
Medians = dict[int, Estimate]
Answered = tuple[list[int], list[Estimate | None], list[Estimate | None]]  # keys, all, of first visits
MOST = 1 << 27  # durations beyond which only their cells are held
BLOCK = 1 << 18  # durations that are looked at together, while they are near


@dataclass(frozen=True, slots=True, eq=False)
class Strands:
    """The durations of some persons, key by key, as footpath.kernels.strands has them."""

    keys: Ints  # [k] rising
    begin: Ints  # [k]
    end: Ints  # [k]
    items: Ints

    def __len__(self) -> int:
        return int((self.end - self.begin).sum())

    def between(self, low: int, high: int) -> Strands:
        """Those of the keys from `low` up to `high`."""
        a, b = np.searchsorted(self.keys, (low, high))
        return Strands(self.keys[a:b], self.begin[a:b], self.end[a:b], self.items)


class Block(NamedTuple):
    """Keys that are looked at together."""

    keys: Ints  # [k]
    ends: Ints  # [k + 1] where the durations of each begin and end once they are laid side by side


NO_CELLS = Durations(np.zeros(0, np.int64), np.zeros((0, COLUMNS), np.int64))


@dataclass(frozen=True, slots=True, eq=False)
class Spans:
    """Durations by key, and which of them are of first visits.

    A state of them is as large as the durations, eight bytes each, up to a gigabyte; then it is as large as
    the cells that there are. The medians are the same.
    """

    parts: tuple[Strands, ...]  # of different persons
    bits: int = FINE  # of a cell
    cells: Durations = NO_CELLS
    first_cells: Durations = NO_CELLS

    @classmethod
    def of(cls, keys: Ints, values: Ints, person: NDArray[np.int32]) -> Spans:
        """From µs [N], each person's side by side."""
        found, place = distinct(keys)
        return cls((Strands(found, *strands_of(place, values, person, len(found))),))

    def merge(self, other: Spans, most: int = MOST) -> Spans:
        """Those of both, who are different persons even where their numbers are the same."""
        both = Spans(
            self.parts + other.parts,
            self.bits,
            self.cells.merge(other.cells),
            self.first_cells.merge(other.first_cells),
        )
        return both if sum(map(len, both.parts)) <= most else both.packed()

    def packed(self) -> Spans:
        """The same as cells only."""
        cells, first_cells = self.cells, self.first_cells
        for part in self.parts:
            cells = cells.merge(_cells(part, self.bits, 0))
            first_cells = first_cells.merge(_cells(part, self.bits, FIRST))
        return Spans((), self.bits, cells, first_cells)

    def medians(self) -> Medians:
        """The median of each key there is."""
        return self.both_medians()[0]

    def both_medians(self) -> tuple[Medians, Medians]:
        """The same, and that of first visits."""
        if not self.parts or len(self.cells.cells):
            packed = self.packed()
            return packed.cells.medians(), packed.first_cells.medians()
        everything: Medians = {}
        firsts: Medians = {}
        blocks = list(self._blocks())
        told = in_order(self._told, [blocks[at::THREADS] for at in range(THREADS)])
        for keys, of_all, of_first in chain.from_iterable(told):
            everything |= {key: each for key, each in zip(keys, of_all, strict=True) if each}
            firsts |= {key: each for key, each in zip(keys, of_first, strict=True) if each}
        return everything, firsts

    def _told(self, blocks: list[Block]) -> list[Answered]:
        """The medians of some blocks, one after the other laid into one room."""
        items = room(max([int(each.ends[-1]) for each in blocks], default=0))
        return [self._block(block, items) for block in blocks]

    def _blocks(self) -> Iterator[Block]:
        """All keys, in blocks of about as many durations."""
        found, place = distinct(np.concatenate([part.keys for part in self.parts]))
        total = np.zeros(len(found), np.int64)
        np.add.at(total, place, np.concatenate([part.end - part.begin for part in self.parts]))
        ends = np.append(0, np.cumsum(total))
        marks = np.arange(0, ends[-1], BLOCK)
        cuts = sorted({*np.searchsorted(ends, marks).tolist(), len(found)})
        for a, b in pairwise(cuts):
            yield Block(found[a:b], ends[a : b + 1] - ends[a])

    def _block(self, block: Block, items: Ints) -> Answered:
        keys, ends = block
        parts = [part.between(keys[0], keys[-1] + 1) for part in self.parts]
        begin, at = ends[:-1], ends[:-1].copy()
        for part in parts:
            place = np.searchsorted(keys, part.keys)
            to = at[place]
            lay(part.begin, part.end, part.items, to, items)
            at[place] = to
        return keys.tolist(), *medians_of_strands(begin, ends[1:], items, self.bits)


def _cells(part: Strands, bits: int, kind: int) -> Durations:
    """The cells of the items that are of a kind, or of all."""
    n = part.end - part.begin
    items, keys = part.items[ranges(part.begin, part.end)], np.repeat(np.arange(len(n)), n)
    person = np.cumsum((items & SAME) == 0, dtype=np.int32)
    some = np.flatnonzero((items & kind) == kind)
    cells, rows = spread(keys[some], items[some] >> BITS, person[some], len(n), bits)
    return Durations(cells, rows).renamed(part.keys)
