"""The effect of meeting something on those who met it."""

from dataclasses import fields, replace

import numpy as np
import pytest

from footpath.kernels.backward import pseudo_outcomes
from footpath.stats.effects import RiskSet, contrast, estimate, folds, within
from footpath.stats.logistic import sigmoid
from reference.risk_sets import HARM, fated, once, repeated


@pytest.fixture(scope="module")
def world():
    """Twenty thousand persons who may meet it at each of six times, and the truth."""
    return repeated(20_000, seed=3)


def test_where_nothing_is_known_it_is_the_difference_in_means():
    met, outcome = np.repeat([1, 0], [400, 1600]), np.tile([1, 0, 0, 0, 1, 0, 1, 0], 250)
    outcome[:400] = np.tile([1, 0, 0, 0], 100)  # 25 % of those who met it
    found, _ = estimate(once(met, outcome))
    assert found.value == pytest.approx(0.25 - 0.375, abs=0.002)
    assert found.counterfactual == pytest.approx(0.375, abs=0.002)
    assert found.error == pytest.approx(np.sqrt(0.25 * 0.75 / 400 + 0.375 * 0.625 / 1600), rel=0.02)


def test_drawn_by_lot_it_is_the_difference_in_means_whatever_is_known():
    rng = np.random.default_rng(1)
    trait = rng.normal(size=8000)
    met = rng.random(8000) < 0.3
    outcome, truth = fated(rng, met, sigmoid(trait))
    found, _ = estimate(once(met, outcome, trait))
    plain = outcome[met].mean() - outcome[~met].mean()
    assert found.value == pytest.approx(plain, abs=0.02)
    assert abs(found.value - truth) < 2 * found.error


def test_right_chances_make_up_for_a_wrong_outcome_model():
    rng = np.random.default_rng(1)
    trait = rng.normal(size=30_000)
    met = rng.random(30_000) < sigmoid(1.2 * trait - 1)
    outcome, truth = fated(rng, met, np.where(np.abs(trait) > 1, 0.8, 0.3))  # no line through the trait
    found, known = estimate(once(met, outcome, trait))
    assert abs(found.value - truth) < 2.5 * found.error < 0.03
    assert abs((outcome - known.worth)[met].mean() - truth) > 0.08  # the outcome model alone


def test_a_right_outcome_model_makes_up_for_wrong_chances():
    rng = np.random.default_rng(2)
    trait = rng.normal(size=30_000)
    met = rng.random(30_000) < np.where(np.abs(trait - 0.7) < 0.6, 0.7, 0.1)  # no line either
    outcome, truth = fated(rng, met, sigmoid(1.5 * trait - 0.5))
    found, _ = estimate(once(met, outcome, trait))
    weighted = outcome[met].mean() - found.odds @ outcome / found.odds.sum()
    assert abs(found.value - truth) < 2 * found.error < 0.015
    assert abs(weighted - truth) > 0.02  # the weights alone
    assert abs(outcome[met].mean() - outcome[~met].mean() - truth) > 0.15  # neither


def test_controls_count_until_they_meet_it_themselves(world):
    risk, truth = world
    found, known = estimate(risk)
    assert abs(found.value - truth) < 2.5 * found.error < 0.04
    beyond = risk.outcome - known.worth
    as_they_ended = contrast(risk, known.chance, beyond, beyond)
    assert abs(as_they_ended.value - truth) > 0.09  # most controls were harmed too, later
    assert truth == pytest.approx(-HARM, abs=0.03)


@pytest.mark.parametrize("wrong", ["outcome", "chance"])
def test_one_of_both_models_is_enough_for_later_meetings_too(world, wrong):
    risk, truth = world
    known = estimate(risk)[1]
    worth = np.full(len(risk), 0.5) if wrong == "outcome" else known.worth
    chance = np.full(len(risk), risk.met.mean()) if wrong == "chance" else known.chance
    pseudo = pseudo_outcomes(risk.journey, risk.met, chance, worth, risk.outcome, 30.0)
    found = contrast(risk, chance, pseudo - worth, risk.outcome - worth)
    assert abs(found.value - truth) < 3 * found.error < 0.06


def test_a_second_journey_of_the_same_person_is_not_another_person(world):
    risk = world[0].take(world[0].person < 4000)
    alone, _ = estimate(risk)
    again, _ = estimate(twice(risk, person=risk.person))
    others, _ = estimate(twice(risk, person=risk.person + 4000))
    assert again.error == pytest.approx(alone.error, rel=0.03)
    assert others.error == pytest.approx(alone.error / np.sqrt(2), rel=0.1)
    assert again.value == pytest.approx(alone.value, abs=0.003)


def test_a_row_of_weight_two_is_two_rows(world):
    risk = world[0].take(world[0].person < 4000)
    heavy = risk.person % 3 == 0
    weighted, _ = estimate(replace(risk, weight=np.where(heavy, 2.0, 1.0)))
    doubled, _ = estimate(twice(risk, person=risk.person, which=heavy))
    assert weighted.value == pytest.approx(doubled.value, abs=0.001)
    assert weighted.error == pytest.approx(doubled.error, rel=0.01)


def test_weights_undo_that_some_were_sampled_less():
    rng = np.random.default_rng(5)
    trait = rng.normal(size=30_000)
    met = rng.random(30_000) < sigmoid(trait - 1)
    outcome, truth = fated(rng, met, sigmoid(1.5 - trait))
    kept = outcome | (rng.random(30_000) < 0.25)
    sample = once(met, outcome, trait).take(kept)
    found, _ = estimate(replace(sample, weight=np.where(sample.outcome, 1.0, 4.0)))
    assert abs(found.value - truth) < 2.5 * found.error < 0.04
    assert abs(estimate(sample)[0].value - truth) > 0.04


def test_how_a_journey_ends_that_nobody_has_seen_ending_does_not_matter(world):
    risk = world[0].take(world[0].person < 4000)
    known = np.where(risk.journey % 5 == 0, 0.0, 1.25)
    found, _ = estimate(replace(risk, observed=known))
    other, _ = estimate(replace(risk, observed=known, outcome=np.where(known, risk.outcome, 1.0)))
    assert other.value == found.value
    assert other.error == found.error


def test_an_outcome_may_be_an_amount():
    rng = np.random.default_rng(6)
    trait = rng.normal(size=5000)
    met = rng.random(5000) < sigmoid(trait - 1)
    amount = 10 + 3 * trait - 2 * met + rng.normal(size=5000)
    found, _ = estimate(once(met, amount, trait), binary=False)
    assert found.value == pytest.approx(-2, abs=0.12)
    assert found.counterfactual == pytest.approx(amount[met].mean() + 2, abs=0.12)


def test_within_everybody_is_the_whole_and_a_segment_has_its_own(world):
    risk, _ = world
    found, known = estimate(risk)
    assert within(risk, known, np.ones(len(risk), np.bool_)).value == found.value
    half = risk.features[:, 0] > 0
    parts = [within(risk, known, rows) for rows in (half, ~half)]
    met = [np.count_nonzero(risk.met & rows) for rows in (half, ~half)]
    assert np.average([each.value for each in parts], weights=met) == pytest.approx(found.value, abs=0.01)
    shares = np.array(met) / sum(met)
    assert np.hypot(*(shares * [each.error for each in parts])) == pytest.approx(found.error, rel=0.1)


def test_the_fold_is_of_the_person_and_of_nothing_else():
    person = np.random.default_rng(0).integers(0, 2**62, 3000)
    dealt = folds(person, seed=1)
    assert folds(person[::-1].copy(), seed=1).tolist() == dealt[::-1].tolist()
    assert folds(np.append(person, person[:10]), seed=1)[-10:].tolist() == dealt[:10].tolist()
    assert np.bincount(dealt) == pytest.approx([1000] * 3, abs=100)
    assert np.mean(folds(person, seed=2) == dealt) == pytest.approx(1 / 3, abs=0.05)


def twice(risk, *, person, which=True):
    """Each row, and those `which` once more: as another journey, of the `person` told."""
    again = np.broadcast_to(which, len(risk))
    second = replace(risk, person=person, journey=risk.journey + 1_000_000).take(again)
    both = {e.name: np.concatenate([getattr(risk, e.name), getattr(second, e.name)]) for e in fields(RiskSet)}
    order = np.lexsort((both["journey"], both["person"]))
    return RiskSet(**both).take(order)
