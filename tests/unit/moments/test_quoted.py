"""Quotes about a moment: of those who met it, soon after, one a person, masked."""

import numpy as np
import pytest

from footpath.journeys import notation
from footpath.journeys.cut import cut
from footpath.model.survey import Survey
from footpath.moments.candidate import Risk
from footpath.moments.quoted import Quoting
from footpath.store.readings import Readings
from footpath.voice.hearing import hear
from footpath.voice.placement import place
from reference.spoken import build, did, said
from reference.word_readers import readers

SURVEY = Survey("after", "survey", text=("Why",))
DAY = 24


def quotes(*rows, polarity="pain", met=None, speaks=None, at=0):
    """The quotes about help, which `met` met; at the visit of it, or `at` steps behind."""
    log, people, timelines = build(rows, ("visit", "help", "call", "pay"))
    answers = place(log, people, timelines, [SURVEY])
    questions = ["Why"] * len(answers)
    words = hear(answers, questions, (), readers(), names={}, region=None, keep=Readings(None).read)
    journeys = cut(timelines, notation.definition(start="visit", goal="pay", within="90d"))
    help_ = journeys.touchpoints.index("help")
    position = np.flatnonzero(journeys.touchpoint == help_)
    journey = np.searchsorted(journeys.offsets, position, "right") - 1
    names = [journeys.persons[int(person)].as_py() for person in journeys.person[journey]]
    risk = Risk(journey, position + at, np.array([met is None or name in met for name in names], np.bool_))
    marked = None if speaks is None else np.array([speaks in text for text in words.text.to_pylist()])
    quoting = Quoting.of(words, answers, log, str.upper)
    return quoting.about(journeys, risk, polarity, at=position, speaks=marked)


def texts(found):
    return [each.text for each in found]


def helped(person, text, hours=2, **more):
    return [did(person, "visit"), did(person, "help", 1), said(person, "Why", hours, text=text, **more)]


def test_for_a_pain_the_middle_one_of_the_bad_is_quoted_and_of_the_good_for_a_delight():
    rows = [
        *helped("ann", "The awful waiting at the desk"),
        *helped("bob", "The awful waiting, and nobody at the desk"),
        *helped("cy", "What a lovely place this is"),
        *helped("dee", "I came here for the shoes"),
    ]
    [bad] = quotes(*rows)
    assert (bad.text, bad.polarity, bad.emotion, bad.represents) == (
        "The awful waiting at the desk",
        "bad",
        "frustrated",
        2,
    )
    assert (bad.ref, bad.source, f"{bad.time:%H:%M}") == ("ANN", "survey", "02:00")
    assert texts(quotes(*rows, polarity="delight")) == ["What a lovely place this is"]


def test_what_says_something_else_is_quoted_beside_it_of_three_persons_at_most():
    said_of = [
        "The awful waiting at the desk",
        "The awful waiting, and nobody at the desk",
        "The awful waiting at that desk again",
        "Music in your shop is awful and loud",
        "An awful smell of old coffee inside",
        "Parking spaces are awful around here",
    ]
    found = quotes(*(row for at, text in enumerate(said_of) for row in helped(f"p{at}", text)))
    assert found[0].text in said_of[:3]
    assert (len(found), len({each.ref for each in found})) == (3, 3)
    assert len(set(texts(found)) & set(said_of[:3])) == 1
    assert sum(each.represents for each in found) == len(said_of)


def test_one_person_is_quoted_once():
    rows = [*helped("ann", "The awful waiting at the desk")]
    rows += [said("ann", "Why", 3, text="Parking spaces are awful around here")]
    assert len(quotes(*rows)) == 1


def test_of_equals_the_oldest_is_quoted_then_the_one_with_the_least_id():
    same = "The awful waiting at the desk"
    rows = [*helped("ann", same, 3, id="a"), *helped("bob", same, 2, id="z"), *helped("cy", same, 2, id="b")]
    [quote] = quotes(*rows)
    assert (quote.ref, quote.represents) == ("CY", 3)


def test_only_those_who_met_it_are_quoted():
    rows = [*helped("ann", "The awful waiting at the desk"), *helped("bob", "Parking is awful around here")]
    assert texts(quotes(*rows, met={"bob"})) == ["Parking is awful around here"]
    assert quotes(*rows, met=set()) == ()


@pytest.mark.parametrize(("day", "told"), [(14, 1), (16, 0)])
def test_what_is_said_of_a_later_step_counts_for_two_weeks(day, told):
    rows = [did("ann", "visit"), did("ann", "help", 1), did("ann", "call", day * DAY)]
    rows += [said("ann", "Why", day * DAY + 1, text="The awful waiting on the line")]
    assert len(quotes(*rows)) == told


def test_what_is_said_of_an_earlier_step_or_of_another_journey_is_not_about_it():
    early = [did("ann", "visit"), said("ann", "Why", 1, text="The awful music there"), did("ann", "help", 2)]
    other = [
        did("ann", "pay", 3),
        did("ann", "visit", 4),
        said("ann", "Why", 5, text="The awful light there"),
    ]
    assert quotes(*early) == ()
    assert quotes(*early, *other) == ()


def test_without_times_only_what_is_about_it_counts():
    rows = [did("ann", "visit", None), did("ann", "help", None, seq=1), did("ann", "call", None, seq=2)]
    rows += [said("ann", "Why", None, text="The awful waiting on the line", seq=3)]
    assert quotes(*rows) == ()
    assert len(quotes(*rows[:2], rows[3])) == 1


def test_what_may_be_quoted_can_be_marked():
    rows = [*helped("ann", "The awful waiting at the desk"), *helped("bob", "Parking is awful around here")]
    assert texts(quotes(*rows, speaks="Parking")) == ["Parking is awful around here"]


def test_where_it_was_met_need_not_be_where_it_was_known():
    assert len(quotes(*helped("ann", "The awful waiting at the desk"), at=1)) == 1


def test_quotes_are_masked():
    [quote] = quotes(*helped("ann", "Awful, write to ann@example.com about it"))
    assert "ann@example.com" not in quote.text
