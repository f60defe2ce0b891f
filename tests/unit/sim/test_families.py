"""Small worlds of which it is known what hurts: the machinery, and its promises for any family."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.errors import UsageError
from footpath.sim.families import FAMILIES, TABLE, until, world
from footpath.sim.families.people import invent, start_of
from footpath.sim.families.walk import NOBODY, walk
from footpath.sim.noise import Noise

COLUMNS = ("person", "time", "touchpoint", "channel", "source")


def same(one, other):
    return all((getattr(one, name) == getattr(other, name)).all() for name in COLUMNS)


def story(walked):
    order = np.lexsort((walked.story.touchpoint, walked.story.time, walked.story.person))
    told = walked.story.take(order)
    return np.column_stack([told.person, told.time, told.touchpoint])


@pytest.fixture(scope="module")
def single():
    return world("single", 1, 2000)


@pytest.mark.parametrize("family", FAMILIES)
def test_a_seed_is_a_world(family):
    one, again, other = (world(family, seed, 300) for seed in (1, 1, 2))
    assert same(one, again)
    assert (one.reached == again.reached).all()
    assert len(one.time) != len(other.time) or not same(one, other)


@pytest.mark.parametrize("family", FAMILIES)
def test_events_come_by_person_then_time_and_begin_at_the_start(family):
    about = world(family, 1, 1000)
    key = about.person.astype(np.int64) * 2**33 + about.time - start_of(0)
    assert (np.diff(key) >= 0).all()
    first = np.flatnonzero(np.diff(about.person, prepend=-1))
    assert {about.touchpoints[code] for code in about.touchpoint[first]} == set(about.start)


@pytest.mark.parametrize("family", FAMILIES)
def test_names_and_codes_fit(family):
    about = world(family, 1, 500)
    assert len(set(about.touchpoints)) == len(about.touchpoints)
    assert {len(column) for column in about.traits.values()} == {about.people}
    for codes, names in (
        ("touchpoint", about.touchpoints),
        ("channel", about.channels),
        ("source", about.sources),
    ):
        assert getattr(about, codes).min() >= 0
        assert getattr(about, codes).max() < len(names)


@pytest.mark.parametrize("family", FAMILIES)
def test_nothing_is_a_tie_for_people(family):
    about = world(family, 1, 1000)
    gap = np.diff(about.time)[np.diff(about.person) == 0]
    assert (gap > 0).mean() > (0.5 if family == "bots" else 1 - 1e-9)


def test_who_comes_to_the_goal_in_time_has_reached_it(single):
    start = np.zeros(single.people, np.int64)
    np.copyto(
        start,
        single.time[np.searchsorted(single.person, np.arange(single.people)).clip(max=len(single.time) - 1)],
    )
    goal = np.flatnonzero(single.touchpoint == single.touchpoints.index("Order confirmed"))
    within = goal[single.time[goal] <= start[single.person[goal]] + single.within]
    assert single.reached[single.person[within]].all()
    settled = start_of(180) - single.within
    assert single.reached[start < settled].sum() == (start[single.person[within]] < settled).sum()


def test_barring_what_is_never_met_changes_nothing():
    family, noise = TABLE["single"], Noise(3)
    never = replace(family, sides=(replace(family.sides[0], base=-99.0), *family.sides[1:]))
    people = invent(never, 500, noise)
    bare, barred = walk(never, people, noise), walk(never, people, noise, np.zeros(500, np.int64))
    assert (story(bare) == story(barred)).all()


def test_barring_changes_nothing_before_the_first_meeting_and_takes_every_meeting_away():
    family, noise = TABLE["repeated"], Noise(3)
    people = invent(family, 500, noise)
    pain = len(family.way)
    there, gone = (story(walk(family, people, noise, bar)) for bar in (None, np.zeros(500, np.int64)))
    assert (there[:, 2] == pain).any()
    assert not (gone[:, 2] == pain).any()
    met = there[there[:, 2] == pain]
    first = np.full(500, 2**60)
    np.minimum.at(first, met[:, 0], met[:, 1])
    before = [each[each[:, 1] < first[each[:, 0]]] for each in (there, gone)]
    assert (before[0] == before[1]).all()


def test_people_walk_alike_alone_and_among_others():
    family, noise = TABLE["eight"], Noise(4)
    people = invent(family, 400, noise)
    some = np.arange(100, 200)
    together = walk(family, people, noise, np.full(400, NOBODY)).goal[some]
    assert (walk(family, people.take(some), noise).goal == together).all()


@given(seed=st.integers(0, 2**40), family=st.sampled_from(FAMILIES))
@settings(max_examples=30, deadline=None)
def test_a_difference_is_a_goal_lost_or_won(seed, family):
    about = world(family, seed, 60)
    for each in about.planted:
        assert set(each.difference) <= {-1.0, 0.0, 1.0}
        assert not (about.reached[each.exposed] & (each.difference < 0)).any()
        assert about.reached[each.exposed][each.difference > 0].all()
        assert each.polarity != "none" or not each.difference.any()


def test_decoys_really_change_nothing():
    """Barring a decoy is skipped where truth is told; here it is done."""
    family, noise = TABLE["null"], Noise(5)
    people = invent(family, 500, noise)
    goal = walk(family, people, noise).goal
    for side in range(len(family.sides)):
        assert (walk(family, people, noise, np.full(500, side)).goal == goal).all()


def test_who_waits_long_stays_for_the_answer():
    about = world("eight", 1, 3000)
    asked = np.flatnonzero(about.touchpoint == about.touchpoints.index("Asks for credit"))
    follows = about.touchpoint[(asked + 1).clip(max=len(about.time) - 1)]
    answered = follows == about.touchpoints.index("Credit is granted")
    gap = about.time[asked[answered] + 1] - about.time[asked[answered]]
    slow = set(about.person[asked[answered]][gap > 86_400])
    (wait,) = (each for each in about.planted if each.kind == "wait")
    assert answered.mean() > 0.95  # the rest asked on the last days
    assert slow <= set(wait.exposed)
    assert len(slow) > 0.95 * len(wait.exposed)
    assert gap[gap <= wait.threshold].max() < 12 * 3600
    assert (wait.touchpoint, wait.threshold) == ("Asks for credit", 86_400)
    assert "Waits for credit" not in about.touchpoints


def test_whoever_meets_a_loop_is_back_at_once():
    about = world("eight", 1, 1000)
    fails = np.flatnonzero(about.touchpoint == about.touchpoints.index("Sign-in fails"))
    assert {about.touchpoints[code] for code in about.touchpoint[fails + 1]} == {"Fills the cart"}
    assert about.plan("Sign-in fails").kind == "loop"


def test_an_earlier_day_knows_the_same_people_and_less_history(single):
    early = until(single, "2026-05-01")
    end = start_of(61)
    assert same(until(single, single.last_day), single)
    assert early.time.max() < end
    assert len(early.time) == (single.time < end).sum()
    assert early.people == single.people
    assert (early.plan("Sign-in fails").met < end).all()
    assert 0 < len(early.plan("Sign-in fails").exposed) < len(single.plan("Sign-in fails").exposed)


@given(days=st.lists(st.integers(0, 200), min_size=2, max_size=2))
@settings(max_examples=20, deadline=None)
def test_looking_back_twice_is_looking_back_once(single, days):
    near, far = (str(date(2026, 3, 2) + timedelta(day)) for day in sorted(days, reverse=True))
    assert same(until(until(single, near), far), until(single, far))
    assert until(until(single, far), near).last_day == until(single, far).last_day


def test_an_incident_that_goes_on_has_no_end_yet():
    about = world("incident", 1, 500)
    (whole, *_), (during, *_) = about.planted, until(about, "2026-06-01").planted
    assert (whole.began, whole.ended) == ("2026-05-21", "2026-06-25")
    assert (during.began, during.ended) == ("2026-05-21", None)


def test_an_unknown_family_is_named_with_those_there_are():
    with pytest.raises(UsageError, match='no family "nil"'):
        world("nil", 1)
    with pytest.raises(UsageError, match="0 people"):
        world("null", 1, 0)
