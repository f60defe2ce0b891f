"""Ranks: shrunk, with sets that hold the truth, and the same in any order."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.stats.ranks import rank_sets, ranked, tied
from reference import ranks as twin


def test_clear_differences_have_clear_ranks():
    found = ranked(np.array([10.0, 400, 90, 1000]), np.array([4.0, 20, 10, 50]))
    assert found.expected_rank.tolist() == [4, 2, 3, 1]
    assert (found.low.tolist(), found.high.tolist()) == ([4, 2, 3, 1], [4, 2, 3, 1])
    assert found.p_top3.tolist() == [0, 1, 1, 1]


def test_what_can_not_be_told_apart_shares_all_ranks():
    found = ranked(np.array([50.0, 51, 49, 50.5]), np.full(4, 20.0))
    assert (found.low.tolist(), found.high.tolist()) == ([1] * 4, [4] * 4)
    assert found.expected_rank == pytest.approx([2.5] * 4, abs=0.25)
    assert found.p_top3 == pytest.approx([0.75] * 4, abs=0.08)


def test_an_uncertain_leader_is_shrunk_most():
    values, errors = np.array([100.0, 80, 60, 40, 20]), np.array([60.0, 5, 5, 5, 5])
    found = ranked(values, errors)
    assert found.shrunk[0] < 80
    assert found.shrunk[1:] == pytest.approx(values[1:], abs=2)
    assert found.expected_rank[0] > 1.3


def test_a_loss_that_many_meet_is_not_taken_for_luck():
    journeys = np.append(40_000.0, np.linspace(400, 1_200, 40))
    errors = np.append(0.01, np.full(40, 0.02))
    effects = np.append(0.05, np.random.default_rng(6).normal(0.04, 0.02, 40))
    found = ranked(effects * journeys, errors * journeys, reach=journeys)
    assert found.shrunk[0] == pytest.approx(2000, rel=0.1)
    assert found.expected_rank[0] == 1
    # Among the losses themselves it is an outlier, the least certain of all
    assert ranked(effects * journeys, errors * journeys).shrunk[0] < 1000


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_few_are_not_shrunk(count):
    values, errors = np.arange(count) * 5.0, np.ones(count)
    found = ranked(values, errors)
    assert found.shrunk == pytest.approx(values, abs=0.1)
    assert found.shrunk_error == pytest.approx(errors, abs=0.1)
    assert found.p_top3.tolist() == [1] * count


def test_the_same_seed_gives_the_same_ranks():
    values, errors = np.array([3.0, 2, 1, 2]), np.ones(4)
    first, second = (ranked(values, errors, rng_seed=5) for _ in range(2))
    assert first.expected_rank.tolist() == second.expected_rank.tolist()


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(st.floats(-9, 9), st.floats(0.1, 3)), min_size=1, max_size=8, unique=True),
    st.randoms(use_true_random=False),
)
def test_items_in_another_order_keep_their_ranks(items, random):
    moved = random.sample(range(len(items)), len(items))
    values, errors = np.array(items).T
    found = ranked(values, errors, draws=300)
    again = ranked(values[moved], errors[moved], draws=300)
    assert found.expected_rank[moved].tolist() == again.expected_rank.tolist()
    assert found.low[moved].tolist() == again.low.tolist()


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 6), st.integers(0, 2**32 - 1))
def test_rank_sets_are_those_of_item_against_item(m, seed):
    rng = np.random.default_rng(seed)
    values, errors = rng.normal(0, 4, m), rng.uniform(0.3, 1, m)
    noise = rng.standard_normal((100, m)) * errors
    low, high = rank_sets(values, errors, noise)
    expected = [twin.rank_set(values, errors, noise, j) for j in range(m)]
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == expected


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_ranks_sum_as_ranks_do(m, seed):
    rng = np.random.default_rng(seed)
    found = ranked(rng.normal(0, 1, m), rng.uniform(0.1, 1, m), draws=200)
    assert found.expected_rank.sum() == pytest.approx(m * (m + 1) / 2)
    assert found.p_top3.sum() == pytest.approx(min(3, m))
    assert ((found.low >= 1) & (found.low <= found.high) & (found.high <= m)).all()


def test_ties_are_between_pairs():
    together = tied(np.array([9.0, 7, 5]), np.array([1.0, 1, 1]))
    assert together.tolist() == [[True, True, False], [True, True, True], [False, True, True]]


def test_ranks_hold_what_they_promise_in_simulated_worlds():
    rng = np.random.default_rng(8)
    held, better, brier, guess = [], [], [], []
    for _ in range(60):
        truth, errors = rng.normal(0, 1, 10), rng.uniform(0.3, 1, 10)
        values = truth + errors * rng.normal(size=10)
        found = ranked(values, errors, draws=800)
        true, point = ((-each).argsort().argsort() + 1 for each in (truth, values))
        held.append(((found.low <= true) & (true <= found.high)).mean())
        better.append(((found.expected_rank - true) ** 2).sum() < ((point - true) ** 2).sum())
        brier.append(((found.p_top3 - (true <= 3)) ** 2).mean())
        guess.append(0.3 * 0.7)
    assert np.mean(held) >= 0.95
    assert np.mean(better) > 0.6
    assert np.mean(brier) < 0.7 * np.mean(guess)
