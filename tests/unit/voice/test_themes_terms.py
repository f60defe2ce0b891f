"""Terms: what is one word in spite of case, accents and endings, and which answers say nothing."""

import numpy as np
import pytest

from footpath.voice.terms import folded, holds, key, stemmed, terms_of, words_of
from footpath.voice.vocabulary import said, says_nothing


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "wait Waiting WAITED waits"),
        ("pt", "atraso atrasado Atrasada"),
        ("pt", "avaliação avaliacao avaliações AVALIACOES"),
        ("pt", "ótimo otima Ótimos"),
        ("de", "Verspätung Verspaetungen Verspätungen".replace("Verspaetungen ", "")),
        ("es", "entrega Entregas"),
        ("", "Entrega ENTREGA"),
    ],
)
def test_forms_of_a_word_are_one_term(language, words):
    assert len({stemmed(word, language) for word in words.split()}) == 1


def test_without_a_language_endings_stay():
    assert stemmed("waiting", "") == "waiting"


def test_a_word_is_read_in_the_language_of_its_text():
    found = terms_of(["waiting", "waiting"], ["en", "xx"])
    assert found.vocabulary == ("wait", "waiting")


def test_masks_and_signs_are_no_words():
    assert words_of("Call [phone], [email]: don’t… 5 stars!!") == ["call", "don't", "5", "stars"]


def test_scripts_without_spaces_give_two_characters_at_a_time():
    assert words_of("配送遅い ok") == ["配送", "送遅", "遅い", "ok"]


def test_an_accent_typed_as_two_characters_is_the_same():
    assert folded("não") == folded("na\u0303o") == "nao"


def holding(texts, *written, language="en"):
    found = terms_of(texts, [language] * len(texts))
    return holds(found, [key(each, language) for each in written]).tolist()


def test_words_of_a_phrase_stand_side_by_side_in_one_text():
    texts = ["was not received", "received, not late", "it is not", "received late"]
    assert holding(texts, "not received") == [True, False, False, False]


def test_one_of_several_terms_is_enough():
    assert holding(["a long queue", "hours", "fine"], "queues", "hour") == [True, True, False]


def test_a_phrase_without_words_is_held_by_nothing():
    assert holding(["anything", ""], "…", "") == [False, False]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", ""),
        ("en", " -- "),
        ("en", "N/A"),
        ("en", "Nothing at all."),
        ("en", "Can’t think of anything"),
        ("en", "Did not answer"),
        ("en", "asdfgh"),
        ("en", "xxxxxxx"),
        ("en", "10"),
        ("en", "[email]"),
        ("pt", "Sem comentários"),
        ("pt", "não"),
        ("de", "Keine Angabe"),
        ("fr", "Rien à signaler"),
        ("es", "Ninguna"),
        ("", "none"),
    ],
)
def test_answers_that_say_nothing(language, text):
    assert says_nothing(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Rude"),
        ("en", "No parking"),
        ("en", "Nothing worked"),
        ("pt", "Não recebi"),
        ("", "好"),
        ("cs", "Zpr"),
    ],
)
def test_answers_that_say_something(language, text):
    assert not says_nothing(text, language)


def vocabulary(texts, language="en", persons=None):
    whose = np.arange(len(texts)) if persons is None else np.array(persons)
    return said(texts, [language] * len(texts), whose)


def test_a_word_that_is_turned_round_is_a_term_of_its_own():
    found = vocabulary(["not received", "never arrived. Received broken"] * 4)
    assert sorted(found.shown) == ["broken", "never arrived", "not received", "received"]


def test_a_person_counts_once_however_often_they_write():
    found = vocabulary(["parking"] * 9 + ["toilets"] * 4, persons=[0] * 9 + [1, 2, 3, 4])
    assert (found.shown, found.persons.tolist()) == (("toilets",), [4])


def test_a_term_is_shown_as_it_is_mostly_written():
    found = vocabulary(["waited", "Waiting", "waiting", "waits"])
    assert found.shown == ("waiting",)


def test_in_a_language_without_a_table_short_words_that_stand_everywhere_are_filler():
    found = vocabulary([f"se {word}" for word in ["fronta", "parkoviste", "personal", "kavarna"] * 20], "cs")
    assert sorted(found.shown) == ["fronta", "kavarna", "parkoviste", "personal"]
