"""Runs of two arrays are laid one after the other as slices of them would be."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.weaving import lay, lay_codes, lay_places

RUNS = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 9), st.integers(0, 9)), max_size=6)


def laid(first, second, runs):
    """The ten-line version that anyone believes."""
    return [
        value for part, *edges in runs for value in (first, second)[part][min(edges) : max(edges)].tolist()
    ]


def columns(runs):
    part = np.array([each[0] for each in runs], np.int8)
    begins, ends = (np.array([make(each[1:]) for each in runs], np.int64) for make in (min, max))
    return part, begins, ends


@pytest.mark.parametrize("dtype", [np.bool_, np.int8, np.int16, np.int32, np.int64, np.float64])
def test_values_of_any_type(dtype):
    first, second = np.arange(9).astype(dtype), np.arange(20, 29).astype(dtype)
    runs = [(0, 2, 4), (1, 0, 9), (0, 3, 3), (0, 4, 9)]
    found = np.empty(len(laid(first, second, runs)), dtype)
    lay(first, second, *columns(runs), found)
    assert found.tolist() == laid(first, second, runs)


@settings(deadline=None)
@given(RUNS)
def test_codes_of_the_first_are_told_as_they_are_now(runs):
    first, second = np.arange(-1, 8, dtype=np.int16), np.arange(20, 29, dtype=np.int16)
    now = np.append(np.arange(100, 108), -1).astype(np.int16)
    expected = laid(now[first], second, runs)
    found = np.empty(len(expected), np.int16)
    lay_codes(first, second, *columns(runs), now, found)
    assert found.tolist() == expected


@settings(deadline=None)
@given(RUNS)
def test_places_move_with_their_run(runs):
    first, second = np.arange(9, dtype=np.int32), np.arange(20, 29, dtype=np.int32)
    moved = np.arange(len(runs), dtype=np.int32) * 100
    expected = [value + 100 * at for at, run in enumerate(runs) for value in laid(first, second, [run])]
    found = np.empty(len(expected), np.int32)
    lay_places(first, second, *columns(runs), moved, found)
    assert found.tolist() == expected
