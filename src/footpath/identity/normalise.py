"""Identifiers as they were sent in, one spelling for each out; null for what stands for nobody.

By kind: an e-mail address is trimmed, lower-cased and Unicode-normalised; dots and "+tags" stay, as elsewhere
than at one provider two spellings may be two people. A phone number becomes E.164, of the given region where
it names no country, and keeps its extension; without a region its digits stay. Any other kind is trimmed and
keeps its case.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import phonenumbers
import pyarrow as pa
import pyarrow.compute as pc
from email_validator import EmailNotValidError, validate_email

from footpath.identity.junk import is_junk, is_placeholder_number

_PLAIN_EMAIL = r"^[\x21-\x7e]*$"
_PUNYCODE = "xn--"
_SEPARATORS = re.compile(r"[\s().\-/]")
_E164 = re.compile(r"\+([1-9][0-9]{6,14})")


def normalise_all(kind: str, values: pa.StringArray, region: str | None = None) -> pa.StringArray:
    """The one spelling of each value of a kind; null where it stands for nobody. Values should be distinct.

    `region` is a two-letter country, such as "NL".

    >>> normalise_all("email", pa.array([" Ann@Example.COM ", "noreply@shop.example"])).to_pylist()
    ['ann@example.com', None]
    """
    known = pc.if_else(is_junk(kind, values), pa.scalar(None, pa.string()), values)
    trimmed = pc.utf8_trim_whitespace(known)
    change = _BY_KIND.get(kind)
    return change(trimmed, region) if change else trimmed


def normalise(kind: str, value: str, region: str | None = None) -> str | None:
    """The one spelling of a value, None where it stands for nobody.

    >>> normalise("phone", "06 1234 5678", "NL")
    '+31612345678'
    """
    found: str | None = normalise_all(kind, pa.array([value], pa.string()), region)[0].as_py()
    return found


def _emails(values: pa.StringArray, _region: str | None) -> pa.StringArray:
    lower = pc.utf8_lower(values)
    # In plain ASCII the library changes nothing but the case, and it takes 60 µs an address.
    plain = pc.and_(
        pc.match_substring_regex(lower, _PLAIN_EMAIL), pc.invert(pc.match_substring(lower, _PUNYCODE))
    )
    return _where(plain, lower, email_address)


def email_address(text: str) -> str:
    """An address in Unicode's composed form with its domain decoded; what is no address, trimmed."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return text.strip().lower()


def _phones(values: pa.StringArray, region: str | None) -> pa.StringArray:
    return pa.array(
        [None if each is None else phone_number(each, region) for each in values.to_pylist()], pa.string()
    )


def phone_number(text: str, region: str | None = None) -> str | None:
    """A number as E.164, with ";ext=" where there is an extension; None for a placeholder.

    Of what can't be a number of the region or of the country that it names, the digits stay.
    """
    number = _SEPARATORS.sub("", text)
    if is_placeholder_number(number):
        return None
    if match := _E164.fullmatch(number):
        country = _country(match[1][:3])
        national = match[1][len(country) :]
        if is_placeholder_number(national):
            return None
        if _is_complete(country, national):
            return number
    return _parsed(text, region)


def _parsed(text: str, region: str | None) -> str | None:
    only = re.sub(r"(?!^\+)\D", "", text)
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return only or None
    if is_placeholder_number(str(number.national_number)):
        return None
    if not phonenumbers.is_possible_number(number):
        return only
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    # The people of one office share a number and have an extension each.
    return f"{written};ext={number.extension}" if number.extension else written


def _is_complete(country: str, national: str) -> bool:
    """Whether an international number is E.164 as it stands; no means only that the library has to look."""
    prefix, lengths = _shape(country)
    return len(national) in lengths and not (prefix and prefix.match(national))


@cache
def _country(digits: str) -> str:
    known = (digits[:n] for n in (1, 2, 3) if int(digits[:n]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE)
    return next(known, "")


@cache
def _shape(country: str) -> tuple[re.Pattern[str] | None, frozenset[int]]:
    """A country's prefix that is left out when one dials from abroad, and how long its numbers are."""
    region = phonenumbers.region_code_for_country_code(int(country or 0))
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(int(country or 0), region)
    if metadata is None or metadata.general_desc is None:
        return None, frozenset()
    prefix = metadata.national_prefix_for_parsing
    return re.compile(prefix) if prefix else None, frozenset(metadata.general_desc.possible_length)


def _where(
    done: pa.BooleanArray, values: pa.StringArray, slow: Callable[[str], str | None]
) -> pa.StringArray:
    """The values, with those that are not done put through a slow function."""
    rest = pc.invert(pc.fill_null(done, True))
    changed = [slow(each) for each in values.filter(rest).to_pylist()]
    return pc.replace_with_mask(values, rest, pa.array(changed, pa.string()))


_BY_KIND: dict[str, Callable[[pa.StringArray, str | None], pa.StringArray]] = {
    "email": _emails,
    "phone": _phones,
}
