"""What SQL sees, what goes out of a project again, and one person's story."""

import pyarrow.parquet as pq
import pytest

import footpath as fp
from footpath import definitions as toml
from footpath.errors import UnknownName
from footpath.model.event import EVENT_SCHEMA


def rows(project, statement):
    return project.query(statement).to_pylist()


def test_events_carry_person_touchpoint_and_stage(filled):
    assert filled.query("SELECT * FROM events").column_names == [
        *EVENT_SCHEMA.names,
        "person",
        "touchpoint",
        "stage",
    ]
    found = rows(
        filled,
        "SELECT event, touchpoint, stage, count(DISTINCT person) n FROM events GROUP BY ALL ORDER BY 1",
    )
    assert found == [
        {"event": "help", "touchpoint": None, "stage": None, "n": 1},
        {"event": "pay", "touchpoint": "Pays", "stage": "I buy", "n": 1},
        {"event": "visit", "touchpoint": "Visits", "stage": "I look", "n": 2},
    ]


def test_journeys_have_a_row_each(filled):
    found = filled.query("SELECT * FROM journeys ORDER BY start")
    assert found.column_names == ["journey", "person", "case", "start", "end", "outcome", "touchpoints"]
    assert [(row["outcome"], row["touchpoints"]) for row in found.to_pylist()] == [
        ("reached", ["Visits", "Pays"]),
        ("left", ["Visits"]),
        ("left", ["Visits"]),
    ]


def test_people_have_a_row_each(filled):
    found = filled.query("SELECT * FROM people")
    assert found.column_names == ["person", "first_channel", "events", "value", "seen_by"]
    assert sorted(row["events"] for row in found.to_pylist()) == [1, 1, 3]


def test_traits_are_columns_of_people_and_no_events(filled, write):
    traits = write("crm.csv", "email,plan\nann@example.com,gold\nnew@example.com,basic\n")
    filled.load(traits, options=fp.ImportOptions(format="traits", columns={"actor.email": "email"}))
    found = rows(filled, "SELECT plan, events FROM people WHERE plan IS NOT NULL ORDER BY plan")
    assert found == [{"plan": "basic", "events": 0}, {"plan": "gold", "events": 3}]
    assert rows(filled, "SELECT count(*) n FROM events") == [{"n": 5}]


def test_identities_have_the_names_of_the_contract(filled):
    found = filled.identities
    assert (found["people"], found["actors"]) == (3, 3)
    assert list(found["links"][0]) == ["actor", "person", "reason", "source", "since"]
    assert found["links"][0]["actor"] == "email:ann@example.com"


def test_one_persons_story_is_in_order_and_says_what_matched(filled):
    events = filled.person("cy@example.com").events
    assert [(event.event, event.touchpoint, event.source) for event in events] == [("help", None, "web")]


def test_definitions_go_out_as_they_were_written(filled, definitions, tmp_path):
    filled.export("definitions", tmp_path / "out.toml")
    assert (tmp_path / "out.toml").read_text() == definitions


def test_definitions_that_are_only_suggested_go_out_with_their_guesses(project, write, options, tmp_path):
    project.load(write("web.csv"), options=options)
    project.export("definitions", tmp_path / "out.toml")
    assert toml.parse((tmp_path / "out.toml").read_text()) == project.definitions


def test_events_go_out_as_parquet_and_come_back(filled, tmp_path):
    filled.export("parquet", tmp_path / "events.parquet")
    table = pq.read_table(tmp_path / "events.parquet")
    assert (len(table), table.column_names[-3:]) == (5, ["person", "touchpoint", "stage"])
    columns = {"time": "time", "event": "event", "person": "person", "id": "id"}
    back = fp.Project.from_files(tmp_path / "events.parquet", options=fp.ImportOptions(columns=columns))
    assert (back.receipt.kept, back.status().people) == (5, 3)


def test_events_go_out_as_xes_and_make_the_same_moves_when_they_come_back(tmp_path):
    table = {
        "case": ["c1", "c1", "c1", "c2", "c2"],
        "event": ["a", "b <&> c", "a", "a", "ü"],
        "time": [f"2026-01-01 10:0{n}" for n in range(5)],
    }
    first = fp.Project.from_events(table, columns={name: name for name in table}, timezone="UTC")
    first.export("xes", tmp_path / "log.xes")
    back = fp.Project.from_files(tmp_path / "log.xes")
    one, other = [{(f.from_, f.to): f.moves for f in each.map().flows} for each in (first, back)]
    assert one == other == {("a", "b <&> c"): 1, ("b <&> c", "a"): 1, ("a", "ü"): 1}


def test_what_cant_go_out_is_told(filled, tmp_path):
    with pytest.raises(UnknownName, match='Did you mean "parquet"'):
        filled.export("parket", tmp_path / "x")
