"""The language of short texts, or none rather than a wrong one."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.voice.language import ASKED, languages

law = settings(max_examples=50, deadline=None)

SAID = {
    "en": ["The delivery came two days late.", "Very friendly staff", "the app keeps crashing when i pay"],
    "de": [
        "Die Lieferung kam zwei Tage zu spät.",
        "Sehr freundliches Personal",
        "Ich möchte mein Geld zurück.",
    ],
    "nl": ["De levering kwam twee dagen te laat.", "Heel vriendelijk personeel", "Ik wil mijn geld terug."],
    "fr": ["La livraison est arrivée en retard.", "Personnel très aimable", "Je veux être remboursée."],
    "es": [
        "El pedido llegó dos días tarde.",
        "Nadie me devolvió la llamada.",
        "Quiero que me devuelvan el dinero.",
    ],
    "pt": [
        "A entrega chegou dois dias atrasada.",
        "Não consegui pagar com cartão.",
        "Quero o meu dinheiro de volta.",
    ],
    "it": ["La consegna è arrivata in ritardo.", "Personale molto gentile", "Voglio essere rimborsata."],
    "pl": ["Dostawa przyszła dwa dni za późno.", "Bardzo miła obsługa", "Chcę zwrotu pieniędzy."],
}


@pytest.mark.parametrize("language", SAID)
def test_a_short_comment_has_the_language_that_it_is_in(language):
    assert languages(SAID[language]) == [language] * 3


def test_what_is_too_short_has_none():
    assert languages(["", "ok", "12/05/2024", "👍", "Top!", "[phone]", "a@b.example"]) == [None] * 7


def test_placeholders_and_addresses_tell_no_language():
    assert languages(["Bel mij op [phone] of [e-mail] alstublieft, graag vandaag nog"]) == ["nl"]


@law
@given(st.lists(st.text(max_size=40), max_size=3))
def test_a_language_is_one_that_was_asked_for_and_depends_on_its_own_text_only(texts):
    found = languages(texts)
    assert all(language is None or language in ASKED for language in found)
    assert found == [language for text in texts for language in languages([text])]
