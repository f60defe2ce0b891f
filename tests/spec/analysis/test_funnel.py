"""Who reaches which step of a funnel."""

from datetime import timedelta

import pytest

from footpath.analysis.funnel import Funnel
from footpath.engine.local import run
from footpath.errors import DefinitionError, UnknownName, UsageError
from reference.drawn import journeys


def people(funnel, *lines):
    return [step.people for step in run(funnel, journeys(*lines))]


def test_a_person_may_do_other_things_between_two_steps():
    assert people(Funnel(["view", "pay"]), "ann: view help pay") == [1, 1]


def test_directly_allows_nothing_in_between():
    assert people(Funnel(["view", "pay"], directly=True), "ann: view help pay", "bob: view pay") == [2, 1]


def test_the_order_counts():
    assert people(Funnel(["view", "pay"]), "ann: pay view") == [1, 0]


def test_one_visit_is_not_two_steps():
    assert people(Funnel(["view", "view"]), "ann: view pay", "bob: view pay view") == [2, 1]


def test_steps_of_two_journeys_are_not_joined():
    assert people(Funnel(["view", "pay"]), "ann: view / pay") == [1, 0]


def test_a_step_may_be_any_of_several():
    assert people(Funnel(["view", {"card", "cash"}]), "ann: view card", "bob: view cash") == [2, 2]


def test_within_counts_from_the_first_step():
    lines = ["ann: a@0 b@30 c@61", "bob: a@0 b@30 c@60"]
    assert people(Funnel(["a", "b", "c"], within="1h"), *lines) == [2, 2, 1]


def test_a_later_start_may_be_the_one_that_is_in_time():
    assert people(Funnel(["a", "b"], within="10m"), "ann: a@0 a@60 b@65") == [1, 1]


def test_the_deepest_match_counts_wherever_it_starts():
    line = "ann: a@0 b@9 a@100 b@105 c@109"
    assert people(Funnel(["a", "b", "c"], within="10m"), line) == [1, 1, 1]
    assert people(Funnel(["a", "b", "c"], directly=True), line) == [1, 1, 1]


def test_a_step_without_a_time_is_within_nothing():
    line = "ann: a@? b@5"
    assert people(Funnel(["a", "b"]), line) == [1, 1]
    assert people(Funnel(["a", "b"], within="1d"), line) == [0, 0]


def test_shares_are_of_persons_of_the_first_and_of_the_previous_step():
    lines = ["ann: a b c", "bob: a b", "cy: a b", "dee: a", "eve: b c"]
    steps = run(Funnel(["a", "b", "c"]), journeys(*lines)).steps
    assert [step.share.value for step in steps] == [1, 3 / 4, 1 / 4]
    assert [step.share_of_previous and step.share_of_previous.value for step in steps] == [None, 3 / 4, 1 / 3]
    assert [step.share.n for step in steps] == [4, 4, 4]


def test_time_runs_from_the_previous_step():
    _, second, third = run(Funnel(["a", "b", "c"]), journeys("ann: a@0 b@5 b@6 c@9", "bob: a@0 b@15")).steps
    assert (second.time.value, third.time.value) == (10 * 60, 4 * 60)


def test_nobody_at_the_first_step_is_no_share():
    [step] = run(Funnel(["a"]), journeys("ann: b", touchpoints=["a", "b"]))
    assert (step.people, step.share, step.value) == (0, None, 0.0)


def test_within_may_be_a_timedelta():
    assert Funnel(["a"], within="45d") == Funnel(["a"], within=timedelta(days=45))


@pytest.mark.parametrize("steps", [[], "view", [""], [()]])
def test_a_funnel_needs_steps(steps):
    with pytest.raises(UsageError, match="one step or more"):
        Funnel(steps)


def test_within_is_a_duration_above_zero():
    with pytest.raises(DefinitionError, match="no duration"):
        Funnel(["a"], within="soon")
    with pytest.raises(UsageError, match="below zero"):
        Funnel(["a"], within=timedelta(days=-1))


def test_an_unknown_touchpoint_is_told_with_its_likely_name():
    with pytest.raises(UnknownName, match='no touchpoint "chekout"') as told:
        run(Funnel(["chekout"]), journeys("ann: checkout"))
    assert 'Did you mean "checkout"?' in str(told.value)


def test_who_asks_for_a_step_there_is():
    with pytest.raises(UsageError, match="no step 0"):
        Funnel(["a"]).who(journeys("ann: a"), step=0)
