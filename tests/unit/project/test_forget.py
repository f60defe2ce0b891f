"""After a person is forgotten, no byte of the project tells of them, and they don't come back."""

import hashlib
import sqlite3

import pyarrow.parquet as pq
import pytest

import footpath as fp
from footpath.errors import UnknownName
from footpath.voice.questions import Scores
from footpath.voice.themes_told import Themes

WEB = """time,event,email,user,note
2026-01-01 10:00,visit,Ann.Quick@example.com,,likes teal
2026-01-01 10:05,pay,ann.quick@example.com,u-4711,wordsofann
2026-01-02 09:00,visit,bob@example.com,u-0815,
2026-01-03 09:00,visit,cy@example.com,,
"""
SPELLED_AGAIN = "time,event,email,user,note\n2026-03-01 10:00,visit, ANN.QUICK@EXAMPLE.COM ,,\n"
OPTIONS = fp.ImportOptions(
    columns={"time": "time", "event": "event", "actor.email": "email", "actor.user": "user", "text": "note"},
    source="web",
    timezone="UTC",
)
TRACES = ("ann.quick", "u-4711", "wordsofann", "teal")


def kept(folder):
    """Everything that the files of a folder say: their bytes, Parquet decoded, and the rows of SQLite."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        yield str(path), str(path) + path.read_bytes().decode("latin-1")
        if path.suffix == ".parquet":
            yield str(path), str(pq.read_table(path).to_pylist())
        if path.suffix == ".db":
            with sqlite3.connect(path) as database:
                yield str(path), "\n".join(database.iterdump())
            database.close()


def traces(folder, words=TRACES):
    return {(path, word) for path, text in kept(folder) for word in words if word in text.lower()}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "shop"


@pytest.fixture
def shop(project, write, definitions):
    project.load(write("web.csv", WEB), options=OPTIONS)
    project.define(definitions)
    project.map("buy")
    return project


def test_the_search_finds_what_is_there(shop, folder):
    assert {word for _, word in traces(folder)} == set(TRACES)


def test_nothing_of_a_forgotten_person_remains_in_any_byte(shop, folder):
    receipt = shop.forget("ann.quick@example.com")
    assert (receipt.people, receipt.actors, receipt.events) == (1, 2, 2)
    assert traces(folder) == set()
    assert "ann.quick" not in str(receipt).lower()
    with pytest.raises(UnknownName):
        shop.person("ann.quick@example.com")


def test_the_numbers_of_everybody_else_stay(shop, write):
    shop.forget("u-4711")
    without = fp.Project.from_files(
        write("others.csv", "\n".join(row for row in WEB.splitlines() if "quick" not in row.lower())),
        options=OPTIONS,
    )
    without.define(shop.definitions_text)
    [one, other] = [each.map("buy") for each in (shop, without)]
    assert (one.people, one.stages, one.flows, one.paths) == (
        other.people,
        other.stages,
        other.flows,
        other.paths,
    )
    assert shop.identities == without.identities


@pytest.mark.parametrize("export", [WEB, SPELLED_AGAIN], ids=["the old export", "another spelling"])
def test_an_export_does_not_bring_a_forgotten_person_back(shop, folder, write, export):
    shop.forget("email:ann.quick@example.com")
    receipt = shop.load(write("again.csv", export), options=OPTIONS)
    assert receipt.dropped == {"forgotten": 2 if export == WEB else 1}
    assert receipt.kept == 0
    assert receipt.received == receipt.duplicates + sum(receipt.dropped.values())
    assert traces(folder) == set()


def test_a_phone_number_does_not_come_back_in_another_spelling(project, write, definitions):
    options = fp.ImportOptions(
        columns={"time": "time", "event": "event", "actor.phone": "phone"}, source="calls", timezone="UTC"
    )
    project.define(definitions)
    project.load(write("a.csv", "time,event,phone\n2026-01-01,call,06 1234 5678\n"), options=options)
    project.forget("phone:+31 6 12345678")
    again = project.load(write("b.csv", "time,event,phone\n2026-01-02,call,+31612345678\n"), options=options)
    assert again.dropped == {"forgotten": 1}


def test_a_person_who_is_only_a_case_does_not_come_back(project, write):
    options = fp.ImportOptions(
        columns={"time": "time", "event": "event", "case": "case"}, source="orders", timezone="UTC"
    )
    text = "time,event,case\n2026-01-01,order,77001\n2026-01-02,order,77002\n"
    project.load(write("a.csv", text), options=options)
    project.forget("77001")
    again = project.load(write("a.csv", text), options=options)
    assert (again.duplicates, again.dropped) == (1, {"forgotten": 1})


def test_an_event_of_somebody_else_that_names_the_person_goes_too(project, folder, write):
    # Two values of the unique kind "user" in one row: it is given to one of them and names both.
    text = (
        "time,event,user,helper\n"
        "2026-01-01,visit,ann-77,\n2026-01-02,visit,bob-88,ann-77\n2026-01-03,visit,bob-88,\n"
    )
    columns = {"time": "time", "event": "event", "actor.user": "user"}
    project.load(write("a.csv", text), options=fp.ImportOptions(columns=columns, timezone="UTC"))
    assert project.status().people == 2
    columns = {"time": "time", "event": "event", "actor.card": "user", "actor.user": "helper"}
    project.load(write("b.csv", text), options=fp.ImportOptions(columns=columns, timezone="UTC"))
    project.forget("user:ann-77")
    found = project.query("SELECT actors FROM events").to_pylist()
    assert found
    assert not any(
        actor["value"] == "ann-77" for row in found for actor in row["actors"] if actor["kind"] == "user"
    )


def test_a_number_that_many_share_is_not_forgotten_with_one_of_them(project, write):
    rows = [f"2026-01-01,call,+31201234567,u{n}@example.com" for n in range(30)]
    text = "\n".join(["time,event,phone,email", *rows])
    columns = {"time": "time", "event": "event", "actor.phone": "phone", "actor.email": "email"}
    options = fp.ImportOptions(columns=columns, source="calls", timezone="UTC")
    project.load(write("calls.csv", text), options=options)
    receipt = project.forget("u7@example.com")
    assert receipt.events == 1
    again = project.load(write("calls.csv", text), options=options)
    assert (again.duplicates, again.dropped) == (29, {"forgotten": 1})
    more = "time,event,phone,email\n2026-02-01,call,+31201234567,new@example.com\n"
    assert project.load(write("more.csv", more), options=options).kept == 1


def test_definitions_that_mention_a_forgotten_identifier_are_told(shop, folder):
    file = folder / "footpath.toml"
    text = (
        shop.definitions_text + "\n[[segment]]\nname = 'her'\nwhere = \"email = 'Ann.Quick@example.com'\"\n"
    )
    file.write_text(text)
    shop.define(text)
    receipt = shop.forget("ann.quick@example.com")
    assert receipt.mentions == ("footpath.toml", "revision 2 of the definitions")


def test_several_are_forgotten_at_once_and_an_unknown_one_stops_it(shop):
    with pytest.raises(UnknownName):
        shop.forget("bob@example.com", "nobody@example.com")
    assert shop.status().people == 3
    assert shop.forget("bob@example.com", "cy@example.com", "u-0815").people == 2
    assert shop.status().people == 1


def test_a_project_in_memory_forgets_as_well(write):
    project = fp.Project.from_files(write("web.csv", WEB), options=OPTIONS)
    project.forget("ann.quick@example.com")
    assert project.status().people == 2
    assert project.load(write("again.csv", SPELLED_AGAIN), options=OPTIONS).dropped == {"forgotten": 1}


ANSWERS = """time,event,kind,score,email,user,note
2026-01-01 11:00,Q1,said,9,ann.quick@example.com,,
2026-01-01 11:00,Why,said,,ann.quick@example.com,,I painted the garden fence teal and loved wordsofann
2026-01-02 11:00,Why,said,,bob@example.com,u-0815,I painted the garden fence in plain olive
"""
SURVEY = """
[[survey]]
name = "after"
source = "answers"
text = ["Why"]
[[survey.score]]
name = "nps"
kind = "nps"
question = "Q1"
"""


def answers_of(shop, write):
    """The shop after a survey, all of it looked at once."""
    columns = {
        **OPTIONS.columns,
        "kind": "kind",
        "score": "score",
    }
    options = fp.ImportOptions(columns=columns, source="answers", timezone="UTC")
    shop.load(write("answers.csv", ANSWERS), options=options)
    shop.define(shop.definitions_text + SURVEY)
    shop.map("buy")
    shop.run(Themes())
    shop.query("SELECT * FROM responses")
    return shop


def readings(folder):
    """The names under which the readings of texts are kept, of each reader."""
    files = sorted((folder / "cache" / "readings").glob("*.parquet"))
    return [pq.read_table(each)["key"].to_pylist() for each in files]


def test_nothing_of_what_a_forgotten_person_said_remains(shop, folder, write):
    answers_of(shop, write)
    [said] = shop.query("SELECT text FROM responses WHERE text LIKE '%teal%loved%'").to_pylist()
    key = hashlib.blake2b(said["text"].encode(), digest_size=16).digest()
    assert all(key in keys for keys in readings(folder))
    shop.forget("ann.quick@example.com")
    assert traces(folder, (*TRACES, "garden fence teal")) == set()
    assert not (folder / "cache" / "readings").exists()
    assert "teal" not in str(shop.query("SELECT * FROM responses").to_pylist())
    assert [row.name for row in shop.run(Scores(by=())).scores] == []


def test_what_is_read_again_after_forgetting_is_only_of_the_others(shop, folder, write):
    answers_of(shop, write)
    shop.forget("ann.quick@example.com")
    shop.map("buy")
    assert shop.run(Themes()).speakers == 1
    assert {len(keys) for keys in readings(folder)} == {1}
    assert traces(folder, (*TRACES, "garden fence teal")) == set()


def test_the_words_of_a_forgotten_person_do_not_come_back(shop, folder, write):
    answers_of(shop, write)
    shop.forget("ann.quick@example.com")
    columns = {**OPTIONS.columns, "kind": "kind", "score": "score"}
    options = fp.ImportOptions(columns=columns, source="answers", timezone="UTC")
    receipt = shop.load(write("again.csv", ANSWERS), options=options)
    assert (receipt.kept, receipt.dropped) == (0, {"forgotten": 2})
    shop.map("buy")
    assert traces(folder, (*TRACES, "garden fence teal")) == set()
