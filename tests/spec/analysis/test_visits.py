"""Who meets a touchpoint."""

import pytest

from footpath.analysis.visits import Visits
from footpath.engine.local import run
from footpath.errors import UnknownName
from reference.drawn import journeys


def visits(*lines, **more):
    return {visit.touchpoint: visit for visit in run(Visits(), journeys(*lines, **more)).touchpoints}


def test_persons_journeys_and_occurrences():
    view = visits("ann: view view / view", "bob: ad [view] -")["view"]
    assert (view.people, view.journeys, view.events) == (2, 3, 4)


def test_a_touchpoint_that_nobody_meets_is_listed():
    assert visits("ann: a", touchpoints=["a", "b"])["b"].people == 0


def test_first_contact_is_in_the_whole_project_and_unknown_for_who_was_there_before():
    found = journeys(
        "ann: b", "bob: b", "cy: b", "dee: a", first_contact={"ann": "b", "cy": "b", "dee": "b"}, early=["cy"]
    )
    result = run(Visits(), found)
    assert [(visit.touchpoint, visit.first_contact_people) for visit in result.touchpoints] == [
        ("a", 0),
        ("b", 1),
    ]
    assert (result.people, result.first_contact_elsewhere, result.first_contact_unknown) == (4, 2, 1)


def test_first_contact_is_the_visit_that_is_drawn_and_of_nobody_twice():
    found = visits("ann: a b / a b", "bob: a", first_contact={"ann": "a", "bob": "b"})
    assert [(found[name].first_contact_people, found[name].people) for name in "ab"] == [(1, 2), (0, 1)]


def test_people_leave_after_the_last_touchpoint_of_a_journey_that_was_left():
    found = visits("ann: [a b] call - / b -", "bob: a b")
    assert [found[name].left_after_people for name in ("a", "b", "call")] == [0, 1, 0]


def test_channels_count_people_most_first():
    view = visits("ann: view~web view~web view~app", "bob: view~web", "cy: view")["view"]
    assert view.channels == (("web", 2), ("app", 1))


def test_an_unknown_channel_is_told():
    with pytest.raises(UnknownName, match='no channel "wep"'):
        Visits().who(journeys("ann: view~web"), touchpoint="view", channel="wep")
