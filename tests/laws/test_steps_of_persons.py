"""Law: the drawn steps of some persons are those of their journeys, wherever these stand."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from laws.strategies import PEOPLE, journeys


@settings(max_examples=60, deadline=None)
@given(journeys(), st.sets(st.integers(0, PEOPLE - 1)))
def test_steps_of_some_persons_are_those_of_their_journeys(found, persons):
    theirs = [
        step
        for journey, person in enumerate(found.person.tolist())
        for step in range(found.offsets[journey], found.offsets[journey + 1])
        if person in persons
    ]
    assert found.steps_of(np.array(sorted(persons), np.int32)).tolist() == theirs
