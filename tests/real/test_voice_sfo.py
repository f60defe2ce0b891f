"""The airport's survey: the scores are those that plain pandas finds (reference_2017.json)."""

import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from footpath.model.survey import Survey, SurveyScore
from footpath.voice.cells import Cut
from footpath.voice.change import Sample, change, decompose
from footpath.voice.points import points
from footpath.voice.scoring import definition_of, estimate, score, who
from reference.spoken import answers, said

NPS = SurveyScore("nps", "nps", "NETPRO", (0, 10), missing=("11",))
AREAS = {name: code for code, name in enumerate("ABCDEFG")}


def read(data, year):
    file = data / "sfo-airport-survey" / f"sfo_customer_survey_{year}.csv.gz"
    table = pd.read_csv(file, dtype=str)
    return table.rename(columns=lambda name: {"*RESPNUM": "RESPNUM", "AREA": "BAREA"}.get(name, name))


def rating(name):
    return SurveyScore(name, "csat", name, (1, 5), missing=("6", "0"))


@pytest.fixture(scope="module")
def reference(data):
    return json.loads((data / "sfo-airport-survey" / "reference_2017.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def table(data):
    return read(data, 2017)


@pytest.fixture(scope="module")
def found(table, reference):
    """The answers to the recommend question and all ratings of 2017, from the cells as they are written."""
    ratings = tuple(map(rating, reference["touchpoint_ratings_1_to_5"]))
    survey = Survey("airport", "survey", weight="WEIGHT", text=("none",), scores=(NPS, *ratings))
    rows = [
        said(f"p{number:05}", name, None, float(cell), id=f"{number}:{name}", properties={"WEIGHT": weight})
        for name in [each.question for each in survey.scores]
        for number, cell, weight in zip(
            table["RESPNUM"].astype(int), table[name], table["WEIGHT"], strict=True
        )
        if isinstance(cell, str) and cell.strip().isdecimal()
    ]
    return answers(rows, [survey], ())


@pytest.fixture(scope="module")
def scores(found):
    return {row.name: row for row in score(found)}


def test_the_net_promoter_score_has_its_interval_and_its_weighted_twin(scores, reference):
    row = scores["nps"]
    assert row.answered == row.raw.n == reference["nps_unweighted"]["answers"] == 2746
    assert row.raw.value == pytest.approx(reference["nps_unweighted"]["nps"], abs=1e-6)
    assert (row.raw.low, row.raw.high) == pytest.approx((37.18, 42.41), abs=0.005)
    assert row.weighted.value == pytest.approx(reference["nps_weighted"]["nps"], abs=1e-6)
    assert row.weighted.n == 2746 > row.effective_n
    assert row.weighted.high - row.weighted.low > row.raw.high - row.raw.low
    # The rest is "blank" in words, or the code 11
    assert reference["respondents"] - row.answered == reference["blank_code_11_or_empty"]


def test_each_rating_has_the_mean_and_the_share_of_satisfied_of_the_reference(found, scores, reference):
    for name, known in reference["touchpoint_ratings_1_to_5"].items():
        row = scores[name]
        assert row.answered == known["answers"]
        assert row.raw.value == pytest.approx(known["top2_share"], abs=1e-6)
        mean = estimate(replace(rating(name), kind="rating"), found.score[who(found, row.cell)])
        assert mean.value == pytest.approx(known["mean"], abs=1e-6)
        assert mean.low < mean.value < mean.high
    assert definition_of(rating("Q7ALL")) == scores["Q7ALL"].definition == "share of 4 and 5 on 1..5, Wilson"


def test_people_with_a_problem_recommend_less(found, table, reference):
    number = {f"p{each:05}": at for at, each in enumerate(table["RESPNUM"].astype(int))}
    said_so = table["Q15PROBLEM"].to_numpy()[[number[each] for each in found.persons.to_pylist()]]
    cut = Cut(("segment",), segments={"problem": said_so == "1", "none": said_so == "2"})
    rows = {row.segment: row for row in score(found, found.name == 0, cut)}
    known = reference["had_a_problem"]
    assert rows["problem"].raw.value == pytest.approx(known["nps_yes"]["nps"], abs=1e-6)
    assert rows["none"].raw.value == pytest.approx(known["nps_no"]["nps"], abs=1e-6)
    moved = change(rows["none"], rows["problem"])
    assert moved.verdict == "down"
    assert moved.difference.high < -moved.detectable < 0


def test_areas_of_the_airport_differ_as_in_the_reference(found, table, reference):
    number = {f"p{each:05}": at for at, each in enumerate(table["RESPNUM"].astype(int))}
    area = table["BAREA"].to_numpy()[[number[each] for each in found.persons.to_pylist()]]
    cut = Cut(("segment",), segments={name: area == name for name in AREAS})
    rows = {row.segment: row for row in score(found, found.name == 0, cut)}
    for name, known in reference["nps_by_boarding_area"].items():
        assert (rows[name].answered, rows[name].raw.value) == (
            known["answers"],
            pytest.approx(known["nps"], abs=1e-6),
        )
    # 2,746 answers can't tell B from A: 166 and 724 of them
    assert change(rows["A"], rows["B"]).verdict == "no change seen"


@pytest.mark.parametrize("year", [2014, 2015, 2016])
def test_a_change_from_year_to_year_is_split_into_who_answered_and_what_they_say(data, year):
    """The areas' shares of the sample moved by up to nine points; what people say is told apart from that."""
    before, after = (_satisfied(read(data, each)) for each in (year, year + 1))
    split = decompose(before, after, unit="share")
    total = after.points.mean() - before.points.mean()
    assert split.composition.value + split.opinion.value == pytest.approx(total)
    means = [pd.Series(each.points).groupby(each.cell).mean() for each in (before, after)]
    shares = [pd.Series(each.cell).value_counts(normalize=True).sort_index() for each in (before, after)]
    assert split.opinion.value == pytest.approx(((means[1] - means[0]) * (shares[0] + shares[1]) / 2).sum())
    # The areas are liked alike, so who answered moves the score by less than a point
    assert abs(split.composition.value) < 0.01
    width = split.opinion.high - split.opinion.low
    assert 0.03 < width < 0.05


def _satisfied(table):
    overall, area = pd.to_numeric(table["Q7ALL"], errors="coerce"), table["BAREA"].map(AREAS)
    asked = overall.between(1, 5) & area.notna()
    return Sample(
        points(rating("Q7ALL"), overall[asked].to_numpy(np.float64)), area[asked].to_numpy(np.int32)
    )
