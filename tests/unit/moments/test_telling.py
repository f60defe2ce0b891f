"""What moments are called, and what is said of them."""

from datetime import date

import hypothesis.strategies as st
import pytest
from hypothesis import given
from msgspec.structs import replace

from footpath.errors import UnknownName
from footpath.model.estimate import Estimate
from footpath.model.moment import KINDS
from footpath.moments import doubting, standing, telling
from reference.hand_made_moments import (
    ADVISOR,
    BILL,
    CHANCE,
    DETAIL,
    FEW,
    FOUND,
    IDENTITY,
    NOTHING,
    PAYS,
    WAITS,
    estimate,
    moment,
)


@pytest.mark.parametrize(
    ("kind", "more", "told"),
    [
        ("loop", {}, "Back to “Pays” again"),
        ("loop", {"from_": "Chat"}, "From “Chat” back to “Pays” again"),
        ("loop", {"from_": "Pays"}, "“Pays” all over again"),
        ("dead_end", {}, "“Pays” is where journeys end"),
        ("wait", {"threshold_seconds": 345_600}, "More than 4 days of waiting after “Pays”"),
        ("wait", {"threshold_seconds": 86_400}, "More than 1 day of waiting after “Pays”"),
        ("wait", {"threshold_seconds": 129_600}, "More than 1.5 days of waiting after “Pays”"),
        ("wait", {}, "A long time of waiting after “Pays”"),
        ("repeat_contact", {"from_": "Chat"}, "Having to get in touch again: “Pays”"),
        ("channel_switch", {"from_": "Chat"}, "“Chat” sends people to “Pays”"),
        ("rage", {}, "The same again and again, within seconds: “Pays”"),
        ("hesitation", {"threshold_seconds": 180}, "Hesitating for more than 3 minutes at “Pays”"),
        ("detour", {"from_": "Chat"}, "A detour by way of “Pays”"),
        ("emotion", {"about": "frustrated"}, "Frustration at “Pays”"),
        ("emotion", {"about": "negative"}, "Bad feelings at “Pays”"),
        ("emotion", {"about": "bored"}, "Bored at “Pays”"),
        ("theme", {"about": "waiting"}, "Talk of “waiting” at “Pays”"),
        ("drop_off", {}, "Journeys stop at “Pays”"),
        ("touchpoint", {}, "“Pays” holds people back"),
        ("touchpoint", {"polarity": "delight"}, "“Pays” helps people on"),
    ],
)
def test_a_title_is_what_a_reader_of_the_map_would_say(kind, more, told):
    assert telling.title(kind, "Pays", **more) == told


@given(st.sampled_from(KINDS), st.text(max_size=30), st.none() | st.text(max_size=30))
def test_any_touchpoint_whatever_its_name_stands_as_it_is_in_the_title(kind, name, from_):
    assert f"“{name}”" in telling.title(kind, name, from_)
    assert f"“{name}”" in telling.what(moment(kind, name, 10, from_=from_))


def test_who_meets_it():
    assert telling.who(PAYS) == (
        "412 of 1,200 people who could have met it did, in 430 journeys. Most so in “students”."
    )
    alone = replace(PAYS, at_risk=1, exposed=1, journeys=1, segment_most_hit=None)
    assert telling.who(alone) == "1 of 1 person who could have met it did."
    assert telling.who(replace(PAYS, at_risk=0)) == "Nobody could have met it in this period."


@pytest.mark.parametrize(
    ("began", "ended", "told"),
    [
        (date(2026, 2, 9), date(2026, 3, 23), "from 9 Feb to 23 Mar 2026"),
        (date(2025, 12, 9), date(2026, 3, 23), "from 9 Dec 2025 to 23 Mar 2026"),
        (date(2026, 2, 9), None, "since 9 Feb 2026"),
        (None, date(2026, 3, 23), "until 23 Mar 2026"),
        (None, None, "as long as the data goes back"),
    ],
)
def test_since_when(began, ended, told):
    assert telling.when(replace(PAYS, began=began, ended=ended)) == told


def test_what_it_costs_and_what_it_wins():
    assert telling.cost(PAYS) == "costs about 120 goals [75, 165]"
    assert telling.cost(PAYS, 2300) == "costs about 120 goals [75, 165], where 2,300 are reached"
    assert telling.cost(ADVISOR) == "wins about 64 goals [38, 90]"
    assert telling.cost(FEW) == "can’t be told to cost or win any goals"


def test_what_becomes_of_a_hundred_people():
    said = telling.of_a_hundred
    assert said(PAYS) == "Of 100 people who meet it, about 28 fewer reach the goal because of it [17 to 38]."
    assert "about 15 more reach the goal because of it [9 to 21]" in said(ADVISOR)
    unsure = replace(PAYS, effect=estimate(-0.02, -0.07, 0.03))
    assert "about 2 fewer reach the goal because of it [7 fewer to 3 more]" in said(unsure)
    assert said(FEW) == "What it does to those who meet it can’t be told."


def test_why_nothing_is_claimed():
    assert telling.undecided(FEW) == "Too few people who met it can be compared."
    assert (
        telling.undecided(CHANCE) == "It could be chance: of findings like it, up to 31 % would be false (q)."
    )
    assert telling.undecided(replace(CHANCE, q_value=None)) == "It could be chance."


def test_neighbours_that_could_change_places_stand_together():
    assert standing.ties([PAYS, IDENTITY, WAITS, BILL]) == [(PAYS, IDENTITY), (WAITS,), (BILL,)]


def test_three_that_nothing_tells_apart_are_one_group():
    three = [replace(each, rank_low=1, rank_high=3) for each in (PAYS, IDENTITY, WAITS)]
    assert standing.ties(three) == [tuple(three)]
    assert standing.tied(3, first=True) == (
        "These three can’t be told apart: each of them may be the one that costs most."
    )
    assert standing.tied(12, first=False) == "These 12 can’t be told apart: their order may be chance."
    assert standing.tied(1, first=True) == ""


@given(st.lists(st.tuples(st.none() | st.integers(1, 6), st.none() | st.integers(1, 6)), max_size=6))
def test_grouping_keeps_everything_and_its_order(ranks):
    given_ = [replace(PAYS, id=str(at), rank_low=low, rank_high=high) for at, (low, high) in enumerate(ranks)]
    assert [each for group in standing.ties(given_) for each in group] == given_


def test_silence_says_among_how_many():
    assert telling.nothing(NOTHING) == (
        "Nothing is shown, because nothing stands out beyond chance among 61 patterns that were looked at."
    )
    assert "the one pattern that was looked at" in telling.nothing(replace(NOTHING, looked_at=1))
    assert "no pattern is met by enough people" in telling.nothing(replace(NOTHING, looked_at=0))


def test_a_segment_is_named_only_where_it_is_beyond_doubt():
    told = standing.most(replace(PAYS, detail=DETAIL))
    assert told["students"] == ["meets it most", "suffers most"]
    assert told["everybody else"] == []
    assert standing.most(PAYS) == {}


def test_one_moment_is_found_among_the_undecided_too():
    assert standing.only(FOUND, "loop-1").moments == (PAYS,)
    assert standing.only(FOUND, "detour-1").undecided == (CHANCE,)
    with pytest.raises(UnknownName, match="loop-9"):
        standing.only(FOUND, "loop-9")


def test_diagnostics_say_what_they_mean():
    told = {each.name: each for each in doubting.doubts(replace(PAYS, detail=DETAIL))}
    assert told["Beyond chance"].figure == "q < 0.001"
    assert told["Comparable people"].verdict == "good"
    assert told["Check on the past"].figure == "0.3 points [−1.2, 1.8]"
    assert "they were as likely to reach the goal as others" in told["Check on the past"].means
    assert "would have to account for 12 %" in told["Against hidden causes"].means
    assert told["Fitted on"].figure == "18,204 person-steps"


def test_bad_diagnostics_are_called_bad():
    past = replace(DETAIL, placebo=estimate(0.05, 0.02, 0.08), balance=0.3)
    told = {each.name: each for each in doubting.doubts(replace(FEW, q_value=0.2, detail=past))}
    bad = {name for name, each in told.items() if each.verdict == "bad"}
    assert bad == {"Beyond chance", "Comparable people", "Check on the past"}
    assert "Even before they met it, they were more likely" in told["Check on the past"].means
    assert "still differs" in told["Alike beforehand"].means


def test_a_moment_without_diagnostics_has_no_words_about_them():
    bare = replace(PAYS, overlap=None, robustness=None, q_value=None)
    assert doubting.doubts(bare) == []


def test_how_it_is_known_is_said():
    assert doubting.method(PAYS).startswith("From observation, not from a trial")
    assert doubting.method(replace(PAYS, effect_method="randomised")).startswith("From a trial")


def test_what_would_be_without_it_is_told_as_more_or_fewer_journeys():
    lost = Estimate(418, 350, 480, 992, "journeys", "aipw")
    assert telling.without(lost) == "about 418 more journeys would reach the goal [350 to 480]"
