"""Pieces of work are done at the same time, and their answers come in order."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.model.ahead import at_once, in_order


@given(st.lists(st.integers(), max_size=12), st.integers(1, 4))
def test_the_answers_come_in_the_order_of_the_pieces(pieces, threads):
    assert list(in_order(lambda piece: piece * 2, pieces, threads=threads)) == [each * 2 for each in pieces]


def test_two_pieces_are_worked_on_at_the_same_time():
    both = threading.Barrier(2, timeout=30)
    assert len(list(in_order(lambda _: both.wait(), range(2), threads=2))) == 2


def test_for_a_single_piece_there_is_no_thread():
    assert list(in_order(lambda _: threading.current_thread(), [0])) == [threading.current_thread()]


def test_no_more_pieces_are_taken_than_can_soon_be_worked_on():
    taken = []
    answers = in_order(str, (taken.append(at) or at for at in range(100)), threads=2)
    next(answers)
    assert taken == [0, 1, 2]


def test_what_goes_wrong_is_told_where_the_answer_would_be():
    answers = in_order(lambda piece: 1 // piece, [1, 0, 1])
    assert next(answers) == 1
    with pytest.raises(ZeroDivisionError):
        next(answers)


def test_questions_are_answered_together_in_their_order():
    both = threading.Barrier(2, timeout=30)
    assert at_once(lambda: (both.wait(), "a")[1], lambda: (both.wait(), "b")[1]) == ["a", "b"]
