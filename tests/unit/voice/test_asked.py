"""Who was asked, so that silence is counted."""

import numpy as np

from footpath.model.survey import Survey, SurveyScore
from footpath.voice.asked import asked
from footpath.voice.cells import Cut
from footpath.voice.placement import place
from footpath.voice.scoring import score
from reference.spoken import build, did, said

NPS = SurveyScore("nps", "nps", "Q1", (0, 10))
ROWS = [
    did("ann", "visit"),
    did("ann", "invites", 1),
    said("ann", "Q1", 2, 9),
    did("bob", "visit"),
    did("bob", "invites", 24 * 40, source="mail"),
    did("cy", "pay"),
    did("cy", "invites", 1),
    did("dan", "pay"),
]
WHOLE, MONTHS, PLACES = Cut(), Cut(("month",)), Cut(("touchpoint",))


def rates(survey, cut=WHOLE, eligible=()):
    log, people, timelines = build(ROWS, ("visit", "pay"))
    answers = place(log, people, timelines, [survey])
    known = asked(log, people, timelines, [survey], eligible)
    return {
        (row.touchpoint, row.month): (row.asked, row.answered) for row in score(answers, cut=cut, asked=known)
    }


def test_invitations_say_who_was_asked_after_what_and_when():
    survey = Survey("s", "survey", invited="invites", scores=(NPS,))
    assert rates(survey) == {(None, None): (3, 1)}
    assert rates(survey, PLACES) == {("visit", None): (1, 1)}
    assert rates(survey, MONTHS) == {(None, "2026-01"): (2, 1)}


def test_without_invitations_it_is_those_who_could_have_been_asked():
    survey = Survey("s", "survey", scores=(NPS,))
    everybody = [np.ones(4, np.bool_)]
    assert rates(survey, eligible=everybody) == {(None, None): (4, 1)}
    assert rates(survey, PLACES, everybody) == {("visit", None): (2, 1)}


def test_a_survey_about_a_touchpoint_asks_those_who_are_there():
    survey = Survey("s", "survey", about="pay", scores=(NPS,))
    assert rates(survey, PLACES, [np.array([True, False, True, True])]) == {("pay", None): (3, 1)}


def test_who_answered_was_asked():
    survey = Survey("s", "survey", scores=(NPS,))
    assert rates(survey, eligible=[np.array([False, True, False, False])]) == {(None, None): (2, 1)}


def test_where_nobody_knows_there_is_no_rate():
    log, people, timelines = build(ROWS, ("visit",))
    survey = Survey("s", "survey", scores=(NPS,))
    answers = place(log, people, timelines, [survey])
    (row,) = score(answers, asked=asked(log, people, timelines, [survey]))
    assert (row.asked, row.response_rate) == (None, None)
    (row,) = score(answers)
    assert (row.asked, row.answered) == (None, 1)
