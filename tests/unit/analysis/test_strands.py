"""Durations as they are tell the same medians as their cells, which are the same however they are held."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.analysis.strands import Spans, Strands
from footpath.kernels.durations import COARSE, FINE
from footpath.kernels.strands import BITS, FIRST, strands_of

law = settings(max_examples=150, deadline=None)
values = st.one_of(st.integers(0, 9), st.integers(100_000, 100_900), st.integers(-3, 2**50))
items = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), values, st.booleans()), max_size=70)
bits = st.sampled_from([COARSE, FINE])


def spans(drawn, width):
    """Of (person, key, µs, whether it is of a first visit), the keys 0, 10 and 20."""
    drawn = sorted(drawn, key=lambda each: each[0])
    person, key, value, first = (np.array([each[i] for each in drawn], np.int64) for i in range(4))
    begin, end, found = strands_of(key, (value << 1 | first), person.astype(np.int32), 3)
    marked = (found >> BITS >> 1 << BITS) | (found & (FIRST + 2)) | ((found >> BITS) & 1)
    return Spans((Strands(np.arange(3) * 10, begin, end, marked),), width)


@law
@given(items, bits)
def test_the_medians_are_those_of_cells(drawn, width):
    found = spans(drawn, width)
    assert found.both_medians() == found.packed().both_medians()


@law
@given(items, bits, st.sets(st.integers(0, 3)), st.sampled_from([0, 20, 1000]))
def test_they_add_up_over_persons_as_they_are_or_as_cells(drawn, width, some, most):
    left, right = ([each for each in drawn if (each[0] in some) == side] for side in (True, False))
    together = spans(left, width).merge(spans(right, width), most)
    assert together.both_medians() == spans(drawn, width).both_medians()


@pytest.mark.parametrize("width", [COARSE, FINE])
def test_a_key_has_its_own_median_and_persons(width):
    told, firsts = spans(
        [(0, 0, 5_000_000, True), (0, 0, 7_000_000, False), (1, 2, 3, True)], width
    ).both_medians()
    assert (told[0].value, told[0].n, firsts[0].value, firsts[0].n) == (6.0, 1, 5.0, 1)
    assert set(told) == set(firsts) == {0, 20}


def test_none_have_no_medians():
    assert spans([], FINE).both_medians() == ({}, {})
