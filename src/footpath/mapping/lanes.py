"""Stages in, the lanes of the map out: which cells hold something, whence it is known, and from how many."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

from footpath.mapping.heard import Heard
from footpath.mapping.voices import Note
from footpath.model.map import LANES, Cell, Lane, LaneId, MapStage, Provenance, State

THIN = 30  # persons; below that a cell is indicative only
# The lanes that rest on what people say: the number that is behind a cell, and how it is known.
SAID: dict[LaneId, tuple[str, Provenance]] = {
    "feel": ("stage_felt", "inferred"),
    "say": ("stage_said", "stated"),
    "score": ("stage_scored", "stated"),
}


KNOWN: dict[LaneId, Provenance] = {"moment": "inferred"}
Measured = dict[LaneId, Callable[[MapStage], bool]]


def lanes(
    stages: Sequence[MapStage],
    heard: Heard | None,
    note: Note,
    *,
    moments: bool = False,
    waiting: Set[LaneId] = frozenset(),
) -> tuple[Lane, ...]:
    """Every lane with a cell for each stage; `note` writes down what is behind a cell.

    `moments` tells whether they were looked for, also where none was found; what is in the lanes that are
    `waiting` is being worked out elsewhere.
    """
    looked: Measured = {"moment": _looked_at} if moments else {}
    measured = MEASURED | looked
    return tuple(
        Lane(
            id=lane,
            cells=tuple(
                _awaited(stage) if lane in waiting else _cell(lane, stage, heard, note, measured)
                for stage in stages
            ),
        )
        for lane in LANES
    )


def _cell(lane: LaneId, stage: MapStage, heard: Heard | None, note: Note, measured: Measured) -> Cell:
    if lane in SAID:
        return _nothing(stage) if heard is None else _said(lane, stage, heard, note)
    if not stage.people or not measured.get(lane, _never)(stage):
        return _nothing(stage)
    known: Provenance = "stated" if _is_stated(stage) else KNOWN.get(lane, "observed")
    return Cell(stage=stage.name, state=_state(stage.people), provenance=known, evidence=stage.evidence)


def _said(lane: LaneId, stage: MapStage, heard: Heard, note: Note) -> Cell:
    number, known = SAID[lane]
    people = len(heard.persons(number, {"stage": stage.name}))
    if not people:
        return _nothing(stage)
    if lane == "feel" and not any(each.emotion.words for each in stage.touchpoints):
        known = "stated"
    evidence = note(number, people, stage=stage.name)
    return Cell(stage=stage.name, state=_state(people), provenance=known, evidence=evidence)


def _awaited(stage: MapStage) -> Cell:
    return Cell(stage=stage.name, state="computing", provenance=None, evidence=None)


def _nothing(stage: MapStage) -> Cell:
    return Cell(stage=stage.name, state="none", provenance=None, evidence=None)


def _state(people: int) -> State:
    return "full" if people >= THIN else "thin"


def _never(_: MapStage) -> bool:
    return False


def _is_stated(stage: MapStage) -> bool:
    return bool(stage.touchpoints) and all(each.stated for each in stage.touchpoints)


def _moved(stage: MapStage) -> bool:
    """Persons tell where they were, not in which order."""
    return not _is_stated(stage)


def _timed(stage: MapStage) -> bool:
    moves = (each for touchpoint in stage.touchpoints for each in touchpoint.next)
    return _moved(stage) and (stage.time is not None or any(each.time is not None for each in moves))


def _looked_at(stage: MapStage) -> bool:
    """Of what persons only tell, nobody knows who met it when."""
    return not _is_stated(stage)


# What has to be known of a stage for its cell in a lane to hold something; other lanes hold nothing yet.
MEASURED: Measured = {"do": lambda _: True, "move": _moved, "time": _timed}
