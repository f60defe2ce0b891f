"""Numbers of different analyses, and the parts of one, agree with each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analysis.dropoff import DropOff
from footpath.analysis.flow import Flow
from footpath.analysis.funnel import Funnel
from footpath.analysis.outcomes import Outcomes
from footpath.analysis.paths import Paths
from footpath.analysis.visits import Visits
from footpath.engine.local import run
from laws.strategies import NAMES, journeys

law = settings(max_examples=25, deadline=None)
names = st.sampled_from(NAMES)


@law
@given(journeys(), names, names)
def test_an_edge_is_its_direct_two_step_funnel(all_journeys, a, b):
    edges = {(edge.from_, edge.to): (edge.people, edge.journeys) for edge in run(Flow(), all_journeys).edges}
    last = run(Funnel([a, b], directly=True), all_journeys).steps[-1]
    assert edges.get((a, b), (0, 0)) == (last.people, last.journeys)


@law
@given(journeys(), names)
def test_a_funnel_of_one_step_is_a_visit(all_journeys, a):
    [step] = run(Funnel([a]), all_journeys)
    visits = {visit.touchpoint: visit for visit in run(Visits(), all_journeys).touchpoints}
    assert (step.people, step.journeys) == (visits[a].people, visits[a].journeys)


@law
@given(journeys())
def test_what_comes_next_is_everything(all_journeys):
    visits = {visit.touchpoint: visit for visit in run(Visits(), all_journeys).touchpoints}
    for name, entries in run(Flow(), all_journeys).next.items():
        assert sum(entry.share.value for entry in entries) == pytest.approx(1)
        assert sum(entry.journeys for entry in entries) == visits[name].journeys


@law
@given(journeys())
def test_moves_are_steps_less_journeys(all_journeys):
    result = run(Flow(), all_journeys)
    moves = sum(edge.moves for edge in result.edges)
    assert moves == len(all_journeys.touchpoint) - len(all_journeys)
    assert sum(start.journeys for start in result.starts) == len(all_journeys)
    assert sum(end.journeys for end in result.ends) == len(all_journeys)


@law
@given(journeys(), st.integers(0, 4))
def test_paths_and_others_are_all_journeys(all_journeys, top):
    result = run(Paths(top), all_journeys)
    parts = [*result.paths, result.other]
    assert sum(part.journeys for part in parts) == result.journeys == len(all_journeys)
    assert sum(part.share.value for part in parts if part.share) == pytest.approx(
        float(len(all_journeys) > 0)
    )


@law
@given(journeys())
def test_who_left_left_after_some_touchpoint(all_journeys):
    left = run(Outcomes(), all_journeys).left
    assert sum(drop.journeys for drop in run(DropOff(), all_journeys).touchpoints) == left


@law
@given(journeys())
def test_drop_off_and_visits_see_the_same_people_leave(all_journeys):
    drops = [drop.people for drop in run(DropOff(), all_journeys).touchpoints]
    assert drops == [visit.left_after_people for visit in run(Visits(), all_journeys).touchpoints]


@law
@given(journeys())
def test_an_interval_holds_its_value(all_journeys):
    result = run(Flow(), all_journeys)
    estimates = [entry.share for entries in result.next.values() for entry in entries]
    estimates += [edge.time for edge in result.edges if edge.time]
    assert all(each.low <= each.value <= each.high for each in estimates)
