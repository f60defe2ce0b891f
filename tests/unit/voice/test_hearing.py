"""Words are masked before anything looks at them, set aside where they say nothing, and else read once."""

import numpy as np
import pytest

from footpath.model.survey import Survey, SurveyScore, Theme
from footpath.store.readings import Readings
from footpath.voice.hearing import hear, nothing_said
from reference.spoken import answers, said
from reference.word_readers import readers

SURVEYS = (
    Survey("shop", "survey", codes={"Q8": {"1": "Praise", "2": "Signs"}}),
    Survey("app", "reviews"),
)
WAITING = Theme("waiting", ("waiting", "queue"))


def heard(*rows, themes=(), reading=None, names=None, keep=None):
    """What is heard in the words of some answers, those of "ann" first."""
    found = answers(rows, SURVEYS, ())
    questions = [rows_of["event"] for rows_of in sorted(rows, key=lambda row: (row["person"], row["time"]))]
    return hear(
        found,
        questions,
        themes,
        reading or readers(),
        names=names or {},
        region=None,
        keep=keep or Readings(None).read,
    )


def why(person, text, hours=0, **more):
    return said(person, "Why", hours, text=text, **more)


def test_readers_see_only_what_is_masked():
    reading = readers()
    found = heard(
        why("ann", "Write to ann@example.com, it was awful at the desk of Quicksilver"),
        reading=reading,
        names={0: ("Quicksilver",)},
    )
    masked = "Write to [e-mail], it was awful at the desk of [name]"
    assert found.text.to_pylist() == [masked]
    assert reading.emotion.seen == reading.wish.seen == reading.like.seen == [masked]


def test_a_name_is_masked_in_the_words_of_its_own_person_only():
    found = heard(
        why("ann", "We met Sterling at the door"),
        why("bob", "A sterling job by all of you"),
        names={0: ("Sterling",)},
    )
    assert found.text.to_pylist() == ["We met [name] at the door", "A sterling job by all of you"]


def test_what_says_nothing_is_set_aside_and_not_read():
    reading = readers()
    found = heard(why("ann", "n/a"), why("bob", "asdf"), reading=reading, themes=[Theme("na", ("n/a",))])
    assert found.aside.to_pylist() == ["says nothing", "no words"]
    assert reading.emotion.seen == []
    assert np.isnan(found.emotion).all()
    assert np.isnan(found.valence).all()
    assert not found.theme.any()
    assert found.label() == [None, None]


def test_a_text_too_short_to_tell_is_in_the_language_of_all_others_of_its_survey():
    rows = [why(f"p{at}", "The waiting time at the desk was awful") for at in range(5)]
    found = heard(*rows, why("zoe", "Ok!"))
    assert found.language.to_pylist() == ["en"] * 6
    assert found.read.all()


def test_where_a_survey_is_held_in_two_languages_nothing_is_assumed():
    german = "Die Schlange an der Kasse war wieder sehr lang"
    found = heard(why("ann", "The waiting time at the desk was awful"), why("bob", german), why("cy", "Ok!"))
    assert found.language.to_pylist() == ["en", "de", None]


def test_another_survey_assumes_its_own_language():
    rows = [why("ann", "The waiting time at the desk was awful"), why("bob", "Ok!", source="reviews")]
    assert heard(*rows).language.to_pylist() == ["en", None]


def test_a_language_that_nobody_understands_is_not_read():
    reading = readers()
    german = "Die Schlange an der Kasse war wieder sehr lang"
    found = heard(why("ann", german), why("bob", "The waiting time at the desk was awful"), reading=reading)
    assert found.read.tolist() == [False, True]
    assert found.valence[1] == -2.0
    assert np.isnan(found.emotion[0]).all()
    assert german not in reading.emotion.seen


def test_a_coded_answer_says_what_its_code_means_and_is_not_read():
    reading = readers()
    found = heard(
        said("ann", "Q8", text="2"),
        said("bob", "Q81", text="1;2"),
        said("cy", "Q8", text="99"),
        reading=reading,
    )
    assert found.text.to_pylist() == ["Signs", "Praise; Signs", ""]
    assert found.aside.to_pylist() == [None, None, "empty"]
    assert found.themes == ("Praise", "Signs")
    assert found.theme.tolist() == [[False, True], [True, True], [False, False]]
    assert found.coded.all()
    assert reading.emotion.seen == []


def test_many_may_tick_one_code_and_none_of_them_copied_it():
    book = Survey("shop", "survey", codes={"Q8": {"1": "A long label " * 6}})
    rows = [said(f"p{at}", "Q8", text="1") for at in range(8)]
    found = hear(
        answers(rows, [book], ()),
        ["Q8"] * 8,
        (),
        readers(),
        names={},
        region=None,
        keep=Readings(None).read,
    )
    assert found.aside.null_count == 8


def test_a_theme_and_a_code_of_one_name_are_one_theme():
    found = heard(
        said("ann", "Q8", text="2"),
        why("bob", "There was no sign at the door"),
        themes=[Theme("Signs", ("sign",)), WAITING],
    )
    assert found.themes == ("Signs", "waiting", "Praise")
    assert found.theme.tolist() == [[True, False, False], [True, False, False]]


def test_a_theme_of_one_survey_is_found_only_there():
    rows = [why("ann", "The awful waiting at the desk"), why("bob", "The awful queue", source="reviews")]
    everywhere = heard(*rows, themes=[WAITING])
    only_there = heard(*rows, themes=[Theme("waiting", ("waiting", "queue"), survey="app")])
    assert everywhere.theme[:, 0].tolist() == [True, True]
    assert only_there.theme[:, 0].tolist() == [False, True]


def test_labels_that_are_not_right_often_enough_are_not_shown():
    found = heard(why("ann", "Say sorry for the awful desk"), why("bob", "I want a refund for the staff"))
    assert found.wishes == ("refund",)
    assert found.wish.tolist() == [[False], [True]]
    assert found.likes == ("people", "speed")
    assert found.like.tolist() == [[False, False], [True, False]]


def test_each_text_is_read_once_in_the_life_of_a_project():
    kept, reading = Readings(None), readers()
    rows = [why("ann", "The awful waiting at the desk"), why("bob", "The awful waiting at the desk")]
    first = heard(*rows, reading=reading, keep=kept.read)
    again = heard(*rows, why("cy", "What a lovely place this is"), reading=reading, keep=kept.read)
    assert reading.emotion.seen == ["The awful waiting at the desk", "What a lovely place this is"]
    assert again.valence[:2].tolist() == first.valence.tolist() == [-2.0, -2.0]


def test_another_version_of_a_reader_reads_anew():
    kept, one, other = Readings(None), readers(), readers()
    other.emotion.version = "2"
    for reading in (one, other):
        heard(why("ann", "The awful waiting at the desk"), reading=reading, keep=kept.read)
    assert len(other.emotion.seen) == 1
    assert other.wish.seen == []


def test_scores_are_no_words():
    nps = Survey("shop", "survey", scores=(SurveyScore("nps", "nps", "Q1", (0, 10)),))
    found = answers([said("ann", "Q1", 0, 9), why("ann", "The awful desk", 1)], [nps], ())
    words = hear(found, ["Q1", "Why"], (), readers(), names={}, region=None, keep=Readings(None).read)
    assert words.answer.tolist() == [1]


@pytest.mark.parametrize("themes", [(), (WAITING,)])
def test_answers_without_words_say_nothing(themes):
    found = nothing_said(themes)
    assert (len(found), found.themes, found.label()) == (0, tuple(each.name for each in themes), [])
    assert found.theme.shape == (0, len(themes))
