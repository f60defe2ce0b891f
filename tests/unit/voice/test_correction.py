"""Shares as a reader counted them, corrected for how it misreads."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from footpath.voice.correction import AS_READ, CORRECTED, likeliest, prevalence, tells

TABLE = np.array([[90, 10], [20, 80]])
MOODS = np.array([[70, 20, 10], [25, 150, 25], [5, 15, 80]])


def test_with_two_labels_it_is_the_formula_of_rogan_and_gladen():
    sensitivity, specificity, read = 0.9, 0.8, 0.6
    share = likeliest(np.array([read, 1 - read]), np.array([[sensitivity, 0.1], [0.2, specificity]]))
    assert share[0] == pytest.approx((read + specificity - 1) / (sensitivity + specificity - 1), abs=1e-6)


def test_outside_what_the_formula_can_say_the_share_is_at_the_edge():
    share = likeliest(np.array([0.05, 0.95]), np.array([[0.9, 0.1], [0.2, 0.8]]))
    assert share[0] == pytest.approx(0, abs=1e-3)


def test_a_reader_without_errors_is_not_corrected():
    found = prevalence(np.array([[30, 70]]), np.diag([10_000, 10_000]))
    assert found.share[0] == pytest.approx([0.3, 0.7], abs=1e-3)


def test_the_interval_is_wider_than_that_of_the_counts_alone():
    as_if, corrected = (prevalence(np.array([[300, 700]]), table) for table in (np.diag([9999, 9999]), TABLE))
    [[sure, _], [unsure, _]] = as_if.shares()[0], corrected.shares()[0]
    assert unsure.high - unsure.low > 1.3 * (sure.high - sure.low)
    assert unsure.low <= unsure.value <= unsure.high


def test_few_persons_stay_as_read_and_say_so():
    found = prevalence(np.array([[6, 4], [600, 400]]), TABLE)
    few, many = found.shares()
    assert (few[0].value, few[0].method, few[0].n) == (0.6, AS_READ, 10)
    assert (many[0].method, many[0].n) == (CORRECTED, 1000)


@pytest.mark.parametrize(
    "table", [[[50, 50], [50, 50]], [[90, 10], [4, 4]], [[0, 0], [0, 0]], [[52, 48], [47, 53]]]
)
def test_a_table_that_tells_too_little_corrects_nothing(table):
    assert not tells(np.array(table))
    assert prevalence(np.array([[60, 40]]), np.array(table)).shares()[0][0].method == AS_READ


def test_a_cell_without_answers_has_no_shares():
    found = prevalence(np.array([[0, 0], [60, 40]]), TABLE)
    assert (found.shares()[0], found.means(np.array([-1.0, 1.0]))[0]) == (None, None)


def test_the_mean_is_that_of_the_corrected_shares():
    found = prevalence(np.array([[60, 90, 50]]), MOODS)
    values = np.array([-2.0, 0.0, 2.0])
    [mean] = found.means(values)
    assert mean.value == pytest.approx(
        sum(each.value * v for each, v in zip(found.shares()[0], values, strict=True))
    )
    assert (mean.unit, mean.n) == ("score", 200)
    assert mean.low < mean.value < mean.high


def test_texts_of_few_persons_tell_less():
    many, few = (prevalence(np.array([[300, 300]]), TABLE, np.array([n])).shares()[0][0] for n in (600, 150))
    assert few.value == many.value
    assert few.high - few.low > 1.3 * (many.high - many.low)
    assert few.n == 150


def test_a_cell_does_not_hang_on_the_others():
    alone = prevalence(np.array([[60, 90, 50]]), MOODS)
    beside = prevalence(np.array([[5, 5, 500], [60, 90, 50]]), MOODS)
    assert alone.shares()[0][0].value == pytest.approx(beside.shares()[1][0].value, abs=1e-6)
    assert alone.shares()[0][0].low == pytest.approx(beside.shares()[1][0].low, abs=1e-6)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 300), min_size=3, max_size=3).filter(any))
def test_shares_are_of_one_whole_and_inside_their_bounds(counts):
    [shares] = prevalence(np.array([counts]), MOODS).shares()
    assert sum(each.value for each in shares) == pytest.approx(1)
    assert all(0 <= each.low <= each.value <= each.high <= 1 for each in shares)


@pytest.mark.slow
def test_against_known_truth_it_is_nearer_than_what_was_read_and_its_interval_covers():
    random = np.random.default_rng(4)
    reads_as = MOODS / MOODS.sum(axis=1, keepdims=True)
    off, off_read, inside = [], [], []
    for _ in range(80):
        true = random.dirichlet([1, 1, 1])
        table = np.array(
            [random.multinomial(n, row) for n, row in zip((150, 300, 150), reads_as, strict=True)]
        )
        counts = random.multinomial(400, true @ reads_as)
        [shares] = prevalence(counts[None], table).shares()
        off += [each.value - t for each, t in zip(shares, true, strict=True)]
        off_read += (counts / 400 - true).tolist()
        inside += [each.low <= t <= each.high for each, t in zip(shares, true, strict=True)]
    assert np.sqrt(np.mean(np.square(off))) < 0.6 * np.sqrt(np.mean(np.square(off_read)))
    assert 0.91 <= np.mean(inside) <= 0.99
