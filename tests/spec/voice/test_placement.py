"""What an answer is about."""

from datetime import timedelta

import numpy as np
import pytest

from footpath.errors import DefinitionError
from footpath.journeys.notation import BEGINNING
from footpath.model.answer import DECLARED, ITSELF, LAST, NAMED, UNPLACED
from footpath.model.survey import Survey, SurveyScore
from reference.spoken import answers, did, said

DAY = 24
HOW = {DECLARED: "declared", NAMED: "named", LAST: "last", ITSELF: "itself", UNPLACED: "unplaced"}
NPS = SurveyScore("nps", "nps", "Q1", (0, 10))


def survey(**more):
    return Survey("delivery", source="survey", **({"scores": (NPS,)} | more))


def about(rows, surveys=(), names=("visit", "pay"), **options):
    """What each answer is about, and how that is known."""
    found = answers(rows, list(surveys), names, **options)
    named = [found.touchpoints[each] if each >= 0 else None for each in found.touchpoint]
    return list(zip(named, [HOW[each] for each in found.placed], strict=True))


def test_an_answer_is_about_the_last_touchpoint_before_it():
    rows = [did("ann", "visit"), did("ann", "pay", 1), did("ann", "visit", 3), said("ann", "Q1", 2, 9)]
    assert about(rows, [survey()]) == [("pay", "last")]


def test_touchpoints_of_others_and_those_after_it_are_not_looked_at():
    rows = [did("bob", "visit"), did("ann", "pay", 3), said("ann", "Q1", 2, 9)]
    assert about(rows, [survey()]) == [(None, "unplaced")]


def test_what_happened_before_the_window_is_too_long_ago():
    late = [did("ann", "visit"), said("ann", "Q1", 14 * DAY + 1, 9)]
    assert about(late, [survey()]) == [(None, "unplaced")]
    assert about(late, [survey(window=timedelta(days=15))]) == [("visit", "last")]
    assert about([did("ann", "visit"), said("ann", "Q1", 14 * DAY, 9)], [survey()]) == [("visit", "last")]


def test_at_the_same_time_counts_as_before():
    rows = [said("ann", "Q1", 5, 9), did("ann", "visit", 5, source="z, which sorts last")]
    assert about(rows, [survey()]) == [("visit", "last")]


def test_a_survey_may_say_what_it_is_about_and_a_question_may_know_better():
    rows = [did("ann", "pay"), did("ann", "visit", 1), said("ann", "Q1", 2, 9)]
    assert about(rows, [survey(about="pay")]) == [("pay", "declared")]
    question = SurveyScore("nps", "nps", "Q1", (0, 10), about="visit")
    assert about(rows, [survey(about="pay", scores=(question,))]) == [("visit", "declared")]


def test_what_is_declared_holds_though_nobody_was_seen_there():
    found = answers([did("ann", "visit"), said("ann", "Q1", 2, 9)], [survey(about="pay")], ("visit", "pay"))
    assert (found.touchpoint.tolist(), found.step.tolist()) == ([1], [-1])


def test_an_answer_may_name_its_touchpoint_itself():
    rows = [did("ann", "visit"), said("ann", "Q1", 2, 9, properties={"where": "pay"})]
    assert about(rows, [survey(about="where")]) == [("pay", "named")]
    rows = [did("ann", "visit"), said("ann", "Q1", 2, 9, properties={"where": "the moon"})]
    assert about(rows, [survey(about="where")]) == [("visit", "last")]


def test_within_a_case_only_the_case_is_looked_at():
    rows = [did("ann", "visit", case="a"), did("ann", "pay", 1, case="b"), said("ann", "Q1", 2, 9, case="a")]
    assert about(rows, [survey()]) == [("visit", "last")]
    rows[-1]["case"] = "of its own"
    assert about(rows, [survey()]) == [("pay", "last")]


def test_answers_given_together_are_not_what_they_are_about():
    rows = [
        did("ann", "pay"),
        said("ann", "Q1", 2, 9, id="r1:Q1", seq=1),
        said("ann", "Q2", 2, text="quick", id="r1:Q2", seq=2),
    ]
    assert about(rows, [survey()], names=("pay", "Q1", "Q2")) == [("pay", "last")] * 2


def test_an_answer_that_is_a_touchpoint_and_follows_none_is_about_itself():
    rows = [said("ann", "Q1", 2, 9), said("ann", "Q1", 30 * DAY, 8)]
    assert about(rows, [survey()], names=("Q1",)) == [("Q1", "itself")] * 2


def test_without_times_the_position_decides():
    rows = [
        did("ann", "visit", None, seq=1),
        did("ann", "pay", None, seq=3),
        said("ann", "Q1", None, 9, seq=2),
    ]
    for row in rows:
        row["source"] = "survey"
    assert about(rows, [survey()]) == [("visit", "last")]


def test_words_that_no_survey_claims_are_heard_but_a_number_is_no_score():
    rows = [did("ann", "visit"), said("ann", "Review", 1, 4, text="nice", source="reviews")]
    found = answers(rows, [survey()], ("visit",))
    assert found.survey.tolist() == [-1]
    assert found.text.to_pylist() == ["nice"]
    assert np.isnan(found.score).all()


def test_a_number_off_the_scale_or_for_no_answer_is_no_score():
    blank = SurveyScore("csat", "csat", "Q7*", (1, 6), missing=("6", "none"))
    rows = [said("ann", f"Q7{at}", at, score) for at, score in enumerate([5, 6, 0, 7, 1.5])]
    assert answers(rows, [survey(scores=(blank,))], ()).score.tolist() == [5, 1.5]


def test_only_the_questions_of_words_hold_words():
    rows = [
        said("ann", "Q1", 0, 9, text="nine"),
        said("ann", "Q2", 0, text="good"),
        said("ann", "Q3", 0, text="x"),
    ]
    assert answers(rows, [survey(text=("Q2",))], ()).text.to_pylist() == [None, "good"]
    assert answers(rows, [survey()], ()).text.to_pylist() == ["nine", "good", "x"]


def test_a_code_is_what_was_said_even_where_it_came_as_a_number():
    rows = [said("ann", "Q81", 0, 105), said("ann", "Q82", 0, text="7")]
    found = answers(rows, [survey(codes={"Q8": {"105": "long lines"}}, text=("Q2",))], ())
    assert found.text.to_pylist() == ["105", "7"]


def test_surveys_of_one_source_share_out_its_questions():
    second = Survey("food", source="survey", scores=(SurveyScore("food", "csat", "Q9*", (1, 5)),))
    rows = [said("ann", "Q1", 0, 9), said("ann", "Q9FOOD", 0, 4), said("ann", "Q5", 0, text="hm")]
    found = answers(rows, [survey(), second], ())
    by_name = dict(zip(found.row.tolist(), found.survey.tolist(), strict=True))
    assert by_name == {0: 0, 1: 1, 2: 0}


def test_the_survey_weight_is_read_from_the_property_it_names():
    rows = [
        said("ann", "Q1", 0, 9, properties={"W": "0.25"}),
        said("bob", "Q1", 0, 9, properties={"W": 2}),
        said("cy", "Q1", 0, 9, properties={"W": "n/a"}),
    ]
    assert np.nan_to_num(answers(rows, [survey(weight="W")], ()).weight, nan=-1).tolist() == [0.25, 2, -1]


def test_nothing_after_until_is_heard():
    rows = [said("ann", "Q1", 1, 9), said("ann", "Q1", 3, 4)]
    found = answers(rows, [survey()], (), until=BEGINNING + timedelta(hours=2))
    assert found.score.tolist() == [9]


def test_one_name_is_asked_in_one_way():
    other = SurveyScore("nps", "nps", "Q9", (1, 10))
    with pytest.raises(DefinitionError, match="in two ways: nps on"):
        answers([said("ann", "Q1", 0, 9)], [survey(scores=(NPS, other))], ())
