"""What is said stands on the map where it is about a drawn step; the rest is counted."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.mapping.heard import doubts
from footpath.model.answer import DECLARED, NAMED
from reference.overheard import SURVEY, behind, drawn, lens, snapshot, touchpoints
from reference.spoken import did, said

BY_TOUCHPOINT = '[[survey]]\nname = "after"\nabout = "about"\nsource = "survey"\n'


def heard(*rows, more=SURVEY):
    return snapshot(rows, more).heard(lens())


def told(found):
    """The touchpoint and text of each answer on the map."""
    answers = found.answers
    return [
        (answers.touchpoints[code], text)
        for code, text in zip(answers.touchpoint, answers.text.to_pylist(), strict=True)
    ]


def test_an_answer_is_about_the_step_before_it():
    found = heard(did("ann", "visit"), said("ann", "Why", 1, text="Lovely shop"))
    assert told(found) == [("Visits", "Lovely shop")]
    assert (found.elsewhere, found.unplaced, list(doubts(found))) == (0, 0, [])


def test_an_answer_before_everything_is_about_nothing_and_counted():
    found = heard(did("ann", "visit", 5), said("ann", "Why", 1, text="Lovely shop"))
    assert told(found) == []
    assert (found.elsewhere, found.unplaced) == (0, 1)
    assert list(doubts(found)) == ["1 answer is about no touchpoint: counted, and on no map."]


def test_an_answer_about_a_step_of_no_journey_is_elsewhere():
    # Paying is no start: on its own it is in no journey.
    found = heard(did("ann", "visit"), did("bob", "pay"), said("bob", "Why", 1, text="Awful till"))
    assert told(found) == []
    assert (found.elsewhere, found.unplaced) == (1, 0)
    assert "1 answer is about touchpoints that their persons did not meet" in next(doubts(found))


def test_an_answer_that_names_a_touchpoint_which_nobody_saw_is_elsewhere():
    rows = did("ann", "visit"), said("ann", "Why", 1, text="Awful till", properties={"about": "Pays"})
    found = heard(*rows, more=BY_TOUCHPOINT)
    assert (told(found), found.elsewhere, found.unplaced) == ([], 1, 0)


def test_of_other_persons_only_those_of_the_segment_are_on_its_map():
    rows = [did("ann", "visit"), did("ann", "pay", 1), did("bob", "visit")]
    rows += [said("ann", "Why", 2, text="Lovely till"), said("bob", "Why", 2, text="Awful shop")]
    payers = "[[segment]]\nname = 'payers'\nwhere = \"reached('Pays')\"\n"
    found = snapshot(rows, SURVEY, payers)
    assert told(found.heard(lens(segment="payers"))) == [("Pays", "Lovely till")]
    assert len(told(found.heard(lens()))) == 2


def test_what_is_said_after_the_period_is_not_looked_at():
    rows = [did("ann", "visit"), said("ann", "Why", 1, text="Lovely"), said("ann", "Why", 49, text="Awful")]
    found = snapshot(rows, SURVEY)
    assert told(found.heard(lens(until="2026-01-02"))) == [("Visits", "Lovely")]


@pytest.mark.parametrize(
    ("number", "part", "names"),
    [
        ("score", {"touchpoint": "Visits", "score": "nps"}, ["ann", "bob"]),
        ("felt_scores", {"touchpoint": "Visits"}, ["ann", "bob"]),
        ("felt_words", {"touchpoint": "Visits"}, ["bob", "cy"]),
        ("said", {"touchpoint": "Visits"}, ["bob", "cy"]),
        ("said_good", {"touchpoint": "Visits"}, ["cy"]),
        ("said_bad", {"touchpoint": "Visits"}, ["bob"]),
        ("said_even", {"touchpoint": "Visits"}, []),
        ("theme", {"touchpoint": "Visits", "theme": "queue"}, ["bob"]),
        ("stage_scored", {"stage": "I look"}, ["ann", "bob"]),
        ("stage_said", {"stage": "I look"}, ["bob", "cy"]),
        ("stage_felt", {"stage": "I look"}, ["ann", "bob", "cy"]),
        ("said", {"touchpoint": "Pays"}, []),
    ],
)
def test_the_persons_behind_a_number(number, part, names):
    rows = [did(name, "visit") for name in ("ann", "bob", "cy", "dee")]
    rows += [said("ann", "Q1", 1, 9), said("ann", "Q1", 2, 8), said("bob", "Q1", 1, 1)]
    rows += [said("bob", "Why", 1, text="An awful queue"), said("cy", "Why", 1, text="Quite lovely here")]
    rows += [said("dee", "Why", 1, text="n/a")]
    found = snapshot(rows, SURVEY, '[[theme]]\nname = "queue"\nterms = ["queue"]\n')
    persons = found.heard(lens()).persons(number, part)
    known = dict(zip(found.people.person.tolist(), found.people.actors.to_pylist(), strict=True))
    assert sorted(known[at].removeprefix("name:") for at in persons.tolist()) == names


def test_evidence_names_the_sources_and_the_newest_answer():
    rows = [did("ann", "visit"), did("bob", "visit"), said("ann", "Why", 1, text="An awful waiting time")]
    rows += [said("bob", "Why", 3, text="The awful light there", source="letters")]
    found = snapshot(rows, SURVEY)
    shown = drawn(found)
    [quote] = touchpoints(shown)["Visits"].verbatims
    evidence = shown.evidence[quote.evidence]
    assert evidence.sources == ("letters", "survey")
    assert f"{evidence.newest:%H:%M}" == "03:00"
    assert len(behind(found, quote.evidence)) == evidence.n == 2


STATED = """
stage = [{ name = "I fly", phase = "use" }]
project = { name = "Airport", timezone = "UTC" }

[[touchpoint]]
name = "Security"
stage = "I fly"
match = { event = "Q_security" }

[[touchpoint]]
name = "Gate"
stage = "I fly"
match = { event = "Q_gate" }

[[touchpoint]]
name = "Arrivals"
stage = "I fly"
match = { event = "Q_arrivals" }

[[journey]]
name = "fly"

[[survey]]
name = "airport"
source = "survey"
[[survey.score]]
name = "security"
kind = "rating"
question = "Q_security"
about = "Security"
[[survey.score]]
name = "gate"
kind = "rating"
question = "Q_gate"
about = "Gate"
[[survey.score]]
name = "arrivals"
kind = "rating"
question = "Q_arrivals"
about = "Arrivals"
"""
ASKED = ("Q_arrivals", "Q_gate", "Q_security")  # the form asks in another order than people walk


def answered(*persons):
    return [
        said(person, question, 0, 1 + at % 5, seq=at)
        for person in persons
        for at, question in enumerate(ASKED)
    ]


def airport(*rows):
    return drawn(snapshot(rows, base=STATED), "fly")


def test_touchpoints_of_which_persons_only_tell_stand_in_the_order_of_the_definitions():
    [stage] = airport(*answered("ann", "bob")).stages
    assert [each.name for each in stage.touchpoints] == ["Security", "Gate", "Arrivals"]
    assert all(each.stated for each in stage.touchpoints)


def test_nobody_saw_in_which_order_they_were_met():
    shown = airport(*answered("ann", "bob"))
    assert (shown.flows, shown.paths, shown.stages[0].time, shown.stages[0].continue_rate) == (
        (),
        (),
        None,
        None,
    )
    for each in shown.stages[0].touchpoints:
        assert (each.people, each.next, each.first_contact_people, each.left_after_people) == (2, (), 0, 0)
        assert (each.first_contact_evidence, each.left_after_evidence, each.reached_evidence) == (None,) * 3
    assert (shown.paths_other.journeys, shown.paths_other.people, shown.paths_other.share) == (2, 2, 1.0)


def test_the_map_says_so():
    [warning] = [each for each in airport(*answered("ann")).coverage.warnings if "only from" in each]
    assert warning.startswith("3 touchpoints are known only from what people say of them")


def test_what_was_seen_once_is_not_only_stated():
    rows = [*answered("ann", "bob"), did("ann", "Q_gate", -1)]
    [stage] = airport(*rows).stages
    assert {each.name: each.stated for each in stage.touchpoints} == {
        "Security": True,
        "Gate": False,
        "Arrivals": True,
    }
    [warning] = [each for each in airport(*rows).coverage.warnings if "only from" in each]
    assert warning.startswith("2 touchpoints")


def obviously_stated(found, heard):
    """The touchpoints at which nothing was drawn but answers that are themselves about them."""
    journeys, timelines = found.journeys(lens("fly")), found.timelines(None)
    kinds = found.log.column("kind").to_pylist()
    drawn = [
        (journeys.touchpoints[code], int(timelines.row[step]))
        for code, step in zip(journeys.touchpoint, journeys.step, strict=True)
    ]
    own = heard.answers.row == timelines.row[heard.answers.step]
    told = set(heard.answers.row[own & np.isin(heard.answers.placed, (DECLARED, NAMED))].tolist())
    stated = {name for name, row in drawn if row in told}
    return stated - {name for name, row in drawn if kinds[row] != "said"}


HOURS = st.integers(0, 2)
PEOPLE = st.sampled_from(["ann", "bob", "cy"])
answered_or_seen = st.lists(
    st.builds(said, PEOPLE, st.sampled_from(ASKED), HOURS, st.none() | st.integers(1, 5))
    | st.builds(did, PEOPLE, st.sampled_from(ASKED), HOURS),
    unique_by=lambda row: (row["source"], row["id"]),
    max_size=8,
)


@settings(max_examples=20, deadline=None)
@given(answered_or_seen)
def test_what_is_only_stated_is_what_a_look_at_every_step_finds(rows):
    found = snapshot(rows, base=STATED)
    heard = found.heard(lens("fly"))
    assert heard.stated == obviously_stated(found, heard)
