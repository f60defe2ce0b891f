"""Some groups of a ragged array, in any order."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from footpath.kernels.variants import take


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), min_size=1, max_size=6), st.data())
def test_groups_are_taken_as_they_are(groups, data):
    chosen = data.draw(st.lists(st.integers(0, len(groups) - 1), max_size=8))
    offsets = np.cumsum([0, *map(len, groups)]).astype(np.int64)
    codes = np.array([code for group in groups for code in group], np.int16)
    begin, taken = take(offsets, codes, np.array(chosen, np.int64))
    assert [each.tolist() for each in np.split(taken, begin[1:-1])][: len(chosen)] == [
        groups[i] for i in chosen
    ]
