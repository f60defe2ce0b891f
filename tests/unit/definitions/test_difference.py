"""What `footpath apply` shows before definitions come into force."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from footpath.definitions import difference
from footpath.model.definition import Definitions, Goal, Identifier, JourneyDefinition, Stage, Touchpoint
from footpath.model.survey import Survey, SurveyScore

A, B, C = (Touchpoint(name, "I buy", {"event": (name,)}) for name in "ABC")
BUY = JourneyDefinition("buy", "I buy", goal=(Goal("A"),), within=timedelta(days=45))
SHOP = Definitions("Shop", stages=(Stage("I buy", "purchase"),), touchpoints=(A, B, C), journeys=(BUY,))


def shown(old: Definitions | None, new: Definitions) -> list[str]:
    return [str(change) for change in difference(old, new)]


def test_everything_is_new_at_first():
    assert shown(None, SHOP) == [
        '+ project "Shop"',
        '+ stage "I buy"',
        '+ touchpoint "A"',
        '+ touchpoint "B"',
        '+ touchpoint "C"',
        '+ journey "buy"',
    ]


def test_nothing_is_shown_where_nothing_changed():
    assert shown(SHOP, SHOP) == []


def test_what_came_and_what_went_has_a_line():
    new = replace(SHOP, touchpoints=(A, C), identifiers=(Identifier("card"),))
    assert shown(SHOP, new) == ['- touchpoint "B"', '+ identifier "card"']


def test_a_change_says_from_what_to_what():
    journey = replace(BUY, within=timedelta(days=30), goal=(Goal("A", ">= 4"),))
    assert shown(SHOP, replace(SHOP, journeys=(journey,), timezone="UTC")) == [
        '~ project: timezone none → "UTC"',
        '~ journey "buy": goal ["A"] → ["A" with score >= 4], within 45d → 30d',
    ]


def test_order_is_shown_because_the_first_rule_that_matches_wins():
    assert shown(SHOP, replace(SHOP, touchpoints=(C, A, B))) == ['~ touchpoint "C": now first']
    assert shown(SHOP, replace(SHOP, touchpoints=(B, C, A))) == ['~ touchpoint "A": now after "C"']


def test_a_survey_that_waits_longer_is_different():
    old = replace(SHOP, surveys=(Survey("after", "survey", window=timedelta(days=7)),))
    new = replace(SHOP, surveys=(Survey("after", "survey", window=timedelta(days=9)),))
    assert shown(old, new) == ['~ survey "after": window 1w → 9d']


def test_a_score_is_shown_as_it_is_written():
    old = replace(SHOP, surveys=(Survey("after", "survey"),))
    score = SurveyScore("recommend", "nps", "Q1", (0.0, 10.0))
    new = replace(SHOP, surveys=(Survey("after", "survey", scores=(score,)),))
    assert shown(old, new) == [
        '~ survey "after": scores [] → [{ name = "recommend", kind = "nps", question = "Q1", scale = [0, 10],'
        ' direction = "high is good" }]'
    ]
