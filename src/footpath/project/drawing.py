"""What answers questions, here or on a cluster, and a lens in; the map that the lens shows out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import ClassVar, Protocol

import pyarrow as pa
from msgspec import structs

from footpath.journeys.cohort import is_behavioural
from footpath.mapping.assemble import Frame, map_of
from footpath.mapping.heard import Heard, doubts
from footpath.mapping.lanes import SAID
from footpath.model.analysis import Run
from footpath.model.definition import Definitions
from footpath.model.estimate import Estimate
from footpath.model.lens import Lens
from footpath.model.map import Coverage, JourneyMap, LaneId
from footpath.project.indexing import Kept
from footpath.project.remembering import Remembered, is_kept, remembered

CHOSEN = "The segment is selected on later behaviour: rates are of people chosen for what they did."


class Answering(Protocol):
    """One state of the data under one state of the definitions, as a map asks it."""

    kept_as: ClassVar[str]  # under which name its maps are kept

    @property
    def definitions(self) -> Definitions:
        """Those that are in force."""
        ...

    @property
    def kept(self) -> Kept:
        """What was once found out of it."""
        ...

    def runner(self, lens: Lens, /) -> Run:
        """How analyses are run on the journeys that the lens looks at."""
        ...

    def heard(self, lens: Lens, /) -> Heard | None:
        """What was said at their steps; None where nobody ever said anything."""
        ...

    def moments(self, lens: Lens, /) -> Remembered | None:
        """Their moments; None where none are looked for."""
        ...

    def persons(self, lens: Lens, /) -> pa.StringArray:
        """The ids of those whom the numbers of what was said, and of moments, mean."""
        ...

    def share(self, lens: Lens, /) -> Estimate | None:
        """The share of the lens's segment among the persons with such a journey."""
        ...

    def coverage(self, lens: Lens, /) -> Coverage:
        """What the map rests on besides its journeys, and the warnings that it alone has."""
        ...

    def waiting(self, lens: Lens, /) -> frozenset[LaneId]:
        """The lanes of the map that take long and were never asked for."""
        ...


@dataclass(frozen=True, slots=True)
class Caption:
    """What a map says of where it comes from."""

    revision: int
    now: datetime
    pseudonym: Callable[[str], str]
    command: str  # how a command line begins that lists persons


def map_for(asked: Answering, lens: Lens, caption: Caption, *, wait: bool = True) -> JourneyMap:
    """The map that the lens shows, drawn once for as long as data and definitions are the same.

    Without `wait`, lanes that take long and were never asked for are `computing`.
    """
    draw = partial(drawn, asked, lens, caption)
    results, name = asked.kept.results, asked.kept_as
    if not wait and not is_kept(results, name, lens) and (waiting := asked.waiting(lens)):
        return draw(waiting)
    return structs.replace(remembered(results, name, lens, JourneyMap, draw), generated_at=caption.now)


def drawn(
    asked: Answering, lens: Lens, caption: Caption, waiting: frozenset[LaneId] = frozenset()
) -> JourneyMap:
    """The map that the lens shows; nothing is asked for the lanes that are `waiting`."""
    frame = _frame(asked, lens, caption, waiting)
    covered = asked.coverage(lens)
    warnings = (*(doubts(frame.heard) if frame.heard else ()), *[CHOSEN] * frame.behavioural)
    covered = structs.replace(covered, warnings=(*warnings, *covered.warnings))
    return map_of(asked.runner(lens), covered, frame)


def _frame(asked: Answering, lens: Lens, caption: Caption, waiting: frozenset[LaneId]) -> Frame:
    definitions, moments = asked.definitions, asked.moments(lens)
    definition = definitions.journey(lens.journey)
    segment = None if lens.segment is None else definitions.segment(lens.segment)
    return Frame(
        definitions=definitions,
        definition=definition,
        lens=lens,
        segment=segment,
        segment_share=asked.share(lens),
        behavioural=segment is not None and is_behavioural(segment),
        revision=caption.revision,
        generated_at=caption.now,
        pseudonym=caption.pseudonym,
        command=caption.command,
        heard=None if waiting & SAID.keys() else asked.heard(lens),
        moments=moments.on_map if moments and "moment" not in waiting else lambda _: None,
        met=moments.look.persons if moments else None,
        persons=asked.persons(lens),
        waiting=waiting,
    )
