"""One walk tells what follows first visits and how long moves take, as anyone would count it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.durations import COARSE, COLUMNS, KEY
from footpath.kernels.moves import Cells, Drawn, Durations, cells_of, walk
from footpath.model.timeline import NO_TIME
from reference.durations import cells
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
    made = Durations(
        np.cumsum(many) - many, np.zeros_like(many), np.zeros(room, np.int64), np.zeros(room, np.int32)
    )
    bases, hits, more = walk(journeys, made, N, ENDS)
    return bases, hits, made, more


def rows(table, keys):
    return {key: tuple(row) for key, row in zip(keys, table.tolist(), strict=True) if any(row)}


def spread(made, more):
    found = [Cells(np.empty(99, np.int64), np.empty((99, COLUMNS), np.int64)) for _ in range(2)]
    filled = cells_of(made, more, np.arange(N * N) * 2, COARSE, *found)
    for (ids, told), n in zip(found, filled, strict=True):
        assert ids[:n].tolist() == sorted(ids[:n].tolist())
        yield {
            divmod(key, 1 << KEY): row for key, row in zip(ids[:n].tolist(), told[:n].tolist(), strict=True)
        }


def durations(drawn):
    """Each person's moves within journeys: (person, key, µs), and whether from a first visit."""
    for person, steps, first, last, _ in drawn:
        names = [code for code, _ in steps]
        for at in range(first, last - 1):
            (a, begun), (b, ended) = steps[at : at + 2]
            if begun is not None and ended is not None:
                yield (person, (a * N + b) * 2, ended - begun), a not in names[:at]


@pytest.mark.parametrize("moves_given", [True, False])
@law
@given(drawn=cases())
def test_what_follows_first_visits_and_how_long_moves_take(drawn, moves_given):
    bases, hits, made, more = walked(drawn, moves_given=moves_given)
    keys = [*(("move", i) for i in range(N * N)), *(("end", i) for i in range(N * ENDS))]
    full = [(person, [code for code, _ in steps], last, how) for person, steps, _, last, how in drawn]
    assert (rows(bases, range(N)), rows(hits, keys)) == next_sums(full, ENDS, N)
    spent = list(durations(drawn))
    assert list(spread(made, more)) == [
        cells([item for item, _ in spent], COARSE),
        cells([item for item, is_first in spent if is_first], COARSE),
    ]


def test_whoever_makes_one_move_very_often_is_one_person():
    steps = [(at % 2, at * at) for at in range(100)]
    *_, made, more = walked([(0, steps, 0, 100, 0)], moves_given=False)
    everything, firsts = spread(made, more)
    assert sum(row[1] for (key, _), row in everything.items() if key == 2) == 1
    assert sum(row[0] for (key, _), row in everything.items() if key == 2) == 50
    assert [row[0] for row in firsts.values()] == [1, 1]
