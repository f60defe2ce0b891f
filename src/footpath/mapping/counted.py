"""A way to ask journeys in, all that a map counts of them out.

Two looks suffice: the second is for the persons behind the paths that the first has found.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from footpath.analysis.extent import Extent, ExtentResult
from footpath.analysis.flow import Flow, FlowResult
from footpath.analysis.origins import Origins, OriginsResult
from footpath.analysis.outcomes import Outcomes, OutcomesResult
from footpath.analysis.paths import Paths, PathsResult
from footpath.analysis.precedence import Precedence, PrecedenceResult
from footpath.analysis.stages import StageProgress, StageProgressResult
from footpath.analysis.together import Together
from footpath.analysis.visits import Visits, VisitsResult
from footpath.analysis.witnesses import Witnesses, WitnessesResult
from footpath.model.analysis import Run

MOST_PATHS = 8
MOST_PERSONS = 50  # pseudonyms that a map carries with a number


@dataclass(frozen=True, slots=True)
class Counted:
    """The answers that a map is made of; `stages` is the question about stages that was asked."""

    stages: StageProgress
    extent: ExtentResult
    origins: OriginsResult
    outcomes: OutcomesResult
    visits: VisitsResult
    flow: FlowResult
    progress: StageProgressResult
    precedence: PrecedenceResult
    paths: PathsResult
    witnesses: WitnessesResult


def count(run: Run, stages: StageProgress) -> Counted:
    """What a map with these stages counts."""
    asked: dict[str, Any] = {
        "extent": Extent(),
        "origins": Origins(),
        "outcomes": Outcomes(),
        "visits": Visits(),
        "flow": Flow(),
        "progress": stages,
        "precedence": Precedence(tuple(names for _, names in stages.stages)),
        "paths": Paths(top=MOST_PATHS),
    }
    found: dict[str, Any] = dict(zip(asked, run(Together(tuple(asked.values()))), strict=True))
    shown = tuple(path.touchpoints for path in found["paths"].paths)
    return Counted(stages=stages, witnesses=run(Witnesses(stages.stages, shown, MOST_PERSONS)), **found)
