"""Texts become the same word pieces as with the encoder's own tokeniser."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.voice.emotion import emotions
from footpath.voice.emotion.tokens import WordPieces, spelled, words

# Numbers by the Rust library "tokenizers" with the tokenizer.json of all-MiniLM-L6-v2.
REFERENCE = {
    "Thank you!": [101, 4067, 2017, 999, 102],
    "I can't log in; it's 3rd time.": [
        *(101, 1045, 2064, 1005, 1056, 8833, 1999, 1025, 2009, 1005, 1055, 3822, 2051, 1012, 102)
    ],
    "Unbelievably café-like naïveté": [101, 4895, 8671, 2666, 3567, 6321, 7668, 1011, 2066, 15743, 2618, 102],
    "e-mail: anna@example.org / 10,50€": [
        *(101, 1041, 1011, 5653, 1024, 4698, 1030, 2742, 1012, 8917, 1013, 2184, 1010, 2753, 30102, 102)
    ],
    "上海 is far": [101, 1742, 1902, 2003, 2521, 102],
    "Ωmega\tand\u00a0Straße\u200b": [101, 1179, 4168, 3654, 1998, 2358, 27807, 102],
    "antidisestablishmentarianism...": [
        *(101, 3424, 10521, 4355, 7875, 13602, 3672, 12199, 2964, 1012, 1012, 1012, 102)
    ],
    "zzxqj": [101, 1062, 2480, 2595, 4160, 3501, 102],
    "“quote” me – ever…": [101, 1523, 14686, 1524, 2033, 1516, 2412, 1529, 102],
    "x" * 101: [101, 100, 102],
}
PIECES = WordPieces(
    {piece: at for at, piece in enumerate(["[CLS]", "[SEP]", "[UNK]", "a", "##b", "ab", "##ab"])}, longest=5
)


@pytest.mark.parametrize("text", REFERENCE)
def test_a_text_has_the_numbers_that_the_reference_gives_it(text):
    assert emotions().pieces.numbers(text) == REFERENCE[text]


def test_the_longest_piece_is_taken_first():
    assert PIECES.numbers("abab") == [0, 5, 6, 1]
    assert PIECES.numbers("abb") == [0, 5, 4, 1]


def test_a_word_with_an_unknown_end_is_unknown_as_a_whole():
    assert PIECES.numbers("abx") == [0, 2, 1]


def test_a_long_text_is_cut_and_still_ends():
    assert PIECES.numbers("a a a a a a a") == [0, 3, 3, 3, 1]


def test_a_mask_is_a_word_and_a_row_of_pictographs_one_name():
    assert list(words(spelled("[NAME] did it 😂😂"))) == ["name", "did", "it", "tears", "joy"]


def test_a_telephones_apostrophe_is_an_apostrophe():
    assert spelled("don’t") == "don't"


@settings(deadline=None)
@given(st.text(max_size=80))
def test_any_text_begins_and_ends_and_is_never_too_long(text):
    numbers = PIECES.numbers(text)
    assert (numbers[0], numbers[-1]) == (0, 1)
    assert 2 <= len(numbers) <= 5
