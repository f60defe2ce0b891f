"""Ids that came before are found, over all batches of a file."""

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from footpath.collect.ids import Given, fingerprints


def came_before(*batches):
    """For each batch of (source, id), which of them came before."""
    known = Given()
    columns = [[pa.array(column, pa.string()) for column in zip(*batch, strict=True)] for batch in batches]
    return [known.add(fingerprints(*each)).tolist() for each in columns]


def test_an_id_that_came_in_an_earlier_batch_or_row_is_known():
    assert came_before([("shop", "1"), ("shop", "2"), ("shop", "1")], [("shop", "2"), ("shop", "3")]) == [
        [False, False, True],
        [True, False],
    ]


def test_an_id_counts_within_its_source():
    assert came_before([("shop", "1"), ("app", "1"), ("app", "")]) == [[False, False, False]]


def test_it_grows_and_forgets_nothing():
    ids = pa.array([str(n) for n in range(20_000)])
    source = pa.repeat(pa.scalar("shop"), 20_000)
    known = Given()
    assert not any(
        known.add(fingerprints(source[at : at + 1000], ids[at : at + 1000])).any()
        for at in range(0, 20_000, 1000)
    )
    assert known.add(fingerprints(source, ids)).all()


names = st.tuples(st.sampled_from(["a", "b"]), st.text("xyz\u00e9", max_size=12))


@given(st.lists(st.lists(names, min_size=1, max_size=20), min_size=1, max_size=5))
def test_as_a_set_would_tell_it(batches):
    rows = [name for batch in batches for name in batch]
    expected = [name in rows[:at] for at, name in enumerate(rows)]
    assert [known for batch in came_before(*batches) for known in batch] == expected


def test_a_text_has_the_same_fingerprint_wherever_it_stands():
    whole, source = pa.array(["first", "a long identifier", "last"]), pa.array(["s", "s", "s"])
    part = fingerprints(source[1:], whole[1:])
    np.testing.assert_array_equal(fingerprints(source, whole)[1:], part)
    assert len(np.unique(part)) == 4
