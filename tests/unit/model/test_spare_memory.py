"""Memory that is used again is used by one at a time."""

import gc

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from footpath.model.spare import Spare


def test_what_a_slice_still_looks_at_is_not_lent_again():
    spare = Spare()
    kept = spare.room(100)[10:20]
    kept[:] = 7
    other = spare.room(100)
    other[:] = 1
    assert kept.tolist() == [7] * 10


def test_no_more_is_held_than_it_may():
    spare = Spare(most=8 * 100)
    rooms = [spare.room(60), spare.room(60)]
    first = rooms[0].ctypes.data
    del rooms[0]
    rooms.clear()
    gc.collect()
    assert spare.room(60).ctypes.data != first


@given(st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=30))
def test_all_that_is_in_use_keeps_what_was_put_there(asked):
    spare, used = Spare(most=1_000), []
    for number, (is_given_back, n) in enumerate(asked):
        if is_given_back and used:
            used.pop(0)
        room = spare.room(n)
        room[:] = number
        used.append((number, room))
    assert all((room == number).all() for number, room in used)
    assert not any(np.shares_memory(a, b) for i, (_, a) in enumerate(used) for _, b in used[:i])
