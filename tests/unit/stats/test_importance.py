"""What drivers carry: published numbers, the slow way, laws, and intervals that hold what they promise."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.errors import UsageError
from footpath.stats.contrasts import BAD, GOOD, MIDDLE, MISSING, contrasts, label, mean, regress
from footpath.stats.importance import correlations, importance, johnson, lmg, pair_sums, repair, without_halo
from reference import importance as twin

# Fertility, Agriculture, Examination, Education, Catholic, Infant mortality of 47 Swiss provinces about 1888:
# Princeton's Office of Population Research, in Mosteller and Tukey (1977), Data Analysis and Regression.
PROVINCES = [
    (80.2, 17, 15, 12, 9.96, 22.2),
    (83.1, 45.1, 6, 9, 84.84, 22.2),
    (92.5, 39.7, 5, 5, 93.4, 20.2),
    (85.8, 36.5, 12, 7, 33.77, 20.3),
    (76.9, 43.5, 17, 15, 5.16, 20.6),
    (76.1, 35.3, 9, 7, 90.57, 26.6),
    (83.8, 70.2, 16, 7, 92.85, 23.6),
    (92.4, 67.8, 14, 8, 97.16, 24.9),
    (82.4, 53.3, 12, 7, 97.67, 21),
    (82.9, 45.2, 16, 13, 91.38, 24.4),
    (87.1, 64.5, 14, 6, 98.61, 24.5),
    (64.1, 62, 21, 12, 8.52, 16.5),
    (66.9, 67.5, 14, 7, 2.27, 19.1),
    (68.9, 60.7, 19, 12, 4.43, 22.7),
    (61.7, 69.3, 22, 5, 2.82, 18.7),
    (68.3, 72.6, 18, 2, 24.2, 21.2),
    (71.7, 34, 17, 8, 3.3, 20),
    (55.7, 19.4, 26, 28, 12.11, 20.2),
    (54.3, 15.2, 31, 20, 2.15, 10.8),
    (65.1, 73, 19, 9, 2.84, 20),
    (65.5, 59.8, 22, 10, 5.23, 18),
    (65, 55.1, 14, 3, 4.52, 22.4),
    (56.6, 50.9, 22, 12, 15.14, 16.7),
    (57.4, 54.1, 20, 6, 4.2, 15.3),
    (72.5, 71.2, 12, 1, 2.4, 21),
    (74.2, 58.1, 14, 8, 5.23, 23.8),
    (72, 63.5, 6, 3, 2.56, 18),
    (60.5, 60.8, 16, 10, 7.72, 16.3),
    (58.3, 26.8, 25, 19, 18.46, 20.9),
    (65.4, 49.5, 15, 8, 6.1, 22.5),
    (75.5, 85.9, 3, 2, 99.71, 15.1),
    (69.3, 84.9, 7, 6, 99.68, 19.8),
    (77.3, 89.7, 5, 2, 100, 18.3),
    (70.5, 78.2, 12, 6, 98.96, 19.4),
    (79.4, 64.9, 7, 3, 98.22, 20.2),
    (65, 75.9, 9, 9, 99.06, 17.8),
    (92.2, 84.6, 3, 3, 99.46, 16.3),
    (79.3, 63.1, 13, 13, 96.83, 18.1),
    (70.4, 38.4, 26, 12, 5.62, 20.3),
    (65.7, 7.7, 29, 11, 13.79, 20.5),
    (72.7, 16.7, 22, 13, 11.22, 18.9),
    (64.4, 17.6, 35, 32, 16.92, 23),
    (77.6, 37.6, 15, 7, 4.97, 20),
    (67.6, 18.7, 25, 7, 8.65, 19.5),
    (35, 1.2, 37, 53, 42.34, 18),
    (44.7, 46.6, 16, 29, 50.43, 18.2),
    (42.8, 27.7, 22, 29, 58.33, 19.3),
]


@pytest.fixture(scope="module")
def provinces():
    fertility, *drivers = np.array(PROVINCES).T
    return np.corrcoef([*drivers, fertility])


def test_the_swiss_provinces_have_the_published_shares(provinces):
    found = lmg(provinces)
    assert found == pytest.approx([0.0571, 0.1712, 0.2601, 0.1056, 0.1128], abs=5e-5)
    assert found.sum() == pytest.approx(0.7067, abs=5e-5)


def test_the_swiss_provinces_have_the_published_relative_weights(provinces):
    found = johnson(provinces)
    assert found == pytest.approx([0.0484, 0.1547, 0.2720, 0.1147, 0.1170], abs=5e-5)
    assert found.sum() == pytest.approx(lmg(provinces).sum())


def test_drivers_that_have_nothing_in_common_carry_their_squared_correlation():
    assert lmg(np.array([[1, 0, 0.6], [0, 1, 0.3], [0.6, 0.3, 1]])) == pytest.approx([0.36, 0.09])


def test_of_two_drivers_relative_weights_are_lmg():
    pair = np.array([[1, 0.7, 0.6], [0.7, 1, 0.3], [0.6, 0.3, 1]])
    assert johnson(pair) == pytest.approx(lmg(pair))


def test_a_driver_that_is_there_twice_shares_what_it_carries():
    twice = np.array([[1, 1, 0.2, 0.6], [1, 1, 0.2, 0.6], [0.2, 0.2, 1, 0.4], [0.6, 0.6, 0.4, 1]])
    once = np.array([[1, 0.2, 0.6], [0.2, 1, 0.4], [0.6, 0.4, 1]])
    for carry in (lmg, johnson):
        first, second, _ = carry(twice)
        assert first == pytest.approx(second)
        assert carry(twice).sum() == pytest.approx(carry(once).sum())


def test_sixteen_drivers_are_too_many_for_lmg():
    with pytest.raises(UsageError, match="16 drivers are too many"):
        lmg(np.eye(17))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 5), st.integers(0, 2**32 - 1))
def test_lmg_is_the_mean_over_all_orders_and_sums_to_r2(k, seed):
    rng = np.random.default_rng(seed)
    columns = rng.normal(size=(25, k + 1)) @ rng.normal(size=(k + 1, k + 1))
    found = lmg(np.cov(columns.T))
    assert found == pytest.approx(twin.shares(columns[:, :-1], columns[:, -1]), abs=1e-7)
    assert found.sum() == pytest.approx(twin.r2(columns[:, :-1], columns[:, -1]), abs=1e-7)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_relative_weights_sum_to_r2(k, seed):
    columns = np.random.default_rng(seed).normal(size=(40, k + 1))
    found = johnson(np.corrcoef(columns.T))
    assert found.sum() == pytest.approx(twin.r2(columns[:, :-1], columns[:, -1]))
    assert (found >= 0).all()


def test_without_the_halo_the_rest_says_what_pleased_people_do_not_say_anyway():
    rng = np.random.default_rng(3)
    pleased = rng.normal(size=4_000)
    ratings = pleased[:, None] + 0.7 * rng.normal(size=(4_000, 4))
    of_the_halo = np.corrcoef(np.column_stack([ratings, pleased + rng.normal(size=4_000)]).T)
    of_the_first = np.corrcoef(np.column_stack([ratings, ratings[:, 0] + rng.normal(size=4_000)]).T)
    assert lmg(without_halo(of_the_halo)).sum() < 0.01
    assert lmg(without_halo(of_the_first)).argmax() == 0
    assert lmg(without_halo(of_the_first)).sum() > 0.05


def test_correlations_are_over_who_gave_both():
    values = np.array([[1.0, 2, 1], [2, np.nan, 2], [3, 1, 3], [np.nan, 5, 9], [5, 4, 2]])
    found = correlations(pair_sums(values, np.ones(5), np.zeros(5, dtype=np.int64), 1))[0]
    assert found[0, 1] == pytest.approx(np.corrcoef([1, 3, 5], [2, 1, 4])[0, 1])
    assert found[0, 2] == pytest.approx(np.corrcoef([1, 2, 3, 5], [1, 2, 3, 2])[0, 1])


def test_a_weight_of_two_is_a_row_twice():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(6, 3))
    weight = np.array([2.0, 1, 1, 3, 1, 1])
    once = pair_sums(values, weight, np.zeros(6, dtype=np.int64), 1)
    assert correlations(once)[0] == pytest.approx(
        np.corrcoef(np.repeat(values, [2, 1, 1, 3, 1, 1], axis=0).T)
    )


def test_correlations_that_no_data_could_have_are_made_to_agree():
    wrong = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    near = repair(wrong)
    assert np.linalg.eigvalsh(near)[0] > -1e-9
    assert np.diagonal(near) == pytest.approx(np.ones(3))
    assert 0 <= lmg(near).sum() <= 1 + 1e-9
    assert (repair(np.eye(3)) == np.eye(3)).all()


EFFECTS = np.array([0.8, 0.4, 0.2, 0.0])


def ratings(rng, people, *, missing=True):
    """Four ratings with a halo, and an outcome last; 30 to 90 % met each touchpoint."""
    rated = 0.7 * rng.normal(size=(people, 1)) + 0.8 * rng.normal(size=(people, 4))
    outcome = rated @ EFFECTS + 1.5 * rng.normal(size=people)
    met = rng.random((people, 4)) < [0.3, 0.9, 0.6, 0.9]
    return np.column_stack([np.where(met | (not missing), rated, np.nan), outcome])


def everybody(values):
    return np.arange(len(values), dtype=np.int32)


def test_who_met_a_touchpoint_tells_its_importance_however_few_they_are():
    truth = lmg(np.corrcoef(ratings(np.random.default_rng(0), 200_000, missing=False).T))
    values = ratings(np.random.default_rng(1), 20_000)
    found = importance(values, everybody(values))
    assert [each.value for each in found.shares] == pytest.approx(truth / truth.sum(), abs=0.02)
    assert found.r2.value == pytest.approx(truth.sum(), abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("people", [200, 800])
def test_about_95_of_100_intervals_hold_the_true_importance(people):
    truth = lmg(np.corrcoef(ratings(np.random.default_rng(0), 400_000, missing=False).T))
    rng = np.random.default_rng(2)
    drawn = [ratings(rng, people) for _ in range(60)]
    found = [importance(values, everybody(values)) for values in drawn]
    held = [
        [each.low <= t <= each.high for each, t in zip(one.shares, truth / truth.sum(), strict=True)]
        for one in found
    ]
    assert (np.mean(held, axis=0) >= 0.85).all()
    assert 0.9 <= np.mean(held) <= 0.99
    assert np.mean([one.r2.low <= truth.sum() <= one.r2.high for one in found]) >= 0.88


def test_shares_sum_to_one_and_the_halo_is_what_the_rest_lacks():
    values = ratings(np.random.default_rng(3), 500)
    found = importance(values, everybody(values))
    assert sum(each.value for each in found.shares) == pytest.approx(1)
    assert sum(each.value for each in found.without_halo) + found.halo.value == pytest.approx(1)
    assert found.shares[0].method == "lmg, bootstrap by person"


def test_the_same_persons_give_the_same_numbers():
    values = ratings(np.random.default_rng(4), 300)
    assert importance(values, everybody(values)).r2 == importance(values, everybody(values)).r2


def test_persons_who_answer_again_and_again_are_still_few():
    values = ratings(np.random.default_rng(5), 100)
    often = importance(np.repeat(values, 10, axis=0), np.repeat(everybody(values), 10))
    once = importance(values, everybody(values))
    assert often.r2.n == once.r2.n == 100
    assert (often.r2.low, often.r2.high) == pytest.approx((once.r2.low, once.r2.high))


def test_ranks_tell_apart_only_what_is_clear():
    values = ratings(np.random.default_rng(6), 4_000)
    found = importance(values, everybody(values))
    assert (found.rank_low[0], found.rank_high[0]) == (1, 1)
    noise = np.random.default_rng(6).normal(size=(300, 5))
    assert importance(noise, everybody(noise)).rank_low.tolist() == [1, 1, 1, 1]


def test_drivers_that_explain_nothing_have_an_r2_that_may_be_zero():
    noise = np.random.default_rng(7).normal(size=(120, 9))
    found = importance(noise, everybody(noise))
    assert found.r2.low == 0
    assert found.r2.high < 0.15


def test_above_fifteen_drivers_relative_weights_stand_in():
    values = np.random.default_rng(8).normal(size=(200, 18))
    found = importance(values, everybody(values))
    assert len(found.shares) == 17
    assert found.shares[0].method == "relative weights, bootstrap by person"


def test_least_squares_with_one_row_a_person_has_the_known_robust_errors():
    x = np.array([0.0, 0, 0, 1, 1, 1])
    y = np.array([1.0, 2, 3, 5, 5, 8])
    fit = regress(np.column_stack([np.ones(6), x]), y, np.arange(6, dtype=np.int32), np.ones(6))
    assert fit.values == pytest.approx([2, 4])
    # HC1: squared residuals 1, 0, 1 and 1, 1, 4 over 3² each, times 6 / 4
    assert np.diagonal(fit.covariance) == pytest.approx([2 / 9 * 1.5, 8 / 9 * 1.5])


def test_a_mean_counts_persons():
    found = mean(np.array([1.0, 1, 0]), np.array([0, 0, 1], dtype=np.int32), np.ones(3), "share")
    assert found.value == pytest.approx(2 / 3)
    assert (found.low, found.high, found.n) == (0, 1, 2)


KINDS = {"must-have": (-2, 0), "delighter": (0, 2), "performance": (-1, 1), "indifferent": (0, 0)}


def kano(rng, people):
    """Four drivers in bands, one of each kind, and an outcome; a tenth of the ratings is missing."""
    rated = rng.choice([BAD, MIDDLE, GOOD], size=(people, 4), p=[0.2, 0.3, 0.5])
    effect = np.array(list(KINDS.values()))
    outcome = np.where(rated == BAD, effect[:, 0], np.where(rated == GOOD, effect[:, 1], 0)).sum(axis=1)
    bands = np.where(rng.random(rated.shape) < 0.1, MISSING, rated).astype(np.int8)
    return bands, outcome + rng.normal(size=people)


def test_each_kind_of_driver_gets_its_name():
    bands, outcome = kano(np.random.default_rng(1), 3_000)
    found = contrasts(bands, outcome, everybody(bands), np.ones(3_000), "score")
    assert [each.label for each in found] == list(KINDS)
    assert found[0].penalty.value == pytest.approx(-2, abs=0.25)
    assert found[1].reward.value == pytest.approx(2, abs=0.25)
    assert found[0].penalty.n == (bands[:, 0] == BAD).sum()


def test_where_neither_bad_nor_good_does_anything_hardly_a_survey_names_a_driver():
    rng = np.random.default_rng(2)
    named = []
    for _ in range(100):
        bands, _ = kano(rng, 200)
        found = contrasts(bands, rng.normal(size=200), everybody(bands), np.ones(200), "score")
        named.append(any(each.label in ("must-have", "delighter", "performance") for each in found))
    assert np.mean(named) <= 0.1


def test_too_few_persons_for_what_is_fitted_get_nothing():
    bands, outcome = kano(np.random.default_rng(2), 60)
    found = contrasts(bands, outcome, everybody(bands), np.ones(60), "score")
    assert all(each == (None, None, None) for each in found)


def test_a_band_of_nine_persons_is_no_band():
    bands = np.array([[BAD]] * 9 + [[MIDDLE]] * 100 + [[GOOD]] * 100, dtype=np.int8)
    outcome = bands[:, 0] + np.random.default_rng(4).normal(size=209)
    [found] = contrasts(bands, outcome, everybody(bands), np.ones(209), "score")
    assert (found.penalty, found.label) == (None, None)
    assert found.reward.low > 0


def test_a_penalty_that_is_not_clearly_the_larger_is_no_must_have():
    assert label((-0.9, -0.1), (-0.1, 0.7), (-0.4, 0.9), 0.1) is None
    assert label((-0.9, -0.5), (-0.1, 0.1), (0.3, 0.9), 0.1) == "must-have"


@pytest.mark.slow
def test_about_95_of_100_penalties_and_rewards_hold_the_truth():
    rng = np.random.default_rng(5)
    truth = np.array(list(KINDS.values()))
    held = []
    for _ in range(200):
        bands, outcome = kano(rng, 300)
        found = contrasts(bands, outcome, everybody(bands), np.ones(300), "score")
        held.append(
            [
                each.low <= t <= each.high
                for one, both in zip(found, truth, strict=True)
                for each, t in zip(one[:2], both, strict=True)
            ]
        )
    assert 0.91 <= np.mean(held) <= 0.98
