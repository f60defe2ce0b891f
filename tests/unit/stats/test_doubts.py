"""What speaks against an effect: nobody to compare with, differences that are left, people who are drawn."""

from dataclasses import replace

import numpy as np
import pytest

from footpath.stats.doubts import doubts
from footpath.stats.effects import estimate
from footpath.stats.logistic import sigmoid
from reference.risk_sets import fated, once

N = 6000
WAYS = np.array([False, True])  # features are a circumstance, then a way


def doubted(met, outcome, features, ways=WAYS):
    risk = once(met, outcome, features)
    found, known = estimate(risk)
    return doubts(risk, known, found, ways)


def people(seed):
    """A generator, a circumstance, and what persons are after."""
    rng = np.random.default_rng(seed)
    return rng, rng.normal(size=N), rng.normal(size=N)


def test_drawn_by_lot_everybody_has_others_like_them():
    rng, circumstance, way = people(1)
    met = rng.random(N) < 0.3
    found = doubted(met, rng.random(N) < sigmoid(circumstance), np.column_stack([circumstance, way]))
    assert found.overlap == 1.0
    assert found.balance < 3 * found.noise < 0.2
    assert found.controls == pytest.approx(N * 0.7, rel=0.05)
    assert abs(found.selection.value) < 2.5 * found.selection.error


def test_where_a_feature_decides_hardly_anybody_has():
    rng, circumstance, way = people(2)
    met = circumstance + 0.05 * rng.normal(size=N) > 0.5
    found = doubted(met, rng.random(N) < 0.5, np.column_stack([circumstance, way]))
    assert found.overlap < 0.4
    assert found.controls < N / 10


def test_weights_that_rest_on_few_are_worth_few():
    rng, circumstance, way = people(3)
    outcome, features = rng.random(N) < 0.5, np.column_stack([circumstance, way])
    worth = [
        doubted(rng.random(N) < sigmoid(pull * circumstance - 1), outcome, features).controls
        for pull in (0.5, 1.0, 2.0)
    ]
    assert worth == sorted(worth, reverse=True)
    assert worth[-1] < worth[0] / 4


def test_weighting_leaves_no_difference_that_could_be_seen_without_it():
    rng, circumstance, way = people(4)
    met = rng.random(N) < sigmoid(circumstance + 0.5 * way - 1)
    risk = once(met, rng.random(N) < 0.5, np.column_stack([circumstance, way]))
    found, known = estimate(risk)
    plain = replace(found, odds=np.where(met, 0.0, 1.0))
    assert doubts(risk, known, found, WAYS).balance < 0.1
    assert doubts(risk, known, plain, WAYS).balance == pytest.approx(
        circumstance[met].mean() - circumstance[~met].mean(), abs=0.03
    )


def test_who_is_there_by_circumstances_alone_was_placed_like_others():
    rng, circumstance, way = people(5)
    met = rng.random(N) < sigmoid(1.2 * circumstance - 1)
    outcome, _ = fated(rng, met, sigmoid(circumstance + way))
    found = doubted(met, outcome, np.column_stack([circumstance, way])).selection
    assert abs(found.value) < 2.5 * found.error < 0.05


@pytest.mark.parametrize("sign", [-1, 1])
def test_who_is_drawn_by_what_shows_in_their_ways_was_not(sign):
    rng, circumstance, intent = people(6)
    trace = intent + rng.normal(size=N)
    met = rng.random(N) < sigmoid(sign * intent - 1)
    outcome = rng.random(N) < sigmoid(circumstance + intent)  # meeting it does nothing
    found = doubted(met, outcome, np.column_stack([circumstance, trace])).selection
    assert sign * found.value > 0.03
    assert abs(found.value) > 5 * found.error


def test_without_ways_nothing_shows():
    rng, circumstance, _ = people(7)
    met = rng.random(N) < sigmoid(circumstance - 1)
    outcome = rng.random(N) < sigmoid(circumstance)
    found = doubted(met, outcome, circumstance, np.array([False])).selection
    assert abs(found.value) < 0.01
