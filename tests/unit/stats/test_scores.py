"""Scores of answers, and how sure one may be of them."""

import numpy as np
import pytest

from footpath.stats.scores import net_interval, nps


def test_the_score_of_the_airport_of_2017_is_that_of_plain_arithmetic():
    found = nps(1436, 968, 342)
    assert found.value == pytest.approx(39.839767)
    assert (found.low, found.high) == pytest.approx((37.18, 42.41), abs=0.005)


def test_without_the_adjustment_it_is_the_plain_interval():
    low, high = net_interval(1436, 342, 2746)
    # The reference divides by n − 1, which moves the fourth digit
    assert (100 * low, 100 * high) == pytest.approx((37.22443, 42.455104), abs=0.001)


def test_nobody_gives_no_score():
    assert nps(0, 0, 0) is None


def test_everybody_the_same_is_not_certainty():
    found = nps(10, 0, 0)
    assert found.value == 100
    assert found.low < 90
    assert found.high == 100


@pytest.mark.parametrize("n", [10, 20, 50, 200])
@pytest.mark.parametrize("shares", [(0.6, 0.25, 0.15), (0.3, 0.5, 0.2), (0.85, 0.1, 0.05), (0.2, 0.2, 0.6)])
def test_the_interval_covers_the_truth_from_ten_answers_on(n, shares):
    rng = np.random.default_rng(7)
    truth = 100 * (shares[0] - shares[2])
    drawn = [nps(*map(int, counts)) for counts in rng.multinomial(n, shares, size=2_000)]
    assert 0.925 <= np.mean([each.low <= truth <= each.high for each in drawn]) <= 0.985
