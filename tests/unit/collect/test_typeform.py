"""Responses to Typeform's forms: webhooks, pages of the API, exported CSV."""

import json

import pytest

FIELDS = [
    {"id": "a", "ref": "recommend", "type": "nps", "title": "Would you\nrecommend us?"},
    {"id": "b", "ref": "why", "type": "long_text", "title": "Why?"},
    {"id": "c", "ref": "stars", "type": "rating", "title": "Stars", "properties": {"steps": 7}},
    {"id": "d", "ref": "ease", "type": "opinion_scale", "title": "Ease", "properties": {"steps": 11}},
    {
        "id": "e",
        "ref": "mood",
        "type": "opinion_scale",
        "title": "Mood",
        "properties": {"steps": 5, "start_at_one": True},
    },
]
ANSWERS = [
    {"type": "number", "number": 9, "field": {"id": "a", "type": "nps", "ref": "recommend"}},
    {"type": "text", "text": "10", "field": {"id": "b", "type": "long_text", "ref": "why"}},
    {"type": "number", "number": 6, "field": {"id": "c", "type": "rating", "ref": "stars"}},
    {"type": "number", "number": 0, "field": {"id": "d", "type": "opinion_scale", "ref": "ease"}},
    {"type": "number", "number": 5, "field": {"id": "e", "type": "opinion_scale", "ref": "mood"}},
]
FORM = {
    "form_id": "f1",
    "token": "t1",
    "landed_at": "2024-01-01T10:00:00Z",
    "submitted_at": "2024-01-01T10:05:00Z",
    "hidden": {"email": "ann@x.nl", "plan": "gold"},
    "definition": {"id": "f1", "title": "Survey", "fields": FIELDS},
    "answers": ANSWERS,
}


def webhook(**more):
    return json.dumps({"event_id": "e1", "event_type": "form_response", "form_response": FORM | more})


def said(found):
    return [(row["id"], row["event"], row["score"], row["scale"], row["text"]) for row in found.rows]


def test_answers_are_named_by_the_titles_of_the_form_and_scored_on_its_scales(found):
    read = found(webhook())
    assert said(read) == [
        ("t1:a", "Would you recommend us?", 9.0, "0..10", None),
        ("t1:b", "Why?", None, None, "10"),
        ("t1:c", "Stars", 6.0, "1..7", None),
        ("t1:d", "Ease", 0.0, "0..10", None),
        ("t1:e", "Mood", 5.0, "1..5", None),
    ]
    assert read.actors[0] == ["email:ann@x.nl"]
    assert str(read.rows[0]["time"]) == "2024-01-01 10:05:00+00:00"
    assert json.loads(read.rows[0]["properties"]) == {
        "form": "f1",
        "plan": "gold",
        "question": "Would you recommend us?",
        "question_kind": "nps",
    }


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"type": "choice", "choice": {"label": "Red"}}, "Red"),
        ({"type": "choice", "choice": {"other": "Mauve"}}, "Mauve"),
        ({"type": "choices", "choices": {"labels": ["Red", "Blue"], "other": "Mauve"}}, "Red, Blue, Mauve"),
        ({"type": "boolean", "boolean": False}, "false"),
        ({"type": "date", "date": "2024-01-01"}, "2024-01-01"),
        ({"type": "url", "url": "https://x.test"}, "https://x.test"),
    ],
)
def test_each_type_of_answer_has_its_value(found, given, text):
    (row,) = found(webhook(answers=[given | {"field": {"id": "z", "ref": "colour"}}])).rows
    assert (row["event"], row["text"]) == ("colour", text)


def test_an_address_that_was_asked_for_is_who_it_is(found):
    asked = [
        *ANSWERS[:1],
        {"type": "email", "email": "bob@x.nl", "field": {"id": "m", "ref": "mail"}},
        {"type": "phone_number", "phone_number": "+31612345678", "field": {"id": "p", "ref": "tel"}},
    ]
    read = found(webhook(answers=asked))
    assert read.actors == [["email:bob@x.nl", "phone:+31612345678"]]


def test_a_response_from_nobody_known_is_a_person_of_its_own(found):
    assert found(webhook(hidden={})).actors[0] == ["response:t1"]


def test_a_hidden_field_may_be_the_identifier(found):
    read = found(webhook(hidden={"customer": "c7"}), columns={"actor.user": "customer"})
    assert read.actors[0] == ["user:c7"]
    assert "customer" not in json.loads(read.rows[0]["properties"])


def test_a_page_of_the_api_has_no_titles(found):
    item = {name: value for name, value in FORM.items() if name != "definition"} | {"response_id": "t1"}
    read = found(json.dumps({"total_items": 1, "page_count": 1, "items": [item]}))
    assert said(read)[:2] == [("t1:a", "recommend", 9.0, "0..10", None), ("t1:b", "why", None, None, "10")]


def test_what_is_no_response_is_counted(found):
    lines = [
        webhook(),
        webhook(token=None),
        webhook(answers=[]),
        webhook(answers=None, submitted_at=None),
        "{cut",
    ]
    read = found("\n".join(lines))
    assert read.dropped == {"not_a_response": 1, "no_answer": 1, "unfinished": 1, "unreadable_line": 1}
    assert read.balanced


def test_an_answer_that_comes_again_replaces_and_the_same_changes_nothing(kept):
    later = [ANSWERS[0] | {"number": 3}]
    assert kept(webhook(answers=ANSWERS[:2]), webhook(answers=later)) == {"t1:a": 3.0, "t1:b": "10"}


EXPORT = """#,"Would you
recommend us?",Why?,Email,Response Type,Start Date (UTC),Stage Date (UTC),Submit Date (UTC),Network ID,Tags
t1,9,Fine,ann@x.nl,completed,2024-01-01 10:00:00,,2024-01-01 10:05:00,9f,
t2,,,,started,2024-01-01 11:00:00,,,9f,
"""


def test_an_exported_table_tells_the_same(found):
    read = found(EXPORT)
    assert said(read) == [
        ("t1:Would you recommend us?", "Would you recommend us?", 9.0, None, None),
        ("t1:Why?", "Why?", None, None, "Fine"),
    ]
    assert read.actors[0] == ["email:ann@x.nl"]
    assert read.column("zone") == ["UTC", "UTC"]
    assert read.dropped == {"unfinished": 1}
