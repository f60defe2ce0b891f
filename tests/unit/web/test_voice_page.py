"""The page of what people say, and its documents."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

import footpath
from footpath.project import Project
from footpath.project.records import Records
from footpath.store.memory import MemoryStore
from footpath.web.app import application
from reference.overheard import SHOP, SURVEY
from reference.word_readers import readers

from .conftest import Client, words

HOSTILE = "<img src=x onerror=alert(2)> so awful, all this waiting"
SCRIPT = "<script>alert(1)</script> so awful, all this waiting"
SEGMENT = '[[segment]]\nname = "payers"\nwhere = "reached(\'Pays\')"\n'
THEME = '[[theme]]\nname = "<b>wait</b>"\nterms = ["waiting"]\n'
COLUMNS = {name: name.rpartition(".")[2] for name in ("time", "event", "kind", "text", "score", "actor.user")}


def talkers(folder: Path, *more: str, answers: bool = True) -> Client:
    """Who looks at a shop of twenty visitors, of whom all scored and wrote if `answers`."""
    folder.mkdir(exist_ok=True)
    rows = [("2026-01-01T00:00:00Z", "visit", "did", "", "", f"u{at}") for at in range(20)]
    for at in range(20 if answers else 0):
        rows.append(("2026-01-01T01:00:00Z", "Q1", "said", "", str(at % 11), f"u{at}"))
        rows.append(("2026-01-01T01:00:00Z", "Why", "said", HOSTILE if at else SCRIPT, "", f"u{at}"))
    with (folder / "survey.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("time", "event", "kind", "text", "score", "user"), *rows])
    project = Project(MemoryStore(), Records(None), name="shop", readers=readers)
    options = footpath.ImportOptions(columns=COLUMNS, source="survey", timezone="UTC")
    project.load(folder / "survey.csv", options=options)
    project.define("\n".join([SHOP, *more]))
    return Client(application(project))


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Client:
    return talkers(tmp_path_factory.mktemp("shop"), SURVEY, THEME, SEGMENT)


def test_the_page_shows_scores_themes_and_emotions(shop: Client) -> None:
    answer = shop.get("/voice")
    said = words(answer)
    assert answer.status_code == 200
    assert "What people say" in said
    assert "nps" in said
    assert "Visits" in said
    assert "20 people said something in words" in said
    assert "frustrated" in said


def test_hostile_words_and_names_are_only_words(shop: Client) -> None:
    text = shop.get("/voice").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<b>wait" not in text
    assert "&lt;img src=x onerror=alert(2)&gt;" in text


def test_hostile_words_on_the_map_are_only_words(shop: Client) -> None:
    text = shop.get("/journeys/buy/map.html").text
    assert "<script>alert" not in text
    assert "<img src=x" not in text


@pytest.mark.parametrize("by", ["touchpoint", "month", "segment", "nothing", "touchpoint,month"])
def test_scores_are_told_apart_as_one_likes(shop: Client, by: str) -> None:
    assert shop.get(f"/voice?by={by}").status_code == 200


@pytest.mark.parametrize("path", ["/voice", "/api/scores"])
def test_scores_by_something_else_are_refused(shop: Client, path: str) -> None:
    answer = shop.get(f"{path}?by=year")
    assert answer.status_code == 400
    assert "There are touchpoint, month, segment" in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/voice?segment=nobody",
        "/voice?of=npz",
        "/api/scores?name=npz",
        "/api/scores?journey=by",
        "/api/drivers?of=npz",
        "/api/themes?segment=nobody",
    ],
)
def test_what_nobody_defined_is_not_found(shop: Client, path: str) -> None:
    assert shop.get(path).status_code == 404


def test_drivers_of_nothing_are_refused(shop: Client) -> None:
    assert shop.get("/api/drivers").status_code == 400


def test_empty_choices_are_taken_out_of_the_address(shop: Client) -> None:
    answer = shop.get("/voice?by=month&segment=&self=1")
    assert (answer.status_code, answer.headers["location"]) == (303, "/voice?by=month&self=1")
    assert shop.get("/voice?by=").headers["location"] == "/voice"


def test_the_documents_are_those_of_the_commands(shop: Client) -> None:
    [row] = shop.get("/api/scores").json()["scores"]
    assert (row["name"], row["touchpoint"], row["answered"], row["raw"]["n"]) == ("nps", "Visits", 20, 20)
    [row] = shop.get("/api/scores?by=nothing&journey=buy&name=nps").json()["scores"]
    assert (row["touchpoint"], row["answered"]) == (None, 20)
    found = shop.get("/api/themes").json()
    assert (found["speakers"], found["themes"][0]["people"]) == (20, 20)
    assert shop.get("/api/drivers?of=nps").json()["outcome"] == "nps"
    assert shop.get("/api/scores?since=2027-01-01").json() == {"scores": [], "notes": []}


def test_a_number_of_what_is_said_opens_its_persons(shop: Client) -> None:
    evidence = shop.get("/api/map/buy").json()["evidence"]
    said = {each["analysis"]: key for key, each in evidence.items()}
    for number, title in (("score", "Who answered “nps” about “Visits”"), ("stage_said", "in “I look”")):
        answer = shop.get(f"/evidence/{said[number]}?journey=buy")
        assert answer.status_code == 200
        assert title in words(answer)


def test_without_a_survey_it_says_how_to_define_one(tmp_path: Path) -> None:
    said = words(talkers(tmp_path).get("/voice"))
    assert "No survey is defined yet" in said
    assert "20 people said something in words" in said  # words need no survey


def test_with_a_survey_that_nobody_answered(tmp_path: Path) -> None:
    client = talkers(tmp_path, SURVEY, answers=False)
    said = words(client.get("/voice"))
    assert "Nobody of these gave a score" in said
    assert "Nobody of these said anything in words" in said
    assert client.get("/api/themes").json()["speakers"] == 0
    drivers = client.get("/api/drivers?of=nps")
    assert (drivers.status_code, drivers.json()["n"]) == (200, 0)


def test_an_empty_project_has_the_page_too(newcomer: Client) -> None:
    assert "No survey is defined yet" in words(newcomer.get("/voice"))
    assert newcomer.get("/api/scores").json() == {"scores": [], "notes": []}
