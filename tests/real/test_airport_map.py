"""The airport survey of 2017, from its raw file to a map, by the commands that docs/surveys.md shows."""

import json
import shlex
import shutil

import pytest
from typer.testing import CliRunner

from docs.pages import DOCS, blocks
from footpath.cli.app import app


def typed():
    """The command lines of the page's first section, in their order."""
    text = (DOCS / "surveys.md").read_text(encoding="utf-8").partition("## Comments")[0]
    shown = "\n".join(block.text for block in blocks(text)).replace("\\\n", " ")
    return [shlex.split(line)[1:] for line in shown.splitlines() if line.startswith("footpath ")]


@pytest.fixture(scope="module")
def airport(data, tmp_path_factory):
    """The project's folder, and what each command printed."""
    survey, place = data / "sfo-airport-survey", tmp_path_factory.mktemp("docs")
    printed = {}
    with pytest.MonkeyPatch.context() as at:
        at.chdir(place)
        shutil.copy(survey / "sfo_customer_survey_2017.csv.gz", ".")
        for words in typed():
            done = CliRunner().invoke(app, words)
            assert done.exit_code == 0, f"footpath {shlex.join(words)}: {done.exception}"
            printed[words[0]] = done.stdout
            if words[0] == "init":
                at.chdir(place / words[1])
                shutil.copy(survey / "comment_codes_2017.csv.gz", ".")
                shutil.copy(DOCS / "examples" / "airport" / "footpath.toml", ".")
    return place / "airport", printed


def document(airport, *words):
    done = CliRunner().invoke(app, [*words, "--project", str(airport[0]), "--json"])
    assert done.exit_code == 0, done.exception
    return json.loads(done.stdout)


def test_the_recommendation_is_that_of_the_reference_raw_and_weighted(airport):
    [nps] = document(airport, "scores", "--name", "nps")["scores"]
    raw = nps["raw"]
    assert (round(raw["value"], 2), round(raw["low"], 2), round(raw["high"], 2)) == (39.84, 37.18, 42.41)
    assert raw["n"] == nps["answered"] == 2746
    assert round(nps["weighted"]["value"], 2) == 40.40


def test_the_page_shows_what_is_printed(airport):
    shown = (DOCS / "surveys.md").read_text(encoding="utf-8")
    [line] = [line for line in airport[1]["scores"].splitlines() if line.startswith("nps")]
    assert line.rstrip() in shown


def test_touchpoints_are_stated_in_the_order_of_the_definitions(airport):
    found = document(airport, "map", "fly")
    touchpoints = [each for stage in found["stages"] for each in stage["touchpoints"]]
    assert [each["name"] for each in touchpoints[:3]] == [
        "Gets to the airport",
        "Follows the road signs",
        "Parks",
    ]
    assert all(each["stated"] for each in touchpoints)
    assert found["flows"] == found["paths"] == []
    [move] = [lane for lane in found["lanes"] if lane["id"] == "move"]
    assert {cell["state"] for cell in move["cells"]} == {"none"}
    assert any("stand in the order of the definitions" in each for each in found["coverage"]["warnings"])


def test_scores_and_coded_comments_are_on_the_map_with_their_persons(airport):
    found = document(airport, "map", "fly")
    whole = found["stages"][-1]["touchpoints"][0]
    assert round(whole["scores"]["nps"]["value"], 2) == 39.84
    theme = whole["themes"][1]
    assert theme["name"] == "Offer a wider selection of restaurants"
    persons = document(airport, "people", "--journey", "fly", "--evidence", theme["evidence"])
    assert persons["people"] == theme["people"]


def test_restaurants_and_security_move_the_recommendation_more_than_the_wifi(airport):
    found = document(airport, "drivers", "--of", "nps")
    importance = {each["name"]: each["importance"]["value"] for each in found["drivers"]}
    assert importance["security"] > importance["restaurants"] > importance["Wi-Fi"]
    assert sum(importance.values()) == pytest.approx(1)
