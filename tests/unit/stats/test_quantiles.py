"""Quantiles of durations that are held in cells: near to those of the durations themselves."""

import numpy as np
import pytest

from footpath.kernels.durations import COARSE, FINE, spread
from footpath.stats.quantiles import SECOND, Quantiles

SHARES = (0.05, 0.25, 0.5, 0.75, 0.9)
WIDTH = {FINE: 1 / 256, COARSE: 1 / 64}


@pytest.mark.parametrize("bits", [FINE, COARSE])
def test_a_quantile_of_many_is_within_the_width_of_a_cell(bits):
    rng = np.random.default_rng(3)
    values = np.exp(rng.normal(22, 2, 20_000)).astype(np.int64)
    person = np.sort(rng.integers(0, 4_000, len(values))).astype(np.int32)
    found = Quantiles.in_cells(*spread(np.zeros(len(values), np.int64), values, person, 1, bits))
    for share in SHARES:
        assert found.at(share) * SECOND == pytest.approx(np.quantile(values, share), rel=WIDTH[bits])


def test_where_a_cell_holds_two_values_both_are_exact():
    values = np.array([1_000_000_000, 1_000_000_007])
    found = Quantiles.of(values, np.zeros(2, np.int64), np.array([0, 1], np.int32), 1)
    assert [found.at(share)[0] * SECOND for share in (0, 0.5, 1)] == pytest.approx(
        [1_000_000_000, 1_000_000_003.5, 1_000_000_007], abs=1e-6
    )


def test_the_interval_is_that_of_the_durations_themselves():
    rng = np.random.default_rng(4)
    values = rng.integers(1, 120, 5_000) * 60 * SECOND  # no cell holds two of these
    person = np.sort(rng.integers(0, 1_500, len(values))).astype(np.int32)
    [median] = Quantiles.of(values, np.zeros(len(values), np.int64), person, 1).medians()
    assert median.value == np.median(values) / SECOND
    assert median.n == len(np.unique(person))
    ordered = np.sort(values) / SECOND
    ranks = [np.searchsorted(ordered, bound) / len(values) for bound in (median.low, median.high)]
    assert 0.45 < ranks[0] < 0.5 <= ranks[1] < 0.55


def test_without_durations_there_are_no_groups():
    nothing = np.zeros(0, np.int64)
    found = Quantiles.of(nothing, nothing, nothing.astype(np.int32), 0)
    assert found.medians() == []
    assert found.at(0.5).tolist() == []
