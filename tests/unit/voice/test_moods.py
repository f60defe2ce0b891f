"""How people feel by their words, and which words are good or bad."""

import numpy as np
import pytest

from footpath.model.survey import Survey, SurveyScore
from footpath.store.readings import Readings
from footpath.voice.hearing import hear
from footpath.voice.moods import BAD, GOOD, NEITHER, by_person, mood, sides
from reference.spoken import answers, said
from reference.word_readers import readers

SURVEY = Survey(
    "shop",
    "survey",
    text=("Why",),
    codes={"Q8": {"1": "Praise"}},
    scores=(
        SurveyScore("nps", "nps", "Q1", (0, 10)),
        SurveyScore("ease", "ces", "Q2", (1, 7), "low is good"),
    ),
)
AWFUL, LOVELY, PLAIN = "The desk was awful today", "The desk was lovely today", "I came for the shoes today"
GERMAN = "Die Schlange an der Kasse war wieder sehr lang"


def heard(*rows):
    found = answers(rows, [SURVEY], ())
    by_row = {row["id"]: row["event"] for row in rows}
    ids = [row["id"] for row in rows]
    questions = [by_row[ids[at]] for at in found.row]
    return found, hear(found, questions, (), readers(), names={}, region=None, keep=Readings(None).read)


def why(person, text, hours=0):
    return said(person, "Why", hours, text=text)


def everything(words):
    return np.ones(len(words), np.bool_)


def test_a_person_counts_once_with_the_mean_of_what_was_read():
    found, words = heard(why("ann", AWFUL), why("ann", PLAIN, 1), why("bob", LOVELY))
    assert by_person(found, words, everything(words)).tolist() == [-1.0, 2.0]
    felt = mood(found, words, everything(words))
    assert (felt.value, felt.n, felt.unit) == (0.5, 2, "emotion")


def test_what_was_not_read_says_nothing_of_the_mood():
    found, words = heard(why("ann", AWFUL), why("bob", GERMAN), why("cy", "n/a"))
    assert mood(found, words, everything(words)).n == 1
    assert mood(found, words, words.language.to_numpy(zero_copy_only=False) == "de") is None


def test_of_nobody_there_is_no_mood():
    found, words = heard(why("ann", AWFUL))
    assert mood(found, words, ~everything(words)) is None


@pytest.mark.parametrize(("text", "side"), [(AWFUL, BAD), (LOVELY, GOOD), (PLAIN, NEITHER), ("n/a", NEITHER)])
def test_words_that_were_read_are_good_or_bad_by_their_emotion(text, side):
    found, words = heard(said("ann", "Q1", 0, 10), why("ann", text))
    assert sides(found, words).tolist() == [side]


@pytest.mark.parametrize(
    ("scores", "side"),
    [
        ({"Q1": 10}, GOOD),
        ({"Q1": 8}, GOOD),  # 1.2 of −2 to 2
        ({"Q1": 7}, NEITHER),
        ({"Q1": 2}, BAD),
        ({"Q2": 1}, GOOD),  # no effort
        ({"Q2": 7}, BAD),
        ({"Q1": 10, "Q2": 7}, NEITHER),  # one against the other
        ({}, NEITHER),
    ],
)
def test_words_that_were_not_read_are_good_or_bad_by_the_scores_beside_them(scores, side):
    rows = [said("ann", question, 0, score) for question, score in scores.items()]
    found, words = heard(*rows, why("ann", GERMAN))
    assert sides(found, words).tolist() == [side]


def test_scores_given_at_another_time_are_not_beside():
    found, words = heard(said("ann", "Q1", 5, 10), why("ann", GERMAN))
    assert sides(found, words).tolist() == [NEITHER]
