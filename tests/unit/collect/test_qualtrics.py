import csv
import io
import json

import pytest

from footpath.collect.formats.qualtrics import QUALTRICS
from footpath.collect.reading import ImportOptions, Input
from footpath.errors import UnknownColumn

ZONE = "America/Denver"
COLUMNS = {  # name → text, id, zone
    "EndDate": ("End Date", "endDate", ZONE),
    "Status": ("Response Type", "status", None),
    "IPAddress": ("IP Address", "ipAddress", None),
    "Finished": ("Finished", "finished", None),
    "RecordedDate": ("Recorded Date", "recordedDate", ZONE),
    "ResponseId": ("Response ID", "_recordId", None),
    "RecipientFirstName": ("Recipient First Name", "recipientFirstName", None),
    "RecipientEmail": ("Recipient Email", "recipientEmail", None),
    "ExternalReference": ("External Data Reference", "externalDataReference", None),
    "LocationLatitude": ("Location Latitude", "locationLatitude", None),
    "Q1_NPS_GROUP": ("Would you recommend us? - Group", "QID1_NPS_GROUP", None),
    "Q1": ("Would you\nrecommend us?", "QID1", None),
    "Q2": ("How satisfied are you?", "QID2", None),
    "Q2_DO_1": ("How satisfied are you? - Display Order", "QID2_DO1", None),
    "Q3_Page Submit": ("Timing - Page Submit", "QID3_PAGE_SUBMIT", None),
    "Q4_TEXT": ("Why?", "QID4_TEXT", None),
    "plan": ("plan", "plan", None),
}
ANN = {
    "EndDate": "2024-07-01 09:59:00",
    "Status": "IP Address",
    "IPAddress": "10.0.0.1",
    "Finished": "True",
    "RecordedDate": "2024-07-01 10:00:00",
    "ResponseId": "R_1",
    "RecipientFirstName": "Ann",
    "RecipientEmail": "ann@x.nl",
    "ExternalReference": "c7",
    "LocationLatitude": "52.1",
    "Q1_NPS_GROUP": "Promoter",
    "Q1": "9",
    "Q2": "Very satisfied",
    "Q2_DO_1": "1",
    "Q3_Page Submit": "4.2",
    "Q4_TEXT": "10",
    "plan": "gold",
}


def export(*responses):
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    lines.writerow([text for text, _, _ in COLUMNS.values()])
    ids = ({"ImportId": id_} | ({"timeZone": zone} if zone else {}) for _, id_, zone in COLUMNS.values())
    lines.writerow([json.dumps(each) for each in ids])
    lines.writerows([response.get(name, "") for name in COLUMNS] for response in responses)
    return out.getvalue()


@pytest.fixture
def read(tmp_path):
    def read(*responses, text=None, **columns):
        path = tmp_path / "survey.csv"
        path.write_text(text or export(*responses), encoding="utf-8-sig", newline="")
        columns = {name.replace("__", "."): value for name, value in columns.items()}
        return list(QUALTRICS.read(Input(path), ImportOptions(columns=columns)))

    return read


def rows(batches):
    return [row for batch in batches for row in batch.table.to_pylist()]


def test_each_answer_is_said_with_the_time_and_the_zone_of_the_file(read):
    found = rows(read(ANN))
    assert [(row["id"], row["event"], row["kind"]) for row in found] == [
        ("R_1:Q1", "Q1", "said"),
        ("R_1:Q2", "Q2", "said"),
        ("R_1:Q4_TEXT", "Q4_TEXT", "said"),
    ]
    assert {(row["time"], row["zone"]) for row in found} == {("2024-07-01 10:00:00", ZONE)}
    assert [row["row"] for row in found] == [0, 1, 2]


def test_a_number_is_a_score_and_words_are_words(read):
    found = rows(read(ANN))
    assert [(row["score"], row["scale"], row["text"]) for row in found] == [
        (9.0, "0..10", None),
        (None, None, "Very satisfied"),
        (None, None, "10"),
    ]


def test_the_question_and_embedded_data_are_properties_and_the_address_of_the_machine_is_not_kept(read):
    assert json.loads(rows(read(ANN))[0]["properties"]) == {
        "question": "Would you recommend us?",
        "question_kind": "nps",
        "plan": "gold",
        "RecipientFirstName": "Ann",
    }


def test_a_scale_is_evident_where_the_question_says_it(read):
    text = export(ANN | {"Q2": "8 - good"}).replace(
        "How satisfied are you?", "From 0 to 10, how satisfied are you?"
    )
    row = rows(read(text=text))[1]
    assert (row["score"], row["scale"], row["text"]) == (8.0, "0..10", None)


@pytest.mark.parametrize(
    ("wording", "given", "expected"),
    [
        ("On a scale of 1 to 7, how easy was it?", "6 - Easy", (6.0, "1..7", None)),
        ("Would you recommend us?", "Extremely likely - 10", (10.0, None, None)),
        ("Would you recommend us?", "8 - Likely", (None, None, "8 - Likely")),
        ("How often, 1-5 times?", "2 - 3 times", (None, None, "2 - 3 times")),
    ],
)
def test_a_choice_with_words_is_a_score_where_the_scale_is_evident(read, wording, given, expected):
    row = rows(read(text=export(ANN | {"Q2": given}).replace("How satisfied are you?", wording)))[1]
    assert (row["score"], row["scale"], row["text"]) == expected


def test_a_score_without_an_evident_scale_has_none(read):
    row = rows(read(ANN | {"Q2": "4"}))[1]
    assert (row["score"], row["scale"]) == (4.0, None)


def test_the_end_stands_in_for_a_missing_record(read):
    assert rows(read(ANN | {"RecordedDate": ""}))[0]["time"] == "2024-07-01 09:59:00"


def test_a_response_from_nobody_known_is_a_person_of_its_own(read):
    bob = {name: value for name, value in ANN.items() if name not in ("RecipientEmail", "ExternalReference")}
    found = rows(read(ANN, bob | {"ResponseId": "R_2"}))
    assert {(row["actor.email"], row["actor.external"], row["actor.response"]) for row in found} == {
        ("ann@x.nl", "c7", None),
        (None, None, "R_2"),
    }


def test_the_reference_can_be_an_identifier_of_another_kind(read):
    batches = read(ANN, actor__customer="ExternalReference")
    assert "actor.external" not in batches[0].table.column_names
    assert rows(batches)[0]["actor.customer"] == "c7"
    with pytest.raises(UnknownColumn, match='Did you mean "ExternalReference"'):
        read(ANN, actor__customer="ExternalReferenc")


EMPTY = {"Q1": "", "Q1_NPS_GROUP": "", "Q2": "", "Q4_TEXT": ""}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"Status": "Survey Preview"}, "preview"),
        ({"Status": "Survey Test"}, "preview"),
        ({"Status": "1"}, "preview"),
        ({"Status": "17"}, "preview"),
        ({"Status": "Spam"}, "spam"),
        ({"Status": "8"}, "spam"),
        (EMPTY | {"Finished": "False"}, "unfinished"),
        (EMPTY | {"Finished": "0"}, "unfinished"),
        (EMPTY, "no_answer"),
    ],
)
def test_what_is_no_response_is_counted(read, more, reason):
    batches = read(ANN | more)
    assert rows(batches) == []
    assert batches[0].dropped == {reason: 1}


def test_an_unfinished_response_with_answers_is_kept(read):
    assert len(rows(read(ANN | {"Finished": "False", "Q2": ""}))) == 2


LEGACY = """V1,V3,V4,V5,V7,V8,V9,V10,Q1,Q2_TEXT,plan
ResponseID,Name,ExternalDataReference,EmailAddress,Status,StartDate,EndDate,Finished,"Likely, 0-10?",Why?,plan
R_1,Ann,c7,ann@x.nl,0,2015-01-01 09:00:00,2015-01-01 09:05:00,1,7,Slow,gold
"""


def test_an_export_of_before_2016_has_two_header_rows(read):
    found = rows(read(text=LEGACY))
    assert [(row["id"], row["score"], row["scale"], row["text"]) for row in found] == [
        ("R_1:Q1", 7.0, "0..10", None),
        ("R_1:Q2_TEXT", None, None, "Slow"),
    ]
    assert (found[0]["time"], found[0]["zone"], found[0]["actor.email"]) == (
        "2015-01-01 09:05:00",
        None,
        "ann@x.nl",
    )
    assert json.loads(found[0]["properties"]) == {
        "question": "Likely, 0-10?",
        "Name": "Ann",
        "plan": "gold",
    }


def test_tabs_and_another_encoding_change_nothing(tmp_path):
    path = tmp_path / "survey.tsv"
    lines = list(csv.reader(io.StringIO(export(ANN))))
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(lines)
    path.write_text(out.getvalue(), encoding="utf-16", newline="")
    assert QUALTRICS.recognise(Input(path))
    found = rows(list(QUALTRICS.read(Input(path), ImportOptions())))
    assert [row["id"] for row in found] == ["R_1:Q1", "R_1:Q2", "R_1:Q4_TEXT"]


def test_exports_are_recognised_and_other_tables_are_not(tmp_path):
    def recognised(content):
        path = tmp_path / "file.csv"
        path.write_text(content, encoding="utf-8-sig", newline="")
        return QUALTRICS.recognise(Input(path))

    assert recognised(export(ANN))
    assert recognised(LEGACY)
    assert not recognised("Q1,Q2\n1,2\n3,4\n")
    assert not recognised("")
