"""Invariant law: every number equals the length of the list that opens behind it."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analysis.dropoff import DropOff
from footpath.analysis.flow import Flow
from footpath.analysis.funnel import Funnel
from footpath.analysis.outcomes import Outcomes
from footpath.analysis.paths import Paths
from footpath.analysis.stages import StageProgress
from footpath.analysis.timing import Timing
from footpath.analysis.visits import Visits
from footpath.engine.local import run
from laws.strategies import journeys

law = settings(max_examples=25, deadline=None)
STAGES = (("early", ("A", "B")), ("middle", ("C",)), ("late", ("E",)))


def behind(analysis, all_journeys, **part):
    """Persons and journeys behind a number."""
    mask = analysis.who(all_journeys, **part)
    return len(np.unique(all_journeys.person[mask])), int(mask.sum())


@law
@given(journeys())
def test_flow(all_journeys):
    flow = Flow()
    result = run(flow, all_journeys)
    for edge in result.edges:
        assert behind(flow, all_journeys, from_=edge.from_, to=edge.to) == (edge.people, edge.journeys)
    for start in result.starts:
        assert behind(flow, all_journeys, starts=start.touchpoint) == (start.people, start.journeys)
    for end in result.ends:
        assert behind(flow, all_journeys, ends=end.touchpoint) == (end.people, end.journeys)
    for name, entries in result.next.items():
        for entry in entries:
            found = behind(flow, all_journeys, after=name, to=entry.to, end=entry.end)
            assert found == (entry.people, entry.journeys)


@law
@given(journeys(), st.booleans(), st.sampled_from(["drawn", "journey"]), st.integers(0, 4))
def test_paths(all_journeys, collapse, span, top):
    paths = Paths(top, collapse, span)
    result = run(paths, all_journeys)
    for path in result.paths:
        assert behind(paths, all_journeys, path=path.touchpoints) == (path.people, path.journeys)
    assert behind(paths, all_journeys) == (result.other.people, result.other.journeys)


@law
@given(journeys(), st.booleans(), st.sampled_from([None, "0m", "7m", "20m"]))
def test_funnel(all_journeys, directly, within):
    funnel = Funnel(["A", {"B", "C"}, "D"], within, directly)
    for step in run(funnel, all_journeys):
        assert behind(funnel, all_journeys, step=step.step) == (step.people, step.journeys)


@law
@given(journeys())
def test_timing(all_journeys):
    for wait in run(Timing(), all_journeys).waits:
        found = behind(Timing(), all_journeys, touchpoint=wait.touchpoint)
        assert found == (wait.people, wait.journeys)
    pair = Timing(("A", "B"))
    [wait] = run(pair, all_journeys).waits
    assert behind(pair, all_journeys) == (wait.people, wait.journeys)
    assert (wait.median.n if wait.median else 0) == wait.people


@law
@given(journeys())
def test_drop_off(all_journeys):
    for drop in run(DropOff(), all_journeys).touchpoints:
        here = {"touchpoint": drop.touchpoint}
        assert behind(DropOff(), all_journeys, **here) == (drop.people, drop.journeys)
        people, visited = behind(DropOff(), all_journeys, **here, part="visited")
        assert (visited, people) == (drop.visited, drop.rate.n if drop.rate else 0)
        assert behind(DropOff(), all_journeys, **here, part="left")[1] == drop.left


@law
@given(journeys())
def test_outcomes(all_journeys):
    result = run(Outcomes(), all_journeys)
    assert behind(Outcomes(), all_journeys) == (result.people, result.journeys)
    for outcome in ("reached", "left", "open"):
        assert behind(Outcomes(), all_journeys, outcome=outcome)[1] == getattr(result, outcome)
    people, settled = behind(Outcomes(), all_journeys, settled=True)
    assert (settled, people) == (result.settled, result.goal_rate.n if result.goal_rate else 0)


@law
@given(journeys())
def test_visits(all_journeys):
    result = run(Visits(), all_journeys)
    for visit in result.touchpoints:
        name = visit.touchpoint
        assert behind(Visits(), all_journeys, touchpoint=name) == (visit.people, visit.journeys)
        assert behind(Visits(), all_journeys, first_contact=name)[0] == visit.first_contact_people
        assert visit.first_contact_people <= visit.people
        assert behind(Visits(), all_journeys, left_after=name)[0] == visit.left_after_people
        for channel, people in visit.channels:
            assert behind(Visits(), all_journeys, touchpoint=name, channel=channel)[0] == people
    assert behind(Visits(), all_journeys)[0] == result.first_contact_elsewhere
    assert behind(Visits(), all_journeys, unknown=True)[0] == result.first_contact_unknown
    known = sum(visit.first_contact_people for visit in result.touchpoints)
    assert known + result.first_contact_elsewhere + result.first_contact_unknown == result.people
    assert result.people == all_journeys.n_people


@law
@given(journeys())
def test_stage_progress(all_journeys):
    progress = StageProgress(STAGES)
    for stage in run(progress, all_journeys).stages:
        here = {"stage": stage.stage}
        assert behind(progress, all_journeys, **here) == (stage.people, stage.journeys)
        people, settled = behind(progress, all_journeys, **here, part="settled")
        assert (settled, people) == (stage.settled, stage.continue_rate.n if stage.continue_rate else 0)
        assert behind(progress, all_journeys, **here, part="continued")[1] == stage.continued
