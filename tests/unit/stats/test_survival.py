"""How many have ended when: by hand, in every order, beside slow twins, and where too little is known."""

from itertools import product
from math import exp, isnan, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.errors import UsageError
from footpath.stats.intervals import Z, student
from footpath.stats.survival import (
    concordance,
    cox,
    cumulative_incidence,
    ends,
    incidence_estimates,
    kaplan_meier,
    restricted_mean,
)

# Two ways to end: 1 bought, 2 went away, 0 still under way when the data end
DAYS = np.array([1.0, 2, 3, 4, 5])
HOW = np.array([1, 2, 0, 1, 0])


def journeys(most_causes=2, least=1):
    row = st.tuples(st.integers(1, 8), st.integers(0, most_causes))
    return st.lists(row, min_size=least, max_size=30).map(
        lambda rows: (np.array([r[0] for r in rows], np.float64), np.array([r[1] for r in rows]))
    )


def test_whoever_is_still_under_way_counts_until_they_are_lost_from_sight():
    bought, left = cumulative_incidence(DAYS, HOW, np.array([0.5, 1, 2, 4, 5]))
    assert bought == pytest.approx([0, 1 / 5, 1 / 5, 1 / 5 + 3 / 5 * 1 / 2, 1 / 2])
    assert left == pytest.approx([0, 0, 1 / 5, 1 / 5, 1 / 5])


def test_one_minus_kaplan_meier_promises_more_where_causes_compete():
    [open_] = kaplan_meier(DAYS, HOW == 1, np.array([4.0]))
    assert 1 - open_.value == pytest.approx(0.6)
    assert cumulative_incidence(DAYS, HOW, np.array([4.0]))[0] == pytest.approx([0.5])


def test_kaplan_meier_has_greenwoods_interval_on_the_log_log_scale():
    [found] = kaplan_meier(np.array([1.0, 2, 3, 4]), np.array([True, False, True, False]), np.array([3.0]))
    error = sqrt(1 / (4 * 3) + 1 / (2 * 1)) / -log(0.375)
    assert found.value == 0.375
    assert found.low == pytest.approx(0.375 ** exp(Z * error))
    assert found.high == pytest.approx(0.375 ** exp(-Z * error))
    assert (found.n, found.unit) == (4, "share")


def test_a_person_lost_at_the_time_of_an_end_was_still_under_way():
    [found] = kaplan_meier(np.array([2.0, 2]), np.array([True, False]), np.array([2.0]))
    assert found.value == 0.5


def test_beyond_all_follow_up_nothing_is_known():
    assert np.isnan(cumulative_incidence(DAYS, HOW, np.array([5.5]))).all()
    assert incidence_estimates(DAYS, HOW, np.array([5.5])) == [[None], [None]]
    assert kaplan_meier(DAYS, HOW > 0, np.array([5.5])) == [None]
    assert restricted_mean(DAYS, HOW > 0, 5.5) is None


def test_after_everybody_has_ended_all_is_known():
    [found] = kaplan_meier(np.array([1.0, 2]), np.array([True, True]), np.array([9.0]))
    assert (found.low, found.value) == (0, 0)
    assert found.high == pytest.approx(0.6576, abs=1e-4)  # Wilson's of 0 in 2


def test_a_cause_that_nobody_has_met_may_still_be_met():
    [_, none] = incidence_estimates(DAYS, np.minimum(HOW, 1), np.array([5.0]), causes=2)
    assert none[0].value == none[0].low == 0
    assert none[0].high > 0.4


def test_the_restricted_mean_is_the_area_under_the_curve():
    found = restricted_mean(np.array([1.0, 2, 3, 4]), np.array([True, True, True, False]), 4)
    half = student(np.array(3.0)) * sqrt(1.5**2 / 12 + 0.75**2 / 6 + 0.25**2 / 2)
    assert found.value == 1 + 0.75 + 0.5 + 0.25
    assert (found.low, found.high) == pytest.approx((max(2.5 - half, 0), min(2.5 + half, 4)))
    assert found.unit == "seconds"


def test_where_nothing_has_ended_it_still_might_have():
    found = restricted_mean(np.array([5.0, 5, 5, 5]), np.zeros(4, bool), 4)
    assert (found.value, found.high) == (4, 4)
    assert 1 < found.low < 3


@settings(max_examples=60, deadline=None)
@given(journeys())
def test_shares_and_those_under_way_sum_to_one(rows):
    time, cause = rows
    at = np.arange(9.0)
    known = at <= ends(time, cause).last
    open_ = [each.value for each in kaplan_meier(time, cause > 0, at) if each is not None]
    shares = cumulative_incidence(time, cause, at, causes=2)
    assert shares.sum(axis=0)[known] + open_ == pytest.approx(np.ones(known.sum()))


@settings(max_examples=60, deadline=None)
@given(journeys(), st.randoms())
def test_every_share_is_what_the_slow_way_says_in_any_order(rows, random):
    time, cause = rows
    order = np.array(random.sample(range(len(time)), len(time)))
    at = np.arange(0, 9.0)
    found = incidence_estimates(time[order], cause[order], at, causes=2)
    for each, estimates in enumerate(found, start=1):
        for moment, told in zip(at, estimates, strict=True):
            if told is None:
                continue
            value, variance = slowly(time, cause, each, moment)
            assert told.value == pytest.approx(value, abs=1e-9)
            assert told.low <= told.value + 1e-9
            assert told.value <= told.high + 1e-9
            if 1e-6 < value < 1 - 1e-6 and variance > 1e-9:
                assert told.low == pytest.approx(value ** exp(Z * sqrt(variance) / -log(value) / value))


def slowly(time, cause, which, moment):
    """Share and variance of a cause, time by time, as in Marubini and Valsecchi (1995)."""
    steps, open_, share = [], 1.0, 0.0
    for at in sorted({t for t, c in zip(time, cause, strict=True) if c and t <= moment}):
        under_way = (time >= at).sum()
        all_ends = ((time == at) & (cause > 0)).sum()
        these = ((time == at) & (cause == which)).sum()
        before, open_ = open_, open_ * (1 - all_ends / under_way)
        share += before * these / under_way
        steps.append((under_way, all_ends, these, before, share))
    variance = 0.0
    for n, gone, these, before, then in steps:
        rest = share - then
        variance += rest**2 * gone / (n * (n - gone)) if n > gone else 0
        variance += before**2 * these * (n - these) / n**3 - 2 * rest * before * these / n**2
    return share, variance


@settings(max_examples=40, deadline=None)
@given(journeys(least=2))
def test_where_nobody_is_lost_from_sight_shares_and_means_are_plain_ones(rows):
    time, cause = rows[0], np.maximum(rows[1], 1)
    n = len(time)
    for at, which in product((2.0, 5.0), (1, 2)):
        told = incidence_estimates(time, cause, np.array([at]), causes=2)[which - 1][0]
        share = ((time <= at) & (cause == which)).mean()
        assert told.value == pytest.approx(share)
        if 0 < share < 1:
            error = sqrt(share * (1 - share) / n)
            assert told.high == pytest.approx(share ** exp(-Z * error / -log(share) / share))
    inside = np.minimum(time, 5.0)
    mean = restricted_mean(time, cause > 0, 5.0)
    assert mean.value == pytest.approx(inside.mean())
    if inside.min() < 5:
        half = float(student(np.array(n - 1.0))) * inside.std() / sqrt(n)
        assert mean.low == pytest.approx(max(inside.mean() - half, 0), abs=1e-6)


def test_a_hazard_by_hand():
    feature = np.array([[1.0], [0], [1], [0]])
    found = cox(feature, np.array([1.0, 2, 3, 4]), np.array([True, True, True, False]))
    ratio = (1 + sqrt(17)) / 2  # where 2 / (r + 1) = r / (r + 2)
    information = 2 * ratio / (ratio + 1) ** 2 + 2 * ratio / (ratio + 2) ** 2
    assert found.coefficients == pytest.approx([log(ratio)])
    assert found.errors == pytest.approx([1 / sqrt(information)])
    assert found.log_likelihood == pytest.approx(
        2 * log(ratio) - log(2) - 2 * log(ratio + 1) - log(ratio + 2)
    )
    assert found.concordance == (1 + 1 + 0.5 + 0.5 + 0 + 1) / 6
    assert found.converged


def test_those_tied_leave_one_after_the_other():
    feature = np.array([[1.0], [0], [0], [1]])
    found = cox(feature, np.array([1.0, 1, 2, 2]), np.array([True, True, False, False]))
    assert found.coefficients == pytest.approx([0], abs=1e-12)
    assert found.log_likelihood == pytest.approx(-log(4 * 3))


def test_a_feature_that_tells_all_is_told_of():
    found = cox(np.array([[1.0], [1], [0], [0]]), np.array([1.0, 2, 3, 3]), np.array([1, 1, 0, 0]) == 1)
    assert found.coefficients[0] > 10
    assert not found.converged


@pytest.mark.parametrize(
    ("features", "event"), [([[1, 2], [2, 4], [3, 6]], [1, 1, 1]), ([[1], [2], [3]], [0, 0, 0])]
)
def test_what_cannot_be_fitted_is_an_error(features, event):
    with pytest.raises(UsageError, match="Something must end, and no feature may follow"):
        cox(np.array(features, np.float64), np.array([1.0, 2, 3]), np.array(event) == 1)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_coefficients_are_of_the_features_unit_and_of_no_unit_of_time(seed):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(60, 2))
    time = np.ceil(8 * rng.exponential(np.exp(-features[:, 0])))
    event = rng.random(60) < 0.7
    plain = cox(features, time, event)
    moved = cox(1000 + features * [10, -1], time**2 * 3600, event)
    assert moved.coefficients == pytest.approx(plain.coefficients / [10, -1], rel=1e-5, abs=1e-7)
    assert moved.errors == pytest.approx(plain.errors / [10, 1], rel=1e-5)
    assert moved.log_likelihood == pytest.approx(plain.log_likelihood)
    assert plain.log_likelihood >= efron(features, time, event, plain.coefficients * 1.1) - 1e-9
    assert plain.log_likelihood == pytest.approx(efron(features, time, event, plain.coefficients))


def efron(features, time, event, beta):
    """Efron's log-likelihood, time by time."""
    score, found = features @ beta, 0.0
    for at in np.unique(time[event]):
        tied = event & (time == at)
        for gone in range(tied.sum()):
            left = np.exp(score[time >= at]).sum() - gone / tied.sum() * np.exp(score[tied]).sum()
            found -= log(left)
        found += score[tied].sum()
    return found


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 5), st.booleans()), min_size=1, max_size=25))
def test_concordance_is_the_share_of_all_pairs(rows):
    score, time, event = (np.array(each) for each in zip(*rows, strict=True))
    agreed = pairs = 0.0
    for i, j in product(range(len(rows)), repeat=2):
        if event[i] and (time[j] > time[i] or (time[j] == time[i] and not event[j])):
            pairs += 1
            agreed += 1.0 if score[i] > score[j] else 0.5 if score[i] == score[j] else 0.0
    found = concordance(score.astype(np.float64), time.astype(np.float64), event)
    assert isnan(found) if pairs == 0 else found == pytest.approx(agreed / pairs)
