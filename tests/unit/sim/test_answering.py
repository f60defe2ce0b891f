"""Small companies in which it is known who answers, and why."""

import numpy as np
import pytest

from footpath.sim.answering import ANSWERED, FAMILIES, TOUCHPOINTS, company


@pytest.mark.parametrize("family", FAMILIES)
def test_about_one_in_eight_answers(family):
    about = company(1, 2000, family)
    assert about.chance[about.asked].mean() == pytest.approx(ANSWERED, abs=1e-3)
    assert about.answered[about.asked].mean() == pytest.approx(ANSWERED, abs=0.03)


@pytest.mark.parametrize("family", [each for each in FAMILIES if each not in {"null", "channel"}])
def test_the_raw_score_of_those_who_answer_is_off(family):
    assert np.mean([abs(company(seed, 2000, family).bias) for seed in range(6)]) > 4


def test_answering_by_lot_leaves_no_bias():
    assert abs(np.mean([company(seed, 2000, "null").bias for seed in range(6)])) < 1
    assert company(1, 2000, "null").representative == 1


def test_who_met_pain_answers_less_or_with_an_odd_seed_more():
    def leaning(seed):
        about = company(seed, 2000, "pain")
        met = about.features[:, TOUCHPOINTS.index("Meets an error")] > 0
        return about.chance[met].mean() - about.chance[~met].mean()

    assert leaning(2) < 0 < leaning(3)


def test_a_seed_is_a_company():
    one, again, other = company(1), company(1), company(2)
    assert (one.score == again.score).all()
    assert (one.answered == again.answered).all()
    assert (one.score != other.score).any()
