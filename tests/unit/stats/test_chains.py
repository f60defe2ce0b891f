"""Chains: the goal's chance, what bars do to it, and an interval that holds what it promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from footpath.errors import UsageError
from footpath.stats.chains import goal_chance, jackknife, without
from reference import chains as twin

#                 start  form  help  goal  lost
SHOP = np.array([[0, 80, 20, 0, 0], [0, 0, 40, 30, 10], [0, 30, 0, 10, 20]])


def test_the_chance_is_that_of_all_ways():
    # From form f = 3/8 + h/2, from help h = 1/6 + f/2: f = 11/18, h = 17/36
    assert goal_chance(SHOP) == pytest.approx(0.8 * 11 / 18 + 0.2 * 17 / 36)


def test_without_help_everybody_takes_the_other_ways():
    assert without(SHOP, state=2) == pytest.approx(30 / 40)


def test_a_move_is_barred_and_others_to_the_same_place_are_not():
    # From form f = 3/4, from help h = 1/6 + f/2
    assert without(SHOP, state=2, origin=1) == pytest.approx(0.8 * 3 / 4 + 0.2 * (1 / 6 + 3 / 8))


def test_who_has_no_other_way_is_lost():
    assert without(np.array([[0, 10, 0, 0], [0, 0, 10, 0]]), state=1) == 0


def test_round_in_circles_and_nowhere_are_lost():
    #                  start  circle     stop  goal  lost
    moves = np.array([[0, 4, 0, 3, 3, 0], [0, 0, 5, 0, 0, 0], [0, 5, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]])
    assert goal_chance(moves) == pytest.approx(0.3)


def test_nobody_who_starts_reaches_nothing():
    assert goal_chance(np.zeros((2, 4), dtype=np.int64)) == 0


def test_a_chain_can_not_do_without_its_start():
    with pytest.raises(UsageError, match="can't do without its start"):
        without(SHOP, state=0)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6).flatmap(lambda s: arrays(np.int64, (s, s + 2), elements=st.integers(0, 9))))
def test_the_solution_is_where_a_long_walk_ends(moves):
    moves[:, -1] += 1
    assert goal_chance(moves) == pytest.approx(twin.goal_chance(moves), abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.integers(2, 6).flatmap(lambda s: arrays(np.int64, (s, s + 2), elements=st.integers(0, 3))))
def test_a_chance_is_a_chance_whatever_the_counts(moves):
    assert 0 <= goal_chance(moves) <= 1
    assert goal_chance(7 * moves) == pytest.approx(goal_chance(moves))


def groups_of(rng, groups, people):
    """Counts of moves [groups, 3, 5] by a chain like the shop's, with one journey a person."""
    shares = SHOP / SHOP.sum(axis=1, keepdims=True)
    moves = np.zeros((groups, 3, 5), dtype=np.int64)
    here, group = np.zeros(people, dtype=np.int64), np.arange(people) % groups
    while len(here):
        there = (rng.random(len(here))[:, None] > shares[here].cumsum(axis=1)).sum(axis=1)
        np.add.at(moves, (group, here, there), 1)
        here, group = there[there < 3], group[there < 3]
    return moves


def test_the_interval_holds_the_true_change_as_often_as_it_promises():
    rng = np.random.default_rng(4)
    truth = 400 * (without(SHOP, 2) - goal_chance(SHOP))
    found = [jackknife(groups_of(rng, 20, 400), 2, people=400) for _ in range(200)]
    held = np.mean([each.low <= truth <= each.high for each in found])
    assert 0.91 <= held <= 0.99
    assert np.mean([each.value for each in found]) == pytest.approx(truth, rel=0.05)


def test_the_estimate_says_what_it_counts():
    found = jackknife(np.stack([SHOP, SHOP]), 2, people=150)
    assert (found.unit, found.n) == ("journeys", 150)
    assert found.value == pytest.approx(200 * (without(SHOP, 2) - goal_chance(SHOP)))
    assert found.low == pytest.approx(found.value) == found.high


def test_one_group_has_no_interval():
    empty = np.zeros_like(SHOP)
    assert jackknife(np.stack([SHOP, empty]), 2, people=100) is None
