"""Bounded samples: the persons with the lowest hashes, whoever they were read with."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.moments.samples import Sample


def sample(*persons):
    """A sample with a row for each time that a person is named; each row is a journey."""
    n = len(persons)
    rows, none = np.arange(n), np.zeros((n, 0))
    flags = np.zeros(n, np.bool_)
    return Sample(
        np.array(persons, np.int64), rows, rows, flags, none, none, none, none.astype(bool), np.ones(n)
    )


def test_what_has_room_is_taken_whole():
    assert sample(3, 3, 7, 9).trimmed(4).person.tolist() == [3, 3, 7, 9]


def test_persons_come_in_the_order_of_their_hashes_while_there_is_room():
    assert sample(1, 3, 3, 7, 9).trimmed(4).person.tolist() == [1, 3, 3, 7]


def test_a_person_is_taken_whole_or_not_at_all():
    assert sample(1, 2, 2, 2, 3).trimmed(3).person.tolist() == [1]
    assert sample(2, 2, 2, 2).trimmed(3).person.tolist() == []


def test_two_samples_become_one_in_order():
    assert sample(3, 3, 9).merge(sample(1, 7), 4).person.tolist() == [1, 3, 3, 7]


def test_after_somebody_for_whom_there_was_no_room_nobody_comes():
    # Else whether 5 is in the sample would hang on whom 3 was read with
    part = sample(1, 1, 1, 3, 3, 3).trimmed(4)
    assert part.merge(sample(5), 4).person.tolist() == [1, 1, 1]


@pytest.mark.parametrize("most", [1, 3, 6])
@given(rows=st.lists(st.integers(0, 6), max_size=14), part=st.integers(0, 127))
def test_a_sample_of_parts_is_a_sample_of_the_whole(most, rows, part):
    ours = [each for each in sorted(rows) if part >> each & 1]
    theirs = [each for each in sorted(rows) if not part >> each & 1]
    merged = sample(*ours).trimmed(most).merge(sample(*theirs).trimmed(most), most)
    assert merged.person.tolist() == sample(*sorted(rows)).trimmed(most).person.tolist()
