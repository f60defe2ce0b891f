"""Words at a touchpoint: who could have spoken so, what was known before, and which are candidates."""

from dataclasses import replace
from functools import reduce

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.journeys import notation
from footpath.journeys.cut import cut
from footpath.journeys.timelines import microseconds
from footpath.model.definition import Goal
from footpath.model.survey import Survey, SurveyScore, Theme
from footpath.moments.candidate import Candidate
from footpath.moments.detect.said import Said
from footpath.store.readings import Readings
from footpath.voice.hearing import hear
from footpath.voice.placement import place
from reference.spoken import build, did, said
from reference.word_readers import readers

SURVEY = Survey(
    "after", "survey", "about", text=("Why", "Why2"), scores=(SurveyScore("stars", "rating", "Q1", (1, 5)),)
)
UNTOLD = replace(SURVEY, about=None)
QUEUE = Theme("queue", ("queue",))
NAMES = ("visit", "help", "pay", "leave", "Why", "Q1")
BAD, GOOD, PLAIN = "An awful queue today", "What a lovely place this is", "I came here for the shoes"
GERMAN = "Die Schlange an der Kasse war wieder sehr lang"
SHOP = {"start": "visit", "goal": "pay", "within": "2d"}
NEGATIVE = Candidate("emotion", "help", about="negative")
ABOUT_QUEUE = Candidate("theme", "help", about="queue")


def heard(*rows, names=NAMES[:4], weights=None, least=50, fewest=20, survey=SURVEY, **shop):
    """What was said, and the journeys."""
    log, people, timelines = build(rows, names)
    answers = place(log, people, timelines, [survey])
    questions = [log.table["event"][int(row)].as_py() for row in answers.row]
    words = hear(answers, questions, (QUEUE,), readers(), names={}, region=None, keep=Readings(None).read)
    definition = notation.definition(**(SHOP | shop))
    given = None if weights is None else np.array(weights)
    found = Said.of(words, answers, timelines, definition, given, least=least, fewest=fewest)
    return found, cut(timelines, definition)


def why(person, text, hours=2, **more):
    return said(person, "Why", hours, text=text, **more)


def helped(person, *after):
    """A journey that is helped after an hour."""
    return [did(person, "visit"), did(person, "help", 1), *after]


def told(found, candidate=NEGATIVE):
    """Person, what comes at the position, and whether it was met, of each row of the risk."""
    which, journeys = found
    risk = which.risk(journeys, candidate)
    return [
        (
            journeys.persons[int(journeys.person[j])].as_py(),
            journeys.touchpoints[journeys.touchpoint[p]] if p < journeys.last[j] else None,
            met,
        )
        for j, p, met in zip(risk.journey, risk.position, risk.met.tolist(), strict=True)
    ]


def test_who_has_words_there_could_have_spoken_so():
    found = heard(
        *helped("ann", why("ann", BAD), did("ann", "leave", 3)),
        *helped("bob", why("bob", GOOD)),
        *helped("cy"),
        *helped("dee", why("dee", PLAIN)),
    )
    assert told(found) == [("ann", "leave", True), ("bob", None, False), ("dee", None, False)]
    assert told(found, Candidate("emotion", "help", about="positive")) == [
        ("ann", "leave", False),
        ("bob", None, True),
        ("dee", None, False),
    ]
    assert [met for _, _, met in told(found, ABOUT_QUEUE)] == [True, False, False]


def test_words_whose_emotion_was_not_read_tell_of_themes_only():
    found = heard(*helped("ann", why("ann", GERMAN)), *helped("bob", why("bob", "n/a")))
    assert told(found) == []
    assert [person for person, _, _ in told(found, ABOUT_QUEUE)] == ["ann"]


def test_only_what_is_said_first_counts():
    found = heard(*helped("ann", why("ann", PLAIN, 2), why("ann", BAD, 3)))
    assert told(found) == [("ann", None, False)]


def test_what_is_said_together_counts_together():
    record = [why("ann", PLAIN, id="r1:Why"), said("ann", "Why2", 2, text=BAD, id="r1:Why2")]
    found = heard(*helped("ann", *record))
    assert told(found) == [("ann", None, True)]


@pytest.mark.parametrize("about", ["visit", "Why"])
def test_an_answer_that_is_itself_a_step_is_not_known_when_it_is_given(about):
    rows = [did("ann", "visit"), why("ann", BAD, 1, properties={"about": about}), did("ann", "leave", 3)]
    found = heard(*rows, names=("visit", "leave", "pay", "Why"))
    assert told(found, Candidate("emotion", about, about="negative")) == [("ann", "Why", True)]


@pytest.mark.parametrize("about", ["help", "Q1"])
def test_a_score_given_with_the_words_is_not_known_either(about):
    record = [
        said("ann", "Q1", 2, 1, id="r1:Q1", seq=1, properties={"about": about}),
        why("ann", BAD, 2, id="r1:Why", seq=2, properties={"about": about}),
    ]
    found = heard(*helped("ann", *record), names=(*NAMES[:4], "Q1", "Why"))
    [(_, unknown, met)] = told(found, Candidate("emotion", about, about="negative"))
    assert (unknown, met) == ("Q1", True)


def test_words_about_lead_in_and_aftermath_are_not_of_the_journey():
    rows = [did("ann", "help"), why("ann", BAD, 1), did("ann", "visit", 2), did("ann", "pay", 3)]
    rows += [did("ann", "help", 5), why("ann", BAD, 6)]
    assert told(heard(*rows)) == []


@pytest.mark.parametrize(
    "rows",
    [
        [did("ann", "pay", 2), why("ann", BAD, 3)],  # about the goal
        [did("ann", "pay", 4), why("ann", BAD, 5, properties={"about": "help"})],  # when it was reached
        [did("ann", "leave", 2), why("ann", BAD, 3)],  # about the end
        [why("ann", BAD, 60)],  # after 2 days
    ],
)
def test_what_is_said_when_all_is_decided_is_left_out(rows):
    found = heard(*helped("ann", *rows), ends="leave")
    topics = [Candidate("emotion", name, about="negative") for name in ("help", "pay", "leave")]
    assert [told(found, each) for each in topics] == [[], [], []]


@pytest.mark.parametrize("stars", [1, 5])
def test_words_of_a_review_that_might_be_the_goal_are_left_out_however_it_ends(stars):
    record = [
        said("ann", "Q1", 2, stars, id="r1:Q1", seq=1),
        why("ann", BAD, 2, id="r1:Why", seq=2),
    ]
    found = heard(*helped("ann", *record), names=(*NAMES[:4], "Q1"), goal=Goal("Q1", ">= 4"))
    assert told(found) == []
    assert told(found, Candidate("emotion", "Q1", about="negative")) == []


@pytest.mark.parametrize("score", [1, 5])
def test_words_about_what_might_be_the_goal_are_left_out_however_it_ends(score):
    rows = helped("ann", did("ann", "pay", 2, score=score), why("ann", BAD, 3))
    assert told(heard(*rows, goal=Goal("pay", ">= 4")), Candidate("emotion", "pay", about="negative")) == []


def test_each_row_weighs_as_its_answer_does_in_its_survey():
    rows = [*helped("ann", why("ann", BAD)), *helped("bob", why("bob", GOOD)), *helped("cy", why("cy", GOOD))]
    which, journeys = heard(*rows, weights=[100.0, 300.0, np.nan])
    risk = which.risk(journeys, NEGATIVE)
    assert which.weights(journeys, risk, NEGATIVE).tolist() == [0.5, 1.5, 1.0]
    assert which.steps(journeys, risk, NEGATIVE).tolist() == [1, 3, 5]


def test_words_about_a_step_of_one_of_several_cases_belong_to_that_journey():
    rows = [
        *(did("ann", "visit", 0, case="a"), did("ann", "visit", 1, case="b")),
        *(did("ann", "help", 2, case="a"), did("ann", "help", 3, case="b")),
        *(why("ann", BAD, 4, case="a"), why("ann", GOOD, 5, case="b")),
        *(did("ann", "leave", 6, case="a"), did("ann", "pay", 7, case="b")),
    ]
    found = heard(*rows, survey=UNTOLD)
    assert found[1].step.tolist() == [0, 2, 4, 1, 3, 5]
    assert told(found) == [("ann", "leave", True), ("ann", "pay", False)]


def crowd(n, text, name="p"):
    return [row for at in range(n) for row in helped(f"{name}{at:02}", why(f"{name}{at:02}", text))]


@pytest.mark.parametrize(
    ("bad", "good", "topics"),
    [
        (20, 30, {"negative", "positive", "queue"}),
        (20, 29, set()),
        (19, 40, set()),
    ],
)
def test_fifty_persons_with_words_and_twenty_of_each_make_a_candidate(bad, good, topics):
    which, journeys = heard(*crowd(bad, BAD), *crowd(good, GOOD, "q"))
    found = which.finish(which.partial(journeys))
    assert {each.about for each in found} == topics
    assert {each.touchpoint for each in found} <= {"help"}


def test_a_person_counts_once_however_many_the_journeys():
    again = [did("ann", "pay", 3), did("ann", "visit", 9), did("ann", "help", 10), why("ann", GOOD, 11)]
    which, journeys = heard(*helped("ann", why("ann", BAD), *again), *helped("bob", why("bob", GOOD)))
    state = which.partial(journeys)
    at = state.touchpoints.index("help")
    assert (len(journeys), state.people[at].tolist(), state.speaking[at].tolist()) == (3, [2] * 3, [1, 2, 1])


def test_of_nobody_there_is_nothing():
    which, journeys = heard(*helped("ann"))
    assert list(which.finish(which.partial(journeys))) == []
    none = journeys.select(np.zeros(len(journeys), np.bool_))
    assert (len(which.risk(none, NEGATIVE)), int(which.partial(none).people.sum())) == (0, 0)


PAID = [did("zoe", "visit"), did("zoe", "help", 1), did("zoe", "pay", 2)]


@st.composite
def worlds(draw):
    """Some persons who do and say things in any order."""
    rows = []
    for person in ("ann", "bob", "cy"):
        for seq in range(draw(st.integers(0, 7))):
            name = draw(st.sampled_from(NAMES))
            hours = draw(st.integers(0, 70))
            text = draw(st.sampled_from([BAD, GOOD, PLAIN, GERMAN])) if name == "Why" else None
            score = draw(st.integers(1, 5)) if name == "Q1" else None
            spoken = name in ("Why", "Q1")
            rows.append(
                said(person, name, hours, score, text, seq=seq)
                if spoken
                else did(person, name, hours, seq=seq)
            )
    return rows


def spoken(found):
    """Person, start, the hour of the words, steps before them, and whether it was met, of all candidates."""
    which, journeys = found
    for candidate in which.finish(which.partial(journeys)):
        first = which._first(journeys, candidate.kind, candidate.touchpoint)
        met = which.risk(journeys, candidate).met.tolist()
        for j, p, answer, yes in zip(first.journey, first.position, first.answer, met, strict=True):
            begun = int(journeys.start[j])
            hours = (int(which.answers.time[answer]) - microseconds(notation.BEGINNING)) / 3.6e9
            person = journeys.persons[int(journeys.person[j])].as_py()
            yield person, begun, hours, int(p - journeys.offsets[j]), yes, candidate


@settings(max_examples=30, deadline=None)
@given(worlds(), st.sampled_from([NAMES, NAMES[:4]]), st.sampled_from([None, "2d"]), st.integers(1, 3))
def test_each_journey_has_one_row_and_any_split_of_persons_gives_the_same(rows, names, within, parts):
    which, journeys = heard(*rows, *PAID, names=names, within=within, least=1, fewest=0, survey=UNTOLD)
    states = [which.partial(part) for part in journeys.buckets(parts)]
    whole = which.partial(journeys)
    if states:
        assert which.finish(reduce(which.merge, states)) == which.finish(whole)
    for candidate in which.finish(whole):
        risk = which.risk(journeys, candidate)
        assert len(np.unique(risk.journey)) == len(risk)  # one row a journey
        assert (np.diff(risk.journey) > 0).all()
        assert (risk.position >= journeys.first[risk.journey]).all()
        assert (risk.position <= journeys.last[risk.journey]).all()
        assert (risk.position <= which.steps(journeys, risk, candidate) + 1).all()
        code = journeys.touchpoints.index(candidate.touchpoint)
        topic = which.topics.index((candidate.kind, candidate.about))
        people = len(np.unique(journeys.person[risk.journey]))
        assert people == whole.people[code, topic] >= whole.speaking[code, topic]
        assert (which.weights(journeys, risk, candidate) == 1.0).all()


@settings(max_examples=20, deadline=None)
@given(worlds(), st.sampled_from([NAMES, NAMES[:4]]), st.booleans())
def test_a_row_is_the_same_when_the_world_stops_as_it_is_said(rows, names, limited):
    limits = {"within": "2d"} if limited else {"within": None, "quiet": "90d"}
    everything = heard(*rows, *PAID, names=names, least=1, fewest=0, survey=UNTOLD, **limits)
    for person, start, hours, behind, met, candidate in spoken(everything):
        until = [row for row in rows if row["time"] <= hours]
        then = spoken(heard(*until, *PAID, names=names, least=1, fewest=0, survey=UNTOLD, **limits))
        assert (person, start, hours, behind, met, candidate) in list(then)
