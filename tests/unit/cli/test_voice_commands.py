"""scores, drivers and themes, as somebody types them: the real readers, which the commands bring along."""

import csv
import json
import shutil

import pytest

import footpath as fp

pytestmark = pytest.mark.slow

DEFINITIONS = """
stage = [{ name = "I buy", phase = "purchase" }]
project = { name = "Shop", timezone = "UTC" }

[[touchpoint]]
name = "Pays [now]"
stage = "I buy"
match = { event = "pay" }

[[journey]]
name = "buy"
goal = ["Pays [now]"]

[[segment]]
name = "odd"
where = "plan = 'odd'"

[[survey]]
name = "after"
source = "survey"
text = ["Why"]
[[survey.score]]
name = "nps"
kind = "nps"
question = "Q1"
[[survey.score]]
name = "ease"
kind = "ces"
question = "Q2"
"""
HOSTILE = "[red]The waiting\x1b[31m took far too long[/red]"
COLUMNS = {
    "time": "time",
    "event": "event",
    "kind": "kind",
    "text": "text",
    "score": "score",
    "actor.user": "who",
}


def answers():
    """Forty persons: the even are glad and the odd are not; all wrote."""
    for at in range(40):
        who, good = f"u{at}", at % 2 == 0
        yield ("2026-01-01T00:00:00Z", "pay", "did", "", "", who)
        yield ("2026-01-01T01:00:00Z", "Q1", "said", "", 10 if good else 2, who)
        yield ("2026-01-01T01:00:00Z", "Q2", "said", "", 6 + at % 3 // 2 if good else 1 + at % 3, who)
        text = f"The staff of shop {at} were very friendly" if good else HOSTILE + "!" * (at % 5)
        yield ("2026-01-01T01:00:00Z", "Why", "said", text, "", who)


@pytest.fixture(scope="session")
def told(tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    with (folder / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("time", "event", "kind", "text", "score", "who"), *answers()])
    project = fp.create(folder / "shop", settings={})
    project.load(folder / "survey.csv", options=fp.ImportOptions(columns=COLUMNS, source="survey"))
    project.define(DEFINITIONS)
    project.export("definitions", folder / "shop" / "footpath.toml")
    return folder / "shop"


@pytest.fixture
def voice(run, told, tmp_path):
    shutil.copytree(told, tmp_path / "shop")
    return lambda line: run(f"{line} -p shop")


def test_scores_in_words(voice):
    done = voice("scores")
    assert done.status == 0
    head, nps, ease = done.out.splitlines()[:3]
    assert head.split("  ")[0] == "score"
    assert "touchpoint" not in head
    assert nps.startswith("nps ")
    assert "0 [" in nps
    assert ease.startswith("ease ")


def test_scores_by_touchpoint_and_month(voice):
    done = voice("scores --by touchpoint --by month --name nps")
    assert "Pays [now]" in done.out
    assert "2026-01" in done.out
    assert "since the month before" in done.out
    assert "ease" not in done.out


def test_scores_as_json_have_the_names_of_the_contract(voice):
    found = voice("scores --by touchpoint --json").json
    row = next(row for row in found["scores"] if row["name"] == "nps")
    assert {
        *("name", "kind", "touchpoint", "month", "segment", "raw", "weighted", "asked"),
        *("answered", "response_rate", "effective_n", "detectable_difference"),
    } <= set(row)
    assert (row["touchpoint"], row["month"], row["answered"], row["weighted"]) == (
        "Pays [now]",
        None,
        40,
        None,
    )
    assert {name: row["raw"][name] for name in ("value", "n", "unit")} == {
        "value": 0.0,
        "n": 40,
        "unit": "score",
    }


def test_scores_of_a_period_without_answers(voice):
    done = voice("scores --since 2027-01-01")
    assert (done.status, done.err) == (0, "")
    assert voice("scores --since 2027-01-01 --json").json == {"scores": [], "notes": []}


def test_scores_where_no_survey_is_defined_say_what_to_do(run, shop):
    done = run(f"scores {shop}")
    assert done.status == 0
    assert "a [[survey]] in footpath.toml says which answers are scores" in done.out


@pytest.mark.parametrize(
    ("line", "status", "advice"),
    [
        ("scores --by year", 2, "There are touchpoint, month, segment"),
        ("scores --name npz", 1, 'Did you mean "nps"'),
        ("scores by", 1, 'Did you mean "buy"'),
        ("scores --segment even", 1, "odd"),
        ("drivers", 2, "Name one with --of"),
        ("drivers --of npz", 1, 'Did you mean "nps"'),
        ("themes --segment even", 1, "odd"),
    ],
)
def test_what_cant_be_asked_is_told_with_what_to_do(voice, line, status, advice):
    done = voice(line)
    assert (done.status, done.out) == (status, "")
    assert advice in done.err
    assert "Traceback" not in done.err


def test_drivers_in_words_and_as_json(voice):
    done = voice("drivers --of nps")
    assert done.status == 0
    assert "nps: 40 people" in done.out
    found = voice("drivers --of nps --json").json
    assert (found["outcome"], found["n"]) == ("nps", 40)
    assert isinstance(found["drivers"], list)


def test_themes_in_words_are_masked_and_steer_no_terminal(voice):
    done = voice("themes")
    assert done.status == 0
    assert done.out.startswith("40 people said something in words.\n")
    assert "\x1b" not in done.out
    assert "They feel (persons): " in done.out


def test_themes_as_json(voice):
    found = voice("themes --json").json
    assert (found["speakers"], found["verbatims"], found["set_aside"], found["unread"]) == (40, 40, {}, 0)
    assert sum(each["people"] for each in found["emotions"]) == 40
    for row in found["themes"]:
        assert {"name", "terms", "proposed", "people", "share", "valence", "nearest", "random"} <= set(row)


def test_proposed_themes_are_written_and_can_be_applied(voice, run, tmp_path):
    found = voice("themes --json").json
    done = voice("themes -o themes.toml")
    if not found["themes"]:
        assert (done.status, "no theme is proposed" in done.err) == (2, True)
        return
    assert "Wrote themes.toml. Copy what you keep into footpath.toml." in done.err
    with (tmp_path / "shop" / "footpath.toml").open("a") as file:
        file.write("\n" + (tmp_path / "themes.toml").read_text())
    assert "Applied as revision 2." in run("apply -p shop").out
    again = voice("themes --json").json
    assert (again["stability"], [row["name"] for row in again["themes"]]) == (
        None,
        [row["name"] for row in found["themes"]],
    )
    assert "no theme is proposed" in voice("themes -o more.toml").err


def test_answers_go_out_as_a_file(voice, run, tmp_path):
    assert "needs a file" in voice("export responses").err
    assert voice("export responses -o out.csv").err == "Wrote out.csv.\n"
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 121


def test_sql_sees_answers(voice):
    done = voice("sql 'SELECT count(*) AS n, count(DISTINCT person) AS people FROM responses' --json")
    assert json.loads(done.out)["rows"] == [{"n": 120, "people": 40}]


def test_apply_takes_codes_from_the_file_beside(voice, told, tmp_path):
    toml = tmp_path / "shop" / "footpath.toml"
    toml.write_text(toml.read_text().replace('text = ["Why"]', 'text = ["Why"]\ncodes = "codes.csv"'))
    done = voice("apply")
    assert (done.status, done.out) == (1, "")
    assert "codes.csv: no such file" in done.err
    (tmp_path / "shop" / "codes.csv").write_text("question,code,label\nQ8,1,Praise\n")
    assert "Applied as revision 2." in voice("apply").out
    done = voice("status")
    assert (done.status, done.err) == (0, "")
