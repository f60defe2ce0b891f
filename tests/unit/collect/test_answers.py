"""Tables with a row a response and a column a question."""

import json

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.collect.load import load_table
from footpath.collect.reading import ImportOptions
from footpath.errors import UnknownColumn, UsageError
from unit.collect.conftest import NOW, Found

SURVEY = """number,day,mail,Q1,Q2a,Q2b,plan
1,2025-05-13,ann@x.nl,9,Friendly,,gold
2,2025-05-14,,0,,4,
3,2025-05-15,cy@x.nl,,,,basic
"""
ASKED = {"answer": "Q1,Q2*", "id": "number", "time": "day", "actor.email": "mail"}


def said(found):
    rows = [row for row in found.rows if row["kind"] == "said"]
    return [(row["id"], row["event"], row["score"], row["text"]) for row in rows]


def traits(found):
    return [json.loads(row["properties"]) for row in found.rows if row["kind"] == "traits"]


def test_every_cell_that_is_not_empty_is_an_answer_named_like_its_column(found):
    assert said(found(SURVEY, columns=ASKED)) == [
        ("1:Q1", "Q1", 9.0, None),
        ("1:Q2a", "Q2a", None, "Friendly"),
        ("2:Q1", "Q1", 0.0, None),
        ("2:Q2b", "Q2b", 4.0, None),
    ]


def test_all_other_columns_are_properties_of_the_answers_and_traits_of_the_person(found):
    read = found(SURVEY, columns=ASKED)
    assert traits(read) == [{"plan": "gold"}, {"plan": "basic"}]
    assert [row["properties"] for row in read.rows if row["event"] == "Q1"] == ['{"plan":"gold"}', None]


def test_a_response_from_nobody_known_is_a_person_of_its_own(found):
    read = found(SURVEY, name="may.csv", columns=ASKED)
    assert {
        row["id"]: who for row, who in zip(read.rows, read.actors, strict=True) if row["event"] == "Q1"
    } == {
        "1:Q1": ["email:ann@x.nl"],
        "2:Q1": ["may.response:2"],
    }


def test_responses_of_two_surveys_with_the_same_number_are_two_persons(found):
    columns = {"answer": "Q1", "id": "number", "time": "day"}
    may, june = (found(SURVEY, name=f"{month}.csv", columns=columns).actors for month in ("may", "june"))
    assert {*map(tuple, may)} & {*map(tuple, june)} == set()


def test_a_missing_marker_is_no_answer_in_words(found):
    read = found(SURVEY.replace("Friendly", "n/a"), columns=ASKED, null=("n/a", "0"))
    assert said(read) == [("1:Q1", "Q1", 9.0, None), ("2:Q2b", "Q2b", 4.0, None)]


def test_the_number_of_a_column_may_be_a_code_and_a_bracket_is_a_bracket(found):
    text = "id,day,Q1[SQ001],Q1[SQ002],Q1S\n7,2025-05-13,3,x,other\n"
    columns = {"answer": "Q1[SQ00?]", "id": "id", "time": "day"}
    assert [row[:2] for row in said(found(text, columns=columns))] == [
        ("7:Q1[SQ001]", "Q1[SQ001]"),
        ("7:Q1[SQ002]", "Q1[SQ002]"),
    ]


def test_a_response_that_tells_nothing_is_counted(found):
    read = found(
        "id,day,Q1\n1,2025-05-13,5\n2,2025-05-14,\n", columns={"answer": "Q1", "id": "id", "time": "day"}
    )
    assert read.dropped == {"no_answer": 1}
    assert read.balanced


def test_equal_responses_without_an_id_are_as_many_as_they_are(found):
    text = "day,Q1\n2025-05-13,5\n2025-05-13,5\n2025-05-13,4\n"
    once, again = (found(text, columns={"answer": "Q1", "time": "day"}) for _ in range(2))
    assert len(set(once.ids)) == 3
    assert len({who for actors in once.actors for who in actors}) == 3
    assert once.ids == again.ids


def test_a_day_of_a_month_is_enough_where_month_and_year_are_said(found):
    text = "n,day,NPS\n1,13,9\n2,2,10\n"
    read = found(
        text,
        columns={"answer": "NPS", "id": "n", "time": "day"},
        time_format="%d",
        timezone="America/Los_Angeles",
        set={"year": "2017", "month": "5"},
    )
    assert [str(time) for time in read.column("time")] == [
        "2017-05-13 07:00:00+00:00",
        "2017-05-02 07:00:00+00:00",
    ]
    assert read.column("properties") == [None, None]
    with pytest.raises(UsageError, match=r'"13" is no month'):
        found(text, columns={"answer": "NPS", "id": "n", "time": "day"}, set={"month": "13"})


def test_objects_and_tables_in_memory_are_responses_too(found):
    line = '{"n": 1, "when": "2025-05-13", "Q": {"food": 4, "why": ["Cold", "Dear"]}, "plan": "gold"}\n'
    options = ImportOptions(columns={"answer": "Q*", "id": "n", "time": "when"})
    table = pa.table(
        {"n": [1], "when": ["2025-05-13"], "Q.food": [4], "Q.why": ["Cold, Dear"], "plan": ["gold"]}
    )
    expected = [("1:Q.food", "Q.food", 4.0, None), ("1:Q.why", "Q.why", None, "Cold, Dear")]
    assert said(found(line, name="log.ndjson", columns=options.columns)) == expected
    in_memory = Found(load_table(table, options, now=NOW, file_id="f1"))
    assert said(in_memory) == expected
    assert traits(in_memory) == [{"plan": "gold"}]


def test_a_question_that_is_not_there_gets_the_right_one(found):
    with pytest.raises(UnknownColumn, match='no column "Q3"'):
        found(SURVEY, columns=ASKED | {"answer": "Q1,Q3"})
    with pytest.raises(UsageError, match="which columns are questions"):
        found(SURVEY, format="answers")


cells = st.sampled_from(["", "0", "7", "10", "slow", "very, very slow", "n/a"])
responses = st.lists(st.tuples(cells, cells, st.sampled_from(["", "gold"])), max_size=12)


@settings(max_examples=10, deadline=None)
@given(responses=responses, with_id=st.booleans())
def test_each_response_arrives_or_is_counted_and_the_order_of_rows_changes_nothing(responses, with_id):
    rows = [
        {"n": str(n), "day": "2025-05-13", "Q1": one, "Q2": two, "plan": plan}
        for n, (one, two, plan) in enumerate(responses)
    ]
    columns = {"answer": "Q*", "time": "day", "id": "n"} if with_id else {"answer": "Q*", "time": "day"}
    names = ["n", "day", "Q1", "Q2", "plan"] if with_id else ["day", "Q1", "Q2", "plan"]

    def read(rows):
        table = pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in names})
        return Found(load_table(table, ImportOptions(columns=columns, null=("n/a",)), now=NOW, file_id="f1"))

    there, back = read(rows), read(rows[::-1])
    assert there.balanced
    assert there.ids == back.ids
    answered = sum(cell not in ("", "n/a") for one, two, _ in responses for cell in (one, two))
    assert len(said(there)) == answered
    told = {who for actors in there.actors for who in actors}
    assert len(told) + there.dropped.get("no_answer", 0) == len(responses)
