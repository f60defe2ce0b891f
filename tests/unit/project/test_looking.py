import json
from datetime import UTC, datetime

import msgspec
import numpy as np
import pytest

import footpath as fp
from footpath.errors import UnknownName
from footpath.sim.families import world

DEFINED = """
[[stage]]
name = "I look"
phase = "consideration"

[[stage]]
name = "I buy"
phase = "purchase"

{touchpoints}
[[journey]]
name = "buy"
title = "I buy"
start = ["Visits the site"]
goal = ["Order confirmed"]
within = "14d"
"""
LATER = {"Fills the cart", "Sign-in fails", "Pays", "Order confirmed"}


def touchpoint(name):
    stage = "I buy" if name in LATER else "I look"
    return f'[[touchpoint]]\nname = "{name}"\nstage = "{stage}"\nmatch = {{ event = "{name}" }}\n'


@pytest.fixture(scope="module")
def project():
    """The world “single”: sign-in fails for one of ten, and costs more than 20 points; all else is decoys."""
    small = world("single", 1, people=5000)
    names = np.array(small.touchpoints)
    events = {
        "person": [f"p{who}" for who in small.person.tolist()],
        "event": names[small.touchpoint].tolist(),
        "time": [datetime.fromtimestamp(t, UTC).isoformat() for t in small.time.tolist()],
        "channel": np.array(small.channels)[small.channel].tolist(),
        "interest": small.traits["interest"][small.person].tolist(),
        "device": small.traits["device"][small.person].tolist(),
    }
    text = DEFINED.format(touchpoints="\n".join(map(touchpoint, small.touchpoints)))
    return fp.Project.from_events(events, definitions=text, timezone="UTC")


@pytest.fixture(scope="module")
def found(project):
    return project.run(fp.MomentsOf(), "buy")


def test_the_one_thing_that_hurts_is_found_and_nothing_else(found):
    assert [(each.touchpoint, each.polarity) for each in found.moments] == [("Sign-in fails", "pain")]
    effect = found.moments[0].effect
    assert effect.low < -0.2 < effect.high < 0  # the truth is about −0.23 in this world
    assert (found.moments[0].rank, found.moments[0].rank_low, found.moments[0].rank_high) == (1, 1, 1)


def test_who_met_it_are_as_many_as_the_list_behind_it(project, found):
    for each in (*found.moments, *found.undecided):
        assert len(project.people(each.evidence, journey="buy")) == each.exposed


def test_goals_are_lost_by_the_journeys_that_met_it(found):
    moment = found.moments[0]
    assert moment.lost_goals.value == pytest.approx(-moment.effect.value * moment.journeys)
    assert moment.lost_goals.unit == "journeys"


def test_one_is_told_in_full_and_the_others_are_not(project, found):
    moment = project.run(fp.MomentsOf(one=found.moments[0].id), "buy").moments[0]
    detail = moment.detail
    assert detail.what_if.effect_model == moment.lost_goals
    assert detail.before[0].touchpoint == "Fills the cart"
    assert moment.outcomes["time_to_goal"].value > 0
    assert found.moments[0].detail is None


def test_an_id_that_nobody_knows_is_an_error(project):
    with pytest.raises(UnknownName, match="no moment"):
        project.run(fp.MomentsOf(one="loop-12345678"), "buy")


def test_the_map_carries_the_same_moments_with_persons_behind_them(project, found):
    shown = project.map("buy")
    assert [each.id for each in shown.moments] == [each.id for each in found.moments]
    evidence = shown.evidence[shown.moments[0].evidence]
    assert (evidence.n, evidence.unit) == (shown.moments[0].exposed, "people")
    assert {cell.state for lane in shown.lanes if lane.id == "moment" for cell in lane.cells} == {"full"}


def test_as_a_document_it_has_the_names_of_the_contract(found):
    moment = json.loads(msgspec.json.encode(found))["moments"][0]
    told = {"id", "polarity", "kind", "touchpoint", "from", "stage", "title", "at_risk", "exposed", "effect"}
    told |= {"refused", "lost_goals", "outcomes", "effect_method", "overlap", "robustness", "q_value", "rank"}
    told |= {"rank_low", "rank_high", "p_top3", "began", "ended", "segment_most_hit", "evidence"}
    assert told <= moment.keys()


def test_a_journey_without_a_goal_can_neither_lose_nor_win_one():
    events = {"person": ["ann", "bob"], "event": ["visit", "visit"], "time": ["2026-01-01", "2026-01-02"]}
    text = (
        '[[stage]]\nname = "I look"\nphase = "use"\n[[touchpoint]]\nname = "visit"\nstage = "I look"\n'
        'match = { event = "visit" }\n[[journey]]\nname = "look"\ntitle = "I look"\n'
    )
    found = fp.Project.from_events(events, definitions=text, timezone="UTC").run(fp.MomentsOf())
    assert (found.moments, found.notes) == (
        (),
        ("This journey has no goal, so nothing can cost it or win it.",),
    )
