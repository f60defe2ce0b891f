"""Scores of answers: one a person and cell, each with its base."""

import numpy as np
import pytest

from footpath.errors import UnknownName, UsageError
from footpath.model.survey import Survey, SurveyScore
from footpath.stats.scores import nps
from footpath.voice.cells import Cell, Cut
from footpath.voice.scoring import definition_of, estimate, question, score, who
from reference.spoken import answers, did, said

DAY = 24
NPS = SurveyScore("nps", "nps", "Q1", (0, 10))
CSAT = SurveyScore("csat", "csat", "Q1", (1, 5))
EASE = SurveyScore("ease", "ces", "Q1", (1, 7))


def found(*scores, asked=NPS, weights=None):
    """The answers of as many persons, an hour apart."""
    given = weights or [None] * len(scores)
    rows = [
        said(f"p{at:03}", "Q1", at, each, properties={"W": weight} if weight else None)
        for at, (each, weight) in enumerate(zip(scores, given, strict=True))
    ]
    return answers(rows, [Survey("s", "survey", scores=(asked,), weight="W")], ())


def test_ten_persons_are_told_and_thirty_are_enough():
    states = {n: score(found(*[9] * n))[0].state for n in (9, 10, 29, 30)}
    assert states == {9: "counts", 10: "indicative", 29: "indicative", 30: "full"}


def test_below_ten_persons_there_are_counts_and_no_score():
    (row,) = score(found(9, 9, 3))
    assert (row.raw, row.weighted, row.detectable_difference) == (None, None, None)
    assert (row.answered, row.distribution) == (3, {"3": 1, "9": 2})


def test_promoters_and_detractors():
    (row,) = score(found(*[10] * 6, *[8] * 3, *[0] * 3))
    assert row.raw == nps(6, 3, 3)
    assert row.definition == "share of 9 and 10 less share of 6 and below, in points, on 0..10, adjusted Wald"


def test_satisfied_are_the_two_best_of_five():
    (row,) = score(found(*[5, 4, 4, 3, 2] * 2, asked=CSAT))
    assert (row.raw.value, row.raw.unit, row.raw.method) == (0.6, "share", "wilson")


def test_effort_is_a_mean_on_its_own_scale_and_says_its_direction():
    hard = SurveyScore("effort", "ces", "Q1", (1, 7), "low is good")
    (row,) = score(found(*[1, 2, 3, 4, 5] * 3, asked=hard))
    assert (row.raw.value, row.definition) == (3.0, "mean on 1..7, low is good, Wilson between the ends")


def test_satisfied_on_a_scale_that_runs_the_other_way_are_the_two_lowest():
    assert definition_of(SurveyScore("c", "csat", "Q1", (1, 5), "low is good")) == (
        "share of 1 and 2 on 1..5, low is good, Wilson"
    )


def test_one_answer_a_person_the_latest():
    rows = [said("ann", "Q1", 0, 2), said("ann", "Q1", 5, 9), said("bob", "Q1", 1, 8)]
    heard = answers(rows, [Survey("s", "survey", scores=(NPS,))], ())
    (row,) = score(heard)
    assert row.distribution == {"8": 1, "9": 1}
    assert row.answered == len(who(heard, row.cell)) == 2


def test_an_answer_counts_in_the_month_of_the_project_s_own_zone():
    rows = [said("ann", "Q1", 31 * DAY - 1, 2), said("ann", "Q1", 0, 9), said("bob", "Q1", None, 8)]
    heard = answers(rows, [Survey("s", "survey", scores=(NPS,))], ())
    months = {row.month: row.answered for row in score(heard, cut=Cut(("month",)))}
    assert months == {"2026-01": 1, None: 1}
    months = {row.month: row.answered for row in score(heard, cut=Cut(("month",), zone="Europe/Amsterdam"))}
    assert months == {"2026-01": 1, "2026-02": 1, None: 1}


def test_rows_by_touchpoint_keep_what_is_unplaced():
    rows = [did("ann", "visit"), said("ann", "Q1", 1, 9), said("bob", "Q1", 1, 9)]
    heard = answers(rows, [Survey("s", "survey", scores=(NPS,))], ("visit",))
    assert [row.cell for row in score(heard, cut=Cut(("touchpoint",)))] == [Cell("nps", "visit"), Cell("nps")]


def test_segments_may_overlap_and_nobody_is_no_row():
    heard = found(*[9] * 12)
    everybody, nobody = np.ones(12, np.bool_), np.zeros(12, np.bool_)
    cut = Cut(("segment",), segments={"all": everybody, "also": everybody, "none": nobody})
    assert [row.segment for row in score(heard, cut=cut)] == ["all", "also"]


def test_weights_move_the_score_and_widen_its_interval():
    (row,) = score(found(*[10] * 20, *[0] * 20, weights=[3] * 20 + [1] * 20))
    assert (row.raw.value, row.weighted.value) == (0, 50)
    assert row.effective_n == pytest.approx(80**2 / (20 * 9 + 20))
    assert (row.weighted.n, row.weighted.method) == (40, "nps, adjusted wald, weighted")
    equal = score(found(*[10] * 20, *[0] * 20, weights=[7] * 40))[0]
    assert (equal.weighted.low, equal.weighted.high) == pytest.approx((equal.raw.low, equal.raw.high))


def test_without_weights_nothing_is_weighted():
    (row,) = score(found(*[9] * 12))
    assert (row.weighted, row.effective_n) == (None, 12.0)


def test_unknown_names_are_told():
    with pytest.raises(UsageError, match="touchpoint, month, segment"):
        Cut(("year",))
    with pytest.raises(UnknownName):
        question(found(9), "csat")


@pytest.mark.parametrize("asked", [CSAT, EASE, NPS])
@pytest.mark.parametrize("n", [12, 40])
@pytest.mark.parametrize("good", [0.5, 0.85])
def test_intervals_cover_the_truth(asked, n, good):
    """Skewed answers, as satisfied people give them, weighted at random and not."""
    rng = np.random.default_rng(11)
    low, high = map(int, asked.scale)
    scale = np.arange(low, high + 1, dtype=float)
    chance = good ** np.arange(len(scale))[::-1]
    chance /= chance.sum()
    # Enough answers that their score is the truth
    truth = estimate(asked, rng.choice(scale, 400_000, p=chance)).value
    for weights in (None, rng.uniform(0.5, 2, n)):
        drawn = [estimate(asked, rng.choice(scale, n, p=chance), weights) for _ in range(600)]
        assert 0.92 <= np.mean([each.low <= truth <= each.high for each in drawn]) <= 0.99
