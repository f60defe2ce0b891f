"""Where everything is from left to right: the map's stages in, columns with a slot for each touchpoint out.

Slots follow the mean order in which people meet the touchpoints. Phases without a stage become one narrow
column where they belong in the order of the nine phases, neighbours together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from footpath.draw.phrases import channel_label, count
from footpath.draw.text import longest_word, measure
from footpath.model.definition import PHASES, Phase
from footpath.model.map import JourneyMap, MapStage, MapTouchpoint

Depth = Literal["overview", "standard", "full"]
SHOWN: dict[Depth, int] = {"overview": 3, "standard": 10, "full": 1_000_000}
MARGIN = 28.0
LABELS = 156.0
GAP = 4.0
LABEL_SIZE = 12.0
SMALL = 11.0
LEAST_WIDTH = 1240.0
LEAST_COLUMN = 176.0


@dataclass(frozen=True, slots=True)
class Slot:
    """Room for one touchpoint, or for those that are summed as others."""

    x: float  # its centre
    width: float
    touchpoint: MapTouchpoint | None
    others: tuple[MapTouchpoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A stage, or neighbouring phases for which there is none."""

    x: float
    width: float
    phases: tuple[Phase, ...]
    stage: MapStage | None
    slots: tuple[Slot, ...] = ()

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width


@dataclass(frozen=True, slots=True)
class Grid:
    """All columns; lane labels stand to the left of them."""

    columns: tuple[Column, ...]
    width: float

    @property
    def stages(self) -> list[Column]:
        """Only the columns of stages."""
        return [column for column in self.columns if column.stage]

    @property
    def slots(self) -> list[Slot]:
        """The slots of touchpoints that are drawn on their own, from left to right."""
        return [slot for column in self.columns for slot in column.slots if slot.touchpoint]


def lay_columns(map_: JourneyMap, depth: Depth) -> Grid:
    """Columns and slots with their positions; a narrow map is stretched to a readable width."""
    columns = [_column(stage, SHOWN[depth]) for stage in map_.stages]
    for position, phases in reversed(_empty_phases(map_)):
        columns.insert(position, _sliver(phases))
    spare = LEAST_WIDTH - 2 * MARGIN - LABELS - sum(column.width + GAP for column in columns)
    placed = _place(_stretch(columns, max(0.0, spare)))
    right = placed[-1].right if placed else LEAST_WIDTH - MARGIN
    return Grid(tuple(placed), max(LEAST_WIDTH, right + MARGIN))


def _empty_phases(map_: JourneyMap) -> list[tuple[int, tuple[Phase, ...]]]:
    held = [PHASES.index(stage.phase) for stage in map_.stages]
    spots = []
    for number, phase in enumerate(PHASES):
        if phase in map_.coverage.phases_without_evidence:
            before = [at + 1 for at, other in enumerate(held) if other < number]
            spots.append((max(before, default=0), phase))
    return [
        (spot, tuple(phase for _, phase in group)) for spot, group in groupby(spots, key=lambda each: each[0])
    ]


def _column(stage: MapStage, shown: int) -> Column:
    # Who is drawn is chosen by people; where, by order.
    ranked = sorted(stage.touchpoints, key=lambda each: (-each.people, each.name))
    kept = ranked if len(ranked) <= shown + 1 else ranked[:shown]
    others = tuple(ranked[len(kept) :])
    slots = [_slot(each) for each in stage.touchpoints if each in kept]
    if others:
        slots.append(Slot(0, 84, None, others))
    width = max(sum(slot.width for slot in slots) + 12, LEAST_COLUMN, longest_word(stage.name, 15, 600) + 30)
    return Column(0, width, (stage.phase,), stage, tuple(slots))


def _slot(touchpoint: MapTouchpoint) -> Slot:
    channel = channel_label(touchpoint) or ""
    number = (
        measure(count(touchpoint.people), 12, 600) + 36
    )  # room for a number between two nodes of lane move
    least = max(longest_word(touchpoint.name, LABEL_SIZE), longest_word(channel, SMALL), number, 62)
    three_lines = measure(touchpoint.name, LABEL_SIZE) / 2.4
    return Slot(0, min(max(least, three_lines), 118) + 12, touchpoint)


def _sliver(phases: tuple[Phase, ...]) -> Column:
    return Column(0, max(measure(phase, SMALL) for phase in (*phases, "no evidence")) + 16, phases, None)


def _stretch(columns: list[Column], spare: float) -> list[Column]:
    natural = sum(column.width for column in columns if column.stage)
    return [
        replace(column, width=column.width + spare * column.width / natural) if column.stage else column
        for column in columns
    ]


def _place(columns: list[Column]) -> list[Column]:
    placed, x = [], MARGIN + LABELS + GAP
    for column in columns:
        placed.append(replace(column, x=x, slots=_place_slots(column, x)))
        x += column.width + GAP
    return placed


def _place_slots(column: Column, x: float) -> tuple[Slot, ...]:
    if not column.slots:
        return ()
    extra = (column.width - 12 - sum(slot.width for slot in column.slots)) / len(column.slots)
    placed, at = [], x + 6
    for slot in column.slots:
        width = slot.width + extra
        placed.append(replace(slot, x=round(at + width / 2, 1), width=width))
        at += width
    return tuple(placed)
