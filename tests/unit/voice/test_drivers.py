"""What moves a score, from answers, and what goes along with a goal, from journeys."""

from functools import cache

import msgspec
import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.errors import UnknownName
from footpath.journeys import notation
from footpath.model.answer import DECLARED, Answers
from footpath.model.journey import REACHED
from footpath.model.survey import Survey, SurveyScore
from footpath.voice.drivers import ASSOCIATION, CHANCE, LeftOut, drivers, of_score
from footpath.voice.outcome_drivers import of_outcome

SURVEY = Survey(
    "visit",
    "survey",
    scores=(
        SurveyScore("recommends", "nps", "q1", (0, 10)),
        SurveyScore("food", "rating", "q2", (1, 5)),
        SurveyScore("signs", "rating", "q3", (1, 5)),
        SurveyScore("effort", "ces", "q4", (1, 7), direction="low is good"),
        SurveyScore("parking", "rating", "q5", (1, 5)),
    ),
)


def answers(*records, steps=None):
    """From each record's scores by name; a record is one person's."""
    names = tuple(score.name for score in SURVEY.scores)
    said = [
        (i, names.index(name), value)
        for i, given in enumerate(records)
        for name, value in given.items()
        if name in names
    ]
    n = len(said)
    record, name, score = (np.array(column) for column in zip(*said, strict=True))
    none = np.full(n, -1)
    weights = [records[i].get("weight", np.nan) for i in record]
    return Answers(
        persons=pa.array([f"p{i:04}" for i in range(len(records))]),
        touchpoints=("shop",),
        surveys=(SURVEY,),
        names=names,
        row=np.arange(n),
        person=record.astype(np.int32),
        record=record.astype(np.int32),
        survey=np.zeros(n, np.int32),
        name=name.astype(np.int32),
        time=np.zeros(n, np.int64),
        touchpoint=none.astype(np.int32),
        placed=np.full(n, DECLARED, np.int8),
        step=none if steps is None else np.array(steps)[record],
        score=score.astype(np.float64),
        text=pa.array([None] * n, pa.string()),
        weight=np.array(weights, dtype=np.float64),
        sent=pa.table({name: pa.array([""] * n, pa.string()) for name in ("source", "event", "id")}),
    )


def visits(rng, n):
    """Food moves the recommendation, signs half as much, effort against it; few park."""
    for _ in range(n):
        food, signs, effort = rng.integers(1, 6), rng.integers(1, 6), rng.integers(1, 8)
        liking = 4 + food - 3 + (signs - 3) / 2 - (effort - 4) / 2 + rng.normal()
        given = {"recommends": round(min(max(liking, 0), 10)), "food": food, "signs": signs, "effort": effort}
        yield given | ({"parking": 3} if rng.random() < 0.2 else {})


@pytest.fixture(scope="module")
def said():
    return answers(*visits(np.random.default_rng(1), 600))


def test_what_moves_a_score_stands_first(said):
    found = of_score(said, "recommends")
    assert [each.name for each in found.drivers] == ["food", "effort", "signs"]
    assert (found.drivers[0].rank_low, found.drivers[0].rank_high) == (1, 1)
    assert (found.outcome, found.n, found.method) == ("recommends", 600, "lmg")
    assert sum(each.importance.value for each in found.drivers) == pytest.approx(1)
    assert ASSOCIATION in found.notes


def test_a_score_whose_low_end_is_good_is_turned_round(said):
    effort = next(each for each in of_score(said, "recommends").drivers if each.name == "effort")
    assert effort.penalty.value < 0 < effort.reward.value
    assert effort.label == "performance"


def test_a_driver_that_never_varies_is_left_out_and_said_so(said):
    assert of_score(said, "recommends").left_out == (LeftOut("parking", "it never varies"),)


def test_only_the_drivers_that_are_asked_for(said):
    found = of_score(said, "recommends", ["food"])
    assert [each.name for each in found.drivers] == ["food"]
    assert (found.drivers[0].importance.value, found.drivers[0].without_halo, found.halo) == (1, None, None)


def test_a_score_that_nobody_defined_is_an_error(said):
    with pytest.raises(UnknownName, match='no score "fodd"'):
        of_score(said, "recommends", ["fodd"])


def test_performance_is_the_drivers_own_mean_with_its_persons(said):
    food = of_score(said, "recommends").drivers[0]
    given = said.score[said.name == 1]
    assert food.performance.value == pytest.approx(given.mean())
    assert (food.performance.unit, food.n) == ("score", 600)


def test_weighted_each_answer_counts_by_its_weight_and_those_without_are_left_out():
    rng = np.random.default_rng(2)
    plain = [each | {"weight": 1.0} for each in visits(rng, 200)]
    silent = [{"recommends": 0, "food": 5, "signs": 1, "effort": 1}] * 100
    found = of_score(answers(*plain, *silent), "recommends", weighted=True)
    assert found.n == 200
    assert found.r2.value == pytest.approx(of_score(answers(*plain), "recommends").r2.value)


def test_too_few_answers_are_reasons_not_errors():
    found = of_score(answers(*visits(np.random.default_rng(3), 20)), "recommends")
    assert (found.drivers, found.r2) == ((), None)
    assert found.left_out[0] == LeftOut("food", "20 have it, fewer than 30 people")
    assert "no driver can be used" in found.notes


def test_two_drivers_that_hardly_anybody_has_together_are_not_compared():
    ate = [{"food": 1 + i % 5, "recommends": i % 11} for i in range(100)]
    walked = [{"signs": 1 + i % 4, "recommends": i % 11} for i in range(80)]
    found = of_score(answers(*ate, *walked), "recommends")
    assert [each.name for each in found.drivers] == ["food"]
    assert found.left_out == (LeftOut("signs", "fewer than 30 people have it and food"),)


def test_many_drivers_need_many_persons():
    rng = np.random.default_rng(8)
    matrix, outcome = rng.normal(size=(40, 12)), rng.normal(size=40)
    found = drivers(matrix, "abcdefghijkl", outcome, "y", "score", np.arange(40, dtype=np.int32))
    assert [each.name for each in found.left_out] == ["i", "j", "k", "l"]
    assert found.left_out[0].reason == "fewer than 45 people have it and a"


def test_an_outcome_that_never_varies_is_moved_by_nothing():
    same = [each | {"recommends": 7} for each in visits(np.random.default_rng(4), 50)]
    found = of_score(answers(*same), "recommends")
    assert (found.drivers, found.r2, found.notes[-1]) == ((), None, "the outcome never varies")


def test_where_chance_explains_as_much_it_says_so():
    rng = np.random.default_rng(5)
    noise = [each | {"recommends": int(rng.integers(0, 11))} for each in visits(rng, 100)]
    assert CHANCE in of_score(answers(*noise), "recommends").notes


def test_rows_are_one_a_driver(said):
    found = of_score(said, "recommends")
    assert found.to_arrow().column("name").to_pylist() == ["food", "effort", "signs"]


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_neither_the_order_of_rows_nor_of_drivers_changes_anything(seed):
    rng = np.random.default_rng(seed)
    matrix = rng.normal(size=(60, 3))
    outcome = matrix @ [3.0, 1, 0] + rng.normal(size=60)
    person, rows = np.arange(60, dtype=np.int32), rng.permutation(60)
    one = drivers(matrix, "abc", outcome, "y", "score", person)
    two = drivers(matrix[rows], "abc", outcome[rows], "y", "score", person[rows])
    turned = drivers(matrix[:, ::-1], "cba", outcome, "y", "score", person)
    assert one == two
    assert {d.name: d.importance.value for d in one.drivers} == pytest.approx(
        {d.name: d.importance.value for d in turned.drivers}
    )


def shoppers(*groups):
    """Journeys of persons: how many, and what each of them meets."""
    words = [f"visit {met}" for n, met in groups for _ in range(n)]
    text = " · ".join(f"p{i:03}: {met}" for i, met in enumerate(words))
    return notation.journeys(f"{text} · zoe: late@9d", start="visit", goal="pay", ends="leave", within="1d")


@cache  # not while tests are collected: kernels would be compiled there
def shop():
    return shoppers(
        (60, "help cart pay"), (30, "pay"), (10, "help leave"), (60, "cart leave"), (5, "game leave")
    )


def test_what_those_who_reach_the_goal_meet_more_often_stands_first():
    found = of_outcome(shop(), leave_out=["leave"])
    assert [each.name for each in found.drivers] == ["help", "cart"]
    assert (found.outcome, found.n) == ("reached the goal", 165)
    assert found.drivers[0].performance.value == pytest.approx(70 / 165)
    assert found.drivers[0].performance.unit == "share"
    assert (found.drivers[0].penalty, found.drivers[0].label) == (None, None)


def test_goals_ends_starts_and_rare_touchpoints_are_no_drivers():
    left_out = {each.name: each.reason for each in of_outcome(shop(), leave_out=["leave"]).left_out}
    assert left_out["pay"] == left_out["leave"] == "it ends the journey"
    assert left_out["visit"] == "0 met it, or did not, fewer than 30 people"
    assert left_out["game"] == "5 met it, or did not, fewer than 30 people"


def test_it_says_that_it_is_no_effect():
    notes = of_outcome(shop(), leave_out=["leave"]).notes
    assert ASSOCIATION in notes
    assert any("stays longer" in note for note in notes)


def test_how_often_a_touchpoint_is_met_may_count():
    again = shoppers((40, "help help help pay"), (40, "help leave"), (40, "leave"))
    whether = of_outcome(again, leave_out=["leave"]).r2.value
    assert of_outcome(again, leave_out=["leave"], often=True).r2.value > whether


def test_a_score_given_about_a_step_of_the_journey_is_a_driver():
    rng = np.random.default_rng(6)
    first = shop().step[shop().first]
    given = [{"food": 3 * reached + rng.integers(1, 3)} for reached in shop().outcome == REACHED]
    found = of_outcome(shop(), answers(*given, steps=first), leave_out=["leave"])
    assert found.drivers[0].name == "score of food"
    assert found.drivers[0].n == 165


def test_nobody_settled_is_no_error():
    found = of_outcome(notation.journeys("ann: visit pay", start="visit", goal="pay", within="1d"))
    assert (found.drivers, found.n) == ((), 0)


def test_as_json_it_says_the_same(said):
    told = msgspec.json.decode(msgspec.json.encode(of_score(said, "recommends")))
    assert list(told) == ["outcome", "n", "r2", "halo", "method", "drivers", "left_out", "notes"]
    assert told["drivers"][0]["importance"].keys() == {"value", "low", "high", "n", "unit", "method"}
    assert told["left_out"] == [{"name": "parking", "reason": "it never varies"}]
