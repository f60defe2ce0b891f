"""Durations in cells: what anyone would count, however persons are split, and near to the durations."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.durations import COARSE, FINE, KEY, cell_of, merge_cells, spread, spread_moves
from footpath.model.timeline import NO_TIME
from reference.durations import cell, cells

law = settings(max_examples=100, deadline=None)
LONG = 2**50  # 36 years
values = st.one_of(st.integers(0, 40), st.integers(0, LONG))
items = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), values), max_size=60).map(sorted)
bits = st.sampled_from([FINE, COARSE])


def arrays(drawn):
    person, key, value = (np.array([item[i] for item in drawn], np.int64) for i in range(3))
    return key, value, person.astype(np.int32)


def told(ids, rows):
    places = [divmod(each, 1 << KEY) for each in ids.tolist()]
    assert places == sorted(places)
    return dict(zip(places, rows.tolist(), strict=True))


@law
@given(items, bits)
def test_cells_are_what_anyone_would_count(drawn, bits):
    assert told(*spread(*arrays(drawn), 3, bits)) == cells(drawn, bits)


@law
@given(items, bits, st.sets(st.integers(0, 3)))
def test_cells_add_up_over_persons(drawn, bits, some):
    parts = [[item for item in drawn if (item[0] in some) == side] for side in (True, False)]
    left, right = (spread(*arrays(part), 3, bits) for part in parts)
    assert told(*merge_cells(*left, *right)) == told(*spread(*arrays(drawn), 3, bits))


@given(st.integers(0, LONG), bits)
def test_a_cell_is_as_wide_as_promised(value, bits):
    assert cell_of(value, bits) == cell(value, bits) < 1 << KEY
    assert cell_of(value + (value >> bits) + 1, bits) > cell_of(value, bits)


@pytest.mark.parametrize("most", [2**63 - 1])
def test_the_longest_duration_has_a_cell_too(most):
    assert cell_of(most, FINE) < 1 << KEY


@law
@given(st.lists(st.tuples(st.integers(0, 2), st.lists(st.integers(-1, 30), max_size=30)), max_size=5))
def test_moves_of_journeys_are_durations_too(drawn):
    drawn = sorted(((person, rising(minutes)) for person, minutes in drawn), key=lambda each: each[0])
    ends = np.cumsum([0, *(len(minutes) for _, minutes in drawn)]).astype(np.int64)
    time = np.array([NO_TIME if at < 0 else at for _, minutes in drawn for at in minutes], np.int64)
    key = (np.arange(len(time)) % 3).astype(np.int32)
    person = np.array([person for person, _ in drawn], np.int32)
    moves = [
        (each, int(key[at]), int(time[at + 1] - time[at]))
        for each, begin, end in zip(person.tolist(), ends[:-1], ends[1:], strict=True)
        for at in range(begin, end - 1)
        if NO_TIME not in (time[at], time[at + 1])
    ]
    everywhere = np.zeros(0, bool)
    assert told(*spread_moves(ends[:-1], ends[1:], key, everywhere, time, person, 3, FINE)) == cells(
        moves, FINE
    )


def rising(minutes):
    known = iter(sorted(at for at in minutes if at >= 0))
    return [next(known) if at >= 0 else -1 for at in minutes]
