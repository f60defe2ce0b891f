"""Intervals hold what they promise: known values, edge cases, and coverage by simulation."""

import numpy as np
import pytest

from footpath.kernels.clusters import cluster_sums
from footpath.stats.intervals import ShareSums, clustered_shares, effective_sizes, student, wilson
from footpath.stats.quantiles import Quantiles


def sums(persons):
    """Of one share, from each person's (items, hits)."""
    m, x = np.array(persons).T
    parts = len(m), m.sum(), (m * m).sum(), x.sum(), (x * x).sum(), (x * m).sum()
    return ShareSums(*(np.array([part]) for part in parts))


def test_wilson_has_the_known_bounds():
    share = wilson(10, 100)
    assert (share.value, share.low, share.high) == (
        0.1,
        pytest.approx(0.05523, abs=1e-5),
        pytest.approx(0.17437, abs=1e-5),
    )


def test_wilson_never_leaves_zero_to_one():
    assert (wilson(0, 7).low, wilson(7, 7).high, wilson(0, 0)) == (0.0, 1.0, None)


def test_a_person_with_one_journey_is_worth_one():
    assert effective_sizes(sums([(1, 1)] * 40 + [(1, 0)] * 60))[0] == pytest.approx(
        99
    )  # G − 1, as in a variance


def test_journeys_that_agree_within_persons_are_worth_no_more_than_persons():
    assert effective_sizes(sums([(10, 10)] * 40 + [(10, 0)] * 60))[0] < 100


def test_journeys_that_know_nothing_of_their_person_are_worth_all():
    assert effective_sizes(sums([(2, 1)] * 50))[0] == 100


def test_a_share_of_all_or_nothing_is_worth_the_persons():
    assert effective_sizes(sums([(5, 0)] * 8))[0] == effective_sizes(sums([(5, 5)] * 8))[0] == 8


def test_one_person_is_worth_one():
    assert effective_sizes(sums([(9, 4)]))[0] == 1


def test_no_items_are_no_share():
    nothing = np.array([0])
    assert clustered_shares(ShareSums(*[nothing] * 6)) == [None]


def test_a_clustered_share_counts_persons():
    [share] = clustered_shares(sums([(3, 2), (1, 0)]))
    assert (share.value, share.n, share.method) == (0.5, 2, "wilson, clustered by person")


def test_students_t_is_the_tables():
    assert student(np.array([4.0, 9.0, 29.0])) == pytest.approx([2.776, 2.262, 2.045], abs=0.01)


def test_quantiles_are_between_values_by_straight_line():
    values = np.array([4, 1, 3, 2, 7], dtype=np.int64) * 1_000_000
    found = Quantiles.of(values, np.array([0, 0, 0, 0, 1]), np.arange(5, dtype=np.int32), 2)
    assert found.at(0.25).tolist() == [1.75, 7]
    assert [each.value for each in found.medians()] == [2.5, 7]


def test_the_median_of_one_person_has_all_that_is_known_as_its_interval():
    found = Quantiles.of(
        np.array([1, 2, 60]) * 1_000_000, np.zeros(3, dtype=int), np.zeros(3, dtype=np.int32), 1
    )
    [median] = found.medians()
    assert (median.low, median.value, median.high, median.n) == (1, 2, 60, 1)


SAMPLES = 800


def persons_of_samples(rng, people, most):
    """Items of many samples at once: (sample [n], person [n]); each person has 1 to `most` items."""
    sizes = rng.integers(1, most + 1, (SAMPLES, people))
    person = np.repeat(np.arange(SAMPLES * people, dtype=np.int32), sizes.ravel())
    return person // people, person


@pytest.mark.parametrize("most", [1, 5], ids=["one journey a person", "several journeys a person"])
@pytest.mark.parametrize("people", [30, 100])
@pytest.mark.parametrize("truth", [0.3, 0.6])
def test_95_of_100_intervals_hold_the_true_share(people, most, truth):
    rng = np.random.default_rng(7)
    sample, person = persons_of_samples(rng, people, most)
    habit = rng.beta(truth, 1 - truth, SAMPLES * people)  # how a person's journeys resemble each other
    hit = np.where(rng.random(len(person)) < habit[person], sample, -1).astype(np.int64)
    bases, hits = cluster_sums(person, sample.astype(np.int64), hit, SAMPLES, SAMPLES)
    shares = clustered_shares(ShareSums(*bases.T, *hits.T[1:]))
    assert 0.92 <= np.mean([share.low <= truth <= share.high for share in shares]) <= 0.98


@pytest.mark.parametrize("most", [1, 5], ids=["one journey a person", "several journeys a person"])
@pytest.mark.parametrize("people", [30, 100])
@pytest.mark.parametrize("alike", [0.8, 0.0])
def test_95_of_100_intervals_hold_the_true_median(alike, people, most):
    rng = np.random.default_rng(8)
    sample, person = persons_of_samples(rng, people, most)
    pace = rng.normal(size=SAMPLES * people)[person] * alike + rng.normal(size=len(person)) * 0.6
    values = (np.exp(pace) * 1e9).astype(np.int64)
    medians = Quantiles.of(values, sample.astype(np.int64), person, SAMPLES).medians()
    assert 0.92 <= np.mean([median.low <= 1000 <= median.high for median in medians]) <= 0.98
