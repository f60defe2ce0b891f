"""The truth: effects with the signs that were planted, none where none was, and contrasts that mislead."""

from __future__ import annotations

from typing import Any

import pytest

from footpath.sim.moments import PLANTED


@pytest.fixture(scope="module")
def moments(company) -> dict[str, dict[str, Any]]:
    return {each["id"]: each for each in company.truth["moments"]}


@pytest.mark.parametrize("moment", PLANTED, ids=lambda each: each.id)
def test_effects_have_the_planted_sign(moments, moment):
    effect = moments[moment.id]["effect"]
    assert {"pain": effect < 0, "delight": effect > 0, "none": effect == 0}[moment.polarity]


def test_a_decoy_has_no_effect_on_anybody_though_many_met_it(moments):
    for decoy in ("coverage-map", "outages-page"):
        assert moments[decoy]["exposed"] > 100
        assert (moments[decoy]["effect"], moments[decoy]["standard_error"], moments[decoy]["lost_goals"]) == (
            0,
            0,
            0,
        )


def test_a_decoy_looks_harmful_to_who_only_compares(moments):
    assert moments["coverage-map"]["naive"] < 0
    assert moments["outages-page"]["naive"] < -0.05


def test_the_failing_identity_check_looks_good_to_who_only_compares(moments):
    # Only people who really want to buy come that far.
    assert moments["identity-check"]["naive"] > 0 > moments["identity-check"]["effect"]


def test_comparing_makes_too_much_of_the_advisor(moments):
    assert moments["advisor"]["naive"] > moments["advisor"]["effect"] + 0.05


def test_the_identity_check_hits_students_hardest(moments):
    plans = moments["identity-check"]["segments"]
    assert min(plans, key=lambda plan: plans[plan]["effect"]) == "student"


def test_lost_goals_are_the_effect_times_the_journeys_that_met_it(moments):
    for each in moments.values():
        assert each["lost_goals"] == pytest.approx(-each["effect"] * each["exposed"])


def test_kinds_differ_and_one_incident_has_its_dates(moments):
    assert len({each["kind"] for each in moments.values() if each["polarity"] == "pain"}) >= 5
    assert [each["id"] for each in moments.values() if each["began"]] == ["card-outage"]


def test_every_journey_is_reached_left_or_open(company):
    for each in company.truth["journeys"].values():
        assert each["journeys"] == each["reached"] + each["left"] + each["open"]
        assert 0 < each["goal_rate"] < 1


def test_the_segments_of_a_moment_add_up_to_it(moments):
    for each in moments.values():
        assert sum(part["exposed"] for part in each["segments"].values()) == each["exposed"]
