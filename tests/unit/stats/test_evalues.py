"""e-values: the formula, e-BH, and that looking every day does no harm."""

from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.stats.evalues import cautious_error, e_bh, e_value, robustness_value
from reference import evalues as twin


@given(st.floats(-0.4, 0.4), st.floats(0.02, 0.5), st.floats(0.05, 0.3))
def test_an_e_value_is_the_mean_likelihood_of_all_effects_there_may_be(estimate, error, scale):
    found = e_value(np.array([estimate]), np.array([error]), scale)
    assert found[0] == pytest.approx(twin.e_value(estimate, error, scale), rel=1e-6)


def test_its_mean_is_one_where_there_is_no_effect():
    estimates = np.random.default_rng(1).normal(0, 0.1, 400_000)
    assert e_value(estimates, np.full(400_000, 0.1)).mean() == pytest.approx(1, abs=0.01)


def test_an_estimate_without_an_error_tells_nothing():
    found = e_value(np.array([0.5, np.nan, 0.5, 0.5]), np.array([0.0, 0.1, np.nan, np.inf]))
    assert found.tolist() == [1, 1, 1, 1]


def test_overwhelming_evidence_stays_a_number():
    assert np.isfinite(e_value(np.array([0.5]), np.array([1e-6]))).all()


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12), st.sampled_from([0.01, 0.05, 0.1, 0.5]))
def test_q_values_say_what_e_bh_rejects(e, alpha):
    q = e_bh(np.array(e))
    # At the border itself the last digit decides
    clear = [i for i in range(len(e)) if abs(q[i] - alpha) > 1e-9]
    assert {i for i in clear if q[i] <= alpha} == twin.rejected(e, alpha) & set(clear)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=12))
def test_more_evidence_never_has_a_larger_q_value(e):
    q = e_bh(np.array(e))
    order = np.argsort(e)
    assert (np.diff(q[order]) <= 0).all()
    assert (q <= 1).all()


def test_of_no_candidates_there_are_no_q_values():
    assert e_bh(np.array([])).tolist() == []


def looks(worlds, days, m, effect=0.0):
    """Estimates [worlds, days, m] of a growing mean, half of it shared, and their errors [days]."""
    rng = np.random.default_rng(11)
    shared, own = rng.normal(size=(worlds, days, 1)), rng.normal(size=(worlds, days, m))
    people = 20 * np.arange(1, days + 1)
    daily = effect + 0.5 * np.sqrt(1 / 20) * (shared + own) / np.sqrt(2)
    return daily.cumsum(axis=1) / np.arange(1, days + 1)[:, None], 0.5 / np.sqrt(people)


def test_thirty_looks_at_nothing_hardly_ever_show_something_where_p_values_do():
    estimates, errors = looks(worlds=300, days=30, m=12)
    e = e_value(estimates, errors[:, None])
    assert shown(e) <= 0.05
    z = np.sort(np.abs(estimates / errors[:, None]), axis=2)[:, :, ::-1]
    limits = [NormalDist().inv_cdf(1 - 0.05 * k / 12 / 2) for k in range(1, 13)]  # Benjamini and Hochberg's
    by_p = (z >= limits).any(axis=2)
    assert by_p[:, -1].mean() <= 0.07  # one look is what they are made for
    assert by_p.any(axis=1).mean() > 0.1


def binary_looks(rate, worlds=150, days=40, m=12):
    """The same of a share among 8 more people a day, with the errors that the shares themselves give."""
    people = 8 * np.arange(1, days + 1)[:, None]
    shares = np.random.default_rng(12).binomial(8, rate, (worlds, days, m)).cumsum(axis=1) / people
    return shares - rate, np.sqrt(shares * (1 - shares) / people), people


def shown(e):
    return np.mean([any(e_bh(day).min() <= 0.05 for day in world) for world in e])


@pytest.mark.parametrize("rate", [0.05, 0.3, 0.9])
def test_few_people_who_happen_to_be_alike_show_nothing_either(rate):
    estimates, errors, people = binary_looks(rate)
    cautious = cautious_error(errors, np.array(rate), people)
    assert shown(e_value(estimates, cautious)) <= 0.05


def test_with_their_own_errors_they_would():
    estimates, errors, _ = binary_looks(0.1)
    assert shown(e_value(estimates, errors)) > 0.15


def test_an_effect_is_found_all_the_same():
    estimates, errors = looks(worlds=50, days=30, m=12, effect=-0.1)
    q = np.array([e_bh(e) for e in e_value(estimates[:, -1], errors[-1])])
    assert (q <= 0.05).mean() > 0.75


def test_nothing_unseen_is_needed_to_undo_an_effect_of_zero():
    assert robustness_value(0, 100) == 0
    assert 0.99 < robustness_value(1e6, 100) <= 1


@given(st.floats(0.1, 50), st.floats(5, 1e5))
def test_confounding_of_that_strength_on_both_sides_explains_all_of_it(t, degrees):
    # The bias of an omitted variable in units of the error is √df · √(R²_y R²_d / (1 − R²_d))
    r = robustness_value(t, degrees)
    assert np.sqrt(degrees * r * r / (1 - r)) == pytest.approx(t, rel=1e-6)
