"""States add up by key."""

import numpy as np

from footpath.analysis.sums import DENSE, Durations, Sums, distinct


def test_keys_that_are_large_are_told_apart_like_small_ones():
    keys = np.array([7, 3, 7, 5])
    for factor in (1, DENSE):
        found, place = distinct(keys * factor)
        assert found.tolist() == [3 * factor, 5 * factor, 7 * factor]
        assert place.tolist() == [2, 0, 2, 1]


def test_sums_add_up_by_key():
    left = Sums(np.array([1, 4]), np.array([[1, 2], [3, 4]]))
    right = Sums(np.array([4, 9]), np.array([[10, 20], [30, 40]]))
    both = left.merge(right)
    assert both.items() == [(1, [1, 2]), (4, [13, 24]), (9, [30, 40])]
    assert both.at(np.array([9, 2])).tolist() == [[30, 40], [0, 0]]


def test_persons_of_two_parts_are_different_even_with_the_same_number():
    one = Durations.of(np.array([0]), np.array([5]), np.array([0], dtype=np.int32))
    assert one.merge(one).medians()[0].n == 2
