"""Quotes: the verbatim that resembles all others of its cell most, by a rule and never by hand."""

import numpy as np

from footpath.voice.quotes import Quotes, mean_likeness, medoid, quotes, vectors
from footpath.voice.terms import terms_of


def chosen(*texts, times=None, ids=None):
    n = len(texts)
    when = np.arange(n) if times is None else np.array(times)
    return medoid(texts, ["en"] * n, when, ids or [f"e{at}" for at in range(n)])


def test_the_text_that_says_what_most_say():
    assert chosen("the parking was full", "we waited hours and hours", "waited hours for the train") == 1


def test_a_short_outcry_gives_way_to_a_sentence():
    assert chosen("Late!", "late", "the train was late again", "late LATE") == 2


def test_where_nobody_wrote_a_sentence_a_word_will_do():
    assert chosen("Late!", "rude") == 0


def test_of_equals_the_oldest_then_the_least_id():
    same = ("the train was late",) * 3
    assert chosen(*same, times=[3, 1, 2]) == 1
    assert chosen(*same, times=[1, 1, 1], ids=["c", "b", "d"]) == 1


def test_of_nobody_there_is_none():
    assert chosen() is None


def test_good_and_bad_have_each_their_own():
    texts = [
        "the staff were so kind",
        "kind staff at the desk",
        "hours of waiting again",
        "a long wait for hours",
    ]
    good = np.array([True, True, False, False])
    found = quotes(texts, ["en"] * 4, np.arange(4), list("abcd"), good, ~good)
    assert found.good in {0, 1}
    assert found.bad in {2, 3}
    assert quotes(texts, ["en"] * 4, np.arange(4), list("abcd"), good & False, ~good) == Quotes(
        None, found.bad
    )


def test_the_mean_likeness_is_that_of_all_pairs():
    texts = ["late train", "train late again", "rude staff", "", "the"]
    at = vectors(terms_of(texts, ["en"] * 5), ["en"] * 5)
    cosine = (at @ at.T).toarray()
    np.fill_diagonal(cosine, 0)
    np.testing.assert_allclose(mean_likeness(at), cosine.sum(axis=1) / 4)
