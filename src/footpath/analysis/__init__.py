"""One question to journeys a file: flow, paths, funnel, timing, drop-off, outcomes, visits, stages."""

from footpath.analysis.dropoff import DropOff
from footpath.analysis.flow import Flow
from footpath.analysis.funnel import Funnel
from footpath.analysis.outcomes import Outcomes
from footpath.analysis.paths import Paths
from footpath.analysis.stages import StageProgress
from footpath.analysis.timing import Timing
from footpath.analysis.visits import Visits

__all__ = ["DropOff", "Flow", "Funnel", "Outcomes", "Paths", "StageProgress", "Timing", "Visits"]
