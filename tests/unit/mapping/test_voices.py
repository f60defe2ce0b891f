"""What a touchpoint of the map tells of the people who spoke about it."""

from reference.overheard import SURVEY, behind, drawn, snapshot, touchpoints
from reference.spoken import did, said

CODED = """
[[survey]]
name = "after"
source = "survey"
text = ["Why"]
codes = { Q8 = { "1" = "Praise", "2" = "Signs" } }
[[survey.score]]
name = "nps"
kind = "nps"
question = "Q1"
"""


def visits(*rows, more=SURVEY):
    """What the map tells of the touchpoint that everybody has met."""
    persons = dict.fromkeys(row["person"] for row in rows)
    found = snapshot([*(did(person, "visit", -1) for person in persons), *rows], more)
    shown = drawn(found)
    told = touchpoints(shown)["Visits"]
    for each in told.verbatims:
        assert len(behind(found, each.evidence)) == shown.evidence[each.evidence].n == each.represents
    return told


def why(person, text, **more):
    return said(person, "Why", 1, text=text, **more)


def scored(n, score=9):
    return [said(f"p{at}", "Q1", 1, score) for at in range(n)]


def test_below_ten_persons_answers_are_counted_and_no_score_is_told():
    told = visits(*scored(9))
    detail = told.score_details["nps"]
    assert told.scores == {}
    assert (detail.answered, detail.state, detail.distribution) == (9, "counts", {"9": 9})


def test_from_ten_persons_on_a_score_is_told_by_as_many():
    told = visits(*scored(10), said("p0", "Q1", 2, 0))
    assert (told.scores["nps"].value, told.scores["nps"].n) == (80.0, 10)
    assert told.score_details["nps"].state == "indicative"


def test_the_quote_is_the_middle_one_and_says_for_whom_it_stands():
    told = visits(
        why("ann", "The awful waiting at the desk"),
        why("bob", "The awful waiting, and nobody at the desk"),
        why("cy", "The music in your shop is awful"),
        why("cy", "An awful smell of old coffee too"),
        why("dee", "What a lovely place this is"),
    )
    assert {each.polarity: (each.text, each.represents) for each in told.verbatims} == {
        "good": ("What a lovely place this is", 1),
        "bad": ("The awful waiting at the desk", 3),
    }
    assert [each.emotion for each in told.verbatims] == ["delighted", "frustrated"]
    assert {each.ref[:1] for each in told.verbatims} == {"P"}  # a pseudonym, as the map was asked to make


def test_where_nobody_is_glad_or_sad_the_middle_one_of_all_is_quoted():
    told = visits(why("ann", "I came here for the shoes"), why("bob", "I came here by the bus"))
    [quote] = told.verbatims
    assert (quote.polarity, quote.represents, quote.emotion) == (None, 2, "neutral")


def test_words_in_another_language_are_good_or_bad_by_the_scores_beside_them():
    rows = [said(name, "Q1", 1, 0) for name in ("ann", "bob")]
    rows += [
        why("ann", "Die Schlange an der Kasse war wieder sehr lang"),
        why("bob", "Niemand hat uns dort geholfen"),
    ]
    told = visits(*rows)
    [quote] = told.verbatims
    assert (quote.polarity, quote.represents, quote.emotion) == ("bad", 2, None)
    assert told.emotion.words is None
    assert told.unread == {"language not supported": 2}


def test_coded_answers_are_themes_and_no_quotes():
    told = visits(said("ann", "Q8", 1, text="1"), said("bob", "Q81", 1, text="2"), more=CODED)
    assert {each.name: each.people for each in told.themes} == {"Praise": 1, "Signs": 1}
    assert (told.verbatims, told.emotion.words, told.speakers) == ((), None, 2)
    assert told.unread == {"coded by hand": 2}


def test_a_quote_stands_for_nobody_who_only_ticked_a_code():
    rows = [said(name, "Q1", 1, 10) for name in ("ann", "bob")]
    rows += [said("ann", "Q8", 1, text="1"), why("bob", "It was really nice to be there")]
    rows += [why("cy", "What a lovely place this is")]
    told = visits(*rows, more=CODED)
    assert [(each.polarity, each.represents) for each in told.verbatims] == [("good", 1)]
    assert told.speakers == 3


def test_a_theme_that_is_called_as_a_code_counts_both():
    theme = '[[theme]]\nname = "Signs"\nterms = ["sign"]\n'
    rows = [why("ann", "There is no sign at the door"), said("bob", "Q8", 1, text="2")]
    [told] = visits(*rows, more=CODED + theme).themes
    assert (told.name, told.people) == ("Signs", 2)


def test_what_was_not_read_is_counted_by_reason():
    told = visits(
        why("ann", "n/a"),
        why("bob", "asdf"),
        why("cy", "The awful waiting at the desk"),
        why("dee", "Die Schlange an der Kasse war wieder sehr lang"),
    )
    assert told.unread == {"says nothing": 1, "language not supported": 1, "no words": 1}
    assert (told.speakers, told.emotion.words.n) == (2, 1)


def test_themes_are_shares_of_those_who_wrote():
    theme = '[[theme]]\nname = "wait"\nterms = ["waiting"]\n'
    rows = [why(f"p{at}", "The awful waiting at the desk") for at in range(3)]
    rows += [why(f"q{at}", f"I came here by bus number {at} today") for at in range(9)]
    [told] = visits(*rows, more=SURVEY + theme).themes
    assert (told.people, told.share.value, told.share.n, told.valence) == (3, 0.25, 12, None)


def test_emotion_by_words_and_by_scores_stand_beside_each_other():
    told = visits(why("ann", "The awful waiting at the desk"), *scored(4, 10))
    assert (told.emotion.words.value, told.emotion.words.n) == (-2.0, 1)
    assert (told.emotion.scores.value, told.emotion.scores.n) == (2.0, 4)


def test_where_nothing_was_said_nothing_is_told():
    told = visits(did("ann", "visit"))
    assert (told.speakers, told.scores, told.themes, told.verbatims, told.unread) == (0, {}, (), (), {})


def test_a_score_that_fell_beyond_chance_says_so():
    january = [said(f"p{at}", "Q1", 1, 10) for at in range(40)]
    february = [said(f"q{at}", "Q1", 32 * 24, 2) for at in range(40)]
    window = 'window = "100d"\nname = "after"'
    more = SURVEY.replace('name = "after"', window)
    assert visits(*january, *february, more=more).score_details["nps"].change == "down in 2026-02"
