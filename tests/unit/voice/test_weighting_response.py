"""In companies whose truth is known: the bias is taken away, the interval holds it, and moods stay unseen.

The same with a thousand companies a family, beside other methods, is bench/response.py.
"""

import numpy as np
import pytest

from footpath.sim.answering import company, net
from footpath.voice.weighting import weigh, weighted_nps


def judged(family, seeds):
    """Share of the bias that is removed, share of intervals with the truth, and mean width."""
    bias, left, inside, width = [], [], [], []
    for seed in range(seeds):
        about = company(seed, 2000, family)
        margins = {"segment": about.segment, "channel": about.channel}
        weighting = weigh(about.features, about.names, about.asked, about.answered, margins=margins)
        told = weighted_nps(np.where(about.answered, net(about.score), np.nan), weighting)
        bias.append(abs(about.bias))
        left.append(np.sign(about.bias) * (told.value - about.nps))
        inside.append(told.low <= about.nps <= told.high)
        width.append(told.high - told.low)
    return 1 - sum(left) / sum(bias), np.mean(inside), np.mean(width)


def test_most_of_the_bias_goes():
    removed, covered, _ = judged("mixed", 8)
    assert removed > 0.75
    assert covered >= 6 / 8


@pytest.mark.slow
@pytest.mark.parametrize("family", ["pain", "extremes", "tenure", "mixed"])
def test_the_bias_of_what_happened_goes_and_the_interval_holds_the_truth(family):
    removed, covered, _ = judged(family, 60)
    assert removed > 0.8
    assert covered > 0.87  # three standard errors below 0.95 or so


@pytest.mark.slow
def test_where_nothing_is_wrong_weights_cost_little():
    _, covered, width = judged("null", 60)
    assert covered > 0.87
    assert width < 1.1 * 21  # what the raw scores of such companies have


@pytest.mark.slow
def test_what_no_journey_shows_is_not_removed():
    removed, _, _ = judged("mood", 20)
    assert removed < 0.1
