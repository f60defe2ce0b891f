"""Measuring, wrapping, saying numbers."""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from footpath.draw.layout_feel import sampled
from footpath.draw.phrases import count, duration, interval, percent
from footpath.draw.text import clean, measure, right_to_left, wrap
from footpath.model.estimate import Estimate


@given(st.text(max_size=120), st.floats(30, 300), st.sampled_from([11, 12, 26]))
def test_wrapping_loses_nothing_and_fits(text, width, size):
    lines = wrap(text, width, size)
    assert "".join("".join(lines).split()) == "".join(clean(text).split())
    assert all(measure(line, size) <= width or len(line) == 1 or _one_cluster(line) for line in lines)


def _one_cluster(line: str) -> bool:
    return sum(measure(each, 10) > 0 for each in line) <= 1


def test_words_break_at_spaces_then_marks_then_anywhere():
    assert wrap("Compares plans", 60, 12) == ["Compares", "plans"]
    assert wrap("A_PARTLYSUBMITTED", 80, 12) == ["A_PARTLYSU", "BMITTED"]


def test_japanese_breaks_anywhere_but_before_a_closing_mark():
    assert wrap("注文を確認する。", 48, 12) == ["注文を確", "認する。"]


@pytest.mark.parametrize(
    ("text", "expected"), [("يتصل", True), ("שלום", True), ("Pays", False), ("123", False)]
)
def test_direction_follows_the_first_strong_letter(text, expected):
    assert right_to_left(text) is expected


def test_overrides_of_direction_are_taken_out():
    assert clean("safe\u202egnp.exe\n next") == "safegnp.exe next"


def test_numbers_are_said_shortly():
    assert [
        duration(each).replace("\u00a0", " ") for each in (0, 59, 90, 5400, 86400 * 2.14, 86400 * 800)
    ] == [
        "0 s",
        "59 s",
        "1.5 min",
        "1.5 h",
        "2.1 d",
        "2.2 y",
    ]
    assert [percent(each).replace("\u00a0", " ") for each in (0, 0.0312, 0.714, 1)] == [
        "0 %",
        "3.1 %",
        "71 %",
        "100 %",
    ]
    assert [count(each).replace("\u00a0", " ") for each in (999_999, 12_345_678, 4_200_000_000)] == [
        "999,999",
        "12.3 M",
        "4.2 G",
    ]
    assert interval(Estimate(0.5, 0.4, 0.6, 9, "share", "wilson")).replace("\u00a0", " ") == "40–60 %"


@given(st.lists(st.floats(-2, 2), min_size=2, max_size=12))
def test_the_curve_never_overshoots_its_points(ys):
    xs = [at * 10.0 for at in range(len(ys))]
    for x, y in sampled(xs, ys):
        at = min(int(x // 10), len(ys) - 2)
        low, high = sorted(ys[at : at + 2])
        assert low - 1e-9 <= y <= high + 1e-9
