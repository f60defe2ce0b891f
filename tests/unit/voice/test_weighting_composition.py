"""A change of a score: of who answered, or of what they say."""

import numpy as np
import pytest

from footpath.voice.change import Sample, decompose
from footpath.voice.composition import Period, split_change


def period(callers, others, caller_points=-20.0, other_points=60.0):
    called = np.repeat([1.0, 0.0], [callers, others])
    noise = np.tile([-10.0, 10.0], (callers + others) // 2)
    return Period(np.where(called > 0, caller_points, other_points) + noise, called[:, None])


def test_more_callers_are_no_news_of_opinion():
    told = split_change(period(100, 300), period(300, 100))
    assert told.composition.value == pytest.approx(-40, rel=0.03)
    assert told.opinion.low < 0 < told.opinion.high


def test_a_worse_opinion_is_news():
    told = split_change(period(200, 200), period(200, 200, caller_points=-60.0))
    assert told.composition.value == pytest.approx(0)
    assert told.opinion.value == pytest.approx(-20)
    assert told.opinion.high < 0


def test_both_parts_are_the_whole():
    before, after = period(100, 300), period(260, 200, other_points=20.0)
    told = split_change(before, after)
    assert told.composition.value + told.opinion.value == pytest.approx(
        after.points.mean() - before.points.mean()
    )


def test_with_cells_it_is_kitagawas():
    before, after = period(1000, 3000), period(2600, 2000, other_points=20.0)
    by_cells = decompose(
        *(Sample(each.points, each.features[:, 0].astype(np.int32)) for each in (before, after))
    )
    told = split_change(before, after)
    assert told.composition.value == pytest.approx(by_cells.composition.value, rel=0.01)
    assert told.opinion.value == pytest.approx(by_cells.opinion.value, rel=0.01)
    assert told.opinion.high == pytest.approx(by_cells.opinion.high, rel=0.02)


def test_weights_count():
    before, after = period(200, 200), period(300, 100)
    weights = np.where(after.features[:, 0] > 0, 1 / 3, 1.0)
    told = split_change(before, after._replace(weights=weights))
    assert told.composition.value == pytest.approx(0, abs=1e-9)


def test_few_answers_are_not_split():
    assert split_change(period(10, 18), period(100, 100)) is None
