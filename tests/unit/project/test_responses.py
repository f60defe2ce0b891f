"""What people answered, as a table for SQL and as a file."""

import csv
import json
from datetime import UTC, datetime

import pyarrow.parquet as pq
import pytest

import footpath as fp
from footpath.engine.query import query
from footpath.errors import UnknownName
from footpath.project.records import Records
from footpath.project.responses import SCHEMA
from footpath.project.tables import tables
from footpath.store.memory import MemoryStore
from reference.overheard import SHOP, SURVEY, snapshot
from reference.spoken import did, said
from reference.word_readers import readers

CODED = SURVEY.replace('text = ["Why"]', 'text = ["Why"]\ncodes = { Q8 = { "1" = "Praise" } }')
THEMES = '[[theme]]\nname = "wait"\nterms = ["waiting"]\n[[theme]]\nname = "=desk"\nterms = ["desk"]\n'
ROWS = [
    did("ann", "visit"),
    said("ann", "Q1", 1, 9),
    said("ann", "Why", 2, text="The awful waiting at your desk, I want a refund"),
    said("bob", "Why", 3, text="=HYPERLINK(ann@example.com) at the desk"),
    said("cy", "Why", None, text="n/a"),
    said("cy", "Q8", 4, text="1"),
]


def found(statement, rows=ROWS, *more):
    held = snapshot(rows, CODED, THEMES, *more)
    return query(statement, tables(held, statement)).to_pylist()


def test_an_answer_is_a_row_with_its_touchpoint_its_score_and_what_its_words_say():
    score, words = found(
        "SELECT * FROM responses WHERE touchpoint = 'Visits' ORDER BY time",
    )
    assert list(score) == SCHEMA.names
    told = {
        "source": "survey",
        "survey": "after",
        "question": "Q1",
        "time": datetime(2026, 1, 1, 1, tzinfo=UTC),
        "placed_by": "last touchpoint",
        "score_name": "nps",
        "score": 9.0,
        "text": None,
        "themes": None,
        "valence": None,
    }
    assert {name: score[name] for name in told} == told
    told = {
        "text": "The awful waiting at your desk, I want a refund",
        "language": "en",
        "set_aside": None,
        "emotion": "frustrated",
        "valence": -2.0,
        "wants": ["refund"],
        "likes": [],
        "themes": ["wait", "=desk"],
        "score": None,
        "score_name": None,
    }
    assert {name: words[name] for name in told} == told
    assert words["person"] == score["person"]


def test_unplaced_untimed_and_coded_answers_are_rows_too():
    statement = "SELECT text, time IS NULL AS untimed, touchpoint, set_aside, themes, emotion FROM responses"
    rows = {row.pop("text"): row for row in found(f"{statement} WHERE touchpoint IS NULL")}
    nothing = {"untimed": False, "touchpoint": None, "set_aside": None, "emotion": None}
    assert rows["n/a"] == nothing | {"untimed": True, "set_aside": "says nothing", "themes": []}
    assert rows["Praise"] == nothing | {"themes": ["Praise"]}
    assert len(rows) == 3


def test_texts_are_masked():
    rows = found("SELECT text FROM responses WHERE text LIKE '%HYPERLINK%'")
    assert rows == [{"text": "=HYPERLINK([e-mail]) at the desk"}]


def test_a_statement_that_does_not_speak_of_answers_reads_no_words():
    reading = readers()
    held = snapshot(ROWS, CODED, reading=reading)
    tables(held, "SELECT count(*) FROM events")
    assert reading.emotion.seen == []
    empty = tables(held, "SELECT 1")["responses"]
    assert (len(empty), empty.schema) == (0, SCHEMA)
    tables(held, "SELECT count(*) FROM Responses")
    assert len(reading.emotion.seen) == 2


def test_without_answers_the_table_is_empty_and_has_its_columns():
    assert found("SELECT * FROM responses", [did("ann", "visit")]) == []


@pytest.fixture
def project(tmp_path):
    """The same in a project of its own, from a file."""
    names = ("id", "time", "event", "kind", "text", "score", "who")
    lines = [
        ("1", "2026-01-01T00:00:00Z", "visit", "did", "", "", "ann"),
        ("2", "2026-01-01T01:00:00Z", "Q1", "said", "", "9", "ann"),
        ("3", "2026-01-01T02:00:00Z", "Why", "said", "=cmd() at the desk, and the waiting", "", "ann"),
        ("4", "2026-01-01T03:00:00Z", "Why", "said", '-2 for "the" desk\nand the awful rest', "", "ann"),
    ]
    with (tmp_path / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([names, *lines])
    made = fp.Project(MemoryStore(), Records(None), name="shop", readers=readers)
    made.load(tmp_path / "survey.csv", options=OPTIONS)
    made.define(SHOP + SURVEY + THEMES)
    return made


OPTIONS = fp.ImportOptions(
    columns={
        "id": "id",
        "time": "time",
        "event": "event",
        "kind": "kind",
        "text": "text",
        "score": "score",
        "actor.user": "who",
    },
    source="survey",
    timezone="UTC",
)


def test_as_csv_no_cell_is_a_formula_and_lists_are_joined(project, tmp_path):
    project.export("responses", tmp_path / "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert rows["3"]["text"] == "'=cmd() at the desk, and the waiting"
    assert rows["3"]["themes"] == "wait; =desk"
    assert rows["4"]["text"] == '\'-2 for "the" desk\nand the awful rest'
    assert rows["4"]["themes"] == "'=desk"
    assert (rows["4"]["valence"], rows["2"]["score"], rows["2"]["themes"]) == ("-2", "9", "")
    assert rows["2"]["time"].startswith("2026-01-01 01:00:00")


@pytest.mark.parametrize("name", ["out.parquet", "out"])
def test_as_parquet_everything_is_as_sql_sees_it(project, tmp_path, name):
    project.export("responses", tmp_path / name)
    table = pq.read_table(tmp_path / name)
    assert table.schema == SCHEMA
    seen = project.query("SELECT * FROM responses ORDER BY id").to_pylist()
    assert table.sort_by("id").to_pylist() == seen
    assert len(seen) == 3


def test_export_of_answers_under_another_name_is_told(project, tmp_path):
    with pytest.raises(UnknownName, match="responses"):
        project.export("respones", tmp_path / "x")


def test_a_map_in_memory_is_read_by_the_readers_that_were_given(project):
    shown = json.loads(project.map("buy").to_json())
    [touchpoint] = shown["stages"][0]["touchpoints"]
    assert touchpoint["emotion"]["words"]["n"] == 1
