"""One spelling for each identifier, and none for what stands for nobody."""

from __future__ import annotations

import pytest

from footpath.identity import normalise, region_of
from footpath.identity.junk import JUNK, is_junk, why_junk


@pytest.mark.parametrize(
    ("kind", "sent", "one"),
    [
        ("email", " Ann@Example.COM ", "ann@example.com"),
        ("email", "ann@xn--bcher-kva.example", "ann@bücher.example"),
        ("email", "ANN@BÜCHER.example", "ann@bücher.example"),
        ("email", "e\u0301va@x.nl", "\u00e9va@x.nl"),
        ("email", "a.n.n+shop@gmail.com", "a.n.n+shop@gmail.com"),
        ("email", " Not An Address ", "not an address"),
        ("phone", "06-12345678", "+31612345678"),
        ("phone", "0031 6 12345678", "+31612345678"),
        ("phone", "+31 (0)6 1234 5678", "+31612345678"),
        ("phone", "+31 20 123 4567 ext. 5", "+31201234567;ext=5"),
        ("phone", "12", "12"),
        ("user", " Ann ", "Ann"),
        ("shop.case", "0", "0"),
    ],
)
def test_each_kind_has_its_one_spelling(kind: str, sent: str, one: str):
    assert normalise(kind, sent, "NL") == one


def test_without_a_region_the_digits_of_a_phone_number_stay():
    assert normalise("phone", "06-12345678") == "0612345678"


ALWAYS = ["", "  ", "null", "NONE", "undefined", "Unknown", "anonymous", "n/a", "test", "0", "0000", "NaN"]
ALWAYS += ["[object Object]", "00000000-0000-0000-0000-000000000000", "(not set)"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *[("user", each) for each in ALWAYS],
        *[("email", each) for each in ("none@none.com", "No-Reply@shop.nl", "noreply@x.nl", "test@test.com")],
        *[
            ("phone", each)
            for each in ("0000000000", "1234567890", "+1 000 000 0000", "withheld", "99-99-99")
        ],
    ],
)
def test_junk_is_nobody_and_says_why(kind: str, value: str):
    assert normalise(kind, value, "US") is None
    assert kind == "phone" or why_junk(kind, value)


@pytest.mark.parametrize(("kind", "value"), [("user", "nonette"), ("email", "testa@test.nl"), ("user", "10")])
def test_what_only_looks_like_junk_is_somebody(kind: str, value: str):
    assert normalise(kind, value) == value
    assert why_junk(kind, value) is None


def test_every_line_of_the_table_of_junk_has_a_reason_and_a_pattern_that_both_engines_read():
    import pyarrow as pa

    values = [
        "",
        "null",
        "true",
        "guest",
        "test",
        "0",
        "9774d56d682e549c",
        "no@x",
        "noreply@x",
        "test@test",
        "ann",
    ]
    for kind in {kind or "user" for kind, _, _ in JUNK}:
        vectorised = is_junk(kind, pa.array(values)).to_pylist()
        assert vectorised == [why_junk(kind, each) is not None for each in values]


@pytest.mark.parametrize(
    ("zone", "region"), [("Europe/Amsterdam", "NL"), ("America/New_York", "US"), ("UTC", None), (None, None)]
)
def test_a_time_zone_tells_the_country(zone: str | None, region: str | None):
    assert region_of(zone) == region
