"""Surveys that are proposed for what was answered."""

import numpy as np
import pytest

from footpath.model.survey import SurveyScore
from footpath.voice.suggesting import Question, score_of, suggest_surveys
from reference.spoken import did, log_of, said


def asked(name, scores, *, scale=None, kind=None, **more):
    properties = {key: value for key, value in (("question_kind", kind), *more.items()) if value}
    return [
        said(f"p{at}", name, at, each, id=f"r{at}:{name}", scale=scale, properties=properties)
        for at, each in enumerate(scores)
    ]


def kinds(rows):
    return [
        (each.name, each.kind, each.scale)
        for survey in suggest_surveys(log_of(rows))
        for each in survey.scores
    ]


def test_what_the_answers_carry_is_believed():
    assert kinds(asked("Q1", [9], scale="0..10", kind="nps")) == [("nps", "nps", (0, 10))]
    assert kinds(asked("Q1", [3], scale="1..5", kind="csat")) == [("csat", "csat", (1, 5))]


@pytest.mark.parametrize(
    ("wording", "scale", "kind"),
    [
        ("How likely are you to recommend us?", "0..10", "nps"),
        (None, "0..10", "nps"),
        ("How clean was it?", "0..10", "rating"),
        ("How satisfied are you?", "1..5", "csat"),
        ("They made it easy for me", "1..7", "ces"),
        ("How was the food?", "1..5", "rating"),
        ("Would you recommend us?", "1..5", "rating"),
    ],
)
def test_else_the_words_of_the_question_tell_its_kind(wording, scale, kind):
    assert kinds(asked("Q1", [1], scale=scale, question=wording)) == [
        (kind, kind, tuple(map(float, scale.split(".."))))
    ]


def test_much_effort_is_no_good():
    (survey,) = suggest_surveys(
        log_of(asked("Q1", [2], scale="1..5", question="How much effort did it take?"))
    )
    assert survey.scores[0].direction == "low is good"


def test_twenty_answers_tell_a_scale_whose_upper_end_was_reached():
    assert kinds(asked("Q1", [1, 2, 4, 5] * 5)) == [("rating", "rating", (1, 5))]
    assert kinds(asked("Q1", [0, 7, 10, 5] * 5)) == [("nps", "nps", (0, 10))]
    assert kinds(asked("Q1", [1, 2, 4, 5] * 4)) == []  # too few
    assert kinds(asked("Q1", [1, 2, 5, 6] * 5)) == []  # 6 may be a code
    assert kinds(asked("Q1", [1, 2.5, 5, 4] * 5)) == []


def test_words_are_listed_and_every_survey_is_a_guess():
    rows = [
        *asked("Q1", [9], scale="0..10"),
        said("ann", "Q2", 1, text="good"),
        said("bob", "Chat", 1, text="hi", source="chat"),
    ]
    (survey,) = suggest_surveys(log_of(rows))
    assert (survey.name, survey.source, survey.text, survey.guessed) == ("survey", "survey", ("Q2",), True)


def test_a_property_that_names_touchpoints_is_what_answers_are_about():
    rows = [
        *asked("Q1", [9, 8], scale="0..10", where="visit", plan="gold", WEIGHT="0.5"),
        did("ann", "visit"),
    ]
    (survey,) = suggest_surveys(log_of(rows), ("visit", "pay"))
    assert (survey.about, survey.weight) == ("where", "WEIGHT")


def test_names_are_told_apart_by_question_and_by_source():
    rows = (
        asked("Food", [4], scale="1..5") + asked("Shops", [4], scale="1..5") + asked("Q1", [9], scale="0..10")
    )
    rows += [
        said("zoe", "Stars", 0, 4, scale="1..5", source="reviews"),
        said("zoe", "Q1", 0, 9, scale="0..10", source="web"),
    ]
    assert [name for name, _, _ in kinds(rows)] == [
        "reviews rating",
        "Food",
        "survey nps",
        "Shops",
        "web nps",
    ]


def test_a_log_without_answers_has_no_surveys():
    assert suggest_surveys(log_of([did("ann", "visit")])) == ()


def test_a_question_is_read_by_its_name_where_it_has_no_words():
    seen = Question("survey", "NETPRO", np.array([9.0, 11.0, 3.0]), None, False, "", None)
    assert score_of(seen) == SurveyScore("nps", "nps", "NETPRO", (0, 10))
