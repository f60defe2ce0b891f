"""Persons, journeys and occurrences, first visits and what follows them are what anyone would count."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.tally import tally_moves, tally_steps
from footpath.kernels.visits import met_first, visit_sums
from footpath.model.timeline import NO_TIME
from reference import tally, visits

N = 4
law = settings(max_examples=150, deadline=None)
VIEW, CART, PAY, NONE = 0, 1, 2, -1


def journeys(least=0):
    each = st.tuples(st.integers(0, 2), st.lists(st.integers(least, N - 1), max_size=7))
    return st.lists(each, max_size=7).map(lambda drawn: sorted(drawn, key=lambda case: case[0]))


def ends(lists):
    return np.cumsum([0, *(len(each) for each in lists)]).astype(np.int64)


def flat(lists, kind):
    return np.array([one for each in lists for one in each], kind)


def arrays(cases):
    codes = [codes for _, codes in cases]
    return ends(codes), flat(codes, np.int16), np.array([person for person, _ in cases], np.int32)


def spans(data, cases):
    """Part of each journey, as positions in it."""
    found = [sorted(data.draw(st.tuples(*[st.integers(0, len(codes))] * 2))) for _, codes in cases]
    return [(begin, end) for begin, end in found]


def absolute(spans, offsets):
    return (np.array([span[i] for span in spans], np.int64) + offsets[:-1] for i in range(2))


def table(rows, width):
    """A row a group, of zeros where nothing is known of it."""
    return lambda n: [rows.get(group, (0,) * width) for group in range(n)]


def told(counts):
    return [tuple(row) for row in counts.tolist()]


def test_a_person_with_two_journeys_is_one_person():
    cases = [(7, [VIEW, VIEW, PAY]), (7, [VIEW]), (8, [PAY])]
    offsets, codes, person = arrays(cases)
    nothing = np.zeros(0, np.int16)
    people_journeys_and_steps = told(tally_steps(offsets, codes, nothing, 1, person, 3))
    assert people_journeys_and_steps == [(1, 2, 3), (0, 0, 0), (2, 2, 2)]


@law
@given(journeys(least=-1), st.booleans(), st.data())
def test_steps(cases, split, data):
    by = [data.draw(st.lists(st.integers(-1, 1), min_size=len(c), max_size=len(c))) for _, c in cases]
    offsets, codes, person = arrays(cases)
    n_by = 2 if split else 1
    other = flat(by, np.int16) if split else np.zeros(0, np.int16)
    if split and not len(other):
        return  # nothing to split by reads as no splitting
    expected = tally.tally_steps(cases, by if split else None, n_by)
    assert told(tally_steps(offsets, codes, other, n_by, person, N)) == table(expected, 3)(N * n_by)


def test_a_move_without_a_time_at_both_ends_does_not_count():
    #           view  cart       pay  view
    time = np.array([0, NO_TIME, 20, 30])
    codes, person = np.array([VIEW, CART, PAY, VIEW], np.int16), np.array([0], np.int32)
    assert told(tally_moves(np.array([0]), np.array([4]), codes, time, person, 3))[PAY] == (1, 1, 1)
    assert tally_moves(np.array([0]), np.array([4]), codes, time, person, 3).sum() == 3


@law
@given(journeys(), st.data())
def test_moves(cases, data):
    minutes = [
        data.draw(st.lists(st.sampled_from([None, 1, 2]), min_size=len(c), max_size=len(c))) for _, c in cases
    ]
    inside = spans(data, cases)
    offsets, codes, person = arrays(cases)
    time = np.array([NO_TIME if at is None else at for each in minutes for at in each], np.int64)
    found = tally_moves(*absolute(inside, offsets), codes, time, person, N)
    assert told(found) == table(tally.tally_moves(cases, minutes, inside), 3)(N)


def test_a_journey_is_one_item_of_a_touchpoint_however_often_it_comes_there():
    cases = [(0, [VIEW, PAY, VIEW]), (0, [VIEW])]
    offsets, codes, person = arrays(cases)
    hit, keep = np.array([VIEW, NONE]), np.ones(2, bool)
    bases, hits = visit_sums(offsets[:-1], offsets[1:], codes, hit, keep, person, 3)
    assert told(bases)[VIEW] == (1, 2, 4)  # one person, two journeys
    assert told(hits)[VIEW] == (1, 1, 1, 2)  # of which one is a hit


@law
@given(journeys(), st.data())
def test_visits(cases, data):
    hits, keep = (
        data.draw(st.lists(each, min_size=len(cases), max_size=len(cases)))
        for each in (st.integers(-1, N - 1), st.booleans())
    )
    inside = spans(data, cases)
    offsets, codes, person = arrays(cases)
    found = visit_sums(
        *absolute(inside, offsets), codes, np.array(hits, np.int64), np.array(keep, bool), person, N
    )
    bases, of_bases = visits.visit_sums(cases, inside, hits, keep)
    assert told(found[0]) == table(bases, 3)(N)
    assert told(found[1]) == table(of_bases, 4)(N)


def test_whoever_was_there_before_the_data_begin_was_met_first_nobody_knows_where():
    cases = [(0, [4, 5]), (0, [7]), (1, [9])]  # steps as they stand in the timelines
    offsets, steps, person = arrays(cases)
    first, early = np.array([7, 9], np.int32), np.array([False, True])
    at, journey = met_first(offsets, steps.astype(np.int32), person, first, early)
    assert (at.tolist(), journey.tolist()) == ([2], [1])


@law
@given(st.lists(st.tuples(st.integers(0, 2), st.sets(st.integers(0, 6), max_size=4)), max_size=6), st.data())
def test_where_persons_are_met_first(drawn, data):
    cases = [(person, sorted(steps)) for person, steps in sorted(drawn, key=lambda each: each[0])]
    first, early = (
        data.draw(st.lists(each, min_size=3, max_size=3)) for each in (st.integers(-1, 6), st.booleans())
    )
    offsets, steps, person = arrays(cases)
    found = met_first(
        offsets, steps.astype(np.int32), person, np.array(first, np.int32), np.array(early, bool)
    )
    assert list(zip(*(each.tolist() for each in found), strict=True)) == visits.met_first(cases, first, early)
