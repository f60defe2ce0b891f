"""Responses exported from LimeSurvey: headers of codes, of full texts, and of both."""

import csv
import io
import json

import pytest

CODES = (
    "id,submitdate,lastpage,startlanguage,seed,token,startdate,datestamp,ipaddr,refurl,"
    "NPS,Q1[SQ001],Q1[SQ002],Q2,Q2[other],Q3,interviewtime,groupTime17759\n"
)
ANN = (
    "1,2024-01-01 10:05:00,3,en,99,tok1,2024-01-01 10:00:00,2024-01-01 10:05:00,10.0.0.1,,"
    "9,4,,A2,10,Slow,61.2,7\n"
)


def said(found):
    return [(row["id"], row["event"], row["score"], row["text"]) for row in found.rows]


ANSWERS = [
    ("1:NPS", "NPS", 9.0, None),
    ("1:Q1[SQ001]", "Q1[SQ001]", 4.0, None),
    ("1:Q2", "Q2", None, "A2"),
    ("1:Q2[other]", "Q2[other]", None, "10"),
    ("1:Q3", "Q3", None, "Slow"),
]


def test_each_code_is_a_question_and_timings_are_none(found):
    read = found(CODES + ANN)
    assert said(read) == ANSWERS
    assert read.actors[0] == ["limesurvey:tok1"]
    assert str(read.rows[0]["time"]) == "2024-01-01 10:05:00+00:00"
    assert json.loads(read.rows[0]["properties"]) == {"language": "en"}


@pytest.mark.parametrize(
    "text",
    [
        (CODES + ANN).replace(",", ";"),
        (CODES + ANN).replace(",", "\t"),
        (CODES + ANN)
        .replace("[SQ001]", ".SQ001.")
        .replace("[SQ002]", ".SQ002.")
        .replace("[other]", ".other."),
        (CODES + ANN).replace("id,submit", "response_id,submit"),
        "\ufeff" + CODES + ANN,
    ],
    ids=["semicolons", "tabs", "dots", "response_id", "mark"],
)
def test_however_it_is_written_the_answers_are_the_same(found, text):
    assert said(found(text)) == ANSWERS


def test_codes_of_survey_group_and_question_are_names_like_others(found):
    read = found("id,submitdate,lastpage,123X4X56,123X4X57SQ001\n1,2024-01-01,2,5,3\n")
    assert [row[1] for row in said(read)] == ["123X4X56", "123X4X57SQ001"]


def test_full_texts_tell_the_question_and_its_scale(found):
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(
        [
            "Response ID",
            "Date submitted",
            "Last page",
            "Start language",
            "How likely,\n0 to 10?",
            "NPS2. Why, then?",
        ]
    )
    lines.writerow(["5", "2024-01-01 10:05:00", "3", "en", "8 - likely", "Slow"])
    read = found(out.getvalue())
    assert said(read) == [
        ("5:How likely, 0 to 10?", "How likely, 0 to 10?", 8.0, None),
        ("5:NPS2", "NPS2", None, "Slow"),
    ]
    assert read.column("scale") == ["0..10", None]
    assert [json.loads(each)["question"] for each in read.column("properties")] == [
        "How likely, 0 to 10?",
        "Why, then?",
    ]


def test_numbers_of_responses_mean_something_within_their_survey_only(found):
    text = "id,submitdate,lastpage,Q1\n1,2024-01-01,2,5\n"
    assert found(text, name="may.csv").actors == [["may.response:1"]]
    assert found(text, source="june").actors == [["june.response:1"]]


HEADER = "id,submitdate,lastpage,startdate,datestamp,Q1\n"


@pytest.mark.parametrize(
    ("row", "time"),
    [
        ("1,,1,2024-01-01,2024-01-02,5", "2024-01-02"),
        ("1,1980-01-01 00:00:00,1,2024-01-01,,5", "2024-01-01"),
        ("1,2024-01-03,1,2024-01-01,2024-01-02,5", "2024-01-03"),
    ],
)
def test_an_unfinished_response_keeps_its_answers_and_a_date_of_1980_is_none(found, row, time):
    read = found(f"{HEADER}{row}\n")
    assert [str(each)[:10] for each in read.column("time")] == [time]


def test_what_is_no_response_is_counted(found):
    read = found(
        f"{HEADER}1,,1,2024-01-01,,\n2,2024-01-01,1,,,\n,2024-01-01,1,,,5\n4,1980-01-01 00:00:00,1,,,5\n"
    )
    assert read.dropped == {"unfinished": 1, "no_answer": 1, "not_a_response": 1, "no_time": 1}
    assert read.balanced


def test_a_response_that_was_finished_later_replaces_its_answers(kept):
    first = f"{HEADER}1,,1,2024-01-01,2024-01-01,5\n"
    later = f"{HEADER}1,2024-01-02,1,2024-01-01,2024-01-02,4\n"
    assert kept(first, later) == {"1:Q1": 4.0}


def test_a_log_of_events_is_not_taken_for_responses(found):
    read = found("id,user,event,time\n1,ann,Pay,2024-01-01\n")
    assert read.column("event") == ["Pay"]
