"""Means, shares and differences of survey scores."""

import numpy as np
import pytest

from footpath.model.estimate import Estimate
from footpath.stats.intervals import wilson
from footpath.stats.scores import difference, effective_size, mean_of, nps_of, share_of


def test_a_share_of_points_is_the_share_of_counts():
    assert share_of(np.array([1.0] * 7 + [0.0] * 3)) == wilson(7, 10)


def test_in_the_middle_of_the_scale_it_is_student_s_interval():
    """2.262 · 1.826 / √10, by the tables."""
    found = mean_of(np.array([2.0, 3, 3, 4, 4, 6, 6, 7, 7, 8]), (0, 10))
    assert found.value == 5
    student = 2.262 * 2.055 / np.sqrt(10)
    assert (5 - found.low, found.high - 5) == pytest.approx((student, student), rel=0.06)


def test_at_the_end_of_the_scale_the_interval_leans_to_the_middle():
    found = mean_of(np.array([5.0] * 9 + [1.0]), (1, 5))
    assert found.value - found.low > 2 * (found.high - found.value) > 0


def test_people_who_agree_are_no_proof_that_everybody_does():
    found = mean_of(np.full(10, 4.0), (1, 5))
    assert found.low < 4 < found.high
    assert mean_of(np.full(10, 5.0), (1, 5)).high == 5


def test_of_two_answers_the_interval_is_the_scale():
    assert (mean_of(np.array([4.0, 5.0]), (1, 5)).low, mean_of(np.array([4.0, 5.0]), (1, 5)).high) == (1, 5)


def test_nobody_has_no_score():
    nobody = np.empty(0)
    assert mean_of(nobody, (1, 5)) is share_of(nobody) is nps_of(nobody) is None
    assert effective_size(nobody) == 0


def test_the_size_of_weights_is_between_one_and_their_number():
    assert effective_size(np.full(7, 3.0)) == pytest.approx(7)
    assert effective_size(np.array([1.0, 1e9])) == pytest.approx(1)


def test_a_difference_has_the_signs_turned_when_the_sides_are():
    a, b = Estimate(1.0, 0.5, 2.0, 9, "score", "m"), Estimate(3.0, 2.0, 3.5, 9, "score", "m")
    there, back = difference(a, b), difference(b, a)
    assert (there.value, there.low, there.high) == pytest.approx((-back.value, -back.high, -back.low))
