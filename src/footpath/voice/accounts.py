"""A text in, the spans of payment cards, bank accounts and persons' official numbers out.

Only what carries check digits, or has a shape that nothing else has, is taken for one: a number that merely
has the right length is far more often an order. Numbers whose bare digits could be anything count only in
their own country. Sources: ISO/IEC 7812-1 (cards, Luhn), ISO 13616 (IBAN, modulo 97), and the rules of each
issuer, named beside the row.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from footpath.voice.iban import LENGTHS

GAP = r"[ \t\u00a0\u202f.\-\u2010-\u2013\u200b\u2060\ufeff]?"
DIGITS = re.compile(rf"(?<!\w)(?=([2-6](?:{GAP}\d){{12,18}}))")  # wherever a card may start
IBAN = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}(?=[ \t\u00a0\-]?[A-Za-z0-9])")


class Official(NamedTuple):
    """A number that a state gives a person. `regions`: where its bare digits count; empty for everywhere."""

    pattern: re.Pattern[str]
    holds: Callable[[str], bool]  # of its letters and digits, in capitals
    regions: frozenset[str]


def accounts(text: str, region: str | None) -> Iterator[tuple[int, int, str]]:
    """Where a text holds a "card" or an "account", as (start, end, kind); spans may overlap."""
    yield from ((start, end, "card") for start, end in _cards(text))
    yield from ((start, end, "account") for start, end in _ibans(text))
    for official in OFFICIAL:
        if official.regions and region not in official.regions:
            continue
        for found in official.pattern.finditer(text):
            if official.holds(_plain(found[0])):
                yield (*found.span(), "account")


def is_card(digits: str) -> bool:
    """Whether digits are a card's: 13 to 19 that satisfy Luhn's check, and not one digit over and over.

    >>> is_card("4111111111111111"), is_card("4111111111111112")
    (True, False)
    """
    return 13 <= len(digits) <= 19 and len(set(digits)) > 1 and luhn(digits)


def luhn(digits: str) -> bool:
    """Luhn's check (ISO/IEC 7812-1): every second digit from the right doubled, the sum a multiple of 10."""
    odd = sum(int(digit) for digit in digits[-1::-2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (odd + even) % 10 == 0


def is_iban(text: str) -> bool:
    """Whether letters and digits are an IBAN: its country's length, and 1 modulo 97.

    >>> is_iban("NL91ABNA0417164300"), is_iban("NL92ABNA0417164300")
    (True, False)
    """
    turned = text[4:] + text[:4]
    return (
        LENGTHS.get(text[:2]) == len(text) and int("".join(str(int(sign, 36)) for sign in turned)) % 97 == 1
    )


def _cards(text: str) -> Iterator[tuple[int, int]]:
    """The longest card from each start; what stands behind it, such as its date, is not of it."""
    for found in DIGITS.finditer(text):
        ends = [found.start(1) + at + 1 for at, sign in enumerate(found[1]) if sign.isdecimal()]
        able = (end for end in reversed(ends[12:]) if not text[end : end + 1].isdecimal())
        card = next((end for end in able if is_card(_plain(text[found.start(1) : end]))), 0)
        if card:
            yield found.start(1), card


def _ibans(text: str) -> Iterator[tuple[int, int]]:
    for found in IBAN.finditer(text):
        country = found[0][:2].upper()
        end = _after(text, found.start(), LENGTHS.get(country, 0))
        if end and is_iban(_plain(text[found.start() : end])):
            yield found.start(), end


def _after(text: str, start: int, signs: int) -> int:
    """Where `signs` letters and digits from `start` on, at most one sign apart, end; 0 where they do not."""
    found = (
        re.compile(rf"[A-Za-z0-9](?:[ \t\u00a0\-]?[A-Za-z0-9]){{{signs - 1}}}").match(text, start)
        if signs
        else None
    )
    return found.end() if found else 0


def _plain(text: str) -> str:
    return "".join(str(int(sign)) if sign.isdecimal() else sign.upper() for sign in text if sign.isalnum())


def _weighted(digits: str, weights: tuple[int, ...]) -> int:
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def _is_bsn(number: str) -> bool:
    return int(number) > 0 and _weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def _is_ssn(number: str) -> bool:
    return (
        number[:3] not in {"000", "666"} and number[0] != "9" and number[3:5] != "00" and number[5:] != "0000"
    )


def _is_nhs(number: str) -> bool:
    return (11 - _weighted(number, (10, 9, 8, 7, 6, 5, 4, 3, 2)) % 11) % 11 == int(number[9])


def _is_cpf(number: str) -> bool:
    first = _weighted(number, (10, 9, 8, 7, 6, 5, 4, 3, 2)) * 10 % 11 % 10
    second = _weighted(number, (11, 10, 9, 8, 7, 6, 5, 4, 3, 2)) * 10 % 11 % 10
    return len(set(number)) > 1 and number[9:] == f"{first}{second}"


def _is_nir(number: str) -> bool:
    body = number[:13].replace("2A", "19").replace("2B", "18")
    return body.isdecimal() and 97 - int(body) % 97 == int(number[13:])


def _is_dni(number: str) -> bool:
    digits = number[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == number[-1]


def _is_pesel(number: str) -> bool:
    return -_weighted(number, (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)) % 10 == int(number[10])


def _is_tax_id(number: str) -> bool:
    carried = 10
    for digit in number[:10]:
        carried = ((carried + int(digit)) % 10 or 10) * 2 % 11
    return (11 - carried) % 10 == int(number[10])


def _always(_: str) -> bool:
    return True


def _row(pattern: str, holds: Callable[[str], bool], *regions: str) -> Official:
    return Official(re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.I), holds, frozenset(regions))


OFFICIAL: tuple[Official, ...] = (
    _row(r"\d{4}[. ]?\d{2}[. ]?\d{3}", _is_bsn, "NL"),  # burgerservicenummer: the eleven test
    _row(r"\d{3}-\d{2}-\d{4}", _is_ssn),  # US social security number: no check digit, a shape of its own
    _row(
        r"[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]", _always
    ),  # UK National Insurance
    _row(r"\d{3}[ -]\d{3}[ -]\d{4}", _is_nhs, "GB"),  # NHS number: modulo 11
    _row(r"\d{10}", _is_nhs, "GB"),
    _row(r"\d{3}\.\d{3}\.\d{3}-\d{2}", _is_cpf),  # Brazil's CPF: two digits modulo 11
    _row(r"\d{11}", _is_cpf, "BR"),
    _row(r"[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}", _is_nir),  # France's NIR: modulo 97
    _row(r"[XYZ]?-?\d{7,8}-?[A-HJ-NP-TV-Z]", _is_dni, "ES"),  # Spain's DNI and NIE: a letter modulo 23
    _row(r"\d{11}", _is_pesel, "PL"),  # Poland's PESEL: weights 1 3 7 9
    _row(r"\d{2} ?\d{3} ?\d{3} ?\d{3}", _is_tax_id, "DE"),  # Germany's tax number: ISO 7064 MOD 11,10
    _row(r"\d{6}[-+]\d{4}", luhn, "SE"),  # Sweden's personnummer: Luhn
    _row(r"[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]", _always),  # Italy's codice fiscale: its shape
)
