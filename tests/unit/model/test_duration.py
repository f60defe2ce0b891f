"""Durations as people write them."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from footpath.errors import DefinitionError
from footpath.model.duration import format_duration, parse_duration


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("90s", timedelta(seconds=90)),
        ("30m", timedelta(minutes=30)),
        ("2h", timedelta(hours=2)),
        ("45d", timedelta(days=45)),
        ("6w", timedelta(weeks=6)),
        (" 1.5 h ", timedelta(minutes=90)),
        ("0d", timedelta(0)),
    ],
)
def test_a_number_and_a_unit_are_a_duration(text, duration):
    assert parse_duration(text) == duration


@pytest.mark.parametrize(
    "text", ["", "45", "d", "-3d", "3 days", "1d12h", "١d", "1e3s", "1y", "999999999999999w"]
)
def test_anything_else_is_told(text):
    with pytest.raises(DefinitionError, match="duration") as told:
        parse_duration(text, where="footpath.toml, journey buy")
    assert told.value.where == "footpath.toml, journey buy"
    assert "45d" in told.value.hint


@given(st.timedeltas(min_value=timedelta(0)))
def test_what_is_written_is_read_as_the_same(duration):
    assert parse_duration(format_duration(duration)) == duration


def test_the_largest_unit_that_divides_it_is_written():
    written = [format_duration(parse_duration(text)) for text in ("14d", "45d", "36h", "90m", "0h", "0.5s")]
    assert written == ["2w", "45d", "36h", "90m", "0s", "0.5s"]


def test_nothing_lasts_less_than_nothing():
    with pytest.raises(DefinitionError, match="below zero"):
        format_duration(timedelta(seconds=-1))
