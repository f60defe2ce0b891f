"""What is counted in one pass is what anyone would count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.follows import follow_counts
from footpath.kernels.funnel import funnel_counts
from footpath.kernels.subsequence import match_steps
from footpath.model.timeline import NO_TIME
from reference.follows import people_by_move
from reference.subsequence import deepest

N = 4
law = settings(max_examples=150, deadline=None)
NARROW = st.sampled_from([np.uint8, np.int32])
cases = st.lists(st.tuples(st.integers(0, 2), st.lists(st.integers(0, N - 1), max_size=9)), max_size=8)
steps = st.lists(st.sets(st.integers(0, N - 1)), min_size=1, max_size=4)


def offsets(lists):
    return np.cumsum([0, *(len(each) for each in lists)]).astype(np.int64)


def flat(lists, kind):
    return np.array([one for each in lists for one in each], kind)


@law
@given(cases, NARROW)
def test_follows(drawn, kind):
    drawn = sorted(drawn, key=lambda case: case[0])
    person = np.array([each for each, _ in drawn], np.int32)
    codes = [codes for _, codes in drawn]
    found = follow_counts(offsets(codes), flat(codes, kind), person, N)
    expected = people_by_move(drawn)
    for a in range(N):
        for b in range(N):
            assert tuple(int(counts[a, b]) for counts in found) == expected.get((a, b), (0, 0, 0))


@law
@given(cases, steps, st.sampled_from([-1, 0, 4, 15]), NARROW, st.data())
def test_funnel(drawn, members, within, kind, data):
    drawn = sorted(drawn, key=lambda case: case[0])
    person, codes = np.array([each for each, _ in drawn], np.int32), [codes for _, codes in drawn]
    minutes = [data.draw(times(len(each))) for each in codes]
    member = np.array([[code in step for code in range(N)] for step in members])
    limit = None if within < 0 else within
    depth = [
        len(deepest(each, at, members, limit, directly=False))
        for each, at in zip(codes, minutes, strict=True)
    ]
    time = np.array([NO_TIME if at is None else at for each in minutes for at in each], np.int64)
    people, journeys = funnel_counts(offsets(codes), flat(codes, kind), time, member, within, person)
    assert journeys.tolist() == [sum(d > i for d in depth) for i in range(len(members))]
    assert people.tolist() == [
        len({p for p, d in zip(person.tolist(), depth, strict=True) if d > i}) for i in range(len(members))
    ]
    found = match_steps(offsets(codes), flat(codes, np.int32), time, member, within, False)
    assert (found >= 0).sum(axis=0).tolist() == journeys.tolist()


@st.composite
def times(draw, n):
    rising = sorted(draw(st.lists(st.integers(0, 20), min_size=n, max_size=n)))
    known = draw(st.lists(st.integers(0, 4), min_size=n, max_size=n))
    return [at if some else None for at, some in zip(rising, known, strict=True)]


def test_a_later_start_may_come_further_in_time():
    #        view  view cart pay
    time = np.array([0, 60, 70, 80])
    member = np.eye(3, dtype=bool)
    people, journeys = funnel_counts(
        np.array([0, 4]), np.array([0, 0, 1, 2], np.uint8), time, member, 20, np.array([0], np.int32)
    )
    assert people.tolist() == journeys.tolist() == [1, 1, 1]


@pytest.mark.parametrize("n", [1, 5])
def test_without_journeys_all_is_zero(n):
    nothing = np.zeros(0, np.int32)
    assert [counts.shape for counts in follow_counts(np.array([0]), nothing, nothing, n)] == [(n, n)] * 3
    people, journeys = funnel_counts(
        np.array([0]), nothing, np.zeros(0, np.int64), np.ones((2, n), bool), -1, nothing
    )
    assert people.tolist() == journeys.tolist() == [0, 0]
