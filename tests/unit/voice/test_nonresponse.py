"""Answers stand for everybody who was asked: each is matched to the moment of its asking."""

import numpy as np
import pytest

from footpath.model.survey import Survey, SurveyScore
from footpath.voice.asked import asked
from footpath.voice.nonresponse import silences, told, weighted, weights_of
from footpath.voice.placement import place
from footpath.voice.weighting import Unweighted, Weighting
from reference.spoken import build, did, said

NPS = SurveyScore("nps", "nps", "Q1", (0, 10))
INVITED = Survey("after", "survey", invited="invite", scores=(NPS,))
ELIGIBLE = Survey("after", "survey", eligible="true", scores=(NPS,))


def silence(rows, survey, *, eligible=None):
    log, people, timelines = build(rows, ("visit", "complain"))
    answers = place(log, people, timelines, [survey])
    masks = [None if eligible is None else np.array([each in eligible for each in people.ids.to_pylist()])]
    who = asked(log, people, timelines, [survey], masks)
    return answers, silences(answers, who, timelines, {})


def invited(person, hours):
    return [did(person, "visit", hours), did(person, "invite", hours, seq=1)]


def test_an_answer_belongs_to_the_last_moment_before_it():
    rows = [*invited("ann", 0), *invited("ann", 10), *invited("ann", 20), said("ann", "Q1", 12, 9)]
    answers, [found] = silence(rows, INVITED)
    assert len(answers) == 1
    assert found.row.tolist() == [1]
    assert (len(found.person), found.people, found.invited) == (3, 1, True)


def test_an_answer_follows_its_invitation_whatever_happened_in_between():
    rows = [*invited("ann", 0), did("ann", "complain", 3), said("ann", "Q1", 5, 2)]
    answers, [found] = silence(rows, INVITED)
    assert answers.touchpoint.tolist() == [1]
    assert found.row.tolist() == [0]


def test_of_two_answers_to_one_moment_the_later_counts():
    rows = [*invited("ann", 0), said("ann", "Q1", 1, 9), said("ann", "Q1", 2, 3)]
    answers, [found] = silence(rows, INVITED)
    assert found.row.tolist() == [0, 0]
    assert found.spread(np.array([0, 1]), answers.score).tolist() == [3.0]


def test_an_answer_of_somebody_who_was_not_asked_is_a_moment_of_its_own():
    rows = [*invited("ann", 0), did("bob", "visit"), said("bob", "Q1", 1, 9)]
    answers, [found] = silence(rows, INVITED)
    persons = found.person[found.row]
    assert persons.tolist() == answers.person.tolist()
    assert (len(found.person), found.people) == (2, 2)


def test_what_was_answered_together_is_one_moment():
    two = Survey("after", "survey", invited="invite", text=("Why",), scores=(NPS,))
    rows = [did("bob", "visit"), said("bob", "Q1", 1, 9), said("bob", "Why", 1, text="The desk was fine")]
    _, [found] = silence(rows, two)
    assert found.row.tolist() == [0, 0]
    assert len(found.person) == 1


def test_everyone_eligible_could_have_been_asked_each_time():
    rows = [did("ann", "visit"), did("ann", "visit", 5), did("bob", "visit"), did("cy", "complain")]
    _, [found] = silence([*rows, said("ann", "Q1", 6, 9)], ELIGIBLE, eligible={"ann", "bob", "cy"})
    assert (found.invited, found.people) == (False, 2)  # nobody answered about a complaint
    assert len(found.person) == 3


def test_a_survey_of_which_nobody_knows_who_was_asked_has_no_weights():
    rows = [did("ann", "visit"), said("ann", "Q1", 1, 9)]
    answers, found = silence(rows, Survey("after", "survey", scores=(NPS,)))
    assert found == []
    assert np.isnan(weights_of(answers, found)).all()


def test_a_survey_s_own_weights_win():
    own = Survey("after", "survey", invited="invite", weight="W", scores=(NPS,))
    rows = [*invited("ann", 0), said("ann", "Q1", 1, 9, properties={"W": "2.5"})]
    answers, found = silence(rows, own)
    assert found == []
    assert weights_of(answers, found).tolist() == [2.5]


def test_few_answers_are_not_weighted_and_it_is_said():
    rows = [*invited("ann", 0), *invited("bob", 0), said("ann", "Q1", 1, 9)]
    answers, [found] = silence(rows, INVITED)
    assert isinstance(found.found, Unweighted)
    assert np.isnan(weights_of(answers, [found])).all()
    assert list(told("nps", found, NPS, found.spread(np.array([0]), answers.score))) == [
        "nps: asked is whom invitations reached, 2 persons.",
        "nps: not weighted, fewer than 30 people answered.",
    ]


@pytest.fixture(scope="module")
def unhappy_are_silent():
    """Half have complained and hate it; of them one in four answers, of the others three."""
    rows = []
    for at in range(400):
        name, sad = f"p{at:03}", at % 2 == 0
        rows += [did(name, "complain", -2)] * sad + invited(name, 0)
        if (at // 2) % 4 < (1 if sad else 3):
            rows.append(said(name, "Q1", 1, 0 if sad else 10))
    return silence(rows, INVITED)


def test_weights_make_answers_stand_for_the_silent(unhappy_are_silent):
    answers, [found] = unhappy_are_silent
    assert isinstance(found.found, Weighting)
    given = found.spread(np.arange(len(answers)), answers.score)
    raw = np.where(answers.score == 10, 100, -100).mean()
    score = weighted(NPS, given, found.found)
    assert raw == 50
    assert score.low <= 0 <= score.high  # the truth
    assert abs(score.value) < 15


def test_each_answer_weighs_what_its_moment_does(unhappy_are_silent):
    answers, found = unhappy_are_silent
    weights = weights_of(answers, found)
    assert weights.mean() == pytest.approx(1)
    assert weights[answers.score == 0].min() > weights[answers.score == 10].max()


def test_it_is_said_who_is_missing(unhappy_are_silent):
    answers, [found] = unhappy_are_silent
    notes = list(told("nps", found, NPS, found.spread(np.arange(len(answers)), answers.score)))
    assert notes[0] == "nps: asked is whom invitations reached, 400 persons."
    assert "effective n" in notes[1]
    assert "answered a third as often: 25 % of 200, against 75 % of 200" in notes[2]
    assert "stayed silent" in notes[-1]


def test_a_share_and_a_mean_are_weighted_as_well(unhappy_are_silent):
    answers, [found] = unhappy_are_silent
    given = found.spread(np.arange(len(answers)), answers.score)
    share = weighted(SurveyScore("s", "csat", "Q1", (0, 10)), given, found.found)
    mean = weighted(SurveyScore("m", "rating", "Q1", (0, 10)), given, found.found)
    assert (share.unit, mean.unit) == ("share", "score")
    assert share.value == pytest.approx(mean.value / 10)
