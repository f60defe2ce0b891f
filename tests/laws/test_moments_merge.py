"""What moments are measured by: however persons are split, the whole is the same, to the last bit."""

from dataclasses import fields, is_dataclass
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.moments.candidate import Candidate
from footpath.moments.detect import Loops, Touchpoints
from footpath.moments.measuring import Measuring
from footpath.moments.plan import Planning
from laws.strategies import NAMES, PEOPLE, journeys
from reference.grounded import ground

law = settings(max_examples=60, deadline=None)
CANDIDATES = [
    (Candidate("touchpoint", "A", after=tuple(NAMES)), Touchpoints()),
    (Candidate("loop", "B", "B", after=("B",)), Loops()),
]
hashes = st.permutations(range(10, 10 + PEOPLE))
parts_of = st.lists(st.integers(0, 3), min_size=PEOPLE, max_size=PEOPLE)


def split(analysis, whole, part_of, order):
    part = np.array(part_of[: len(whole.persons)])
    parts = [analysis.partial(whole.of_people(part == each)) for each in order]
    return analysis.finish(reduce(analysis.merge, parts))


@law
@given(journeys(), parts_of, st.permutations(range(4)))
def test_any_split_by_persons_gives_the_same_plan(whole, part_of, order):
    assert split(Planning(), whole, part_of, order) == Planning().finish(Planning().partial(whole))


@law
@given(journeys(), parts_of, st.permutations(range(4)))
def test_any_split_by_persons_gives_the_same_arrivals(whole, part_of, order):
    tool = Touchpoints(least=1)
    assert split(tool, whole, part_of, order) == tool.finish(tool.partial(whole))


@pytest.mark.parametrize(("candidate", "detector"), CANDIDATES, ids=["touchpoint", "loop"])
@law
@given(journeys(), hashes, parts_of, st.permutations(range(4)), st.sampled_from([2, 8, 14, 1000]))
def test_any_split_by_persons_measures_the_same(candidate, detector, whole, hashed, part_of, order, most):
    behind = ground(whole, hashed, groups={"even": np.arange(len(whole.persons)) % 2 == 0})
    tool = Measuring(candidate, detector, behind, most)
    assert bits(split(tool, whole, part_of, order)) == bits(tool.finish(tool.partial(whole)))


def bits(state):
    """All that a state holds, as it is in memory."""
    if is_dataclass(state):
        return {each.name: bits(getattr(state, each.name)) for each in fields(state)}
    if isinstance(state, np.ndarray):
        return state.shape, state.dtype.str, state.tobytes()
    return state
