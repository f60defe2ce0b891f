"""How people felt, from the scores that they gave."""

import numpy as np
import pytest

from footpath.model.survey import Survey, SurveyScore
from footpath.voice.feelings import feelings, who_felt
from footpath.voice.points import feeling
from reference.spoken import answers, did, said

SURVEY = Survey(
    "s",
    "survey",
    scores=(
        SurveyScore("nps", "nps", "Q1", (0, 10)),
        SurveyScore("effort", "ces", "Q2", (1, 7), "low is good"),
    ),
)


def felt(*rows):
    return answers(
        [did("ann", "visit"), did("bob", "visit"), did("cy", "visit"), *rows], [SURVEY], ("visit", "pay")
    )


def test_scales_map_by_a_straight_line_and_by_their_direction():
    assert feeling(np.array([1.0, 3.0, 5.0]), (1, 5), "high is good").tolist() == [-2, 0, 2]
    assert feeling(np.array([1.0, 7.0]), (1, 7), "low is good").tolist() == [2, -2]


def test_the_mean_is_over_persons_with_their_latest_answer():
    found = felt(
        said("ann", "Q1", 1, 0), said("ann", "Q1", 2, 10), said("bob", "Q1", 1, 5), said("cy", "Q1", 1, 5)
    )
    visit, pay = feelings(found)
    assert (visit.value, visit.n, visit.unit) == (pytest.approx(2 / 3), 3, "emotion")
    assert visit.n == len(who_felt(found, 0))
    assert pay is None


def test_answers_of_one_record_are_averaged():
    found = felt(said("ann", "Q1", 1, 10, id="r:Q1"), said("ann", "Q2", 1, 7, id="r:Q2"))
    assert feelings(found)[0].value == pytest.approx(0)


def test_of_one_person_nothing_is_known_but_the_scale():
    visit, _ = feelings(felt(said("ann", "Q1", 1, 10)))
    assert (visit.value, visit.low, visit.high, visit.n) == (2, -2, 2, 1)


def test_weights_count():
    found = felt(said("ann", "Q1", 1, 10), said("bob", "Q1", 1, 0))
    weights = np.where(found.score == 10, 3.0, 1.0)
    assert feelings(found, weights=weights)[0].value == pytest.approx(1)


def test_nobody_felt_anything():
    assert feelings(felt()) == [None, None]
