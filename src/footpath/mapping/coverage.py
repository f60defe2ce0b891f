"""What was imported and what became of it in, what is measured and what is not out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import numpy as np

from footpath.model.definition import PHASES, Definitions, JourneyDefinition, Phase, Stage
from footpath.model.map import Coverage, Source
from footpath.model.outline import Outline
from footpath.model.person import PersonIndex
from footpath.model.timeline import NO_TIME, Timelines


def coverage(
    outline: Outline,
    people: PersonIndex,
    timelines: Timelines,
    phases: Collection[Phase],
    *,
    outside: int = 0,
    first_contact_unknown: int = 0,
    warnings: Sequence[str] = (),
) -> Coverage:
    """What a map rests on; `phases` are those of which something is known."""
    return Coverage(
        sources=sources(outline),
        unmatched_share=timelines.unmatched / timelines.total if timelines.total else 0.0,
        joined_share=people.joined / people.n_people if people.n_people else 0.0,
        outside_events=outside,
        phases_without_evidence=tuple(phase for phase in PHASES if phase not in phases),
        first_contact_unknown=first_contact_unknown,
        warnings=tuple(warnings),
    )


def measured(
    definitions: Definitions, definition: JourneyDefinition, shown: Sequence[Stage], timelines: Timelines
) -> set[Phase]:
    """The phases of which something is known: those shown, and where the journey names its stages, all others
    that any event is placed in: they are left out because somebody wanted it, not for want of evidence.
    """
    phases = {stage.phase for stage in shown}
    if definition.stages is not None:
        visited = np.unique(timelines.touchpoint)
        held = {definitions.touchpoints[int(code)].stage for code in visited}
        phases |= {stage.phase for stage in definitions.stages if stage.name in held}
    return phases


def sources(outline: Outline) -> tuple[Source, ...]:
    """Every source with its number of rows and its newest time, by name."""
    rows = zip(outline.sources, outline.events.tolist(), outline.newest.tolist(), strict=True)
    return tuple(Source(name=name, events=n, newest=in_time(newest)) for name, n, newest in rows)


def in_time(microseconds: int) -> datetime | None:
    """The time of a number of µs; None for none."""
    return None if microseconds == NO_TIME else datetime.fromtimestamp(microseconds / 1e6, UTC)
