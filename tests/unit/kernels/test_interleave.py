"""Law: texts of columns are laid row by row."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.interleave import interleave
from reference import interleave as twin

cells = st.none() | st.text("aé", max_size=4)


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 3).flatmap(lambda wide: st.lists(st.tuples(*[cells] * wide), min_size=1, max_size=8)))
def test_texts_are_laid_row_by_row(rows):
    columns = list(zip(*rows, strict=True))
    texts = [(text or "").encode() for column in columns for text in column]
    ends = np.cumsum([len(text) for text in texts], dtype=np.int32).reshape(len(columns), -1)
    begins = ends - np.array([len(text) for text in texts], np.int32).reshape(ends.shape)
    taken = np.array([[text is not None for text in column] for column in columns])
    data = np.frombuffer(b"".join(texts), np.uint8)
    first, column, offsets, letters = interleave(begins, ends, data, taken)
    laid = [
        (int(of), letters[begin:end].tobytes().decode())
        for of, begin, end in zip(column, offsets, offsets[1:], strict=False)
    ]
    found = [laid[begin:end] for begin, end in pairwise(first)]
    assert found == twin.interleave(columns)
