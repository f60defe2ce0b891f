"""Persons of two indexes stand in one order, and what is told of each comes with them."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.model.weaving import Woven

WOVEN = Woven.of(np.array([1]), 4, np.array([0, 3]))  # of 0 1 2 3 without 1, and two others at 0 and 3
NAMES = st.sets(st.sampled_from("abcdefghij"))


@pytest.mark.parametrize("types", [(np.int16, np.int16), (np.int16, np.int32), (np.bool_, np.bool_)])
def test_codes_may_have_become_wider(types):
    first, second = np.array([0, 1, 0, 1]).astype(types[0]), np.array([1, 0]).astype(types[1])
    found = WOVEN.each([first, second])
    assert found.tolist() == [1, 0, 0, 0, 1]
    assert found.dtype == types[1]


def test_one_value_over_and_over_is_taken_as_it_is():
    found = WOVEN.each([np.broadcast_to(np.nan, 4), np.array([1.0, 2.0])])
    np.testing.assert_array_equal(found, [1.0, np.nan, np.nan, 2.0, np.nan])


@settings(deadline=None)
@given(NAMES, NAMES, NAMES)
def test_they_stand_as_if_all_were_sorted(first, gone, second):
    kept, others = sorted(first - gone), sorted(second - (first - gone))
    everybody = sorted([*kept, *others])
    names, placed = sorted(first), np.array([everybody.index(each) for each in others], np.int64)
    left = np.array([at for at, each in enumerate(names) if each in gone], np.int64)
    woven = Woven.of(left, len(names), placed)
    assert woven.n_people == len(everybody)
    assert woven.text(pa.array(names, pa.string()), pa.array(others, pa.string())).to_pylist() == everybody
    places = [everybody.index(each) if each in kept else -1 for each in names]
    assert woven.places(len(names)).tolist() == places
    codes = [np.array([ord(each) for each in some], np.int64) for some in (names, others)]
    for low in range(len(everybody)):
        runs = woven.runs(low, low + 2)
        assert runs.items(codes, runs.low, runs.high).tolist() == [*map(ord, everybody[low : low + 2])]
