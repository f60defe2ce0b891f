"""Webhooks of Formbricks."""

import json

DATA = {
    "id": "r1",
    "surveyId": "s1",
    "createdAt": "2024-01-01T10:00:00.000Z",
    "updatedAt": "2024-01-01T10:00:00.000Z",
    "finished": False,
    "data": {"nps": 9},
    "ttc": {"nps": 1200},
    "meta": {"source": "web", "url": "https://x.test/", "userAgent": {"browser": "Firefox"}},
    "contactAttributes": {"email": "ann@x.nl", "userId": "u7", "plan": "gold"},
    "tags": [],
}


def webhook(event="responseUpdated", **more):
    return json.dumps({"webhookId": "w1", "event": event, "data": DATA | more})


def test_each_question_with_an_answer_is_said(found):
    read = found(webhook(data={"nps": 9, "why": "Slow", "which": ["Red", "Blue"], "skipped": ""}))
    assert [(row["id"], row["event"], row["score"], row["text"]) for row in read.rows] == [
        ("r1:nps", "nps", 9.0, None),
        ("r1:why", "why", None, "Slow"),
        ("r1:which", "which", None, "Red, Blue"),
    ]
    assert read.actors[0] == ["email:ann@x.nl", "user:u7"]
    assert json.loads(read.rows[0]["properties"]) == {
        "plan": "gold",
        "source": "web",
        "survey": "s1",
        "url": "https://x.test/",
    }


def test_a_response_that_grows_is_one_response(kept):
    first = webhook("responseCreated")
    later = webhook(data={"nps": 3, "why": "Slow"}, updatedAt="2024-01-01T10:01:00.000Z", finished=True)
    assert kept(f"{first}\n{later}\n{first}\n") == {"r1:nps": 3.0, "r1:why": "Slow"}


def test_what_is_no_response_is_counted(found):
    read = found("\n".join([webhook(), webhook(id=None), webhook(data={}), webhook(data={}, finished=True)]))
    assert read.dropped == {"not_a_response": 1, "unfinished": 1, "no_answer": 1}
    assert read.balanced
