"""Logistic regression, held back: what others compute too, and what is hard to climb."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.stats.logistic import FARTHEST, chances, fit, sigmoid, standardised


def others(features, happened, penalty, weight=None):
    """The coefficients that scikit-learn finds for the same ridge."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1 / penalty, tol=1e-10, max_iter=1000, solver="newton-cholesky")
    model.fit(features, happened, sample_weight=weight)
    return [*model.intercept_, *model.coef_[0]]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 6), st.sampled_from([0.5, 5.0, 50.0]), st.booleans())
def test_scikit_learn_finds_the_same(seed, k, penalty, weighted):
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(300, k))
    happened = rng.random(300) < sigmoid(features @ rng.normal(size=k) - 1)
    happened[:2] = True, False
    weight = rng.uniform(0.1, 5, 300) if weighted else None
    found = fit(features, happened, penalty, weight=weight)
    assert found == pytest.approx(others(features, happened, penalty, weight), abs=1e-5)


def test_a_row_of_weight_three_is_three_rows():
    rng = np.random.default_rng(1)
    features, times = rng.normal(size=(200, 3)), rng.integers(0, 4, 200)
    happened = rng.random(200) < sigmoid(features[:, 0])
    doubled = fit(np.repeat(features, times, axis=0), np.repeat(happened, times), 5.0)
    assert fit(features, happened, 5.0, weight=times.astype(float)) == pytest.approx(doubled, abs=1e-8)


@pytest.mark.parametrize("hits", [8, 40])
@pytest.mark.parametrize("penalty", [0.1, 5.0])
def test_few_hits_and_a_feature_that_tells_nearly_all_of_them(hits, penalty):
    rng = np.random.default_rng(2)
    happened = np.arange(20_000) < hits
    dominant = (happened & (np.arange(20_000) > 0)) | (np.arange(20_000) > 19_990)
    features = standardised(np.column_stack([dominant, rng.normal(size=(20_000, 4))]))
    found = fit(features, happened, penalty)
    assert found == pytest.approx(others(features, happened, penalty), abs=1e-4)
    assert chances(found, features).sum() == pytest.approx(hits, rel=1e-3)


def test_where_it_begins_makes_no_difference():
    rng = np.random.default_rng(3)
    features = rng.normal(size=(500, 3))
    happened = rng.random(500) < sigmoid(2 * features[:, 1] - 3)
    far = np.array([3.0, -4.0, 5.0, 4.0])
    assert fit(features, happened, 1.0, far) == pytest.approx(fit(features, happened, 1.0), abs=1e-6)


@pytest.mark.parametrize("happened", [np.zeros(50), np.ones(50)])
def test_what_never_or_always_happens_has_a_chance_for_all_that(happened):
    found = chances(fit(np.zeros((50, 0)), happened, 5.0), np.zeros((50, 0)))
    assert found == pytest.approx(happened, abs=1e-3)
    assert ((found > 0) & (found < 1)).all()


def test_features_that_never_vary_are_left_out_and_outliers_do_not_rule():
    features = np.column_stack([np.full(1000, 7.0), np.arange(1000) == 5])
    found = standardised(features)
    assert found.shape == (1000, 1)
    assert found.max() == FARTHEST
