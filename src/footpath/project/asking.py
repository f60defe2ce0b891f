"""A project as it is now and a question in; the answer, or the persons behind a number, out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from footpath.errors import UsageError
from footpath.model.analysis import Analysis
from footpath.model.lens import Lens
from footpath.moments.questions import MomentsOf
from footpath.project.present import Present
from footpath.project.views import named_people
from footpath.voice.questions import Question

Asked = Analysis[Any, Any] | Question[Any] | MomentsOf


def answer(present: Present, asked: Asked, lens: Lens) -> Any:
    """The answer, worked out on this machine or on a cluster."""
    if present.engine is not None:
        return present.clustered().run(asked, lens)
    snapshot, records = present.snapshot(), present.records
    if isinstance(asked, MomentsOf):
        found = snapshot.moments(lens)
        return found.moments(revision=records.revision, asked=asked, pseudonym=records.pseudonym)
    return snapshot.ask(asked, lens) if isinstance(asked, Question) else snapshot.run(asked, lens)


def met(present: Present, lens: Lens, touchpoint: str | None) -> list[str]:
    """The ids of the persons who met a touchpoint; of all with such a journey where none is named."""
    number, part = ("visits", {"touchpoint": touchpoint}) if touchpoint else ("outcomes", {})
    return _ids(present, present.asked.behind(lens, number, part))


def behind(present: Present, lens: Lens, evidence: str, *, everywhere: bool) -> list[str]:
    """The ids of the persons behind a number of a map; `everywhere` looks for it in every journey.

    UsageError where no map has such a number.
    """
    asked = present.asked
    names = [each.name for each in asked.definitions.journeys] if everywhere else [lens.journey]
    for name in names:
        found = asked.evidence(replace(lens, journey=name), evidence)
        if found is not None:
            return _ids(present, found)
    raise UsageError(f'no evidence "{evidence}"', hint="Name the journey, segment and period of its map")


def without_journey(present: Present, lens: Lens) -> list[str]:
    """The ids of the persons with touchpoints that are in no journey."""
    snapshot = present.snapshot()
    return named_people(snapshot, snapshot.outside(lens))


def _ids(present: Present, found: Any) -> list[str]:
    """A cluster names persons; this machine numbers them."""
    return found if isinstance(found, list) else named_people(present.snapshot(), found)
