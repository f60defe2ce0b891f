"""The kernels under effects give what their slow and obvious twins give."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels import arrivals as arrivals_kernel
from footpath.kernels import backward as backward_kernel
from footpath.kernels.history import UNKNOWN, history
from laws.strategies import NAMES, persons
from reference import arrivals, backward
from reference import history as told
from reference.drawn import MINUTE, build

law = settings(max_examples=40, deadline=None)


@st.composite
def rows(draw):
    """Journeys as rows: chance and worth of each, whether the last one meets it, and the outcome."""
    share = st.floats(0.01, 0.95)
    journey = st.tuples(
        st.lists(st.tuples(share, share), min_size=1, max_size=6), st.booleans(), st.integers(0, 1)
    )
    return draw(st.lists(journey, min_size=1, max_size=5))


def columns(drawn):
    """Journey, met, chance, worth and outcome of each row."""
    number = np.repeat(np.arange(len(drawn)), [len(each) for each, _, _ in drawn])
    met = [flag for each, ends, _ in drawn for flag in met_of(each, ends)]
    chance, worth = np.array([row for each, _, _ in drawn for row in each]).T
    outcome = np.array([value for each, _, value in drawn for _ in each], np.float64)
    return number, np.array(met), chance.copy(), worth.copy(), outcome


def met_of(each, ends):
    return [False] * (len(each) - 1) + [ends]


@law
@given(rows(), st.sampled_from([2.0, 30.0]))
def test_rows_stand_for_all_that_never_meet_it_later(drawn, most):
    number, met, chance, _, _ = columns(drawn)
    slow = [
        w for each, e, _ in drawn for w in backward.never_later(met_of(each, e), [c for c, _ in each], most)
    ]
    assert backward_kernel.never_later(number, met, chance, most) == pytest.approx(slow)


@law
@given(rows(), st.sampled_from([2.0, 30.0]))
def test_outcomes_as_they_would_be_without_a_later_meeting(drawn, most):
    slow = [
        value
        for each, ends, outcome in drawn
        for value in backward.pseudo_outcomes(
            met_of(each, ends), *map(list, zip(*each, strict=True)), outcome, most
        )
    ]
    assert backward_kernel.pseudo_outcomes(*columns(drawn), most) == pytest.approx(slow)


@law
@given(persons(), st.data())
def test_what_is_told_of_the_past(drawn, data):
    seen, counted = build(drawn, NAMES), ["B", "D"]
    inside = [data.draw(st.integers(0, len(each.steps))) for each in drawn]
    column = np.array([counted.index(name) if name in counted else -1 for name in NAMES], np.int32)
    found = history(
        seen.offsets,
        seen.touchpoint,
        seen.time,
        seen.channel,
        np.arange(len(drawn)),
        seen.offsets[:-1] + np.array(inside, np.int64),
        column,
        len(counted),
    )
    for each, position, counts, codes, times in zip(drawn, inside, *found, strict=True):
        visits, places, spans = told.history(list(each.steps[:position]), counted)
        last, but_one, channel, again = places
        assert counts.tolist() == visits
        assert codes[:3].tolist() == [
            *(-1 if name is None else NAMES.index(name) for name in (last, but_one)),
            -1 if channel is None else seen.channels.index(channel),
        ]
        assert codes[3] == again
        assert times.tolist() == [UNKNOWN if span is None else span * MINUTE for span in spans]


@law
@given(persons())
def test_who_arrives_where_and_directly_after_what(drawn):
    seen = build(drawn, NAMES)
    people, came = arrivals_kernel.arrivals(seen.first, seen.last, seen.person, seen.touchpoint, len(NAMES))
    persons_there, journeys_from = arrivals.arrivals([(each.person, own(each)) for each in drawn])
    assert people.tolist() == [persons_there[name] for name in NAMES]
    assert came.tolist() == [[journeys_from[before, name] for name in NAMES] for before in NAMES]


@law
@given(persons(), st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_times_of_risk_of_arriving(drawn, after, there):
    seen = build(drawn, NAMES)
    flags = np.array([name in after for name in NAMES])
    code = NAMES.index(there)
    found = arrivals_kernel.times_at_risk(seen.first, seen.last, seen.touchpoint, code, flags)
    journey, position, met, strays = (each.tolist() for each in found)
    slow = [arrivals.times_at_risk(own(each), there, after) for each in drawn]
    assert strays == [at for at, each in enumerate(slow) if each is None]
    assert list(zip(journey, position, met, strict=True)) == [
        (at, int(seen.first[at]) + place, hit) for at, each in enumerate(slow) for place, hit in each or []
    ]


def own(each):
    return each.names[each.first : each.last]
