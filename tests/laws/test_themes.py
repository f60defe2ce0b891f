"""Laws of themes: the order of texts and the numbers of persons change nothing; each text is told alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.model.survey import Theme
from footpath.voice.quotes import medoid
from footpath.voice.terms import holds, key, terms_of, words_of
from footpath.voice.themes import assign, propose

WORDS = [
    "late",
    "Later",
    "queue",
    "queues",
    "not",
    "não",
    "nao",
    "received",
    "recebi",
    "café",
    "—",
    "[email]",
    "列车",
]
texts = st.lists(st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join), max_size=8)
terms = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join), max_size=3)


def said_by_people(seed=3, people=90):
    random = np.random.default_rng(seed)
    subjects = (
        ("late", "train", "waited", "hours"),
        ("rude", "staff", "desk", "help"),
        ("cold", "food", "dirty", "plate"),
    )
    rows = []
    for person in range(people):
        for _ in range(1 + person % 2):
            subject = subjects[int(random.integers(3))]
            rows.append((person, " ".join(random.permutation(subject)[:3])))
    return rows


ROWS = said_by_people()


def of(rows):
    return propose([text for _, text in rows], ["en"] * len(rows), np.array([person for person, _ in rows]))


@pytest.fixture(scope="module")
def proposed():
    return of(ROWS)


@settings(max_examples=3, deadline=None)
@given(st.permutations(range(len(ROWS))), st.permutations(range(90)))
def test_the_order_of_texts_and_the_numbers_of_persons_change_nothing(proposed, order, numbers):
    again = of([(numbers[ROWS[at][0]], ROWS[at][1]) for at in order])
    assert len(again.themes) == 3
    assert again.themes == proposed.themes
    assert (again.membership == proposed.membership[list(order)]).all()
    assert (again.returns, again.stability, again.persons) == (
        proposed.returns,
        proposed.stability,
        proposed.persons,
    )


def slowly_holds(text: str, phrase: tuple[str, ...], language: str) -> bool:
    found = list(key(text, language))
    return bool(phrase) and any(tuple(found[at : at + len(phrase)]) == phrase for at in range(len(found)))


@settings(max_examples=50, deadline=None)
@given(texts, terms, terms, st.sampled_from(["en", "pt", ""]))
def test_a_text_has_a_theme_if_it_holds_a_term_and_none_of_but(texts, speak, against, language):
    theme = Theme("t", tuple(speak), tuple(against))
    found = assign(texts, [language] * len(texts), [theme])[:, 0]
    for text, has in zip(texts, found.tolist(), strict=True):
        expected, otherwise = (
            any(slowly_holds(text, key(each, language), language) for each in some)
            for some in (speak, against)
        )
        assert has == (expected and not otherwise)


@settings(max_examples=50, deadline=None)
@given(texts, terms)
def test_more_terms_never_take_a_text_away(texts, some):
    found = terms_of(texts, ["en"] * len(texts))
    keys = [key(each, "en") for each in some]
    assert not (holds(found, keys[:1]) & ~holds(found, keys)).any()


@settings(deadline=None)
@given(st.text(max_size=40))
def test_words_are_found_again_in_themselves(text):
    words = words_of(text)
    assert words_of(" ".join(words)) == words or any(ord(c) > 0x0E00 for c in text)


@settings(max_examples=50, deadline=None)
@given(texts.filter(bool), st.randoms())
def test_a_quote_does_not_hang_on_the_order(texts, random):
    ids = [f"e{at}" for at in range(len(texts))]
    times = np.arange(len(texts)) // 2
    chosen = medoid(texts, ["en"] * len(texts), times, ids)
    order = list(range(len(texts)))
    random.shuffle(order)
    again = medoid([texts[at] for at in order], ["en"] * len(texts), times[order], [ids[at] for at in order])
    assert order[again] == chosen
