"""Patterns that are one thing, and parts of a whole."""

from dataclasses import replace

import pytest

from footpath.moments.candidate import Candidate
from footpath.moments.things import things, together, widest
from reference.grounded import thing

FORM, LOOP = Candidate("touchpoint", "form"), Candidate("loop", "form", "form")
HELP, DETOUR = Candidate("touchpoint", "help"), Candidate("detour", "help", "form")


def named(found):
    """What each is called, and what else it is."""
    return [(each.candidate, *each.also) for each in found]


def test_the_same_journeys_at_the_same_place_are_one_by_the_kind_that_tells_most():
    found = things([thing(FORM, range(100)), thing(LOOP, range(5, 105))])
    assert named(found) == [(LOOP, FORM)]
    assert found[0].learnt.counts.exposed == 100


def test_at_another_place_they_are_two():
    assert named(things([thing(FORM, range(100)), thing(HELP, range(100))])) == [(FORM,), (HELP,)]


def test_where_it_comes_from_is_a_place_of_it_too():
    found = things([thing(FORM, range(100)), thing(HELP, range(200)), thing(DETOUR, range(100))])
    assert named(found) == [(DETOUR, FORM), (HELP,)]


@pytest.mark.parametrize(("first", "one"), [(10, True), (30, False)])
def test_most_of_the_journeys_that_meet_either_have_to_meet_both(first, one):
    found = things([thing(FORM, range(100)), thing(LOOP, range(first, 100 + first))])
    assert len(found) == (1 if one else 2)


def test_where_the_most_telling_can_not_be_told_the_other_stands_for_it():
    found = things([thing(FORM, range(100)), thing(LOOP, range(104), effect=None)])
    assert named(found) == [(FORM, LOOP)]
    assert not found[0].refused
    assert found[0].met.counts.exposed == 100


def test_where_neither_can_be_told_neither_is():
    found = things([thing(FORM, range(100), effect=None), thing(LOOP, range(104), effect=None)])
    assert found[0].refused
    assert found[0].met.counts.exposed == 104


def test_the_order_in_which_they_were_measured_makes_no_difference():
    measured = [
        thing(HELP, range(90)),
        thing(FORM, range(100)),
        thing(LOOP, range(95)),
        thing(DETOUR, range(20)),
    ]
    assert named(things(measured)) == named(things(measured[::-1])) == [(LOOP, FORM), (DETOUR,), (HELP,)]


def test_journeys_are_compared_as_far_as_both_samples_go():
    whole, part = thing(FORM, range(100)).met, thing(FORM, range(100)).met
    part = replace(part, exposed=part.exposed.trimmed(40))
    assert len(part.exposed) == 40
    both, ours, theirs = together(whole, part)
    assert both == ours == theirs > 30


def test_nothing_in_common_with_who_met_nothing():
    assert together(thing(FORM, range(100)).met, thing(LOOP, []).met) == (0, 0, 0)


def test_a_part_of_something_wider_goes_into_it():
    found = widest([thing(LOOP, range(30)), thing(FORM, range(5, 200))])
    assert named(found) == [(FORM, LOOP)]


def test_what_was_one_with_the_part_goes_with_it():
    part = replace(thing(LOOP, range(30)), also=(DETOUR,))
    assert named(widest([part, thing(FORM, range(200))])) == [(FORM, LOOP, DETOUR)]


@pytest.mark.parametrize(
    "other",
    [
        thing(LOOP, range(30), effect=0.1),  # it helps where the whole hurts
        thing(LOOP, range(180, 220)),  # half of it is elsewhere
        thing(HELP, range(30)),  # at another place
        thing(LOOP, range(30), effect=None),  # nobody can tell
    ],
    ids=["helps", "elsewhere", "another place", "untold"],
)
def test_what_is_no_part_stays(other):
    assert len(widest([other, thing(FORM, range(200))])) == 2
