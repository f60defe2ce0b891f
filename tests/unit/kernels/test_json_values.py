"""Laws of where a JSON value ends, and of what is said of how it is written."""

import json

import msgspec
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from footpath.kernels.json_text import DEEPEST, DOUBTFUL, NOWHERE, OURS, less, value_end
from reference.json_text import is_value

law = settings(max_examples=100, deadline=None)
encode = msgspec.json.Encoder(order="deterministic").encode
texts = st.text(max_size=12) | st.sampled_from(["é😀", "\u2028\x7f", 'q"\\/\n', "true", "1e5"])
numbers = st.integers(-(10**17), 10**17) | st.floats(allow_nan=False, allow_infinity=False)
values = st.recursive(
    st.none() | st.booleans() | texts | numbers | st.sampled_from([0.0001, 0.00001, -0.0, 2.5]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
plain = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**14), 10**14) | st.text("aé /", max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=3), inner, max_size=3),
    max_leaves=6,
)
written = st.builds(
    lambda value, ascii_, separators: json.dumps(value, ensure_ascii=ascii_, separators=separators),
    values.filter(lambda value: "\ud800" not in repr(value)),
    st.booleans(),
    st.sampled_from([(",", ":"), (", ", ": "), (" ,\t", "\r:")]),
)
# Numbers as few write them: with zeros before and behind, and of more digits than are kept.
spelled = st.from_regex(
    r"-?(0|[1-9][0-9]{0,3}([0-9]{10,14})?)(\.0{0,6}[0-9]{1,3}0{0,2})?([eE][+-]?[0-9]{1,2})?", fullmatch=True
)
TOKENS = [*'"{}[],:\\ -+.0e', "1", "null", "tru", '"a":', "\\u00e9", "\\x", "\t", "\x01"]
cuts = st.builds(
    lambda text, at, put, off: text[: at % len(text)] + put + text[at % len(text) + off :],
    written,
    st.integers(0, 60),
    st.sampled_from(TOKENS),
    st.integers(0, 2),
)
pieces = st.lists(st.sampled_from(TOKENS), min_size=1, max_size=8).map("".join)


def ended(text, after=""):
    """Whether the value ends where the text does, and its form; behind it stands something else."""
    data = np.frombuffer(f"{text}{after}\n".encode("utf-8", "surrogatepass"), np.uint8)
    end, form = value_end(data, 0, np.empty((DEEPEST, 2), np.int64))
    return end == len(text.encode("utf-8", "surrogatepass")), form


@settings(max_examples=300, deadline=None)
@given(written | spelled | spelled, st.sampled_from(["", " ", ",1", "]", "}", ":"]))
@example("2.50", "")
@example("-0", "")
@example("0.00001", "")
@example("0.0000001", "")
@example('{"b":1,"a":2}', "")
@example('{"a":1,"a":2}', "")
def test_a_value_ends_where_it_was_written_to(text, after):
    ends, form = ended(text, after)
    assert ends
    if form == OURS:
        assert encode(msgspec.json.decode(text)).decode() == text


@law
@given(plain)
def test_what_our_encoder_wrote_is_ours(value):
    assert ended(encode(value).decode()) == (True, OURS)


@law
@given((cuts | pieces).map(lambda text: text.strip(" \t\r\n")).filter(bool))
@example("01")
@example("-")
@example("1.")
@example("1.e5")
@example('{"a":1,}')
@example("[1 2]")
@example("[}")
def test_what_ends_is_a_value_and_a_value_ends(text):
    ends, form = ended(text)
    if is_value(text):
        assert ends
    elif form != DOUBTFUL:
        assert not ends


@pytest.mark.parametrize(("depth", "ends"), [(DEEPEST, True), (DEEPEST + 1, False)])
def test_what_is_too_deep_is_left_to_others(depth, ends):
    data = np.frombuffer(("[" * depth + "]" * depth + "\n").encode(), np.uint8)
    end, _ = value_end(data, 0, np.empty((DEEPEST, 2), np.int64))
    assert end == (2 * depth if ends else NOWHERE)


@law
@given(texts, texts)
def test_texts_are_ordered_as_their_bytes_are(one, other):
    first, second = (each.encode("utf-8", "surrogatepass") for each in (one, other))
    data = np.frombuffer(first + second + b"\n", np.uint8)
    found = less(data, 0, len(first), len(first), len(first) + len(second))
    assert found == (first < second)
