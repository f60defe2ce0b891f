"""What became of journeys."""

from footpath.analysis.dropoff import Drop, DropOff
from footpath.analysis.outcomes import Outcomes
from footpath.engine.local import run
from reference.drawn import journeys


def test_outcomes_count_journeys_and_people():
    result = run(Outcomes(), journeys("ann: a + / a -", "bob: a"))
    assert (result.people, result.journeys) == (2, 3)
    assert (result.reached, result.left, result.open) == (1, 1, 1)


def test_rate_and_time_are_of_settled_journeys():
    result = run(Outcomes(), journeys("ann: a@0 b@10 +", "bob: a@0 b@90 + ?", "cy: a -", "dee: a ?"))
    assert result.settled == 2
    assert (result.goal_rate.value, result.time_to_goal.value) == (0.5, 10 * 60)


def test_time_to_the_goal_has_no_lead_in():
    result = run(Outcomes(), journeys("ann: ad@0 [a@50 b@60] call@99 +"))
    assert result.time_to_goal.value == 10 * 60


def test_nothing_settled_is_no_rate():
    result = run(Outcomes(), journeys("ann: a ?"))
    assert (result.settled, result.goal_rate, result.time_to_goal) == (0, None, None)


def test_no_journeys_are_no_people():
    nobody = journeys("ann: a").buckets(1)[0].select(journeys("ann: a").settled & False)
    result = run(Outcomes(), nobody)
    assert (result.people, result.journeys, result.goal_rate) == (0, 0, None)


def drops(*lines):
    return {drop.touchpoint: drop for drop in run(DropOff(), journeys(*lines)).touchpoints}


def test_people_drop_off_after_the_last_touchpoint_of_the_journey_itself():
    found = drops("ann: ad [a b] call -")
    assert [found[name].people for name in ("ad", "a", "b", "call")] == [0, 0, 1, 0]


def test_the_rate_is_of_the_settled_journeys_that_came():
    found = drops("ann: a b -", "bob: b c +", "cy: b - ?", "dee: b ?")
    assert (found["b"].people, found["b"].visited, found["b"].left, found["b"].rate.value) == (2, 2, 1, 0.5)


def test_an_open_journey_has_not_been_left():
    assert drops("ann: a b")["b"] == Drop("b", 0, 0, 1, 0, drops("ann: a b")["b"].rate)
    assert drops("ann: a b")["b"].rate.value == 0
