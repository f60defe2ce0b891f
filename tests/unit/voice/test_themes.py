"""Themes: proposed by what is said together, and told by their terms from then on."""

import numpy as np
import pytest

from footpath.model.survey import Theme
from footpath.voice.coded import coded
from footpath.voice.naming import name
from footpath.voice.themes import assign, propose

PARTS = {
    "wait": ("hours", "waited", "queue", "desk"),
    "food": ("coffee", "meal", "cold", "tasty"),
    "room": ("clean", "toilets", "floor", "smell"),
}


def comments(people=240, seed=5):
    """Each comment is of one subject: three of its four words, and a word of no subject."""
    random = np.random.default_rng(seed)
    texts = []
    for at in range(people):
        words = list(random.permutation(PARTS[list(PARTS)[at % 3]])[:3])
        texts.append(" ".join([*words, f"word{random.integers(60)}"]) + ".")
    return texts


@pytest.fixture(scope="module")
def proposal():
    return propose(comments(), ["en"] * 240)


def test_what_is_said_together_is_a_theme(proposal):
    assert {frozenset(theme.terms) for theme in proposal.themes} == {
        frozenset(each) for each in PARTS.values()
    }


def test_a_proposal_is_a_guess_that_is_named_after_its_terms(proposal):
    for theme in proposal.themes:
        assert theme.guessed
        assert set(theme.name.split(", ")) <= set(theme.terms)


def test_each_comment_has_the_theme_of_its_words(proposal):
    assert (proposal.membership.sum(axis=1) == 1).all()
    assert proposal.persons == (80, 80, 80)


def test_themes_that_come_back_in_other_persons_are_sure(proposal):
    assert proposal.stability > 0.95
    assert min(proposal.returns) > 0.95


def test_examples_are_of_the_theme_and_of_different_persons(proposal):
    for at in range(3):
        for shown in (proposal.nearest[at], proposal.random[at]):
            assert len(set(shown)) == 5
            assert proposal.membership[list(shown), at].all()


def test_answers_that_say_nothing_are_set_aside_and_have_no_theme():
    found = propose([*comments(), "Nothing.", "n/a", ""], ["en"] * 243)
    assert np.flatnonzero(found.set_aside).tolist() == [240, 241, 242]
    assert not found.membership[240:].any()


def test_what_one_person_repeats_is_no_theme():
    mine = ["lift broken again stuck"] * 200
    found = propose([*comments(), *mine], ["en"] * 440, np.array([*range(240), *[999] * 200]))
    assert len(found.themes) == 3
    assert not any("lift" in theme.terms for theme in found.themes)


def test_no_more_themes_than_asked_for():
    assert len(propose(comments(), ["en"] * 240, most=2).themes) == 2


@pytest.mark.parametrize("texts", [[], [""], ["Nothing", "n/a"], ["one comment only"], ["late"] * 40])
def test_with_too_little_there_are_no_themes(texts):
    found = propose(texts, ["en"] * len(texts))
    assert (found.themes, found.membership.shape) == ((), (len(texts), 0))


def test_noise_has_no_themes():
    random = np.random.default_rng(0)
    texts = [" ".join(f"word{chr(97 + at)}" for at in random.integers(0, 26, 4)) for _ in range(300)]
    assert len(propose(texts, ["en"] * 300).themes) <= 1


def test_a_theme_of_received_is_not_that_of_not_received():
    early, never = (
        ["received early box", "early box received"] * 60,
        ["not received refund", "refund not received"] * 60,
    )
    found = propose([*early, *never], ["en"] * 240)
    by_name = {theme.terms: theme for theme in found.themes}
    [received] = [theme for terms, theme in by_name.items() if "received" in terms]
    assert received.but == ("not received",)
    assert found.membership[:120, found.themes.index(received)].all()
    assert not found.membership[120:, found.themes.index(received)].any()


LATE = Theme("late", ("late", "waiting", "not on time"), but=("late checkout",))


def has(*texts, language="en"):
    return assign(texts, [language] * len(texts), [LATE])[:, 0].tolist()


def test_one_term_is_enough():
    assert has("LATE!", "We waited", "it was not on time", "on time") == [True, True, True, False]


def test_a_term_of_but_speaks_against_it():
    assert has("Liked the late checkout", "late, and no late checkout") == [False, False]


def test_a_text_may_have_several_themes_or_none():
    themes = [LATE, Theme("staff", ("rude", "staff"))]
    found = assign(["late and rude", "rude", "fine"], ["en"] * 3, themes)
    assert found.tolist() == [[True, True], [False, True], [False, False]]


def test_what_a_text_has_does_not_hang_on_the_others():
    texts = ["waited", "on time", "late checkout", "so late"]
    assert has(*texts) == [has(text)[0] for text in texts]


def test_terms_hold_in_every_language_of_the_texts():
    theme = Theme("atraso", ("atrasado",))
    assert assign(["Entrega atrasada", "atrasado", "late"], ["pt", "en", ""], [theme])[:, 0].tolist() == [
        True,
        True,
        False,
    ]


CODES = {"1": "All good", "14": "Staff rude", "15": "Delays", "16": "Delays"}


def test_a_theme_a_label_of_the_code_table():
    labels, found = coded(["1", "14;15", "16.0", "014"], CODES)
    assert labels == ("All good", "Staff rude", "Delays")
    assert found.tolist() == [[1, 0, 0], [0, 1, 1], [0, 0, 1], [0, 1, 0]]


def test_an_unknown_code_or_none_has_no_theme():
    assert not coded(["99", "", None, " "], CODES)[1].any()


def test_a_name_is_the_two_or_three_words_that_tell_most():
    assert name(["late", "bus", "rain", "wet"], [5, 4, 3, 2]) == "late, bus, rain"
    assert name(["late", "bus", "rain"], [9, 0.5, 0.1]) == "late, bus"
