"""Raking meets what it is told, moves weights no more than it must, and is what anyone would do by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.stats.raking import FIRM, rake, rake_and_trim, spread, trim
from reference.raking import rake as by_hand

ODD = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [0.0, 1.0]])


def firm(features):
    return np.full(features.shape[1], FIRM)


def test_a_margin_gets_its_shares():
    assert rake(np.ones(4), ODD, np.array([0.5, 0.5]), firm(ODD)) == pytest.approx(
        [0.5, 1 / 6, 1 / 6, 1 / 6], abs=1e-5
    )


def test_weights_that_fit_already_stay():
    weights = np.array([0.25, 0.5, 0.125, 0.125])
    assert rake(weights, ODD, weights @ ODD, firm(ODD)) == pytest.approx(weights)


def test_a_soft_mean_is_met_in_part():
    told = rake(np.ones(4), ODD[:, :1], np.array([0.5]), np.array([1.0])) @ ODD[:, 0]
    assert 0.25 < told < 0.5


def test_what_nobody_could_meet_softly_leaves_weights_positive():
    weights = rake(np.ones(4), ODD[:, :1], np.array([3.0]), np.array([0.5]))
    assert weights.min() > 0
    assert weights.sum() == pytest.approx(1)


def test_trimmed_weights_are_at_most_so_many_times_the_mean():
    weights, cut = rake_and_trim(np.ones(40), np.eye(40)[:, :1], np.array([0.9]), np.array([1e-3]), 5.0)
    assert cut == 1
    assert weights.max() == pytest.approx(5 / 40)
    assert weights.sum() == pytest.approx(1)


def test_nothing_is_trimmed_below_the_limit():
    assert trim(np.array([1.0, 2.0, 3.0]), 5.0) == pytest.approx(np.array([1, 2, 3]) / 6)


def test_what_the_features_explain_is_no_doubt():
    features = np.arange(20.0)[:, None]
    told = spread(3 + 2 * features[:, 0], np.ones(20), features, np.array([1e-9]))
    assert told == pytest.approx(np.zeros(20), abs=1e-6)


def test_without_features_the_doubt_is_that_of_a_mean():
    values = np.array([0.0, 1.0] * 50)
    doubt = spread(values, np.ones(100), np.zeros((100, 0)), np.zeros(0))
    assert (doubt**2).sum() == pytest.approx(0.25 / 100, rel=0.03)


CELLS = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("xyz")), min_size=12, max_size=30)


@settings(deadline=None, max_examples=40)
@given(CELLS, st.floats(0.2, 0.8), st.floats(0.1, 0.5))
def test_whole_margins_are_raked_as_by_hand(people, of_a, of_x):
    people = [*people, *((a, x) for a in "ab" for x in "xyz")]  # no cell is empty
    shares = [{"a": of_a, "b": 1 - of_a}, {"x": of_x, "y": (1 - of_x) / 2, "z": (1 - of_x) / 2}]
    names = [(margin, name) for margin, share in enumerate(shares) for name in share]
    hot = np.array([[float(each[margin] == name) for margin, name in names] for each in people])
    means = np.array([shares[margin][name] for margin, name in names])
    expected = by_hand([1.0] * len(people), [[a for a, _ in people], [x for _, x in people]], shares)
    assert rake(np.ones(len(people)), hot, means, firm(hot)) == pytest.approx(expected, abs=1e-4)
