"""A map names a few of the persons behind each of its many numbers."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from footpath.journeys.notation import journeys
from footpath.kernels import witnesses
from footpath.mapping.witnesses import FEW, first_of, movers, visitors
from reference.witnesses import first_persons


def test_visitors_and_movers_are_named_in_order():
    found = journeys("ann: view pay · bob: view · cy: view pay view pay")
    assert visitors(found, 2) == {"view": [0, 1], "pay": [0, 2]}
    assert movers(found, 9) == {
        ("view", "pay"): [0, 2],
        ("pay", "view"): [2],
    }


@given(
    st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 9), max_size=9)), max_size=12),
    st.integers(1, 4),
)
def test_the_kernels_name_whom_their_twin_names(rows, most):
    rows.sort(key=lambda row: row[0])
    steps = [(person, code) for person, codes in rows for code in codes]
    moves = [(person, pair) for person, codes in rows for pair in pairwise(codes)]
    drawn = (
        np.cumsum([0, *(len(codes) for _, codes in rows)]),
        np.array([code for _, code in steps], np.int32),
        np.array([person for person, _ in rows], np.int32),
    )
    found = witnesses.visitors(*drawn, 10, most)
    for code in range(10):
        assert [p for p in found[code].tolist() if p >= 0] == first_persons(steps, code, most)
    made, found = witnesses.movers(*drawn, 10, most)
    assert set(made.tolist()) == {a * 10 + b for _, (a, b) in moves}
    for move, row in zip(made.tolist(), found.tolist(), strict=True):
        assert [p for p in row if p >= 0] == first_persons(moves, divmod(move, 10), most)


def test_more_moves_than_there_was_room_for_at_first():
    touchpoint = np.random.default_rng(1).integers(0, 40, 5000).astype(np.int32)
    made, found = witnesses.movers(np.array([0, 5000]), touchpoint, np.array([7], np.int32), 40, 3)
    assert set(made.tolist()) == {a * 40 + b for a, b in pairwise(touchpoint.tolist())}
    assert found.tolist() == [[7, -1, -1]] * len(made)


def test_no_more_journeys_are_looked_at_than_it_takes():
    many = journeys(" · ".join(f"p{at:05}: view" for at in range(20_000)))
    looked_at = []

    def even(part):
        looked_at.append(len(part))
        return np.unique(part.person[part.person % 2 == 0]).astype(np.int64)

    assert first_of(many, even, 3) == [0, 2, 4]
    assert looked_at == [FEW]
    assert first_of(many, lambda part: even(part)[-1:], 9) == [19_998]
    assert looked_at[-1] == 20_000
