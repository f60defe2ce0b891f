"""What is counted in one pass is what anyone would count."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.follows import follow_counts
from footpath.kernels.funnel import funnel_counts, funnel_depths, step_rows
from footpath.kernels.subsequence import match_steps
from footpath.model.timeline import NO_TIME
from reference.follows import people_by_move
from reference.subsequence import deepest

N = 4
law = settings(max_examples=150, deadline=None)
NARROW = st.sampled_from([np.uint8, np.int16])
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
    found = match_steps(offsets(codes), flat(codes, np.int16), time, member, within, False)
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


def test_a_limit_may_reach_beyond_the_end_of_time():
    late = np.iinfo(np.int64).max - 10
    #        view  cart
    time = np.array([late, late + 5])
    depth = funnel_depths(np.array([0, 2]), np.array([0, 1], np.uint8), time, np.eye(2, dtype=bool), 20)
    assert depth.tolist() == [2]


@pytest.mark.parametrize("some", [3, 12])  # of 40 touchpoints; few are compared, many looked up
def test_it_does_not_matter_how_journeys_share_rounds(some):
    draw = np.random.default_rng(some)
    lengths = np.concatenate((draw.integers(0, 60, 200), [5_000], draw.integers(0, 60, 200)))
    ends = np.cumsum(np.concatenate(([0], lengths)))
    codes, time = draw.integers(0, 40, ends[-1]).astype(np.uint8), np.sort(draw.integers(0, 10**6, ends[-1]))
    member = np.zeros((3, 40), bool)
    member[draw.integers(0, 3, some), draw.choice(40, some, replace=False)] = True
    member[np.arange(3), draw.choice(40, 3)] = True
    found = match_steps(ends, codes, time, member, 500, False)
    depth = funnel_depths(ends, codes, time, member, 500)
    assert depth.tolist() == (found >= 0).sum(axis=1).tolist()
    assert set(depth.tolist()) == {0, 1, 2, 3}


@law
@given(cases, st.sets(st.integers(0, N - 1)), st.data())
def test_rows_of_steps_are_all_there_are_in_the_journeys_kept(drawn, some, data):
    codes = [codes for _, codes in drawn]
    keep = data.draw(st.lists(st.booleans(), min_size=len(codes), max_size=len(codes)))
    takes = np.array([code in some for code in range(N)])
    begins, rows = step_rows(offsets(codes), flat(codes, np.int16), takes, np.array(keep, bool))
    kept = [[code for code in each if code in some] for each, one in zip(codes, keep, strict=True) if one]
    assert begins.tolist() == offsets(kept).tolist()
    assert flat(codes, np.int16)[rows].tolist() == [code for each in kept for code in each]


@pytest.mark.parametrize("n", [1, 5])
def test_without_journeys_all_is_zero(n):
    nothing, nobody = np.zeros(0, np.int16), np.zeros(0, np.int32)
    assert [counts.shape for counts in follow_counts(np.array([0]), nothing, nobody, n)] == [(n, n)] * 3
    people, journeys = funnel_counts(
        np.array([0]), nothing, np.zeros(0, np.int64), np.ones((2, n), bool), -1, nobody
    )
    assert people.tolist() == journeys.tolist() == [0, 0]
