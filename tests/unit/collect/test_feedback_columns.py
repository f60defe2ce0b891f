"""Tables of reviews and comments: which rows are answers, and which columns hold score and words."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from footpath.collect.columns import choose
from footpath.collect.reading import ImportOptions
from footpath.errors import UnknownColumn

REVIEWS = """id,order,day,stars,words
r1,o1,2024-05-01,5,
r2,o2,2024-05-02,1,Never came
r3,o3,2024-05-03,,"  "
"""
COLUMNS = {"time": "day", "case": "order", "score": "stars", "text": "words", "id": "id"}
NAMES = {"event": ["Review"], "day": ["2024-05-01"], "user": ["ann"]}


def guessed(**samples):
    found = choose({**NAMES, **samples}, ImportOptions(), "reviews.csv").guessed
    return {field: column for field, column in found.items() if field in ("score", "text")}


def told(events):
    return [(row["id"], row["kind"], row["score"], row["scale"], row["text"]) for row in events.rows]


def test_a_row_with_a_score_or_words_is_said_and_one_with_neither_is_done(found):
    events = found(REVIEWS, columns=COLUMNS, set={"event": "Review", "scale": "1..5"})
    assert told(events) == [
        ("r1", "said", 5.0, "1..5", None),
        ("r2", "said", 1.0, "1..5", "Never came"),
        ("r3", "did", None, "1..5", None),
    ]


def test_where_every_row_is_an_answer_one_with_nothing_in_it_is_counted(found):
    events = found(REVIEWS, columns=COLUMNS, set={"event": "Review", "kind": "said"})
    assert (events.ids, events.dropped, events.balanced) == (["r1", "r2"], {"no_answer": 1}, True)


def test_a_score_in_words_is_an_answer_too(found):
    events = found(
        "day,who,score\n2024-05-01,ann,great\n",
        columns={"person": "who", "score": "score"},
        set={"event": "Review", "kind": "said"},
    )
    assert json.loads(events.rows[0]["properties"]) == {"score": "great"}
    assert events.warnings == {"unreadable_score": 1}


def test_what_is_set_goes_before(found):
    assert (
        found(REVIEWS, columns=COLUMNS, set={"event": "Review", "kind": "did"}).column("kind") == ["did"] * 3
    )


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"review_score": ["5", "1"]}, {"score": "review_score"}),
        ({"Stars": ["4.5"], "Review Text": ["so so"]}, {"score": "Stars", "text": "Review Text"}),
        ({"score": ["9"], "comment": ["very good"]}, {"score": "score", "text": "comment"}),
        ({"rating": ["4"], "verbatim": ["too loud"]}, {"score": "rating", "text": "verbatim"}),
        # A score alone may be a lead's, a comment alone a colleague's.
        ({"score": ["9"]}, {}),
        ({"comment": ["called back later"]}, {}),
        # Numbers beyond any scale, codes, names.
        ({"score": ["840", "12"], "comment": ["very good"]}, {}),
        ({"stars": ["Ann", "Bob"]}, {}),
        ({"review_text": ["ok12", "ok13", "ok14", "ok15"]}, {}),
        ({"review_score": [str(n / 100) for n in range(200)]}, {}),
    ],
)
def test_score_and_words_are_guessed_where_a_table_plainly_is_feedback(columns, expected):
    assert guessed(**columns) == expected


def test_where_something_is_named_neither_is_guessed():
    chosen = choose({**NAMES, "stars": ["5"]}, ImportOptions(columns={"person": "user"}), "reviews.csv")
    assert "score" not in chosen.columns


SHARED = """review,order,day,stars
r1,o1,2024-05-01,5
r1,o2,2024-05-01,1
r1,o2,2024-05-02,2
"""
BY_ORDER = {"time": "day", "case": "order", "score": "stars"}


def test_one_id_for_the_answers_of_several_is_a_doubt(found):
    events = found(SHARED, columns=BY_ORDER | {"id": "review"}, set={"event": "Review"})
    assert events.warnings == {"shared_id": 1}


def test_several_columns_may_make_the_id(found):
    events = found(SHARED, columns=BY_ORDER | {"id": "review+order"}, set={"event": "Review"})
    assert events.column("id") == ["r1:o1", "r1:o2", "r1:o2"]
    assert events.warnings == {}
    assert json.loads(events.rows[0]["properties"]) == {"review": "r1"}


def test_several_columns_may_make_the_id_of_objects_too(found):
    events = found(
        '{"a": {"b": 1}, "c": "x", "time": "2024-05-01"}\n{"c": "y", "time": "2024-05-01"}\n',
        name="log.ndjson",
        columns={"id": "a.b+c", "person": "c"},
        set={"event": "E"},
    )
    assert events.column("id")[0] == "1:x"
    assert len(events.column("id")[1]) == 32


def test_a_column_with_a_plus_in_its_name_is_one_column(found):
    events = found(
        "a+b,day,who\n7,2024-05-01,x\n", columns={"id": "a+b", "person": "who"}, set={"event": "E"}
    )
    assert events.ids == ["7"]


def test_each_part_of_an_id_has_to_be_there():
    with pytest.raises(UnknownColumn, match=r'no column "review\+ordr"'):
        choose({"review": [], "order": []}, ImportOptions(columns={"id": "review+ordr"}), "reviews.csv")


@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # the fixture only writes a file
@given(st.lists(st.tuples(st.sampled_from("pq"), st.sampled_from("xyz"), st.integers(0, 10)), max_size=12))
def test_an_id_is_shared_by_as_many_as_it_has_owners_beside_the_first(found, answers):
    text = "id,who,day,nps\n" + "".join(f"{id_},{who},2024-05-01,{n}\n" for id_, who, n in answers)
    events = found(text, columns={"id": "id", "person": "who", "score": "nps"}, set={"event": "Asked"})
    owners = {(id_, who) for id_, who, _ in answers}
    assert events.warnings.get("shared_id", 0) == len(owners) - len({id_ for id_, _ in owners})
    assert events.balanced
