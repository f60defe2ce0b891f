import json

import pytest

from footpath.collect.formats.zendesk import ZENDESK
from footpath.collect.reading import ImportOptions, Input

TICKET = {
    "id": 35,
    "via": {"channel": "voice"},
    "created_at": "2024-01-01T10:00:00Z",
    "updated_at": "2024-01-03T10:00:00Z",
    "subject": "No light",
    "description": "My router is dark",
    "status": "open",
    "priority": "high",
    "requester_id": 7,
    "submitter_id": 7,
    "tags": ["router"],
    "custom_fields": [{"id": 99, "value": "gold"}, {"id": 98, "value": None}],
    "satisfaction_rating": {"score": "unoffered"},
}
ANN = {"id": 7, "email": "ann@x.nl", "phone": "+31612345678", "name": "Ann", "role": "end-user"}


@pytest.fixture
def read(tmp_path):
    def read(*documents, **columns):
        path = tmp_path / "tickets.json"
        path.write_text("\n".join(each if isinstance(each, str) else json.dumps(each) for each in documents))
        return list(ZENDESK.read(Input(path), ImportOptions(columns=columns)))

    return read


def rows(batches):
    return [row for batch in batches for row in batch.table.to_pylist()]


def told(batches):
    return [(row["event"], row["kind"], row["time"]) for row in rows(batches)]


def test_a_ticket_is_created_by_its_requester(read):
    (row,) = rows(read(TICKET))
    assert (row["event"], row["kind"], row["channel"]) == ("Ticket created", "did", "phone")
    assert (row["time"], row["text"]) == ("2024-01-01T10:00:00Z", "My router is dark")
    assert (row["actor.zendesk"], row["actor.email"]) == ("7", None)
    assert json.loads(row["properties"]) == {
        "ticket": 35,
        "subject": "No light",
        "priority": "high",
        "tags": ["router"],
        "field.99": "gold",
    }


def test_users_of_the_page_tell_who_the_requester_is(read):
    (row,) = rows(read({"tickets": [TICKET], "users": [ANN], "end_of_stream": True}))
    assert (row["actor.email"], row["actor.phone"]) == ("ann@x.nl", "+31612345678")


def test_a_mail_tells_its_sender_unless_somebody_else_submitted_it(read):
    mail = TICKET | {"via": {"channel": "email", "source": {"from": {"address": "ann@x.nl"}}}}
    assert [row["actor.email"] for row in rows(read(mail, mail | {"submitter_id": 1}))] == ["ann@x.nl", None]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"status": "solved"}, [("Ticket solved", "firm_did", "2024-01-03T10:00:00Z")]),
        (
            {"status": "solved", "metric_set": {"solved_at": "2024-01-02T10:00:00Z"}},
            [("Ticket solved", "firm_did", "2024-01-02T10:00:00Z")],
        ),
        ({"status": "closed"}, [("Ticket closed", "firm_did", "2024-01-03T10:00:00Z")]),
        (
            {"status": "closed", "metric_set": {"solved_at": "2024-01-02T10:00:00Z"}},
            [
                ("Ticket solved", "firm_did", "2024-01-02T10:00:00Z"),
                ("Ticket closed", "firm_did", "2024-01-03T10:00:00Z"),
            ],
        ),
        ({"status": "pending"}, []),
    ],
)
def test_a_ticket_ends_solved_or_closed(read, more, expected):
    assert told(read(TICKET | more))[1:] == expected


@pytest.mark.parametrize(("given", "score"), [("good", 1.0), ("bad", 0.0), ("good_with_comment", 1.0)])
def test_a_rating_is_said_with_its_comment(read, given, score):
    rating = {"score": given, "comment": "Fine", "reason": "Quick"}
    row = rows(read(TICKET | {"satisfaction_rating": rating}))[-1]
    assert (row["event"], row["kind"], row["text"]) == ("Ticket rated", "said", "Fine")
    assert (row["score"], row["scale"]) == (score, "0..1")
    assert json.loads(row["properties"]) == {"ticket": 35, "reason": "Quick", "question_kind": "csat"}


def test_an_offered_rating_is_a_question_of_the_company(read):
    row = rows(read(TICKET | {"satisfaction_rating": {"score": "offered"}}))[-1]
    assert (row["event"], row["kind"], row["score"]) == ("Satisfaction asked", "firm_did", None)
    assert (row["id"], row["actor.zendesk"]) == ("ticket:35:asked", "7")


RATING = {
    "id": 901,
    "ticket_id": 35,
    "requester_id": 7,
    "assignee_id": 1,
    "score": "bad_with_comment",
    "comment": "Still dark",
    "reason": "No solution",
    "created_at": "2024-01-04T10:00:00Z",
    "updated_at": "2024-01-04T11:00:00Z",
}


@pytest.mark.parametrize("listed", [True, False])
def test_ratings_beside_their_tickets_tell_the_same_as_within(read, listed):
    offered = RATING | {"id": 900, "score": "offered", "comment": None}
    documents = [{"satisfaction_ratings": [offered, RATING], "count": 2}] if listed else [offered, RATING]
    asked, rated = rows(read(*documents))
    assert (asked["id"], asked["event"], asked["time"]) == (
        "ticket:35:asked",
        "Satisfaction asked",
        "2024-01-04T10:00:00Z",
    )
    within = rows(read(TICKET | {"satisfaction_rating": {"score": "bad", "comment": "Still dark"}}))[-1]
    assert (rated["id"], rated["score"], rated["scale"], rated["text"]) == (
        within["id"],
        within["score"],
        within["scale"],
        within["text"],
    )
    assert (rated["time"], rated["actor.zendesk"]) == ("2024-01-04T11:00:00Z", "7")


def test_the_case_of_ratings_and_tickets_is_the_ticket(read):
    assert [row["case"] for row in rows(read(TICKET, RATING, case="ticket"))] == ["35", "35"]


def test_a_rating_neither_offered_nor_given_is_counted(read):
    (batch,) = read({"satisfaction_ratings": [RATING | {"score": "unoffered"}]})
    assert batch.dropped == {"no_answer": 1}


def comment(id_, author, **more):
    return {
        "id": id_,
        "author_id": author,
        "created_at": f"2024-01-02T0{id_}:00:00Z",
        "body": f"words {id_}",
    } | more


def test_replies_tell_who_wrote_them_and_notes_are_not_told(read):
    comments = [
        comment(1, 7, created_at=TICKET["created_at"]),
        comment(2, 1, public=True),
        comment(3, 1, public=False),
        comment(4, 7, plain_body="plain words"),
        comment(5, 8),
    ]
    friend = {"id": 8, "email": "bob@x.nl", "role": "end-user"}
    found = rows(read({"tickets": [TICKET | {"comments": comments}], "users": [ANN, friend]}))[1:]
    assert [(row["event"], row["kind"], row["text"], row["actor.email"]) for row in found] == [
        ("Agent replied", "firm_did", None, "ann@x.nl"),
        ("Customer replied", "said", "plain words", "ann@x.nl"),
        ("Customer replied", "said", "words 5", "bob@x.nl"),
    ]
    assert json.loads(found[0]["properties"]) == {"ticket": 35, "reply": "words 2"}


def test_audits_tell_replies_and_when_it_was_solved(read):
    audits = [
        {
            "created_at": "2024-01-02T09:00:00Z",
            "events": [{"id": 5, "type": "Comment", "author_id": 7, "body": "Hello?"}],
        },
        {
            "created_at": "2024-01-02T12:00:00Z",
            "events": [{"id": 6, "type": "Change", "field_name": "status", "value": "solved"}],
        },
    ]
    assert told(read(TICKET | {"status": "closed", "audits": audits}))[1:] == [
        ("Customer replied", "said", "2024-01-02T09:00:00Z"),
        ("Ticket solved", "firm_did", "2024-01-02T12:00:00Z"),
        ("Ticket closed", "firm_did", "2024-01-03T10:00:00Z"),
    ]


def test_a_later_export_of_a_ticket_keeps_the_ids_of_its_events(read):
    earlier = {row["id"] for row in rows(read(TICKET))}
    later = {
        row["id"] for row in rows(read(TICKET | {"status": "solved", "updated_at": "2024-02-01T00:00:00Z"}))
    }
    assert earlier == {"ticket:35:created"}
    assert later == {"ticket:35:created", "ticket:35:solved"}


def test_a_ticket_is_a_case_when_asked(read):
    (row,) = rows(read(TICKET, case="id"))
    assert row["case"] == "35"


def test_what_is_no_ticket_is_counted(read):
    batches = read(
        TICKET,
        "{cut off",
        {"count": 3},
        TICKET | {"status": "deleted"},
        {"tickets": [], "end_of_stream": True},
    )
    assert len(rows(batches)) == 1
    assert batches[0].dropped == {"unreadable_line": 1, "not_a_ticket": 1, "deleted_ticket": 1}


VIEW = """Summation column,Id,Requester,Requester id,Requester email,Subject,Tags,Status,Priority,Via,\
Ticket type,Created at,Updated at,Solved at,Satisfaction Score,Reopens,Plan [list]
1,35,Ann,7,ann@x.nl,"No light,
none",router,Solved,High,Mail,Incident,2024-01-01 10:00,2024-01-03 10:00,2024-01-02 10:00,Good,2,gold
1,36,Bob,8,,Bill,,Open,-,Web form,,2024-01-01 11:00,2024-01-01 11:00,,Not Offered,0,
"""


def test_the_csv_of_a_view_tells_the_same_story(read):
    found = rows(read(VIEW))
    assert [(row["id"], row["event"], row["time"]) for row in found] == [
        ("ticket:35:created", "Ticket created", "2024-01-01 10:00"),
        ("ticket:35:solved", "Ticket solved", "2024-01-02 10:00"),
        ("ticket:35:rated", "Ticket rated", "2024-01-03 10:00"),
        ("ticket:36:created", "Ticket created", "2024-01-01 11:00"),
    ]
    assert [row["actor.email"] for row in found] == ["ann@x.nl", "ann@x.nl", "ann@x.nl", None]
    assert [row["channel"] for row in found] == ["email", None, None, "web"]
    properties = json.loads(found[0]["properties"])
    assert (properties["subject"], properties["Plan [list]"]) == ("No light,\nnone", "gold")
    assert "Requester" not in properties


def test_tickets_are_recognised_and_other_files_are_not(tmp_path):
    def recognised(content):
        path = tmp_path / "file"
        path.write_text(content)
        return ZENDESK.recognise(Input(path))

    assert recognised(json.dumps(TICKET))
    assert recognised(json.dumps({"tickets": [TICKET]}, indent=2))
    assert recognised(VIEW)
    assert recognised(json.dumps(RATING))
    assert recognised(json.dumps({"satisfaction_ratings": [RATING]}))
    assert not recognised('{"id": 1, "status": "open"}')
    assert not recognised("id,status,created\n1,open,2024-01-01\n")
    assert not recognised("")
