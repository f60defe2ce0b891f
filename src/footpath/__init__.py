"""Customer journey maps drawn from what customers actually do and say.

>>> import footpath as fp
>>> project = fp.Project.from_events({"person": ["ann", "ann", "bob"], "event": ["visit", "pay", "visit"],
...     "time": ["2026-01-01 10:00", "2026-01-01 10:05", "2026-01-02 09:00"]}, timezone="UTC")
>>> [step.people for step in project.run(fp.Funnel(["visit", "pay"])).steps]
[2, 1]

Names are loaded when they are first used, so that importing this is quick.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from footpath.analysis import DropOff, Flow, Funnel, Outcomes, Paths, StageProgress, Timing, Visits
    from footpath.collect.reading import ImportOptions
    from footpath.engine.choice import Spark
    from footpath.errors import FootpathError
    from footpath.model.estimate import Estimate
    from footpath.model.map import JourneyMap
    from footpath.moments.questions import MomentsOf
    from footpath.project import Project, create, open  # noqa: A004 – the contract's name
    from footpath.voice.questions import DriversOf, Scores
    from footpath.voice.themes_told import Themes

__version__ = "0.1.0"

_HOMES = {
    "DriversOf": "footpath.voice.questions",
    "DropOff": "footpath.analysis",
    "Estimate": "footpath.model.estimate",
    "Flow": "footpath.analysis",
    "FootpathError": "footpath.errors",
    "Funnel": "footpath.analysis",
    "ImportOptions": "footpath.collect.reading",
    "JourneyMap": "footpath.model.map",
    "MomentsOf": "footpath.moments.questions",
    "Outcomes": "footpath.analysis",
    "Paths": "footpath.analysis",
    "Project": "footpath.project",
    "Scores": "footpath.voice.questions",
    "Spark": "footpath.engine.choice",
    "StageProgress": "footpath.analysis",
    "Themes": "footpath.voice.themes_told",
    "Timing": "footpath.analysis",
    "Visits": "footpath.analysis",
    "create": "footpath.project",
    "open": "footpath.project",
}

__all__ = [
    "DriversOf",
    "DropOff",
    "Estimate",
    "Flow",
    "FootpathError",
    "Funnel",
    "ImportOptions",
    "JourneyMap",
    "MomentsOf",
    "Outcomes",
    "Paths",
    "Project",
    "Scores",
    "Spark",
    "StageProgress",
    "Themes",
    "Timing",
    "Visits",
    "create",
    "open",
]


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'footpath' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
