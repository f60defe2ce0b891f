"""What came directly before and after a moment."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analysis.steps import code
from footpath.moments.candidate import Risk
from footpath.moments.neighbours import after, before
from reference.drawn import journeys


def meeting(found, touchpoint):
    """The risk of those who meet a touchpoint: their first visit of it, and nobody else's."""
    rows = [
        (j, p)
        for j in range(len(found))
        for p in range(found.first[j], found.last[j])
        if found.touchpoint[p] == code(found, touchpoint)
        and code(found, touchpoint) not in found.touchpoint[found.first[j] : p]
    ]
    journey, position = np.array(rows, np.int64).reshape(-1, 2).T
    return Risk(journey, position, np.ones(len(rows), np.bool_))


def told(beside):
    return {each.touchpoint: (each.people, round(each.share.value, 2)) for each in beside}


SHOP = journeys(
    "ann: visit cart help pay +",
    "bob: visit help - / cart help cart",
    "cy: ad [help cart] call +",
    "dee: visit cart",
)


def test_what_came_directly_before_it_in_how_many_of_the_journeys_that_met_it():
    assert told(before(SHOP, meeting(SHOP, "help"))) == {
        "cart": (2, 0.5),
        "visit": (1, 0.25),
        None: (1, 0.25),
    }


def test_what_came_directly_after_it():
    assert told(after(SHOP, meeting(SHOP, "help"))) == {"cart": (2, 0.5), "pay": (1, 0.25), None: (1, 0.25)}


def test_lead_in_and_aftermath_are_beside_nothing():
    one = journeys("cy: ad [help] call +")
    risk = meeting(one, "help")
    assert [each.touchpoint for each in before(one, risk) + after(one, risk)] == [None, None]


def test_the_most_frequent_come_first_and_five_are_told():
    lines = [f"p{at}{n}: x t{at}" for at in range(7) for n in range(at)]
    found = journeys(*lines)
    shown = after(found, meeting(found, "x"))
    assert [each.touchpoint for each in shown] == ["t6", "t5", "t4", "t3", "t2"]
    assert [each.people for each in shown] == [6, 5, 4, 3, 2]


def test_who_did_not_meet_it_is_not_counted():
    risk = meeting(SHOP, "help")
    nobody = Risk(risk.journey, risk.position, np.zeros(len(risk), np.bool_))
    assert (before(SHOP, nobody), after(SHOP, nobody)) == ((), ())


def test_where_it_was_met_may_be_told_apart_from_what_was_known():
    one = journeys("ann: visit help pay +")
    risk = Risk(np.array([0]), np.array([2]), np.array([True]))  # words about the help, known behind it
    assert [each.touchpoint for each in after(one, risk, np.array([1]))] == ["pay"]
    assert [each.touchpoint for each in before(one, risk, np.array([1]))] == ["visit"]


def test_behind_the_end_there_is_a_before_and_no_after():
    one = journeys("ann: visit help -")
    risk = Risk(np.array([0]), one.last, np.array([True]))
    assert [each.touchpoint for each in before(one, risk)] == ["help"]
    assert [each.touchpoint for each in after(one, risk)] == [None]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text("abc", min_size=1, max_size=6), min_size=1, max_size=6))
def test_shares_of_few_neighbours_sum_to_one(paths):
    found = journeys(*(f"p{at}: {' '.join(path)}" for at, path in enumerate(paths)))
    met = {name: meeting(found, name) for name in found.touchpoints}
    for risk in met.values():
        for told in (before(found, risk), after(found, risk)):
            assert (
                sum(each.share.value for each in told) == np.float64(1.0).round(9)
                or abs(sum(each.share.value for each in told) - 1) < 1e-9
            )
            assert all(each.people <= len(paths) for each in told)
