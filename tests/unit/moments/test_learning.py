"""What something did to those who met it, or why nobody can tell."""

from dataclasses import replace

import numpy as np
import pytest

from footpath.moments.learning import (
    ALIKE,
    FEW,
    FEW_OTHERS,
    FEWEST,
    UNSEEN,
    drawn,
    is_clear,
    learn,
    refusal,
    risk_set,
)
from footpath.stats.doubts import Doubts
from footpath.stats.effects import Contrast
from footpath.stats.logistic import sigmoid
from reference.grounded import measured
from reference.risk_sets import HARM, fated, once, repeated

N = 4000


def crowd(seed, pull=0.0, people=N):
    """Persons with a circumstance and a way; what they meet hangs on the circumstance, by `pull`."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(people, 2))
    return rng, features, rng.random(people) < sigmoid(pull * features[:, 0] - 1)


def harmed(seed=1, pull=0.5, people=N):
    """A crowd that is harmed, and what it truly did to them."""
    rng, features, met = crowd(seed, pull, people)
    outcome, truth = fated(rng, met, sigmoid(features[:, 0] + 0.5))
    return once(met, outcome, features), truth


def test_a_clear_effect_is_learnt():
    risk, truth = harmed()
    found = learn(measured(risk))
    assert found.refused is None
    assert abs(found.effect.value - truth) < 2 * found.effect.error < 0.06
    assert (found.fitted_on, found.persons) == (N, np.count_nonzero(risk.met))
    assert found.drawn < found.effect.error / 2  # nothing draws them there


def test_repeated_risk_is_put_in_order_again():
    risk, truth = repeated(6000, seed=4)
    found = learn(measured(risk))
    assert abs(found.effect.value - truth) < 2.5 * found.effect.error
    rows, _ = risk_set(measured(risk), 0)
    assert np.all(np.diff(rows.journey) >= 0)
    assert rows.met.tolist() == risk.met.tolist()


def test_more_fits_make_a_steadier_effect():
    risk, truth = harmed()
    ones = learn(measured(risk))
    five = learn(measured(risk), seeds=5)
    assert five.effect.value == pytest.approx(ones.effect.value, abs=0.01)
    assert five.effect.error == pytest.approx(ones.effect.error, rel=0.1)
    assert abs(five.effect.value - truth) < 2 * five.effect.error


def test_an_effect_that_is_nothing_is_told_and_not_doubted():
    rng, features, met = crowd(2)
    found = learn(measured(once(met, rng.random(N) < 0.5, features)))
    assert abs(found.effect.value) < 1.5 * found.effect.error
    assert (found.doubts, found.refused) == (None, None)


def test_each_segment_has_its_own_effect_where_enough_of_it_met_it():
    risk, _ = harmed()
    groups = np.column_stack([risk.features[:, 1] > 0, np.arange(N) < 60])
    half, few = learn(measured(risk, groups=groups)).by_group
    assert few is None
    assert abs(half.value + HARM) < 3 * half.error


def test_an_amount_needs_no_ends():
    rng, features, met = crowd(3)
    amount = 50 + 5 * features[:, 0] - 4 * met + rng.normal(size=N)
    found = learn(measured(once(met, amount, features)), binary=False)
    assert found.effect.value == pytest.approx(-4, abs=0.2)


def test_few_who_met_it_tell_nothing():
    rng, features, _ = crowd(4)
    risk = once(np.arange(N) < 25, rng.random(N) < 0.5, features)
    found = learn(measured(risk))
    assert (found.refused, found.effect, found.persons) == (FEW.format(n=25, least=FEWEST), None, 25)
    assert learn(measured(once(np.arange(N) >= 25, risk.outcome, features))).refused.endswith(
        "it takes 50"
    )  # nor few others


def test_who_met_it_and_how_it_ended_has_to_be_known_of_enough():
    risk, _ = harmed()
    unseen = replace(risk, observed=np.where(risk.met & (np.cumsum(risk.met) > 25), 0.0, 1.0))
    assert "it takes 50" in learn(measured(unseen)).refused


@pytest.mark.parametrize("end", [0, 1])
def test_where_nearly_all_end_alike_nobody_can_tell(end):
    _, features, met = crowd(5)
    outcome = np.where(np.arange(N) % 500 == 0, 1 - end, end)  # 8 persons
    assert learn(measured(once(met, outcome, features))).refused == ALIKE


def test_where_a_circumstance_decides_there_is_nobody_to_compare_with():
    rng, features, _ = crowd(6)
    met = features[:, 0] > 0.8 + 0.1 * rng.normal(size=N)
    found = learn(measured(once(met, rng.random(N) < np.where(met, 0.2, 0.8), features)))
    assert "have others like them who did not" in found.refused
    assert found.effect is not None  # told apart, and not believed


def test_what_draws_people_there_may_be_all_there_is():
    rng = np.random.default_rng(7)
    intent = rng.normal(size=3 * N)
    trace = intent + rng.normal(size=3 * N)
    met = rng.random(3 * N) < sigmoid(-intent - 1)
    outcome = rng.random(3 * N) < sigmoid(intent)  # it does nothing to them
    found = learn(measured(once(met, outcome, np.column_stack([rng.normal(size=3 * N), trace]))))
    assert found.effect.value < -3 * found.effect.error  # yet it seems to
    assert found.drawn > abs(found.effect.value)
    assert "already on the way to fewer goals" in found.refused


def contrast(value, error=0.01):
    return Contrast(value, error, 0.5, np.zeros(0), np.zeros(0))


FINE = Doubts(overlap=0.99, balance=0.02, noise=0.03, controls=500, selection=contrast(0.001))


@pytest.mark.parametrize(
    ("doubted", "words"),
    [
        (FINE, None),
        (replace(FINE, controls=12), FEW_OTHERS.format(n=12, least=FEWEST)),
        (replace(FINE, overlap=0.614), "only 61 % of those who met it have others like them who did not"),
        (
            replace(FINE, balance=0.4),
            "those who met it and those who did not are too different to be compared",
        ),
        (replace(FINE, balance=0.15), None),  # chance leaves as much
        (
            replace(FINE, selection=contrast(0.05)),
            "before they met it, people who did were already on the way to more goals (+5.0 points): "
            "what draws them there may be all there is",
        ),
        (replace(FINE, selection=contrast(0.05, error=0.04)), None),  # nothing shows
        (replace(FINE, selection=contrast(-0.02)), None),  # too little to explain it
    ],
)
def test_every_refusal_has_its_words(doubted, words):
    assert refusal(contrast(-0.1), doubted) == words


def test_how_far_people_may_be_drawn_is_a_multiple_of_what_shows():
    clear = replace(FINE, selection=contrast(-0.02, error=0.0005))
    assert drawn(clear) == pytest.approx(UNSEEN * 0.02, rel=1e-3)
    assert drawn(FINE) == 0.0


def test_an_interval_is_wider_only_where_it_is_clear_that_something_draws_people_there():
    clear, faint = (replace(FINE, selection=contrast(-0.02, error=error)) for error in (0.005, 0.01))
    assert (is_clear(clear), is_clear(faint)) == (True, False)
    assert drawn(faint) > 0


def test_what_shows_of_it_is_less_what_chance_alone_would_show():
    twice, within = (replace(FINE, selection=contrast(-0.02, error=error)) for error in (0.01, 0.03))
    assert drawn(twice) == pytest.approx(UNSEEN * 0.02 * 3 / 4)
    assert drawn(within) == 0.0
