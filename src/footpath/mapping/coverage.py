"""What was imported and what became of it in, what is measured and what is not out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime

import numpy as np
from msgspec import structs

from footpath.analysis.extent import ExtentResult
from footpath.kernels.visits import occurring
from footpath.model.definition import PHASES, Definitions, JourneyDefinition, Phase
from footpath.model.map import Coverage, Source
from footpath.model.outline import Outline
from footpath.model.timeline import NO_TIME, Timelines


def coverage(
    outline: Outline,
    joined_share: float,
    timelines: Timelines,
    phases: Collection[Phase],
    *,
    warnings: Sequence[str] = (),
) -> Coverage:
    """What a map rests on besides its journeys; of `phases` something is known without them.

    `joined_share` is that of the persons with more than one identifier.
    """
    return Coverage(
        sources=sources(outline),
        unmatched_share=timelines.unmatched / timelines.total if timelines.total else 0.0,
        joined_share=joined_share,
        outside_events=0,  # journeys tell
        phases_without_evidence=tuple(phase for phase in PHASES if phase not in phases),
        first_contact_unknown=0,  # journeys tell
        matched_events=timelines.total - timelines.unmatched,
        warnings=tuple(warnings),
    )


def completed(coverage: Coverage, extent: ExtentResult, phases: Collection[Phase]) -> Coverage:
    """The same with what journeys tell; `phases` are those in which something of them is shown."""
    return structs.replace(
        coverage,
        outside_events=extent.outside,
        first_contact_unknown=extent.early,
        phases_without_evidence=tuple(
            each for each in coverage.phases_without_evidence if each not in phases
        ),
    )


def placed(definitions: Definitions, definition: JourneyDefinition, timelines: Timelines) -> set[Phase]:
    """The phases that any event is placed in, where the journey names its stages: the others of these are
    left out because somebody wanted it, not for want of evidence.
    """
    if definition.stages is None:
        return set()
    met = occurring(timelines.touchpoint, len(definitions.touchpoints))
    held = {definitions.touchpoints[int(code)].stage for code in np.flatnonzero(met)}
    return {stage.phase for stage in definitions.stages if stage.name in held}


def sources(outline: Outline) -> tuple[Source, ...]:
    """Every source with its number of rows and its newest time, by name."""
    rows = zip(outline.sources, outline.events.tolist(), outline.newest.tolist(), strict=True)
    return tuple(Source(name=name, events=n, newest=in_time(newest)) for name, n, newest in rows)


def in_time(microseconds: int) -> datetime | None:
    """The time of a number of µs; None for none."""
    return None if microseconds == NO_TIME else datetime.fromtimestamp(microseconds / 1e6, UTC)
