"""HubSpot's submissions and contacts; and the ratings that Chatwoot sends."""

import json

import pytest

from footpath.collect.load import recognise
from footpath.collect.reading import ImportOptions, Input

SUBMISSION = {
    "id": "501",
    "properties": {
        "hs_survey_id": "3",
        "hs_survey_name": "After delivery",
        "hs_survey_type": "NPS",
        "hs_survey_channel": "EMAIL",
        "hs_submission_timestamp": "2024-05-01T10:00:00Z",
        "hs_value": "9",
        "hs_response_group": "promoter",
        "hs_content": "Quick",
        "hs_contact_id": "7",
    },
    "createdAt": "2024-05-01T10:00:00Z",
    "updatedAt": "2024-05-02T10:00:00Z",
}


def submission(**properties):
    return SUBMISSION | {"properties": SUBMISSION["properties"] | properties}


@pytest.fixture
def read(found):
    def read(*documents, **options):
        return found("\n".join(map(json.dumps, documents)), name="feedback.json", **options)

    return read


def test_a_submission_is_said_with_its_score_and_words(read):
    (row,) = read({"results": [SUBMISSION], "paging": {}}).rows
    assert (row["event"], row["kind"], row["score"], row["scale"], row["text"]) == (
        *("After delivery", "said", 9.0, "0..10", "Quick"),
    )
    assert (row["id"], row["channel"]) == ("submission:501", "email")
    assert row["actors"] == [{"kind": "hubspot", "value": "7"}]
    assert json.loads(row["properties"]) == {"group": "promoter", "question_kind": "nps", "survey_id": "3"}


@pytest.mark.parametrize(
    ("type_", "scale"), [("NPS", "0..10"), ("CSAT", "1..5"), ("CES", "1..7"), ("CUSTOM", None)]
)
def test_the_type_of_the_survey_tells_the_scale(read, type_, scale):
    assert read(submission(hs_survey_type=type_, hs_value=1)).column("scale") == [scale]


def test_another_scale_can_be_said(read):
    assert read(submission(hs_survey_type="CSAT", hs_value=2), set={"scale": "0..2"}).column("scale") == [
        "0..2"
    ]


def test_who_is_no_contact_is_a_person_of_their_own(read):
    nobody = submission(hs_contact_id=None)
    assert read(nobody, nobody | {"id": "502"}).actors == [
        ["hubspot.submission:501"],
        ["hubspot.submission:502"],
    ]


def test_an_empty_submission_is_counted(read):
    events = read(SUBMISSION, submission(hs_value="", hs_content=None))
    assert (events.dropped, events.balanced, len(events.rows)) == ({"no_answer": 1}, True, 1)


def test_the_csv_of_submissions_tells_the_same(found, read):
    names = ["Record ID", *SUBMISSION["properties"]]
    cells = ["501", *SUBMISSION["properties"].values()]
    events = found(f"{','.join(names)}\n{','.join(cells)}\n1,2\n", name="feedback.csv")
    assert events.ids == ["submission:501"]
    assert events.dropped == {"wrong_number_of_fields": 1}
    assert events.column("score") == read(SUBMISSION).column("score")


def test_contacts_are_traits(found):
    events = found(
        "Record ID,First Name,Last Name,Email,Phone Number,Lifecycle Stage,Contact owner\n"
        "7,Ann,Bee,ann@x.nl,,customer,Ben\n",
        name="contacts.csv",
    )
    (row,) = events.rows
    assert (row["kind"], row["event"], row["time"]) == ("traits", "", None)
    assert events.actors == [["email:ann@x.nl", "hubspot:7"]]
    assert json.loads(row["properties"]) == {"Contact owner": "Ben", "Lifecycle Stage": "customer"}


RATED = {
    "event": "message_updated",
    "id": 12,
    "content_type": "input_csat",
    "content_attributes": {
        "submitted_values": {"csat_survey_response": {"rating": 4, "feedback_message": "Ok"}}
    },
    "created_at": "2024-05-01T10:00:00Z",
    "updated_at": "2024-05-01T10:05:00Z",
    "conversation": {"id": 3, "meta": {"sender": {"id": 7, "email": "ann@x.nl"}}},
}


def test_chatwoot_tells_what_was_asked_and_how_it_was_rated(read):
    events = read(RATED, RATED | {"id": 13, "content_type": "text"})
    asked, rated = events.rows
    assert (asked["event"], asked["kind"]) == ("Satisfaction asked", "firm_did")
    assert (rated["event"], rated["kind"], rated["score"], rated["scale"], rated["text"]) == (
        *("Conversation rated", "said", 4.0, "1..5", "Ok"),
    )
    assert events.actors[1] == ["chatwoot:7", "email:ann@x.nl"]
    assert (events.dropped, events.balanced) == ({"not_an_answer": 1}, True)


def test_a_survey_that_is_only_sent_is_only_asked(read):
    assert read(RATED | {"content_attributes": {}}).column("event") == ["Satisfaction asked"]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (json.dumps({"results": [SUBMISSION]}, indent=2), "hubspot"),
        ("hs_value,hs_survey_type,hs_content\n9,NPS,x\n", "hubspot"),
        (json.dumps([RATED]), "chatwoot"),
        ('{"Email": "a@b.c", "event": "A"}\n', "ndjson"),
        ("Email,First Name,Last Name\na,b,c\n", "csv"),
    ],
)
def test_each_is_recognised(tmp_path, content, named):
    path = tmp_path / "file.csv"
    path.write_text(content)
    assert recognise(Input(path), ImportOptions()).name == named
