"""Responses to SurveyMonkey's surveys: exported CSV with two header rows, and pages of the API."""

import json

import pytest

RECORD = (
    "Respondent ID,Collector ID,Start Date,End Date,IP Address,Email Address,First Name,Last Name,"
    "Custom Data 1"
)
ANN = "11,C1,2024-01-01 10:00:00,2024-01-01 10:05:00,10.0.0.1,ann@x.nl,Ann,Lee,gold"
EXPANDED = f"""{RECORD},How likely on a scale of 0 to 10?,"Which colours
do you like?",,,Rate us,,Why?
,,,,,,,,,Response,Red,Blue,Other (please specify),Speed,Price,Open-Ended Response
{ANN},9,Red,Blue,Mauve,4,Good,10
"""
CONDENSED = f"""{RECORD},How likely on a scale of 0 to 10?,Which colours do you like?,,Rate us,,Why?
,,,,,,,,,Response,Response,Other (please specify),Speed,Price,Open-Ended Response
{ANN},9,"Red, Blue",Mauve,4,Good,10
"""


def said(found):
    return [(row["id"], row["event"], row["score"], row["scale"], row["text"]) for row in found.rows]


def test_blank_cells_belong_to_the_question_on_their_left(found):
    read = found(EXPANDED)
    assert said(read) == [
        ("11:How likely on a scale of 0 to 10?", "How likely on a scale of 0 to 10?", 9.0, "0..10", None),
        ("11:Which colours do you like?", "Which colours do you like?", None, None, "Red, Blue"),
        (
            "11:Which colours do you like?: Other (please specify)",
            "Which colours do you like?: Other (please specify)",
            None,
            None,
            "Mauve",
        ),
        ("11:Rate us: Speed", "Rate us: Speed", 4.0, None, None),
        ("11:Rate us: Price", "Rate us: Price", None, None, "Good"),
        ("11:Why?", "Why?", None, None, "10"),
    ]
    assert read.actors[0] == ["email:ann@x.nl"]
    assert str(read.rows[0]["time"]) == "2024-01-01 10:05:00+00:00"
    assert json.loads(read.rows[0]["properties"]) == {
        "Collector ID": "C1",
        "First Name": "Ann",
        "Last Name": "Lee",
        "Custom Data 1": "gold",
        "question": "How likely on a scale of 0 to 10?",
    }


def test_condensed_and_expanded_columns_tell_the_same(found):
    assert sorted(said(found(EXPANDED))) == sorted(said(found(CONDENSED)))


def test_the_ends_of_likelihood_are_numbers(found):
    read = found(EXPANDED.replace(",9,Red", ",Extremely likely - 10,Red"))
    assert said(read)[0][2:] == (10.0, "0..10", None)


def test_one_header_row_and_columns_of_the_same_name_are_understood(found):
    read = found("Respondent ID,Collector ID,End Date,Age,Why?,Why?\n1,C,2024-01-01,28,Slow,Dear\n")
    assert [row[:2] + row[4:] for row in said(read)] == [
        ("1:Age", "Age", None),
        ("1:Why?", "Why?", "Slow"),
        ("1:Why? (2)", "Why?", "Dear"),
    ]


def test_what_stands_before_the_first_question_is_no_answer(found):
    text = "Respondent ID,Collector ID,End Date,Segment,Age\n,,,,Response\n1,C,2024-01-01,gold,28\n"
    (row,) = found(text).rows
    assert (row["event"], json.loads(row["properties"])["Segment"]) == ("Age", "gold")


@pytest.mark.parametrize(
    ("written", "time_format", "read"),
    [
        ("03/04/2024 01:05:00 PM", None, "2024-03-04 13:05:00+00:00"),
        ("03/04/2024 01:05:00 PM", "%d/%m/%Y %I:%M:%S %p", "2024-04-03 13:05:00+00:00"),
        ("2024-03-04 13:05:00", None, "2024-03-04 13:05:00+00:00"),
    ],
)
def test_dates_with_am_or_pm_are_month_first_unless_somebody_says_otherwise(
    found, written, time_format, read
):
    text = f"Respondent ID,Collector ID,End Date,Age\n1,C,{written},28\n"
    assert [str(time) for time in found(text, time_format=time_format).column("time")] == [read]


def test_a_response_without_answers_is_counted_and_a_partial_one_is_kept(found):
    header = "Respondent ID,Collector ID,Start Date,End Date,Age,Why?\n,,,,Response,Open-Ended Response\n"
    rows = "1,C,2024-01-01,,28,\n2,C,2024-01-01,,,\n3,C,2024-01-01,2024-01-01,,\n"
    read = found(header + rows)
    assert [row[0] for row in said(read)] == ["1:Age"]
    assert read.dropped == {"unfinished": 1, "no_answer": 1}
    assert read.balanced


RESPONSE = {
    "id": "21",
    "survey_id": "s1",
    "collector_id": "c1",
    "date_created": "2024-01-01T10:00:00+00:00",
    "date_modified": "2024-01-01T10:05:00+00:00",
    "response_status": "completed",
    "collection_mode": "default",
    "ip_address": "10.0.0.1",
    "email_address": "ann@x.nl",
    "first_name": "Ann",
    "custom_variables": {"plan": "gold"},
    "pages": [
        {
            "id": "p1",
            "questions": [
                {"id": "1", "answers": [{"choice_id": "91"}]},
                {
                    "id": "2",
                    "answers": [
                        {"choice_id": "71"},
                        {"choice_id": "72"},
                        {"other_id": "73", "text": "Mauve"},
                    ],
                },
                {
                    "id": "3",
                    "answers": [{"row_id": "61", "choice_id": "92"}, {"row_id": "62", "choice_id": "91"}],
                },
                {"id": "4", "answers": [{"text": "10 minutes"}]},
            ],
        }
    ],
}
DETAILS = {
    "id": "s1",
    "pages": [
        {
            "questions": [
                {
                    "id": "1",
                    "headings": [{"heading": "How likely, 0-10?"}],
                    "answers": {"choices": [{"id": "91", "text": "9"}, {"id": "92", "text": "3"}]},
                },
                {
                    "id": "2",
                    "headings": [{"heading": "Colours"}],
                    "answers": {"choices": [{"id": "71", "text": "Red"}, {"id": "72", "text": "Blue"}]},
                },
                {
                    "id": "3",
                    "headings": [{"heading": "Rate"}],
                    "answers": {"rows": [{"id": "61", "text": "Speed"}, {"id": "62", "text": "Price"}]},
                },
                {"id": "4", "headings": [{"heading": "Why?"}]},
            ]
        }
    ],
}


def page(*responses):
    return json.dumps({"data": responses, "per_page": 100, "page": 1})


def test_a_page_of_the_api_tells_ids_where_nothing_else_is_known(found):
    read = found(page(RESPONSE))
    assert [(row[1], row[4]) for row in said(read)] == [
        ("1", None),
        ("2", "71, 72"),
        ("2: Other", "Mauve"),
        ("3: 61", None),
        ("3: 62", None),
        ("4", "10 minutes"),
    ]
    assert read.actors[0] == ["email:ann@x.nl"]
    assert "10.0.0.1" not in read.rows[0]["properties"]


def test_the_details_of_the_survey_give_wordings_and_choices(found):
    read = found(f"{json.dumps(DETAILS)}\n{page(RESPONSE)}\n")
    assert said(read) == [
        ("21:1", "How likely, 0-10?", 9.0, "0..10", None),
        ("21:2", "Colours", None, None, "Red, Blue"),
        ("21:2:text", "Colours: Other", None, None, "Mauve"),
        ("21:3:61", "Rate: Speed", 3.0, None, None),
        ("21:3:62", "Rate: Price", 9.0, None, None),
        ("21:4", "Why?", None, None, "10 minutes"),
    ]


def test_previews_and_disqualified_responses_are_counted(found):
    read = found(
        page(
            RESPONSE,
            RESPONSE | {"collection_mode": "survey_preview"},
            RESPONSE | {"collection_mode": "preview"},
            RESPONSE | {"response_status": "disqualified"},
            RESPONSE | {"response_status": "partial", "pages": []},
            RESPONSE | {"id": "22", "response_status": "partial"},
            {"response_status": "completed"},
        )
    )
    assert len(read.rows) == 12
    assert read.dropped == {"preview": 2, "disqualified": 1, "unfinished": 1, "not_a_response": 1}
    assert read.balanced


def test_a_response_that_was_changed_replaces_the_earlier(kept):
    changed = json.loads(json.dumps(RESPONSE).replace("10 minutes", "Slow").replace("10:05", "10:09"))
    for first, second in ((RESPONSE, changed), (changed, RESPONSE)):
        assert kept(page(first), page(second))["21:4"] == "Slow"
