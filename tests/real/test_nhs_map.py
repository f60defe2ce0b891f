"""What patients say of six services, from a file to a map by commands; against what readers coded by hand."""

import json
import shutil
from collections import defaultdict
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

pytestmark = pytest.mark.slow
DEFINITIONS = Path(__file__).parents[2] / "docs" / "examples" / "nhs" / "footpath.toml"
COMMENTS = "time=date,person=respondent_id,event=question,text=comment,id=comment_id"
RATINGS = "time=date,person=respondent_id,score=fft_rating,id=respondent_id"
READ = "SELECT id, touchpoint, valence, themes FROM responses WHERE text IS NOT NULL AND set_aside IS NULL"
# The five themes that readers gave most often, without those that say nothing: ours, and the least F1
THEMES = {
    "Positive experience & gratitude": ("All was well", 0.35),
    "Staff manner & personal attributes": ("Kind, friendly people", 0.65),
    "Timeliness of care": ("Waiting, being on time", 0.7),
    "Staff listening, understanding & involving patients": ("Being listened to", 0.5),
    "Contacting services": ("Getting through", 0.4),
}


@pytest.fixture(scope="module")
def project(command, data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("nhs") / "nhs"
    command("init", folder)
    file = data / "nhs-patient-comments" / "comments_part_a.csv.gz"
    given = (
        "import",
        file,
        "-p",
        folder,
        "--source",
        "fft",
        "--timezone",
        "Europe/London",
        "--set",
        "kind=said",
    )
    command(*given, "--columns", COMMENTS)
    command(*given, "--columns", RATINGS, "--set", "event=FFT rating", "--set", "scale=1..5")
    shutil.copy(DEFINITIONS, folder / "footpath.toml")
    command("apply", "-p", folder)
    return folder


@pytest.fixture(scope="module")
def hand(data):
    table = pd.read_csv(data / "nhs-patient-comments" / "comments_part_a.csv.gz")
    return table.set_index("comment_id").rename(columns={"themes": "coded"}).fillna({"coded": ""})


@pytest.fixture(scope="module")
def known(data):
    return json.loads((data / "nhs-patient-comments" / "reference.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def read(command, project, hand):
    """Comments that were read, with what was coded by hand."""
    rows = json.loads(command("sql", READ, "--json", "-p", project))["rows"]
    return pd.DataFrame(rows).set_index("id").join(hand)


@pytest.fixture(scope="module")
def touchpoints(command, project):
    command("map", "care", "-o", project / "care.json", "-p", project)
    drawn = json.loads((project / "care.json").read_text(encoding="utf-8"))
    return {each["name"]: each for stage in drawn["stages"] for each in stage["touchpoints"]}


def test_the_share_of_the_pleased_is_that_of_the_reference(command, project, known):
    people = json.loads(command("sql", "SELECT count(*) AS n FROM people", "--json", "-p", project))["rows"][
        0
    ]["n"]
    assert people == known["respondents"]
    # Each patient rated once, so counting persons or ratings is the same here; 6 and 7 are no ratings
    (score,) = json.loads(command("scores", "--json", "-p", project))["scores"]
    counts = known["fft_rating_counts_per_respondent"]
    assert score["answered"] == sum(counts[str(rating)] for rating in range(1, 6))
    assert score["raw"]["value"] == pytest.approx(known["fft_positive_share_1_2_of_1_to_5"], abs=1e-6)


def test_each_service_has_the_share_of_its_own_ratings(touchpoints, hand):
    once = hand.drop_duplicates("respondent_id")
    rated = once[once["fft_rating"] <= 5].groupby("service_1")["fft_rating"]
    for name, touchpoint in touchpoints.items():
        found = touchpoint["scores"]["good experience"]
        ratings = rated.get_group(name)
        assert (found["n"], found["value"]) == (len(ratings), pytest.approx((ratings <= 2).mean())), name


def test_services_known_from_answers_alone_are_stated_and_nobody_moves_between_them(touchpoints):
    assert len(touchpoints) == 6
    assert all(each["stated"] and not each["next"] for each in touchpoints.values())


def test_services_have_the_order_by_our_reading_that_readers_give_them(read, touchpoints):
    by_hand = read.groupby("service_1")["sentiment"].mean()
    names = sorted(touchpoints, key=lambda name: by_hand[name])
    felt = [touchpoints[name]["emotion"]["words"]["value"] for name in names]
    assert np.corrcoef(np.argsort(np.argsort(felt)), -np.arange(len(felt)))[0, 1] > 0.8


def test_a_comments_valence_goes_with_its_sentiment_by_hand(read):
    not_learned_from = [sha256(each.encode()).digest()[0] % 2 == 1 for each in read["respondent_id"]]
    coded = read[not_learned_from].dropna(subset=["sentiment", "valence"])
    assert len(coded) > 1300
    assert np.corrcoef(coded["valence"].astype(float), -coded["sentiment"])[0, 1] > 0.6


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_of_words_finds_what_readers_found(read, name):
    ours, least = THEMES[name]
    said = read["themes"].map(lambda themes: ours in (themes or ()))
    coded = read["coded"].str.split("|").map(lambda themes: name in themes)
    assert 2 * (said & coded).sum() / (said.sum() + coded.sum()) > least


def test_half_of_what_is_set_aside_was_given_up_by_readers_too(read, hand, project, command):
    query = "SELECT id, set_aside FROM responses WHERE set_aside IS NOT NULL"
    rows = json.loads(command("sql", query, "--json", "-p", project))["rows"]
    reasons = defaultdict(list)
    for row in rows:
        reasons[row["set_aside"]].append(hand.loc[row["id"], "coded"])
    assert np.mean([each == "Labelling not possible" for each in reasons["says nothing"]]) > 0.5
