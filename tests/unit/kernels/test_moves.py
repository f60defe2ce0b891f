"""One walk tells what follows first visits and how long moves take, as anyone would count it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.moves import Drawn, Room, walk
from footpath.kernels.strands import BITS, FIRST, SAME
from footpath.model.timeline import NO_TIME
from reference.follows import next_sums

N, ENDS = 4, 3
law = settings(max_examples=150, deadline=None)


@st.composite
def cases(draw):
    """Journeys: a person, (touchpoint, time or None)s, where the journey itself begins and ends, and how."""
    steps = st.lists(st.tuples(st.integers(0, N - 1), st.integers(-1, 9)), max_size=9)
    drawn = draw(st.lists(st.tuples(st.integers(0, 2), steps), max_size=6))
    found = []
    for person, made in sorted(drawn, key=lambda each: each[0]):
        first, last = sorted(draw(st.tuples(*[st.integers(0, len(made))] * 2)))
        known = iter(sorted(at for _, at in made if at >= 0))
        timed = [(code, next(known) if at >= 0 else None) for code, at in made]
        found.append((person, timed, first, last, draw(st.integers(0, ENDS - 1))))
    return found


def walked(drawn, *, moves_given):
    lengths = [len(steps) for _, steps, *_ in drawn]
    offsets = np.cumsum([0, *lengths]).astype(np.int64)
    codes = np.array([code for _, steps, *_ in drawn for code, _ in steps], np.int16)
    times = [NO_TIME if at is None else at for _, steps, *_ in drawn for _, at in steps]
    first, last = (np.array([each[i] for each in drawn], np.int64) + offsets[:-1] for i in (2, 3))
    move = codes.astype(np.int32) * N + np.append(codes[1:], 0)[: len(codes)]
    journeys = Drawn(
        offsets,
        first,
        last,
        np.array([each[4] for each in drawn], np.int8),
        np.array([each[0] for each in drawn], np.int32),
        codes,
        np.array(times, np.int64),
        (move if moves_given else move[:0]).astype(np.int32),
        np.arange(N * N) // N,
    )
    many = np.bincount(move, minlength=N * N)
    room = int(many.sum())
    room = Room(np.cumsum(many) - many, np.zeros_like(many), np.zeros(many.sum(), np.int64))
    return *walk(journeys, room, N, ENDS), room


def rows(table, keys):
    return {key: tuple(row) for key, row in zip(keys, table.tolist(), strict=True) if any(row)}


def strands(room):
    """By key: µs, whether the one before is the same person's, and whether from a first visit."""
    for key, (begin, end) in enumerate(zip(room.begin.tolist(), room.end.tolist(), strict=True)):
        if begin < end:
            items = room.items[begin:end].tolist()
            yield key, [(item >> BITS, bool(item & SAME), bool(item & FIRST)) for item in items]


def durations(drawn):
    """Each person's moves within journeys: (person, key, µs), and whether from a first visit."""
    for person, steps, first, last, _ in drawn:
        names = [code for code, _ in steps]
        for at in range(first, last - 1):
            (a, begun), (b, ended) = steps[at : at + 2]
            if begun is not None and ended is not None:
                yield (person, a * N + b, ended - begun), a not in names[:at]


@pytest.mark.parametrize("moves_given", [True, False])
@law
@given(drawn=cases())
def test_what_follows_first_visits_and_how_long_moves_take(drawn, moves_given):
    bases, hits, room = walked(drawn, moves_given=moves_given)
    keys = [*(("move", i) for i in range(N * N)), *(("end", i) for i in range(N * ENDS))]
    full = [(person, [code for code, _ in steps], last, how) for person, steps, _, last, how in drawn]
    assert (rows(bases, range(N)), rows(hits, keys)) == next_sums(full, ENDS, N)
    spent, before = {}, {}
    for (person, key, value), is_first in durations(drawn):
        spent.setdefault(key, []).append((value, before.get(key) == person, is_first))
        before[key] = person
    assert dict(strands(room)) == spent


def test_whoever_makes_one_move_very_often_is_one_person():
    steps = [(at % 2, at * at) for at in range(100)]
    *_, room = walked([(0, steps, 0, 100, 0)], moves_given=False)
    moves = dict(strands(room))
    assert [sum(not same for _, same, _ in moves[key]) for key in (1, N)] == [1, 1]
    assert [sum(is_first for *_, is_first in moves[key]) for key in (1, N)] == [1, 1]
