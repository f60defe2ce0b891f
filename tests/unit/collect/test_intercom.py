import json

import pytest

from footpath.collect.formats.intercom import INTERCOM
from footpath.collect.formats.markup import words
from footpath.collect.reading import Input

ANN = {"type": "user", "id": "c7", "name": "Ann", "email": "ann@x.nl"}
BEN = {"type": "admin", "id": "9", "name": "Ben", "email": "ben@firm.nl"}
NINE = 1714557600  # 2024-05-01 10:00 UTC
CONVERSATION = {
    "type": "conversation",
    "id": "147",
    "created_at": NINE,
    "updated_at": NINE + 900,
    "waiting_since": None,
    "state": "open",
    "source": {
        "type": "conversation",
        "subject": "<p>Router</p>",
        "body": "<p>It's <b>dark</b></p>",
        "author": ANN,
    },
    "contacts": {"type": "contact.list", "contacts": [{"type": "contact", "id": "c7", "external_id": "u7"}]},
    "conversation_rating": None,
}


def part(number, author, body, type_="comment", **more):
    at = NINE + number * 60
    return {"id": str(number), "part_type": type_, "body": body, "author": author, "created_at": at, **more}


def with_parts(*parts, **more):
    listed = {"type": "conversation_part.list", "conversation_parts": list(parts), "total_count": len(parts)}
    return CONVERSATION | {"conversation_parts": listed} | more


def told(events):
    return [(row["event"], row["kind"], row["text"]) for row in events.rows]


@pytest.fixture
def read(found):
    def read(*documents, **options):
        return found("\n".join(map(json.dumps, documents)), name="conversations.json", **options)

    return read


def test_words_of_customers_are_said_and_words_of_staff_are_not(read):
    events = read(
        with_parts(
            part(1, BEN, "<p>Have you tried turning it off?</p>"),
            part(2, BEN, "<p>Customer is angry</p>", "note"),
            part(3, ANN, "<p>Yes &amp; it is still dark</p>"),
            part(4, {"type": "bot", "id": "0"}, "<p>Bye</p>"),
            part(5, BEN, None, "close"),
        )
    )
    assert told(events) == [
        ("Conversation started", "said", "It's dark"),
        ("Agent replied", "firm_did", None),
        ("Customer replied", "said", "Yes & it is still dark"),
        ("Bot replied", "firm_did", None),
        ("Conversation closed", "firm_did", None),
    ]
    assert {tuple(each) for each in events.actors} == {("email:ann@x.nl", "intercom:c7", "user:u7")}
    assert "angry" not in str(events.rows)
    assert "ben@firm.nl" not in str(events.rows)
    assert json.loads(events.rows[1]["properties"])["reply"] == "Have you tried turning it off?"
    assert (events.column("channel")[0], json.loads(events.rows[0]["properties"])["subject"]) == (
        "chat",
        "Router",
    )


def test_a_rating_is_asked_for_and_said_with_its_remark(read):
    rating = {"rating": 2, "remark": "Took <3 days", "created_at": NINE + 600, "updated_at": NINE + 700}
    events = read(CONVERSATION | {"conversation_rating": rating})
    asked, rated = events.rows[1:]
    assert (asked["event"], asked["kind"]) == ("Rating asked", "firm_did")
    assert (rated["event"], rated["kind"], rated["score"], rated["scale"]) == (
        "Conversation rated",
        "said",
        2.0,
        "1..5",
    )
    assert rated["text"] == "Took <3 days"
    assert rated["time"] > asked["time"]
    assert json.loads(rated["properties"]) == {"conversation": "147", "question_kind": "csat"}


def test_a_rating_that_was_asked_for_and_not_given_is_no_answer(read):
    asked = {"rating": None, "remark": None, "created_at": NINE + 600}
    assert told(read(CONVERSATION | {"conversation_rating": asked}))[1:] == [
        ("Rating asked", "firm_did", None)
    ]


def test_what_the_company_sent_first_is_its_own_doing(read):
    source = {"type": "email", "body": "<p>New prices!</p>", "author": BEN}
    events = read(CONVERSATION | {"source": source})
    assert told(events) == [("Message sent", "firm_did", None)]
    assert events.actors == [["intercom:c7", "user:u7"]]


def test_the_page_of_a_list_tells_when_it_was_closed_last_and_full_ones_each_time(read):
    closed = {"state": "closed", "statistics": {"last_close_at": NINE + 300}}
    short = read({"type": "conversation.list", "conversations": [CONVERSATION | closed]})
    full = read(with_parts(part(5, BEN, None, "close"), **closed))
    assert short.ids == full.ids


def test_a_deleted_message_has_no_words(read):
    events = read(with_parts(part(1, ANN, "<p>My card is 4111</p>", redacted=True)))
    assert told(events) == [("Conversation started", "said", "It's dark")]


def test_a_conversation_is_a_case_when_asked(read):
    assert read(CONVERSATION, columns={"case": "id"}).column("case") == ["147"]


def test_reading_again_tells_the_same_and_what_is_no_conversation_is_counted(read):
    assert read(CONVERSATION).ids == read(CONVERSATION | {"updated_at": NINE + 9999}).ids
    events = read({"conversations": [CONVERSATION, 3, {"state": "open"}]})
    assert (events.dropped, events.balanced) == ({"not_a_conversation": 2}, True)


HEADER = "message_id message_body message_type message_author_type message_author_id message_author_user_id"
HEADER += (
    " message_author_email message_created_at conversation_id conversation_created_at conversation_closed_at"
)
TIMES = "2024-05-01 10:0{}:00,147,2024-05-01 10:01:00,2024-05-01 11:00:00"
CSV = f"""{HEADER.replace(" ", ",")}
1,<p>Hello?</p>,initial,user,c7,u7,ann@x.nl,{TIMES.format(1)}
2,"<p>Hi, Ann</p>",comment,admin,9,,ben@firm.nl,{TIMES.format(5)}
3,angry,note,admin,9,,ben@firm.nl,{TIMES.format(6)}
4,Bye,comment,user,c7,u7,ann@x.nl,{TIMES.format(7)}
5,lost,comment,user,c7,u7,ann@x.nl,2024-05-01 10:08:00,,,
"""


def test_the_csv_of_messages_tells_the_same_story(found):
    events = found(CSV, name="messages.csv")
    assert told(events) == [
        ("Conversation started", "said", "Hello?"),
        ("Conversation closed", "firm_did", None),
        ("Agent replied", "firm_did", None),
        ("Customer replied", "said", "Bye"),
    ]
    assert {tuple(each) for each in events.actors} == {("email:ann@x.nl", "intercom:c7", "user:u7")}
    assert (events.dropped, events.balanced) == ({"not_a_conversation": 1}, True)
    assert events.warnings == {}


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<div>One<br>two</div><div>three</div>", "One\ntwo\nthree"),
        ("<style>p {}</style><p> a&nbsp; b </p>", "a b"),
        ("1 < 2 & 3", "1 < 2 & 3"),
        ("<script>alert(1)</script>", None),
        ({"no": "text"}, None),
        ("", None),
    ],
)
def test_html_becomes_what_a_reader_sees(html, expected):
    assert words(html) == expected


def test_conversations_are_recognised_and_other_files_are_not(tmp_path):
    def recognised(content):
        path = tmp_path / "file"
        path.write_text(content)
        return INTERCOM.recognise(Input(path))

    assert recognised(json.dumps(CONVERSATION))
    assert recognised(json.dumps({"conversations": [CONVERSATION]}, indent=2))
    assert recognised(CSV)
    assert not recognised('{"id": 1, "state": "open", "created_at": 3}')
    assert not recognised("")
