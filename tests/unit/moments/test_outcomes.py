"""What a moment may change of a journey, and of whom it is known."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.journeys import notation
from footpath.journeys.cut import cut
from footpath.model.log import EventLog
from footpath.model.survey import Survey, SurveyScore
from footpath.moments.outcomes import observed, outcomes
from footpath.voice.placement import place
from reference.spoken import build, did, said

STARS = SurveyScore("stars", "rating", "Q1", (1, 5))
EFFORT = SurveyScore("effort", "ces", "Q2", (1, 7), "low is good")
SURVEY = Survey("after", "survey", scores=(STARS, EFFORT))
NAMES = ("visit", "help", "pay", "leave")
HOUR = 3600.0


def world(*rows, names=NAMES, **shop):
    """Journeys of a shop, their definition, log, timelines and answers."""
    log, people, timelines = build(rows, names)
    definition = notation.definition(**({"start": "visit", "goal": "pay"} | shop))
    return cut(timelines, definition), definition, log, timelines, place(log, people, timelines, [SURVEY])


def known(outcome):
    """The values that are known, None for the others."""
    return [value if yes else None for value, yes in zip(outcome.values.tolist(), outcome.known, strict=True)]


NEWEST = did("zoe", "visit", 30)  # the last that is seen
ROWS = [
    *(did("ann", "visit"), did("ann", "pay", 5)),
    *(did("bob", "visit"), did("bob", "leave", 2)),
    *(did("cy", "visit"), did("cy", "help", 2)),
    *(did("dee", "visit", 20), did("dee", "pay", 21)),
]


def test_within_a_limit_it_is_known_of_what_began_long_enough_ago():
    journeys, definition, *_ = world(*ROWS, NEWEST, within="1d", ends="leave")
    found = outcomes(journeys, definition)
    assert known(found["reached"]) == [1, 0, 0, None, None]
    assert known(found["leaving"]) == [0, 1, 0, None, None]
    assert known(found["time_to_goal"]) == [5 * HOUR, 24 * HOUR, 24 * HOUR, None, None]
    assert observed(journeys, definition).tolist() == [1, 1, 1, 0, 0]


def test_the_ends_of_what_is_possible():
    journeys, definition, *_ = world(*ROWS, within="1d", ends="leave")
    found = outcomes(journeys, definition)
    assert {name: (each.unit, each.low, each.high, each.binary) for name, each in found.items()} == {
        "reached": ("share", 0, 1, True),
        "time_to_goal": ("seconds", 0, 24 * HOUR, False),
        "leaving": ("share", 0, 1, True),
    }


def test_without_a_limit_there_is_no_time_and_without_ends_no_leaving():
    journeys, definition, *_ = world(*ROWS, quiet="3d")
    assert list(outcomes(journeys, definition)) == ["reached"]


def test_who_was_decided_late_stands_for_those_who_began_too_late_to_be_seen_so_long():
    journeys, definition, *_ = world(*ROWS, NEWEST, ends="leave", quiet="20h")
    # Seen for 30, 30, 30, 10 and 0 hours; decided after 5, 2, 2 + 20, 1 and never.
    assert observed(journeys, definition) == pytest.approx([5 / 4, 5 / 4, 5 / 3, 5 / 4, 0])


def test_where_nobody_says_what_quiet_is_it_is_the_longest_silence_of_a_journey_that_runs():
    rows = [did("ann", "visit"), did("bob", "visit", 20), did("bob", "help", 22), did("zoe", "visit", 30)]
    journeys, open_, *_ = world(*rows, quiet="9h")
    _, unsaid, *_ = world(*rows)
    assert journeys.outcome.tolist() == [2, 0, 0]
    assert observed(journeys, unsaid) == pytest.approx([3 / 2, 0, 0])  # 8 hours
    assert observed(journeys, unsaid, quiet=timedelta(hours=25)) == pytest.approx([3, 0, 0])
    assert observed(journeys, open_) == pytest.approx([3 / 2, 0, 0])


def test_no_weight_is_above_twenty():
    rows = [did("ann", "visit"), did("ann", "pay", 99)] + [did(f"p{at}", "visit", 50) for at in range(40)]
    journeys, definition, *_ = world(*rows, quiet="9d")
    assert observed(journeys, definition)[0] == 20


def test_what_has_no_time_is_decided():
    rows = [did("ann", "visit", None), did("ann", "pay", None, seq=1), did("bob", "visit", None)]
    journeys, definition, *_ = world(*rows, quiet="1d")
    assert observed(journeys, definition).tolist() == [1, 1]
    assert known(outcomes(journeys, definition)["reached"]) == [1, 0]


def test_what_has_no_time_took_no_time_that_is_known():
    rows = [did("ann", "visit", None), did("ann", "pay", None, seq=1)]
    journeys, definition, *_ = world(*rows, within="1d")
    assert known(outcomes(journeys, definition)["time_to_goal"]) == [None]


def test_scores_are_between_the_ends_of_their_own_scales_and_good_is_high():
    rows = [did("ann", "visit"), said("ann", "Q1", 1, 2), said("ann", "Q2", 2, 1), did("bob", "visit")]
    journeys, definition, _, _, answers = world(*rows)
    found = outcomes(journeys, definition, answers=answers, least=1)["score"]
    assert known(found) == [(0.25 + 1) / 2, None]
    assert (found.unit, found.low, found.high) == ("score", 0, 1)


def test_scores_of_the_aftermath_count_and_those_of_the_lead_in_do_not():
    rows = [did("ann", "help"), said("ann", "Q1", 1, 1), did("ann", "visit", 2), did("ann", "pay", 3)]
    rows += [did("ann", "help", 4), said("ann", "Q1", 5, 5)]
    journeys, definition, _, _, answers = world(*rows)
    assert known(outcomes(journeys, definition, answers=answers, least=1)["score"]) == [1.0]


def priced(*rows):
    """Journeys with values: rows are person, touchpoint, hours, value."""
    journeys, definition, log, timelines, _ = world(
        *(did(*row[:3]) for row in rows), NEWEST, within="1d", goal="pay"
    )
    value = pa.array([row[3] for row in rows] + [None], pa.float64())
    table = log.table.set_column(log.table.schema.get_field_index("value"), "value", value)
    return journeys, definition, EventLog(table), timelines


def test_a_journey_is_worth_what_its_own_steps_are_worth():
    journeys, definition, log, timelines = priced(
        ("ann", "help", 0, 99.0),  # ahead of the start
        ("ann", "visit", 1, 2.5),
        ("ann", "pay", 2, 40.0),
        ("bob", "visit", 0, None),
        ("cy", "visit", 20, 7.0),  # not settled
    )
    found = outcomes(journeys, definition, log=log, timelines=timelines, least=1)["value"]
    assert known(found) == [42.5, 0.0, None, None]
    assert (found.unit, found.low, found.high) == ("value", None, None)


@pytest.mark.parametrize(("n", "there"), [(49, False), (50, True)])
def test_from_fifty_journeys_on_there_is_a_score(n, there):
    rows = [row for at in range(n) for row in (did(f"p{at}", "visit"), said(f"p{at}", "Q1", 1, 3))]
    journeys, definition, _, _, answers = world(*rows)
    assert ("score" in outcomes(journeys, definition, answers=answers)) is there


def test_of_no_values_there_is_no_worth():
    journeys, definition, log, timelines = priced(("ann", "visit", 1, None), ("ann", "pay", 2, None))
    assert "value" not in outcomes(journeys, definition, log=log, timelines=timelines, least=0)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_weights_make_up_for_the_journeys_that_could_not_be_seen_to_their_end(seed):
    # Journeys begin on any of 100 days; half of them reach the goal after a time from 0 to 50 days.
    random = np.random.default_rng(seed)
    n = 400
    begin, takes = np.arange(n) * 24 * 100 // n, random.integers(1, 24 * 50, n)
    rows = [did(f"p{at:03}", "visit", int(begin[at])) for at in range(n)]
    seen = [at for at in range(0, n, 2) if begin[at] + takes[at] <= 24 * 100]
    rows += [did(f"p{at:03}", "pay", int(begin[at] + takes[at])) for at in seen]
    journeys, definition, *_ = world(*rows, quiet="50d")
    weight = observed(journeys, definition)
    share = (weight * (journeys.outcome == 1)).sum() / weight.sum()
    assert abs(share - 0.5) < 0.12
    assert weight.sum() == pytest.approx(n, rel=0.2)
