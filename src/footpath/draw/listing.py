"""Lanes of listed things: items in, one under the other in each column out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from footpath.draw.blocks import Drawn, View
from footpath.draw.grid import Column
from footpath.draw.scene import Group, Mark
from footpath.model.map import MapStage

Placed = tuple[Group, float]
Item = Callable[[float], Placed]


def listed(
    view: View, top: float, draw: Callable[[Column, MapStage, float], tuple[list[Group], float]]
) -> Drawn:
    """A lane whose columns are filled from top to bottom."""
    columns: dict[int, tuple[Mark | Group, ...]] = {}
    bottom = top
    for at, column in enumerate(view.grid.columns):
        if column.stage:
            groups, end = draw(column, column.stage, top + 10)
            columns[at] = tuple(groups)
            bottom = max(bottom, end)
    return Drawn(bottom - top, columns)


def stack(y: float, items: Sequence[Item]) -> tuple[list[Group], float]:
    """Items one under the other, and where they end."""
    groups = []
    for item in items:
        group, y = item(y)
        groups.append(group)
        y += 8
    return groups, y
