"""Fingerprints are what whole numbers give; what came before is found, and only that."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.kernels.fingerprints import hash_lists, hash_texts, note
from footpath.kernels.variants import distinct
from reference import fingerprints as obvious
from reference import variants

law = settings(max_examples=150, deadline=None)
NO_SEED = (0, 0)
words = st.integers(0, 2**64 - 1)
pairs = st.tuples(words, words)
few = st.tuples(st.integers(0, 3), st.integers(0, 2))  # often the same, and often of the same place


def fingerprints(texts, seeds=None):
    ends = np.cumsum([0, *map(len, texts)]).astype(np.int32)
    data = np.frombuffer(b"".join(texts), np.uint8)
    return hash_texts(ends, data, halves(seeds or [NO_SEED] * len(texts))).tolist()


def halves(numbers):
    return np.array(numbers, np.uint64).reshape(-1, 2)


def test_the_same_text_has_the_same_fingerprint_wherever_it_stands():
    ann, bob, again = fingerprints([b"ann@example.org", b"bob", b"ann@example.org"])
    assert ann == again != bob


def test_zeros_at_the_end_of_a_text_count():
    assert len({tuple(each) for each in fingerprints([b"", b"\0", b"\0" * 7, b"\0" * 8, b"\0" * 9])}) == 5


def test_another_seed_is_another_fingerprint():
    one, other = fingerprints([b"17", b"17"], [(1, 2), (2, 1)])
    assert one != other


@law
@given(st.lists(st.tuples(st.binary(max_size=20), pairs), max_size=6))
def test_texts(drawn):
    texts, seeds = [text for text, _ in drawn], [seed for _, seed in drawn]
    assert fingerprints(texts, seeds) == [obvious.hash_text(*each) for each in drawn]


def test_the_order_of_a_list_counts_and_so_does_where_it_ends():
    ends, items = np.array([0, 2, 4, 5], np.int32), halves([(1, 1), (2, 2), (2, 2), (1, 1), (1, 1)])
    one, turned, shorter = hash_lists(ends, items, halves([NO_SEED] * 3)).tolist()
    assert one != turned != shorter != one


@law
@given(st.lists(st.tuples(st.lists(pairs, max_size=5), pairs), max_size=5))
def test_lists(drawn):
    ends = np.cumsum([0, *(len(items) for items, _ in drawn)]).astype(np.int32)
    items, seeds = halves([one for items, _ in drawn for one in items]), halves([seed for _, seed in drawn])
    assert hash_lists(ends, items, seeds).tolist() == [obvious.hash_list(*each) for each in drawn]


def test_what_came_once_is_known_from_then_on():
    table = halves([NO_SEED] * 8)
    assert note(halves([(5, 1), (6, 1), (5, 1)]), table).tolist() == [False, False, True]
    assert note(halves([(6, 1), (13, 1)]), table).tolist() == [True, False]  # 13 and 5 want the same slot


@law
@given(st.lists(st.one_of(few, pairs), max_size=8), st.lists(st.one_of(few, pairs), max_size=8))
def test_what_came_before(first, then):
    table = halves([NO_SEED] * 32)
    assert note(halves(first), table).tolist() == obvious.note(first, set())
    assert note(halves(then), table).tolist() == obvious.note(then, set(first))


def test_distinct_hashes_are_in_the_order_they_first_stand_in():
    first, place = distinct(halves([(7, 1), (3, 1), (7, 1), (7, 2)]))
    assert (first.tolist(), place.tolist()) == ([0, 1, 3], [0, 1, 0, 2])


def test_many_hashes_are_told_apart_in_groups():
    drawn = np.random.default_rng(7).integers(0, 2**64 - 1, (200, 2), np.uint64)
    many = drawn[np.random.default_rng(8).integers(0, 200, 100_000)]
    first, place = distinct(many)
    assert sorted(many[first].tolist()) == sorted(drawn.tolist())
    assert (np.diff(first) > 0).all()
    assert (many[first][place] == many).all()


@law
@given(st.lists(st.one_of(few, pairs), max_size=40))
def test_distinct(drawn):
    first, place = distinct(halves(drawn))
    assert (first.tolist(), place.tolist()) == variants.distinct(drawn)
