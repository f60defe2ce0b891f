"""Responses to Delighted's surveys: webhooks, pages of the API, lists of people, exported CSV."""

import json

import pytest

ANN = {"id": "7", "email": "ann@x.nl", "name": "Ann", "created_at": 1700000000}
DATA = {
    "id": "1",
    "person": ANN,
    "survey_type": "nps",
    "score": 9,
    "comment": None,
    "permalink": "https://x.test/r/1",
    "created_at": 1713400000,
    "updated_at": None,
    "person_properties": {"plan": "gold"},
    "notes": [],
    "tags": [],
    "additional_answers": [],
}


def webhook(event="survey_response.created", **more):
    return json.dumps({"event_type": event, "event_id": "e1", "event_data": DATA | more})


def said(found):
    return [(row["id"], row["event"], row["score"], row["scale"], row["text"]) for row in found.rows]


def test_a_score_is_said_on_the_scale_of_its_survey(found):
    read = found(webhook())
    assert said(read) == [("1:score", "nps", 9.0, "0..10", None)]
    assert read.actors == [["delighted:7", "email:ann@x.nl"]]
    assert str(read.rows[0]["time"]) == "2024-04-18 00:26:40+00:00"
    properties = {"name": "Ann", "plan": "gold", "question_kind": "nps"}
    assert json.loads(read.rows[0]["properties"]) == properties


@pytest.mark.parametrize(
    ("survey", "kind", "scale"),
    [
        ("csat", "csat", "1..5"),
        ("ces", "ces", "1..5"),
        ("five_star", "rating", "1..5"),
        ("smileys", "csat", "1..5"),
        ("thumbs", "csat", "0..1"),
        ("pmf", None, "1..3"),
        ("new one", None, None),
    ],
)
def test_each_survey_has_its_scale(found, survey, kind, scale):
    (row,) = found(webhook(survey_type=survey, score=1)).rows
    assert (row["scale"], json.loads(row["properties"]).get("question_kind")) == (scale, kind)


def test_a_later_message_replaces_the_score_and_adds_the_comment(kept):
    updated = {"updated_at": 1713400060, "score": 3, "comment": "Too slow"}
    messages = [webhook(), webhook("survey_response.updated", **updated)]
    for text in ("\n".join(messages), "\n".join(messages[::-1]), f"[{','.join(messages)}]"):
        assert kept(text) == {"1:score": 3.0, "1:comment": "Too slow"}
    assert kept(messages[1], messages[0]) == {"1:score": 3.0, "1:comment": "Too slow"}


def test_further_questions_are_answers_too(found):
    def answer(id_, text, **value):
        return {
            "id": id_,
            "question": {"id": f"q{id_}", "text": text, "type": next(iter(value))},
            "value": value,
        }

    more = [
        answer(
            "4",
            "What did you enjoy?",
            select_many=[{"id": "a", "text": "Price"}, {"id": "b", "text": "Staff"}],
        ),
        answer("5", "Been here before?", select_one={"id": "c", "text": "Yes"}),
        answer("6", "How clean was it?", scale=4),
        answer("7", "Why?", free_response="7"),
    ]
    read = found(webhook(additional_answers=more))
    assert said(read)[1:] == [
        ("1:q4", "What did you enjoy?", None, None, "Price, Staff"),
        ("1:q5", "Been here before?", None, None, "Yes"),
        ("1:q6", "How clean was it?", 4.0, None, None),
        ("1:q7", "Why?", None, None, "7"),
    ]


def test_what_is_no_response_is_counted(found):
    read = found(
        "\n".join([webhook(), webhook("unsubscribe.created"), "{cut", webhook(id=None), webhook(score=None)])
    )
    assert read.dropped == {"unsubscribed": 1, "unreadable_line": 1, "not_a_response": 1, "no_answer": 1}
    assert read.balanced


def test_a_page_of_the_api_names_the_person_only(found):
    read = found(json.dumps([DATA | {"person": "7"}], indent=1))
    assert read.actors == [["delighted:7"]]


def test_a_list_of_people_tells_who_was_asked_and_when(found):
    person = ANN | {
        "phone_number": "+31612345678",
        "last_sent_at": 1713300000,
        "next_survey_scheduled_at": None,
    }
    read = found(json.dumps([person, person | {"id": "8", "last_sent_at": None}]))
    (row,) = read.rows
    assert (row["event"], row["kind"], str(row["time"])) == (
        "Survey sent",
        "firm_did",
        "2024-04-16 20:40:00+00:00",
    )
    assert read.actors == [["delighted:7", "email:ann@x.nl", "phone:+31612345678"]]
    assert read.dropped == {"not_invited": 1}


EXPORT = """Survey Type,Score,Comment,Permalink,Created At,Person Name,Person Email,Plan
nps,9,"Fine, thanks",https://x.test/r/1,2024-04-18 00:26:40,Ann,ann@x.nl,gold
CSAT,,Slow,,2024-04-19 00:26:40,,,
nps,,,,2024-04-20 00:26:40,,,
"""


def test_an_exported_table_tells_the_same(found):
    read = found(EXPORT)
    assert [row[1:] for row in said(read)] == [
        ("nps", 9.0, "0..10", None),
        ("nps comment", None, None, "Fine, thanks"),
        ("csat comment", None, None, "Slow"),
    ]
    assert json.loads(read.rows[1]["properties"]) == {"Plan": "gold", "name": "Ann"}
    assert read.dropped == {"no_answer": 1}
    assert read.balanced
