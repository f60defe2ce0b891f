"""What can be asked of what was said, for everybody, a segment, a period or a journey."""

import pytest

from footpath.errors import UnknownName, UsageError
from footpath.voice.questions import DriversOf, Scores
from footpath.voice.themes_told import Themes
from reference.overheard import SHOP, SURVEY, lens, snapshot
from reference.spoken import did, said

DAY = 24
EVERYTHING = ""  # no journey is named
PAYERS = "[[segment]]\nname = 'payers'\nwhere = \"reached('Pays')\"\n"
INVITED = SURVEY.replace('source = "survey"', 'source = "survey"\ninvited = "invite"')


def scores(n, score, *, hours=1, name="p", event="Q1"):
    return [said(f"{name}{at}", event, hours, score) for at in range(n)]


def visits(n, *, hours=0, name="p", event="visit"):
    return [did(f"{name}{at}", event, hours) for at in range(n)]


def asked(question, rows, *more, journey=EVERYTHING, definitions=SURVEY, **seen):
    return snapshot(rows, definitions, *more).ask(question, lens(journey, **seen))


def told(result):
    return {
        (row.touchpoint, row.month, row.segment): (row.answered, row.raw.value if row.raw else None)
        for row in result.scores
    }


ROWS = [*visits(12), *scores(12, 10), *visits(12, hours=2, event="pay"), *scores(6, 0, hours=3)]


def test_told_apart_by_nothing_there_is_one_row():
    # The latest of each person: six promoters, six detractors.
    assert told(asked(Scores(by=()), ROWS)) == {(None, None, None): (12, 0.0)}


def test_by_touchpoint():
    assert told(asked(Scores(), ROWS)) == {
        ("Visits", None, None): (12, 100.0),
        ("Pays", None, None): (6, None),
    }


def test_by_month_each_row_says_what_became_of_it():
    rows = [*visits(40), *scores(40, 10), *visits(40, hours=32 * DAY), *scores(40, 0, hours=32 * DAY + 1)]
    found = asked(Scores(by=("month",)), rows)
    assert told(found) == {(None, "2026-01", None): (40, 100.0), (None, "2026-02", None): (40, -100.0)}
    assert [row.verdict for row in found.scores] == [None, "down"]
    assert found.scores[1].since_before.value == -200


def test_by_segment():
    rows = [*ROWS, *visits(10, name="q"), *scores(10, 10, name="q")]
    assert told(asked(Scores(by=("segment",)), rows, PAYERS)) == {(None, None, "payers"): (12, 0.0)}


def test_of_a_segment_only_its_persons():
    rows = [*ROWS, *visits(10, name="q"), *scores(10, 10, name="q")]
    assert told(asked(Scores(by=()), rows, PAYERS)) == {
        (None, None, None): (22, pytest.approx(100 * 10 / 22))
    }
    assert told(asked(Scores(by=()), rows, PAYERS, segment="payers")) == {(None, None, None): (12, 0.0)}


def test_of_a_period_only_its_answers():
    rows = [*visits(12), *scores(12, 10), *scores(12, 0, hours=3 * DAY)]
    nobody = {}
    assert told(asked(Scores(by=()), rows, until="2026-01-02")) == {(None, None, None): (12, 100.0)}
    assert told(asked(Scores(by=()), rows, since="2026-01-02")) == {(None, None, None): (12, -100.0)}
    assert told(asked(Scores(by=()), rows, since="2026-02-01")) == nobody


def test_of_a_journey_only_answers_about_its_steps():
    # Without a visit before it, paying is in no journey.
    rows = [*visits(12), *scores(12, 10), *visits(11, name="q", event="pay"), *scores(11, 0, name="q")]
    assert told(asked(Scores(by=()), rows, journey="buy")) == {(None, None, None): (12, 100.0)}
    assert told(asked(Scores(by=()), rows))[None, None, None][0] == 23


def test_journeys_are_chosen_by_their_start_and_not_by_the_time_of_the_answer():
    rows = [*visits(12), *scores(12, 10, hours=3 * DAY)]
    assert told(asked(Scores(by=()), rows, journey="buy", since="2026-01-02")) == {}
    assert told(asked(Scores(by=()), rows, journey="buy", since="2026-01-01"))[None, None, None][0] == 12


def test_of_one_name_only_that_score():
    two = SURVEY + '[[survey.score]]\nname = "ease"\nkind = "ces"\nquestion = "Q2"\n'
    rows = [*visits(12), *scores(12, 10), *scores(12, 7, event="Q2")]
    assert {row.name for row in asked(Scores(), rows, definitions=two).scores} == {"nps", "ease"}
    assert {row.name for row in asked(Scores(name="ease"), rows, definitions=two).scores} == {"ease"}


@pytest.mark.parametrize(
    ("question", "seen"),
    [
        (Scores(name="npz"), {}),
        (DriversOf("npz"), {}),
        (Scores(), {"segment": "nobody"}),
        (Scores(), {"journey": "by"}),
    ],
)
def test_a_name_that_nobody_defined_is_told(question, seen):
    with pytest.raises(UnknownName):
        asked(question, ROWS, **seen)


def test_scores_by_something_else_are_refused():
    with pytest.raises(UsageError, match="touchpoint, month, segment"):
        asked(Scores(by=("year",)), ROWS)


def test_drivers_of_nothing_are_refused_with_advice():
    with pytest.raises(UsageError, match="no score to explain"):
        asked(DriversOf(), ROWS)


def test_what_ends_a_journey_is_no_driver_of_its_goal():
    ends = SHOP.replace('goal = ["Pays"]', 'goal = ["Pays"]\nends = ["Cancels"]')
    more = '[[touchpoint]]\nname = "{0}"\nstage = "I look"\nmatch = {{ event = "{0}" }}\n'
    rows = [*visits(180), *visits(60, hours=2, event="pay"), did("zoe", "look", 24 * 60)]
    rows += [did(f"p{at}", "Asks", 1) for at in range(30, 120)]
    rows += [did(f"p{at}", "Cancels", 2) for at in range(90, 180)]
    found = snapshot(rows, more.format("Cancels"), more.format("Asks"), base=ends)
    drivers = found.ask(DriversOf(), lens("buy"))
    assert (drivers.outcome, [each.name for each in drivers.drivers]) == ("reached the goal", ["Asks"])
    assert ("Cancels", "it ends the journey") in [(each.name, each.reason) for each in drivers.left_out]


def test_of_whom_invitations_reached_it_is_said_how_many_answered():
    rows = [*visits(20), *[did(f"p{at}", "invite", 0, seq=1) for at in range(20)], *scores(15, 10)]
    found = asked(Scores(by=()), rows, definitions=INVITED)
    [row] = found.scores
    assert (row.asked, row.answered, row.response_rate.value) == (20, 15, 0.75)
    assert found.notes == (
        "nps: asked is whom invitations reached, 20 persons.",
        "nps: not weighted, fewer than 30 people answered.",
    )


def test_of_a_part_nothing_is_noted_of_the_silent():
    rows = [*visits(20), *[did(f"p{at}", "invite", 0, seq=1) for at in range(20)], *scores(15, 10)]
    for seen in ({"segment": "payers"}, {"since": "2026-01-01"}, {"journey": "buy"}):
        assert asked(Scores(by=()), rows, PAYERS, definitions=INVITED, **seen).notes == ()
    [row] = asked(Scores(by=()), rows, definitions=INVITED, journey="buy").scores
    assert (row.asked, row.response_rate) == (None, None)  # nobody knows who was asked of a journey


def test_where_nothing_was_said_everything_is_empty():
    assert asked(Scores(), visits(3)).scores == ()
    themes = asked(Themes(), visits(3))
    assert (themes.themes, themes.speakers, themes.verbatims, themes.set_aside) == ((), 0, 0, {})


QUEUE = '[[theme]]\nname = "queue"\nterms = ["waiting", "queue"]\n'


def why(person, text, hours=1):
    return said(person, "Why", hours, text=text)


def test_themes_count_persons_and_quote_them():
    rows = [*visits(3), why("p0", "The awful waiting at the desk"), why("p0", "The awful waiting there", 2)]
    rows += [why("p1", "I want a refund for the shoes"), why("p2", "n/a")]
    found = asked(Themes(), rows, QUEUE)
    [row] = found.themes
    assert (row.name, row.people, row.share, row.proposed) == ("queue", 1, None, False)
    assert set(row.nearest) | set(row.random) == {"The awful waiting at the desk"} or len(row.nearest) == 1
    assert (found.speakers, found.verbatims, found.set_aside, found.unread) == (2, 4, {"says nothing": 1}, 0)
    assert {each.name: each.people for each in found.emotions} == {"frustrated": 1, "neutral": 1}
    assert [(each.name, each.people) for each in found.wants] == [("refund", 1)]
    assert found.stability is None


def test_themes_of_a_period_are_those_of_what_was_said_in_it():
    rows = [*visits(2), why("p0", "The awful waiting at the desk"), why("p1", "The awful queue", 3 * DAY)]
    assert asked(Themes(), rows, QUEUE).themes[0].people == 2
    assert asked(Themes(), rows, QUEUE, since="2026-01-02").themes[0].people == 1


def test_as_long_as_no_theme_is_defined_words_propose_them():
    rows = [row for at in range(40) for row in (did(f"p{at}", "visit"), why(f"p{at}", TOPICS[at % 2]))]
    found = asked(Themes(), rows)
    assert found.stability is not None
    assert all(row.proposed for row in found.themes)


TOPICS = ("The parking garage costs far too much money", "The ticket machine never accepts my card")
