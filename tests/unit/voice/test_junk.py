"""What is set aside before anyone reads it, and what is not."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.voice.junk import junk

law = settings(max_examples=50, deadline=None)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \n", "empty"),
        (".", "no words"),
        ("123", "no words"),
        ("x", "no words"),
        ("asdf", "no words"),
        ("qwerty", "no words"),
        ("n/a", "says nothing"),
        ("N.A.", "says nothing"),
        ("-", "says nothing"),
        ("None.", "says nothing"),
        ("Nothing!", "says nothing"),
        ("no comment", "says nothing"),
        ("Did not answer", "says nothing"),
        ("Don't know", "says nothing"),
        ("nada", "says nothing"),
        ("Sem comentários", "says nothing"),
        ("keine Angabe", "says nothing"),
        ("geen commentaar", "says nothing"),
        ("rien à dire", "says nothing"),
        ("aaaaaaa", "one character over and over"),
        ("?????????", "one character over and over"),
        ("very " * 3000, "too long for an answer"),
    ],
)
def test_what_says_nothing_is_set_aside_with_its_reason(text, reason):
    assert junk([text]) == [reason]


@pytest.mark.parametrize(
    "text",
    [
        "No.",
        "Yes",
        "Nein",
        "Sim",
        "ok",
        "Good",
        "Nothing was explained",
        "None of it worked",
        "👍",
        "好",
        "5 stars",
        "Sooooo slow",
    ],
)
def test_a_short_answer_is_an_answer(text):
    assert junk([text]) == [None]


def test_a_long_text_that_many_persons_sent_is_copied():
    long = "Sign the petition: bring back the ticket office at the north gate now!"
    texts = [long] * 5 + ["Bring back the ticket office"]
    assert junk(texts, persons=range(6)) == ["sent by many persons word for word"] * 5 + [None]
    assert junk(texts, persons=[1] * 6) == [None] * 6


@law
@given(st.lists(st.text(max_size=30), max_size=4))
def test_a_text_is_judged_alone_and_around_it_space_does_not_count(texts):
    assert junk([f" {text}\n" for text in texts]) == [reason for text in texts for reason in junk([text])]
