"""The first few persons behind a number are those that anyone would list."""

from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels import witnesses
from footpath.kernels.witnesses import NOBODY
from reference.witnesses import first_persons

law = settings(deadline=None)
rows = st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 9), max_size=9)), max_size=12)


def named(row):
    return [person for person in row.tolist() if person != NOBODY]


def arrays(drawn):
    return (
        np.cumsum([0, *(len(codes) for _, codes in drawn)]),
        np.array([code for _, codes in drawn for code in codes], np.int16),
        np.array([person for person, _ in drawn], np.int32),
    )


@law
@given(rows, st.integers(1, 4))
def test_persons_at_steps_and_moves_are_whom_their_twin_names(drawn, most):
    drawn.sort(key=lambda row: row[0])
    steps = [(person, code) for person, codes in drawn for code in codes]
    made = [(person, pair) for person, codes in drawn for pair in pairwise(codes)]
    met, moves, found = witnesses.of_steps(*arrays(drawn), 10, most)
    for code in range(10):
        assert named(met[code]) == first_persons(steps, code, most)
    assert moves.tolist() == sorted({a * 10 + b for _, (a, b) in made})
    for move, row in zip(moves.tolist(), found, strict=True):
        assert named(row) == first_persons(made, divmod(move, 10), most)


def test_more_moves_than_there_was_room_for_at_first():
    touchpoint = np.random.default_rng(1).integers(0, 40, 5000).astype(np.int16)
    _, moves, found = witnesses.of_steps(np.array([0, 5000]), touchpoint, np.array([7], np.int32), 40, 3)
    assert moves.tolist() == sorted({a * 40 + b for a, b in pairwise(touchpoint.tolist())})
    assert found.tolist() == [[7, NOBODY, NOBODY]] * len(moves)


people = st.lists(st.integers(0, 20), max_size=6, unique=True).map(sorted)


@law
@given(people, people, st.integers(1, 6))
def test_the_first_of_two_parts_are_the_first_of_both(left, right, most):
    rows = np.full((2, 1, most), NOBODY, np.int32)
    rows[0, 0, : len(left[:most])] = left[:most]
    rows[1, 0, : len(right[:most])] = right[:most]
    assert named(witnesses.first_of_both(*rows)[0]) == sorted({*left[:most], *right[:most]})[:most]


@law
@given(
    rows, st.lists(st.lists(st.integers(0, 9), max_size=3), max_size=3, unique_by=tuple), st.integers(1, 3)
)
def test_who_takes_a_path_is_whom_their_twin_names(drawn, paths, most):
    drawn.sort(key=lambda row: row[0])
    ends = np.cumsum([0, *map(len, paths)])
    wanted = np.array([code for path in paths for code in path], np.int32)
    found = witnesses.taking(*arrays(drawn), ends, wanted, most)
    took = [(person, tuple(path)) for person, path in drawn]
    assert [named(row) for row in found] == [first_persons(took, tuple(path), most) for path in paths]
