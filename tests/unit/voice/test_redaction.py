"""What tells who a person is does not get past the mask, and what tells nothing does."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.voice.accounts import is_card, is_iban, luhn
from footpath.voice.redaction import mask, name_words

law = settings(max_examples=50, deadline=None)


def masked(text, names=(), region="NL"):
    return mask([text], [names], region).texts[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to ann.lee+shop@mail.example.com!", "Write to [e-mail]!"),
        ("ann(at)example.com", "[e-mail]"),
        ("ann at example dot com is mine", "[e-mail] is mine"),
        ("JOSÉ@EXÄMPLE.DE", "[e-mail]"),
        ("call 06-12345678 after six", "call [phone] after six"),
        ("0031 6 1234 5678", "[phone]"),
        ("+44 (0)20 7946 0958", "[phone]"),
        ("+1 (212) 555-0142, thanks", "[phone], thanks"),
        ("(212) 555-0142", "[phone]"),
        ("my number is 612345678", "my number is [phone]"),
        ("06\u200b1234\u20115678", "[phone]"),
        ("I paid with 4111 1111 1111 1111.", "I paid with [card]."),
        ("card 5500-0000-0000-0004", "card [card]"),
        ("3782 822463 10005", "[card]"),
        ("4111 1111 1111 1111 12/27 123", "[card] 12/27 123"),
        ("1) 0612345678 2) 0201234567", "1) [phone] 2) [phone]"),
        ("ann @ example.com", "[e-mail]"),
        ("ann@example", "[e-mail]"),
        ("to NL91 ABNA 0417 1643 00 please", "to [account] please"),
        ("gb82west12345698765432", "[account]"),
        ("BSN 111222333", "BSN [account]"),
        ("ssn 078-05-1120", "ssn [account]"),
        ("NI number AB 12 34 56 C", "NI number [account]"),
        ("CPF 529.982.247-25", "CPF [account]"),
        ("see https://shop.example/o?mail=ann&id=7 now", "see [link] now"),
        ("https://ann:secret@shop.example/", "[link]"),
        ("I am @ann_lee there", "I am [name] there"),
    ],
)
def test_an_identifier_becomes_a_placeholder(text, expected):
    assert masked(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Order 0612345678 never came",
        "order number: 1234567890",
        "my ref. is 20241123456",
        "ticket #0201234567",
        "Bestellnummer 4711081512",
        "pedido nº 12345678",
        "It cost € 1.234.567,00",
        "1.250.000 euro of damage",
        "R$ 1.234.567",
        "12 500 000 visitors",
        "on 2024-05-12 at 10:30",
        "12.05.2024",
        "from 01/02/2023 - 05/02/2023",
        "2024-05-12 10:30:15",
        "between 10:30-11:45",
        "the years 2019 2020 2021",
        "2019-2020",
        "tracked as 3SABCD1234567",
        "1Z999AA10123456784",
        "version 10.15.7.2041",
        "room 2034, 5 6 7 8 9",
        "at 52.370216, 4.895168",
        "3 for 2 @ 4.50",
        "we were 2@home",
        "look at https://shop.example/help/returns",
        "we waited 45 minutes 3 times, 0 of 10",
        "call 112",
    ],
)
def test_orders_prices_dates_and_times_stay(text):
    assert masked(text) == text


def test_a_person_s_own_names_become_a_placeholder_in_any_case_and_without_accents():
    assert masked("Zoe's parcel, ZOË de Vries", ["Zoë de Vries"]) == "[name]'s parcel, [name] de [name]"


def test_the_words_of_a_person_s_address_are_names_too():
    assert masked("yours, Anna", ["anna.jansen@example.com"]) == "yours, [name]"


def test_a_name_that_is_a_word_is_masked_only_with_its_capital():
    assert masked("Will said that he will pay", ["Will Smith"]) == "[name] said that he will pay"


def test_a_text_is_held_against_the_names_of_its_own_person_only():
    assert mask(["Ann", "Ann"], [["Ann"], ["Bob"]]).texts == ("[name]", "Ann")


def test_mailboxes_of_many_name_nobody():
    assert name_words(("info@example.com", "Sales")) == frozenset()


def test_what_was_masked_is_counted_by_kind():
    masks = mask(["a@b.example, 06 1234 5678", "c@d.example", ""], None, "NL")
    assert masks.counts == {"e-mail": 2, "phone": 1}


def test_bare_digits_are_a_phone_number_only_where_they_can_be_one():
    assert masked("612345678", region="ES") == "[phone]"
    assert masked("612.345.678", region="ES") == "[phone]"
    assert masked("112345678", region="ES") == "112345678"
    assert masked("4930123456", region="DE") == "4930123456"
    assert masked("030 4930 123456", region="DE") == "[phone]"
    assert masked("612345678", region=None) == "612345678"


def test_a_state_s_number_without_a_shape_counts_in_its_own_country_only():
    assert masked("111222333", region="NL") == "[account]"
    assert masked("111222333", region=None) == "111222333"


def test_a_name_can_not_break_a_placeholder():
    assert masked("a@b.example", ["Mail"]) == "[e-mail]"


def test_a_hostile_text_is_masked_in_the_end():
    long = ["a" * 4_000 + "@", "@" * 4_000, "1 " * 2_000, " at " * 1_000, "x@" + "a" * 4_000, "[ at" * 1_000]
    assert len(mask(long, None, "NL").texts) == len(long)


PIECES = st.sampled_from(
    [
        "ann",
        "06 1234 5678",
        "+31612345678",
        "4111 1111 1111 1111",
        "NL91ABNA0417164300",
        "a@b.example",
        "call",
        "[phone]",
        "[e-mail]",
        "[",
        "]",
        "order",
        "#",
        "12,50",
        "2024-05-12",
        "www.x.example?a=1",
        "111222333",
        "@ann",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=8).map(" ".join),
    st.lists(PIECES, max_size=5).map("".join),
    st.text(max_size=60),
    st.text("0123456789+-() ./@[]aeN", max_size=50),
)


@law
@given(TEXTS, st.lists(st.sampled_from(["Ann", "Mail", "phone", "Card Name", "e"]), max_size=2))
def test_masking_twice_changes_nothing(text, names):
    once = mask([text], [names], "NL").texts
    assert mask(once, [names], "NL").texts == once


@law
@given(TEXTS)
def test_no_address_is_left_in_a_masked_text(text):
    assert not re.search(r"[a-z0-9]@[a-z0-9]+\.[a-z]{2,}\b", mask([text], None, "NL").texts[0])


@law
@given(st.integers(600000000, 699999999), st.sampled_from(["0{}", "+31{}", "0031{}", "+31 {}", "0{} "]))
def test_every_mobile_number_is_masked_however_it_is_written(number, form):
    assert re.search(r"\d{4}", masked(f"reach me: {form.format(number)}")) is None


@law
@given(
    st.integers(10**6, 10**11 - 1),
    st.sampled_from(["order {}", "Order no. {}", "#{}", "invoice: {}", "pedido {}"]),
)
def test_a_number_that_is_called_an_order_is_no_phone(number, form):
    assert "phone" not in mask([form.format(number)], None, "NL").counts


@law
@given(st.integers(10**11, 10**17 - 1))
def test_one_digit_completes_a_card(stem):
    assert sum(luhn(f"{stem}{digit}") for digit in range(10)) == 1


@law
@given(st.integers(0, 10**10 - 1), st.integers(0, 9), st.integers(1, 9))
def test_one_wrong_digit_is_no_iban(account, at, more):
    right = next(
        iban for iban in (f"NL{check:02d}ABNA{account:010d}" for check in range(2, 99)) if is_iban(iban)
    )
    place = 8 + at
    wrong = f"{right[:place]}{(int(right[place]) + more) % 10}{right[place + 1 :]}"
    assert not is_iban(wrong)


def test_one_digit_over_and_over_is_no_card():
    assert not is_card("0" * 16)
