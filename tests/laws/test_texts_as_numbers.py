"""Texts that are numbered, sorted and digested in bulk are so as one by one."""

from __future__ import annotations

from hashlib import blake2b

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.model.fingerprint import digest
from footpath.model.numbering import Texts, named
from footpath.model.sorting import sort_order

ALIKE = st.tuples(
    st.sampled_from(["", "user:0000-0000", "é" * 9]), st.text(st.sampled_from("ab\0é"), max_size=12)
).map("".join)
TEXTS = st.lists(ALIKE | st.text(max_size=5), max_size=30)


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(0, 3))
def test_texts_are_sorted_as_by_their_bytes_and_equal_ones_keep_their_order(texts, left_out):
    column = pa.array([*["z"] * left_out, *texts], pa.string())[left_out:]
    wanted = sorted(range(len(texts)), key=lambda at: (texts[at].encode(), at))
    assert sort_order(column).tolist() == wanted


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(max_size=300) | st.sampled_from(["x" * n for n in (127, 128, 129, 256)]), max_size=9))
def test_a_digest_is_that_of_hashlib(texts):
    wanted = [int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), "big") for text in texts]
    assert digest(pa.array(texts, pa.string())).tolist() == wanted


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.lists(st.none() | ALIKE, min_size=1, max_size=9)), max_size=5))
def test_texts_have_one_number_in_all_parts_of_a_column(parts):
    numbering, codes = Texts(), []
    for encoded, part in parts:
        column = pa.array(part, pa.string())
        codes.extend(numbering.of(column.dictionary_encode() if encoded else column).tolist())
    texts = [text for _, part in parts for text in part]
    names, rank = numbering.ranked()
    assert names.to_pylist() == sorted({text for text in texts if text is not None}, key=str.encode)
    assert [None if rank[code] < 0 else names[rank[code]].as_py() for code in codes] == texts


def test_many_texts_are_numbered_as_few_are():
    texts = [f"{at % 5000}" for at in range(9000)]
    numbering = Texts()
    codes = [code for at in range(0, 9000, 700) for code in numbering.of(pa.array(texts[at : at + 700]))]
    assert codes == [at % 5000 for at in range(9000)]


def test_names_that_nobody_uses_may_be_left_out_and_others_added():
    numbering = Texts()
    numbering.use(numbering.of(pa.array(["web", "app", "till"]))[1:2])
    names, rank = numbering.ranked(("desk", "app"), used_only=True)
    assert (names.to_pylist(), rank.tolist()) == (["app", "desk"], [-1, 0, -1, -1])


def test_a_name_is_found_in_each_piece_of_a_column():
    column = pa.chunked_array([["a", "b"], ["b", "c"]]).dictionary_encode()
    assert named(column, "b").tolist() == [False, True, True, False]
    assert named(column, "d").tolist() == [False] * 4
